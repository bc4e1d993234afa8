import { fail, ok } from '../../../kernel/index.ts'
import type { Connection, ItemRef, Outcome, Published, Reply } from '../../contract.ts'
import { call, me } from '../client.ts'
import { notUnderstood } from '../failures.ts'
import { messageFields, newestOf } from '../reading/items.ts'
import { versionsOf } from '../reading/mapping.ts'
import { lookIn, madeBy } from './sent.ts'
import { tooLong } from './weight.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

async function publicly(connection: Connection, to: ItemRef, text: string): Promise<Outcome<Published>> {
  const clean = text.toWellFormed()
  const refusal = tooLong(clean)
  if (refusal) return rejected(refusal)
  const own = await me(connection)
  if (!own.ok) return own
  const target = await newestOf(connection, to.platformId)
  if (!target.ok) return target
  const answered = String(target.value.slice.get('id')?.value)
  const first = versionsOf(target.value.slice.value as Readonly<Record<string, unknown>>)[0] ?? answered
  const before = await lookIn(connection, own.value, { text: clean, to: first }, 'post')
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const body = { text: clean, reply: { in_reply_to_tweet_id: answered } }
  const called = await call(connection, { path: '/2/tweets', body })
  if (called.ok) return madeBy(connection, called.value, own.value, 'id')
  if (called.error.kind !== 'rejected') return called
  const detail = `${called.error.detail} X låter bara program svara den som har nämnt eller citerat kommunens konto. Svara för hand på x.com.`
  return rejected(detail)
}

async function privately(connection: Connection, to: ItemRef, text: string): Promise<Outcome<Published>> {
  const own = await me(connection)
  if (!own.ok) return own
  const author = await authorOf(connection, to)
  if (!author.ok) return author
  const clean = text.toWellFormed()
  const before = await lookIn(connection, own.value, { text: clean, to: author.value }, 'message')
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const path = `/2/dm_conversations/with/${author.value}/messages`
  const called = await call(connection, { path, body: { text: clean } })
  return called.ok ? madeBy(connection, called.value, own.value, 'dm_event_id') : called
}

async function authorOf(connection: Connection, to: ItemRef): Promise<Outcome<string>> {
  if (to.kind !== 'message') {
    const post = await newestOf(connection, to.platformId)
    if (!post.ok) return post
    return ok(String(post.value.slice.get('author_id')?.value))
  }
  const { event_types: _, ...query } = messageFields
  const called = await call(connection, { path: `/2/dm_events/${encodeURIComponent(to.platformId)}`, query })
  if (!called.ok) return called
  const sender = called.value.json.get('data')?.get('sender_id')?.value
  return typeof sender === 'string' ? ok(sender) : fail(notUnderstood('read', connection.clock.now()))
}

export const reply: Reply = { public: publicly, private: privately }
