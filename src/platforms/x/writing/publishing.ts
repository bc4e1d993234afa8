import { fail, type Json, ok } from '../../../kernel/index.ts'
import type {
  CollectedItem,
  Connection,
  Draft,
  ItemRef,
  Outcome,
  Published,
  Publishing,
  Reply,
} from '../../contract.ts'
import { rawOf } from '../../raw.ts'
import { type Called, call, type Me, me } from '../client.ts'
import { notUnderstood } from '../failures.ts'
import { itemIn, messageFields, newestOf, postFields } from '../reading/items.ts'
import { versionsOf } from '../reading/mapping.ts'
import { tooLong } from './weight.ts'

const limits = { graphemes: 280, images: 4, altRequired: true } as const
const imageBytes = 5_000_000
const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })
const lookBack = 48 * 60 * 60_000

/**
 * X has no key of ours. What the account has written with the very same words in the last two days is taken for it: X
 * itself refuses the same words twice.
 */
interface Sent {
  readonly text: string
  /** What it answers; empty for a post. */
  readonly to: string
}

async function lookIn(
  connection: Connection,
  own: Me,
  sent: Sent,
  kind: 'post' | 'message',
): Promise<Outcome<Published | undefined>> {
  const start = new Date(connection.clock.now().getTime() - lookBack).toISOString()
  const asked =
    kind === 'post'
      ? { path: `/2/users/${own.id}/tweets`, query: { ...postFields, max_results: '100', start_time: start } }
      : {
          path: `/2/dm_conversations/with/${sent.to}/dm_events`,
          query: { ...messageFields, max_results: '100' },
        }
  const called = await call(connection, asked)
  if (!called.ok) return called
  const source = kind === 'post' ? '/2/users/tweets' : '/2/dm_events'
  const fits = (item: CollectedItem): boolean =>
    item.direction === 'drawnUp' &&
    item.text === sent.text.trim() &&
    item.publishedAt >= start &&
    (kind === 'message' || (item.parent ?? '') === sent.to)
  for (const slice of called.value.json.get('data')?.elements() ?? []) {
    const item = itemIn(called.value, slice, source, { own, conversations: new Set() }).find(fits)
    if (item) return ok(publishedFrom(item))
  }
  return ok(undefined)
}

const publishedFrom = ({ platformId, permalink, raw }: CollectedItem): Published => ({
  platformId,
  ...(permalink === undefined ? {} : { permalink }),
  answer: raw,
})

function madeBy(connection: Connection, called: Called, own: Me, name: string): Outcome<Published> {
  const id = called.json.get('data')?.get(name)?.value
  if (typeof id !== 'string') return fail(notUnderstood('order', connection.clock.now()))
  const permalink = name === 'id' ? { permalink: `https://x.com/${own.username}/status/${id}` } : {}
  return ok({ platformId: id, ...permalink, answer: rawOf(called.answer, called.part) })
}

function refuses({ images, video, link }: Draft, text: string): string | undefined {
  if (video) return 'Film publiceras inte härifrån till X. Lägg upp den för hand.'
  if (link !== undefined && !/^https?:\/\//.test(link)) return 'Länken är ingen webbadress (https).'
  if (images.length > limits.images) return `X tar emot ${limits.images} bilder. Ta bort några.`
  for (const [index, { alt, bytes, mediaType }] of images.entries()) {
    const which = `Bild ${index + 1}`
    if (alt.trim() === '') return `${which} saknar alternativtext. Beskriv bilden för den som inte ser den.`
    if (alt.length > 1_000)
      return `${which} har längre alternativtext än X tar emot (1 000 tecken). Korta den.`
    if (!mediaType.startsWith('image/')) return `${which} är ingen bild (${mediaType}).`
    if (bytes.length > imageBytes) return `${which} är större än 5 MB. Minska den.`
  }
  return tooLong(text)
}

async function upload(connection: Connection, images: Draft['images']): Promise<Outcome<Json>> {
  const ids: string[] = []
  for (const { bytes, alt } of images) {
    // Media that no post shows is thrown away, so a lost answer here may be tried again.
    const body = { media: Buffer.from(bytes).toString('base64'), media_category: 'tweet_image' }
    const sent = await call(connection, { path: '/2/media/upload', body, intent: 'read' })
    if (!sent.ok) return sent
    const id = sent.value.json.get('data')?.get('id')?.value
    if (typeof id !== 'string') return fail(notUnderstood('read', connection.clock.now()))
    const metadata = { alt_text: { text: alt } }
    const told = await call(connection, { path: '/2/media/metadata', body: { id, metadata }, intent: 'read' })
    if (!told.ok) return told
    ids.push(id)
  }
  return ok(ids)
}

function textOf({ text, link }: Draft): string {
  const clean = text.toWellFormed()
  return link === undefined || clean.includes(link) ? clean : `${clean}\n\n${link}`.trim()
}

async function publish(connection: Connection, draft: Draft): Promise<Outcome<Published>> {
  const text = textOf(draft)
  const refusal = refuses(draft, text)
  if (refusal) return rejected(refusal)
  const own = await me(connection)
  if (!own.ok) return own
  const sent = { text, to: '' }
  const before = await lookIn(connection, own.value, sent, 'post')
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const media = await upload(connection, draft.images)
  if (!media.ok) return media
  const withMedia = draft.images.length > 0 ? { media: { media_ids: media.value } } : {}
  const called = await call(connection, { path: '/2/tweets', body: { text, ...withMedia } })
  return called.ok ? madeBy(connection, called.value, own.value, 'id') : called
}

async function findPublished(
  connection: Connection,
  _key: string,
  draft: Draft,
): Promise<Outcome<Published>> {
  const own = await me(connection)
  if (!own.ok) return own
  const found = await lookIn(connection, own.value, { text: textOf(draft), to: '' }, 'post')
  if (!found.ok) return found
  if (found.value) return ok(found.value)
  return fail({
    kind: 'gone',
    detail: 'Inget inlägg med de här orden finns på X från de senaste två dygnen.',
  })
}

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

export const publishing: Publishing = { limits, publish, findPublished }
export const reply: Reply = { public: publicly, private: privately }
