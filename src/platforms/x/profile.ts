import { isObject, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Profile } from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { countOf, listOf, textOf } from '../json-slice.ts'
import { call } from './client.ts'

const fields = 'description,entities,name,profile_image_url,protected,public_metrics,url,username'

/** X shortens every address; where it leads stands in the entities. */
const expanded = (data: JsonSlice | undefined, where: 'url' | 'description'): string[] =>
  (data?.get('entities')?.get(where)?.get('urls')?.elements() ?? [])
    .slice(0, 20)
    .flatMap((one) => listOf(textOf(one.value, 'expanded_url')))

/** A protected account shows its posts to those that it has approved alone. */
export async function profile(connection: Connection): Promise<Outcome<Profile>> {
  const shown = await call(connection, { path: '/2/users/me', query: { 'user.fields': fields } })
  if (!shown.ok) return shown
  const data = shown.value.json.get('data')
  const value = data?.value
  return ok({
    name: textOf(value, 'name'),
    handle: textOf(value, 'username'),
    description: textOf(value, 'description'),
    links: [...expanded(data, 'url'), ...expanded(data, 'description')],
    contacts: [],
    picture: textOf(value, 'profile_image_url'),
    ...(isObject(value) && typeof value['protected'] === 'boolean' && { isOpen: !value['protected'] }),
    ...countOf('follows', data?.get('public_metrics')?.get('following_count')?.value),
    whole: true,
  })
}
