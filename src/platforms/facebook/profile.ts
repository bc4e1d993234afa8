import { ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Profile } from '../contract.ts'
import { listOf, textOf } from '../json-slice.ts'
import { call, pageOf } from './client.ts'

const asked = 'id,name,username,about,description,website,emails,phone,picture{url},is_published'

/** What stands under Om on the page. A page follows others too, but how many is not told. */
export async function profile(connection: Connection): Promise<Outcome<Profile>> {
  const page = await call(connection, { path: pageOf(connection), query: { fields: asked } })
  if (!page.ok) return page
  const { json } = page.value
  const { value } = json
  const emails = (json.get('emails')?.elements() ?? []).slice(0, 10).map((one) => String(one.value))
  const picture = json.get('picture')?.get('data')?.value
  const isPublished = json.get('is_published')?.value
  const handle = textOf(value, 'username')
  return ok({
    name: textOf(value, 'name'),
    ...(handle !== '' && { handle }),
    description: listOf(textOf(value, 'about'), textOf(value, 'description')).join('\n'),
    links: textOf(value, 'website')
      .split(/[\s,]+/u)
      .filter(Boolean),
    contacts: listOf(...emails, textOf(value, 'phone')),
    picture: textOf(picture, 'url'),
    ...(typeof isPublished === 'boolean' && { isOpen: isPublished }),
    whole: true,
  })
}
