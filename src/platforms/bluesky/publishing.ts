import type { Streamed } from '../../infra/http/index.ts'
import { fail, type Json, numberText, ok } from '../../kernel/index.ts'
import type { Connection, Draft, ItemRef, Outcome, Published, Publishing, Reply } from '../contract.ts'
import { asWebVtt } from '../films/captions.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, callWhole, type Session, sessionOf } from './client.ts'
import { facetsOf, findFacets, graphemes } from './facets.ts'
import { notUnderstood } from './failures.ts'
import { permalinkOf } from './mapping.ts'
import { fetchPost, ownRecord } from './reading.ts'
import { isDid, parsePostUri, postCollection, recordKeysFor } from './syntax.ts'

const limits = {
  graphemes: 300,
  bytes: 3_000,
  images: 4,
  altRequired: true,
  video: true,
  captions: true,
  link: 'cardAlone',
} as const
/** app.bsky.embed.images and app.bsky.embed.video, maxSize. A server may take less, and says so itself. */
const most = { image: 2_000_000, video: 300_000_000, captions: 20_000 }

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** Why Bluesky would refuse the text, in words for the one who wrote it; undefined when it would not. */
function tooLong(text: string): string | undefined {
  const bytes = Buffer.byteLength(text)
  if (bytes > limits.bytes)
    return `Texten är ${numberText(bytes)} byte och Bluesky tar emot ${numberText(limits.bytes)}. Korta den.`
  const length = graphemes(text)
  return length > limits.graphemes
    ? `Texten är ${numberText(length)} tecken och Bluesky tar emot ${limits.graphemes}. Korta den.`
    : undefined
}

function refuses(draft: Draft): string | undefined {
  if (draft.images.length > limits.images) {
    return `Inlägget har ${draft.images.length} bilder och Bluesky tar emot ${limits.images}. Ta bort några.`
  }
  for (const [index, image] of draft.images.entries()) {
    const which = `Bild ${index + 1}`
    if (image.alt.trim() === '')
      return `${which} saknar alternativtext. Beskriv bilden för den som inte ser den.`
    if (!image.mediaType.startsWith('image/')) return `${which} är ingen bild (${image.mediaType}).`
    if (image.bytes.length > most.image) {
      return `${which} är ${numberText(Math.round(image.bytes.length / 100_000) / 10)}\u00a0MB och Bluesky tar emot 2\u00a0MB. Minska den.`
    }
  }
  if (draft.link !== undefined && !/^https?:\/\//.test(draft.link))
    return 'Länken är ingen webbadress (https).'
  return refusesFilm(draft) ?? tooLong(textOf(draft))
}

function refusesFilm({ images, video }: Draft): string | undefined {
  if (!video) return undefined
  if (images.length > 0) return 'Bluesky visar antingen bilder eller en film i ett inlägg. Ta bort det ena.'
  if (video.mediaType !== 'video/mp4')
    return `Bluesky tar emot film som MP4, inte av det här slaget (${video.mediaType}). Spara om den.`
  if (video.size > most.video) return 'Filmen är större än 300\u00a0MB. Korta eller minska den.'
  return video.captions && asWebVtt(video.captions).length > most.captions
    ? 'Undertexterna är längre än Bluesky tar emot (20\u00a0kB). Korta dem.'
    : undefined
}

/** A post holds pictures, a film or a link card, one of them: a link beside the others is put after the text. */
function textOf({ text, link, images, video }: Draft): string {
  const clean = text.toWellFormed()
  return link === undefined || (images.length === 0 && !video) || clean.includes(link)
    ? clean
    : `${clean}\n\n${link}`.trim()
}

/** The DIDs of the handles that are mentioned; a handle that leads nowhere is left as plain text. */
async function mentioned(
  connection: Connection,
  handles: readonly string[],
): Promise<Outcome<ReadonlyMap<string, string>>> {
  const dids = new Map<string, string>()
  for (const handle of new Set(handles)) {
    const method = 'com.atproto.identity.resolveHandle'
    const got = await call(connection, { host: 'pds', method, query: { handle } })
    if (!got.ok && got.error.kind !== 'rejected' && got.error.kind !== 'gone') return got
    const did = got.ok ? got.value.json.get('did')?.value : undefined
    if (typeof did === 'string' && isDid(did)) dids.set(handle, did)
  }
  return ok(dids)
}

async function richText(connection: Connection, text: string): Promise<Outcome<Record<string, Json>>> {
  const found = findFacets(text)
  const handles = found.filter(({ kind }) => kind === 'mention').map(({ value }) => value)
  const dids = await mentioned(connection, handles)
  if (!dids.ok) return dids
  const facets = facetsOf(found, dids.value)
  return ok({ text, ...(facets.length > 0 ? { facets } : {}) })
}

/** A blob that no post points at is thrown away: nothing is published yet, so trying again is safe. */
async function blobOf(
  connection: Connection,
  file: { readonly content: Uint8Array | Streamed; readonly mediaType: string },
): Promise<Outcome<Json>> {
  const method = 'com.atproto.repo.uploadBlob'
  const sent = await call(connection, { host: 'pds', method, file, signedIn: true, intent: 'read' })
  if (!sent.ok) return sent
  const blob = sent.value.json.get('blob')?.value
  return blob === undefined ? fail(notUnderstood('read', connection.clock.now())) : ok(blob as Json)
}

async function imagesOf(connection: Connection, draft: Draft): Promise<Outcome<Record<string, Json>>> {
  const images: Json[] = []
  for (const { bytes, mediaType, alt } of draft.images) {
    const image = await blobOf(connection, { content: bytes, mediaType })
    if (!image.ok) return image
    images.push({ image: image.value, alt })
  }
  return ok({ $type: 'app.bsky.embed.images', images })
}

/** Straight to the account's own server. Bluesky works on the film once it is published, for some seconds. */
async function videoOf(
  connection: Connection,
  { title }: Draft,
  film: NonNullable<Draft['video']>,
): Promise<Outcome<Record<string, Json>>> {
  const { mediaType, captions } = film
  const video = await blobOf(connection, { content: film, mediaType })
  if (!video.ok) return video
  const parts = { $type: 'app.bsky.embed.video', video: video.value, ...(title && { alt: title }) }
  if (!captions) return ok(parts)
  const file = await blobOf(connection, { content: asWebVtt(captions), mediaType: 'text/vtt' })
  return file.ok ? ok({ ...parts, captions: [{ lang: captions.language, file: file.value }] }) : file
}

async function embedOf(connection: Connection, draft: Draft): Promise<Outcome<Record<string, Json>>> {
  if (draft.images.length > 0 || draft.video) {
    const embed = draft.video
      ? await videoOf(connection, draft, draft.video)
      : await imagesOf(connection, draft)
    return embed.ok ? ok({ embed: embed.value }) : embed
  }
  if (draft.link === undefined) return ok({})
  const title = draft.title || new URL(draft.link).hostname
  const external = { uri: draft.link, title, description: '' }
  return ok({ embed: { $type: 'app.bsky.embed.external', external } })
}

function publishedAs(
  { clock }: Connection,
  session: Session,
  called: Called,
  rkey: string,
): Outcome<Published> {
  const platformId = called.json.get('uri')?.value
  if (typeof platformId !== 'string' || parsePostUri(platformId) === undefined)
    return fail(notUnderstood('order', clock.now()))
  return ok({
    platformId,
    permalink: permalinkOf(session.handle || session.did, rkey),
    answer: rawOf(called.answer, called.part),
  })
}

/** What was published under the key on any of the last days. */
async function look(
  connection: Connection,
  session: Session,
  key: string,
): Promise<Outcome<Published | undefined>> {
  const rkeys = recordKeysFor(key, connection.clock.now())
  const records = await Promise.all(
    rkeys.map((rkey) => ownRecord(connection, session.did, postCollection, rkey)),
  )
  for (const [index, record] of records.entries()) {
    if (!record.ok) return record
    if (record.value) return publishedAs(connection, session, record.value, rkeys[index] ?? '')
  }
  return ok(undefined)
}

/**
 * Writes the post under the key's own record key, on the condition that nothing is there: a second try, even at the
 * same moment, is refused by the PDS and gives back what the first one made.
 */
async function write(
  connection: Connection,
  session: Session,
  key: string,
  parts: Readonly<Record<string, Json>>,
): Promise<Outcome<Published>> {
  const now = connection.clock.now()
  const [rkey] = recordKeysFor(key, now)
  const put = await callWhole(connection, {
    host: 'pds',
    method: 'com.atproto.repo.putRecord',
    signedIn: true,
    body: {
      repo: session.did,
      collection: postCollection,
      rkey,
      record: { $type: postCollection, ...parts, createdAt: now.toISOString() },
      swapRecord: null,
    },
  })
  if (put.ok) return publishedAs(connection, session, put.value, rkey)
  if (put.error.code !== 'InvalidSwap') return fail(put.error.failure)
  const there = await ownRecord(connection, session.did, postCollection, rkey)
  if (!there.ok) return there
  return there.value ? publishedAs(connection, session, there.value, rkey) : fail(put.error.failure)
}

async function publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>> {
  const refusal = refuses(draft)
  if (refusal) return rejected(refusal)
  const session = await sessionOf(connection)
  if (!session.ok) return session
  const before = await look(connection, session.value, key)
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const text = await richText(connection, textOf(draft))
  if (!text.ok) return text
  const embed = await embedOf(connection, draft)
  if (!embed.ok) return embed
  const parts = { ...text.value, ...embed.value, langs: [draft.language] }
  return write(connection, session.value, key, parts)
}

async function findPublished(connection: Connection, key: string): Promise<Outcome<Published>> {
  const session = await sessionOf(connection)
  if (!session.ok) return session
  const found = await look(connection, session.value, key)
  if (!found.ok) return found
  return found.value
    ? ok(found.value)
    : fail({
        kind: 'gone',
        detail: 'Inget inlägg med den här nyckeln finns hos Bluesky från de senaste sju dagarna.',
      })
}

/** The strong references of an answer: to what it answers, and to the post that the thread began with. */
async function replyTo(connection: Connection, session: Session, ref: ItemRef): Promise<Outcome<Json>> {
  if (parsePostUri(ref.platformId) === undefined)
    return rejected('Det som ska besvaras är inget inlägg hos Bluesky.')
  const post = await fetchPost(connection, session.did, ref.platformId)
  if (!post.ok) return post
  const { uri, cid, record } = post.value.facts
  const parent = { uri, cid }
  const root = (record['reply'] as { root?: Json } | undefined)?.root
  return ok({ parent, root: root ?? parent })
}

async function answerPublicly(
  connection: Connection,
  to: ItemRef,
  text: string,
  key: string,
): Promise<Outcome<Published>> {
  const clean = text.toWellFormed()
  const refusal = tooLong(clean)
  if (refusal) return rejected(refusal)
  const session = await sessionOf(connection)
  if (!session.ok) return session
  const before = await look(connection, session.value, key)
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const reply = await replyTo(connection, session.value, to)
  if (!reply.ok) return reply
  const rich = await richText(connection, clean)
  return rich.ok ? write(connection, session.value, key, { ...rich.value, reply: reply.value }) : rich
}

export const publishing: Publishing = { limits, publish, findPublished }

/** Bluesky's direct messages need a permission that app passwords do not have from the start: by hand. */
export const reply: Reply = { public: answerPublicly }
