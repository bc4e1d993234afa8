import { createHash } from 'node:crypto'
import { fail, type Json, ok } from '../../../kernel/index.ts'
import type { Connection, Draft, MediaFile, Outcome } from '../../contract.ts'
import { originOf } from '../access.ts'
import { cost, spendUpload } from '../budget.ts'
import { type Called, call, itemsIn } from '../client.ts'
import { notUnderstood } from '../failures.ts'

/** A film is sent in one go, read as it leaves; so long may it take. */
const uploadMilliseconds = 15 * 60_000

/** The address that a begun upload is sent to, which must be Google's own. */
function sessionAddress(connection: Connection, location: string | undefined): URL | undefined {
  if (location === undefined || !URL.canParse(location)) return undefined
  const address = new URL(location)
  const google = address.protocol === 'https:' && address.hostname.endsWith('.googleapis.com')
  return google || address.origin === originOf(connection, 'data') ? address : undefined
}

/**
 * Sends a film by Google's resumable upload: a session is begun with what the film is called, and then the film goes
 * to the session's own address. Until the film is there nothing is published, so only its answer can be lost.
 */
export async function uploadVideo(
  connection: Connection,
  film: NonNullable<Draft['video']>,
  resource: Json,
): Promise<Outcome<Called>> {
  const taken = await spendUpload(connection)
  if (!taken.ok) return taken
  const begun = await call(connection, {
    method: 'POST',
    path: '/upload/youtube/v3/videos',
    query: { uploadType: 'resumable', part: ['snippet', 'status'] },
    headers: {
      'x-upload-content-length': String(film.size),
      'x-upload-content-type': film.mediaType,
    },
    body: resource,
    quota: null,
  })
  if (!begun.ok) return begun
  const address = sessionAddress(connection, begun.value.answer.headers['location'])
  if (address === undefined) return fail(notUnderstood('read', connection.clock.now()))
  const sent = await call(connection, {
    method: 'PUT',
    origin: address.origin,
    path: `${address.pathname}${address.search}`,
    headers: { 'content-type': film.mediaType },
    file: film,
    quota: null,
    intent: 'order',
    timeoutMilliseconds: uploadMilliseconds,
  })
  if (!sent.ok) return sent
  if (sent.value.json !== undefined) return sent
  return fail(notUnderstood('order', connection.clock.now()))
}

const captionsPath = '/youtube/v3/captions'

/** multipart/related (RFC 2387): what the captions are, and the captions. */
function related(resource: Json, { bytes, mediaType }: { bytes: Uint8Array; mediaType: string }) {
  const boundary = `uppsikt-${createHash('sha256').update(bytes).digest('hex')}`
  const head = [
    `--${boundary}`,
    'content-type: application/json; charset=UTF-8',
    '',
    JSON.stringify(resource),
    `--${boundary}`,
    `content-type: ${mediaType}`,
    '',
    '',
  ].join('\r\n')
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
  return { body, type: `multipart/related; boundary=${boundary}` }
}

/** Sees to it that the film has captions in the language; those that are there are left as they are. */
export async function ensureCaptions(
  connection: Connection,
  videoId: string,
  captions: NonNullable<NonNullable<Draft['video']>['captions']>,
): Promise<Outcome<void>> {
  const there = await call(connection, {
    path: captionsPath,
    query: { part: 'snippet', videoId },
    quota: { units: cost.captionsList, use: 'order' },
  })
  if (!there.ok) return there
  const has = itemsIn(there.value).some((track) => {
    const snippet = track.get('snippet')
    return snippet?.get('language')?.value === captions.language && snippet.get('trackKind')?.value !== 'ASR'
  })
  if (has) return ok(undefined)
  const resource = { snippet: { videoId, language: captions.language, name: '', isDraft: false } }
  const { body, type } = related(resource, captions)
  const sent = await call(connection, {
    method: 'POST',
    path: `/upload${captionsPath}`,
    query: { uploadType: 'multipart', part: 'snippet' },
    headers: { 'content-type': type },
    file: body,
    // A lost answer is no harm: the next try looks first at what captions there are.
    quota: { units: cost.captionsInsert, use: 'order' },
  })
  return sent.ok ? ok(undefined) : sent
}

/** Sets the picture that is shown before the film is played; the same again does no harm. */
export async function setThumbnail(
  connection: Connection,
  videoId: string,
  { bytes, mediaType }: MediaFile,
): Promise<Outcome<void>> {
  const sent = await call(connection, {
    method: 'POST',
    path: '/upload/youtube/v3/thumbnails/set',
    query: { uploadType: 'media', videoId },
    headers: { 'content-type': mediaType },
    file: bytes,
    quota: { units: cost.write, use: 'order' },
  })
  return sent.ok ? ok(undefined) : sent
}
