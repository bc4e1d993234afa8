import { fail, isObject, ok } from '../../../kernel/index.ts'
import type { CollectedItem, Connection, ItemRef, Outcome } from '../../contract.ts'
import type { JsonSlice } from '../../json-slice.ts'
import { rawOf } from '../../raw.ts'
import { type Called, call, type Me, me } from '../client.ts'
import { goneFailure, notUnderstood, problemsIn } from '../failures.ts'
import { type Context, mapMessage, mapPost, versionsOf } from './mapping.ts'

export const postFields = {
  'post.fields':
    'attachments,conversation_id,created_at,edit_controls,entities,id,note_post,public_metrics,text',
  expansions: 'attachments.media_keys,author_id,edit_history_post_ids,in_reply_to_user_id,referenced_posts',
  'user.fields': 'id,name,username',
  'media.fields': 'alt_text,media_key,preview_image_url,type,url,variants',
}

export const messageFields = {
  'dm_event.fields': 'attachments,created_at,dm_conversation_id,entities,event_type,id,text',
  expansions: 'sender_id,attachments.media_keys',
  event_types: 'MessageCreate',
  'user.fields': 'id,name,username',
}

export function itemIn(
  called: Called,
  slice: JsonSlice,
  source: string,
  about: Omit<Context, 'includes' | 'fetchedAt'>,
): CollectedItem[] {
  const context = {
    ...about,
    includes: called.json.get('includes')?.value,
    fetchedAt: new Date(called.part.fetchedAt),
  }
  const map = source.includes('dm_events') ? mapMessage : mapPost
  const mapped = map(slice.value, context)
  return mapped ? [{ ...mapped, source, raw: rawOf(called.answer, called.part, slice.bytes) }] : []
}

interface Found {
  readonly called: Called
  readonly slice: JsonSlice
}

/** A post by one of its ids, in the version of that id. Gone only when X names that very id as not found. */
async function postAt(connection: Connection, id: string): Promise<Outcome<Found>> {
  const called = await call(connection, { path: '/2/tweets', query: { ids: id, ...postFields } })
  if (!called.ok) return called
  const [slice] = called.value.json.get('data')?.elements() ?? []
  if (slice && isObject(slice.value)) return ok({ called: called.value, slice })
  const problem = problemsIn(called.value.json.value).find(({ resourceId }) => resourceId === id)
  if (problem?.type === 'resource-not-found') return fail(goneFailure)
  if (problem === undefined) return fail(notUnderstood('read', connection.clock.now()))
  const detail = `X visar inte inlägget (${problem.detail}). Det kan vara skyddat eller spärrat, och räknas inte som borttaget.`
  return fail({ kind: 'rejected', detail })
}

/** A post in its newest version. */
export async function newestOf(connection: Connection, id: string): Promise<Outcome<Found>> {
  if (!/^\d{1,19}$/.test(id))
    return fail({ kind: 'rejected', detail: `${id.slice(0, 40)} är inget id hos X.` })
  const first = await postAt(connection, id)
  if (!first.ok) return first
  const newest = versionsOf(first.value.slice.value as Readonly<Record<string, unknown>>).at(-1)
  return newest === undefined || newest === id ? first : postAt(connection, newest)
}

export async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  const own = await me(connection)
  if (!own.ok) return own
  if (ref.kind === 'message') return fetchMessage(connection, ref, own.value)
  const found = await newestOf(connection, ref.platformId)
  if (!found.ok) return found
  const about = { own: own.value, conversations: new Set<string>(), kind: ref.kind }
  const [item] = itemIn(found.value.called, found.value.slice, '/2/tweets', about)
  // Known as asked for, or, when an event named a later version, by its first id.
  const ids = versionsOf(found.value.slice.value as Readonly<Record<string, unknown>>)
  const isIt = item && [item.platformId, ...ids].includes(ref.platformId)
  return isIt ? ok(item) : fail(notUnderstood('read', connection.clock.now()))
}

async function fetchMessage(connection: Connection, ref: ItemRef, own: Me): Promise<Outcome<CollectedItem>> {
  if (!/^\d{1,19}$/.test(ref.platformId)) return fail({ kind: 'rejected', detail: 'Det är inget id hos X.' })
  const { event_types: _, ...query } = messageFields
  const called = await call(connection, { path: `/2/dm_events/${ref.platformId}`, query })
  if (!called.ok) return called
  const slice = called.value.json.get('data')
  const about = { own, conversations: new Set<string>() }
  const [item] = slice ? itemIn(called.value, slice, '/2/dm_events', about) : []
  if (item?.platformId === ref.platformId) return ok(item)
  const gone = problemsIn(called.value.json.value).some(({ type }) => type === 'resource-not-found')
  return fail(gone ? goneFailure : notUnderstood('read', connection.clock.now()))
}
