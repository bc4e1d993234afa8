import { fail, ok } from '../../kernel/index.ts'
import type { CollectedItem, Connection, ItemRef, Outcome } from '../contract.ts'
import { notUnderstood } from '../graph/failures.ts'
import type { JsonSlice } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, listed, membersOf, userOf } from './client.ts'
import { fields, mapThread, textIn } from './mapping.ts'

const nameKey = 'threads.username'

/** The account's name: own words are told from others' by it. Asked for once in a process. */
export async function ownName(connection: Connection): Promise<Outcome<string>> {
  const known = connection.memory.get(nameKey)
  if (typeof known === 'string') return ok(known)
  const got = await call(connection, { path: userOf(connection), query: { fields: 'id,username' } })
  if (!got.ok) return got
  const username = textIn(membersOf(got.value.json), 'username')
  if (username === undefined) return fail(notUnderstood('read', connection.clock.now()))
  connection.memory.set(nameKey, username)
  return ok(username)
}

export function itemIn(
  called: Called,
  slice: JsonSlice,
  username: string,
  source: string,
  held = false,
): CollectedItem | undefined {
  const context = { username, fetchedAt: new Date(called.part.fetchedAt) }
  const mapped = mapThread(membersOf(slice), context, held)
  // What has no id that can be asked for could never be found to be gone.
  if (!mapped || !isId(mapped.platformId)) return undefined
  return { ...mapped, source: `threads/${source}`, raw: rawOf(called.answer, called.part, slice.bytes) }
}

export const isId = (id: string): boolean => /^\d{1,30}$/.test(id)

/** A reply that waits, among those that wait under a post. */
async function heldUnder(
  connection: Connection,
  post: string,
  id: string,
  username: string,
): Promise<Outcome<CollectedItem | undefined>> {
  const asked = { path: `${post}/pending_replies`, query: { fields: fields.reply, limit: 50 } }
  for await (const page of listed(connection, asked)) {
    if (!page.ok) return page.error.kind === 'rejected' || page.error.kind === 'gone' ? ok(undefined) : page
    for (const slice of page.value.elements) {
      const item = itemIn(page.value.called, slice, username, 'pending_replies', true)
      if (item?.platformId === id) return ok(item)
    }
  }
  return ok(undefined)
}

/**
 * One item as it is now. "Not there" may also mean that the access has lost its right, so the account is asked for
 * before anything is called gone; and a reply that waits is looked for where the waiting ones are.
 */
export async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  const { platformId: id, kind, parent } = ref
  if (!isId(id)) return fail({ kind: 'rejected', detail: `${id.slice(0, 60)} är inget id hos Threads.` })
  const username = await ownName(connection)
  if (!username.ok) return username
  if (kind === 'comment' && parent !== undefined && isId(parent)) {
    const held = await heldUnder(connection, parent, id, username.value)
    if (!held.ok) return held
    if (held.value) return ok(held.value)
  }
  const query = { fields: kind === 'post' ? fields.post : fields.reply }
  const got = await call(connection, { path: id, query })
  if (!got.ok) {
    if (got.error.kind !== 'gone') return got
    const account = await call(connection, { path: userOf(connection), query: { fields: 'id' } })
    if (account.ok) return got
    if (account.error.kind !== 'gone') return account
    return fail({
      kind: 'reauthorise',
      detail: 'Threads visar inte längre kontot för den här åtkomsten. Logga in kontot på nytt.',
    })
  }
  const item = itemIn(got.value, got.value.json, username.value, 'media')
  return item ? ok(item) : fail(notUnderstood('read', connection.clock.now()))
}
