import { ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Profile } from '../contract.ts'
import { countOf, listOf, textOf } from '../json-slice.ts'
import { call } from './client.ts'
import { igUser } from './reading.ts'

/** A professional account cannot be private, so that it is open. The buttons for contact are not told. */
export async function profile(connection: Connection): Promise<Outcome<Profile>> {
  const query = { fields: 'id,username,name,biography,website,follows_count,profile_picture_url' }
  const account = await call(connection, { path: igUser(connection), query })
  if (!account.ok) return account
  const { json } = account.value
  const { value } = json
  const handle = textOf(value, 'username')
  return ok({
    name: textOf(value, 'name') || handle,
    handle,
    description: textOf(value, 'biography'),
    links: listOf(textOf(value, 'website')),
    contacts: [],
    picture: textOf(value, 'profile_picture_url'),
    isOpen: true,
    ...countOf('follows', json.get('follows_count')?.value),
    whole: false,
  })
}
