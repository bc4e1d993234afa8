import { ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Profile } from '../contract.ts'
import { countOf, listOf, textOf } from '../json-slice.ts'
import { call } from './client.ts'

/** As the app view shows it to those who are not signed in, so that it is open when it is shown at all. */
export async function profile(connection: Connection): Promise<Outcome<Profile>> {
  const shown = await call(connection, {
    host: 'appview',
    method: 'app.bsky.actor.getProfile',
    query: { actor: connection.settings['handle'] ?? '' },
  })
  if (!shown.ok) return shown
  const { value } = shown.value.json
  const handle = textOf(value, 'handle')
  return ok({
    name: textOf(value, 'displayName') || handle,
    handle,
    description: textOf(value, 'description'),
    links: listOf(textOf(value, 'website')),
    contacts: [],
    picture: textOf(value, 'avatar'),
    isOpen: true,
    ...countOf('follows', shown.value.json.get('followsCount')?.value),
    whole: true,
  })
}
