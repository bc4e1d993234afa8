import { fail, isObject, ok } from '../../kernel/index.ts'
import type { CollectedItem, Connection, ItemRef, Outcome } from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, isId, isIdText, originOf } from './client.ts'
import { notUnderstood } from './failures.ts'
import { mapStatus, readStatus, type Status } from './mapping.ts'

/** A status, and the item that it is. */
export interface Seen {
  readonly status: Status
  readonly item: CollectedItem
}

export interface Me {
  readonly id: string
  readonly acct: string
  readonly name: string
  readonly url: string
  readonly called: Called
}

const idKey = 'mastodon.id'

/** The account that the token is for. */
export async function whoAmI(connection: Connection): Promise<Outcome<Me>> {
  const called = await call(connection, { path: '/api/v1/accounts/verify_credentials' })
  if (!called.ok) return called
  const value = called.value.json.value
  if (!isObject(value) || !isId(value['id']) || typeof value['acct'] !== 'string')
    return fail(notUnderstood('read', connection.clock.now()))
  const { id, acct } = value
  const [name, url] = [value['display_name'], value['url']]
  connection.memory.set(idKey, id)
  return ok({
    id,
    acct,
    name: typeof name === 'string' && name !== '' ? name : acct,
    url: typeof url === 'string' ? url : `${originOf(connection)}/@${acct}`,
    called: called.value,
  })
}

/** The account's own identifier, asked for once in a process. */
export async function ownId(connection: Connection): Promise<Outcome<string>> {
  const known = connection.memory.get(idKey)
  if (isId(known)) return ok(known)
  const me = await whoAmI(connection)
  return me.ok ? ok(me.value.id) : me
}

/** The status in a piece of an answer; nothing when there is none, or it is somebody's boost of another's. */
export function seenIn(
  connection: Connection,
  own: string,
  called: Called,
  slice: JsonSlice | undefined,
  source: string,
): Seen[] {
  const status = slice && readStatus(slice.value)
  if (slice === undefined || status === undefined || status.isBoost) return []
  const fetchedAt = new Date(called.part.fetchedAt)
  const context = { own, host: new URL(originOf(connection)).host, fetchedAt }
  const raw = rawOf(called.answer, called.part, slice.bytes)
  return [{ status, item: { ...mapStatus(status, context), source, raw } }]
}

/** Everything that stands below a status, as far as the server knows: answers that never reached it are not there. */
export async function below(connection: Connection, own: string, id: string): Promise<Outcome<Seen[]>> {
  const called = await call(connection, { path: `/api/v1/statuses/${id}/context` })
  if (!called.ok) return called.error.kind === 'gone' ? ok([]) : called
  const answers = called.value.json.get('descendants')?.elements() ?? []
  return ok(
    answers.flatMap((one) => seenIn(connection, own, called.value, one, 'GET /api/v1/statuses/{id}/context')),
  )
}

export async function fetchStatus(connection: Connection, id: string): Promise<Outcome<Seen>> {
  if (!isIdText(id))
    return fail({ kind: 'rejected', detail: `${id.slice(0, 60)} är inget inlägg hos Mastodon.` })
  const own = await ownId(connection)
  if (!own.ok) return own
  const called = await call(connection, { path: `/api/v1/statuses/${id}` })
  if (!called.ok) return called
  const source = 'GET /api/v1/statuses/{id}'
  const [seen] = seenIn(connection, own.value, called.value, called.value.json, source)
  return seen ? ok(seen) : fail(notUnderstood('read', connection.clock.now()))
}

/** One item as it is now. */
export async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  const seen = await fetchStatus(connection, ref.platformId)
  return seen.ok ? ok(seen.value.item) : seen
}
