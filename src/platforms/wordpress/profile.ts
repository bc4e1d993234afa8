import { ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Profile } from '../contract.ts'
import { htmlText } from '../html-text.ts'
import { textOf } from '../shown.ts'
import { call } from './client.ts'

/** The site's own name and tagline. What its pages and its footer say is not told. */
export async function profile(connection: Connection): Promise<Outcome<Profile>> {
  const root = await call(connection, {
    path: '',
    query: { _fields: 'name,description,home,site_icon_url' },
  })
  if (!root.ok) return root
  const { value } = root.value.json
  const home = textOf(value, 'home')
  const icon = textOf(value, 'site_icon_url')
  return ok({
    name: htmlText(textOf(value, 'name')),
    ...(URL.canParse(home) && { handle: new URL(home).hostname }),
    description: htmlText(textOf(value, 'description')),
    links: [],
    contacts: [],
    picture: icon,
    // A blog follows nobody.
    follows: 0,
    whole: false,
  })
}
