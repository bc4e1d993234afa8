import { fail, isObject, type Json, ok } from '../../../kernel/index.ts'
import type { Connection, Draft, Outcome, Pieces } from '../../contract.ts'
import { pieceOf, piecesOf } from '../../films/pieces.ts'
import { type Called, call } from '../client.ts'
import { notUnderstood } from '../failures.ts'

/** Bytes. X takes at most a thousand pieces of a file. */
const piece = 3_000_000
const mostPieces = 1_000

/** Media that no post shows is thrown away by X, so a lost answer to any of these may be tried again. */
const intent = 'read'

const films = ['video/mp4', 'video/webm', 'video/mp2t', 'video/quicktime']
const imageBytes = 5_000_000
const images = 4

/** Why X would not take the draft's files, in words for the one who chose them. */
export function refusesFiles(draft: Draft): string | undefined {
  const { video } = draft
  if (draft.images.length > images) return `X tar emot ${images} bilder. Ta bort några.`
  if (video && draft.images.length > 0) return 'X visar antingen bilder eller en film. Ta bort det ena.'
  for (const [index, { alt, bytes, mediaType }] of draft.images.entries()) {
    const which = `Bild ${index + 1}`
    if (alt.trim() === '') return `${which} saknar alternativtext. Beskriv bilden för den som inte ser den.`
    if (alt.length > 1_000)
      return `${which} har längre alternativtext än X tar emot (1\u00a0000 tecken). Korta den.`
    if (!mediaType.startsWith('image/')) return `${which} är ingen bild (${mediaType}).`
    if (bytes.length > imageBytes) return `${which} är större än 5\u00a0MB. Minska den.`
  }
  if (!video) return undefined
  if (!films.includes(video.mediaType))
    return `X tar inte emot filmer av det här slaget (${video.mediaType}). Spara den som MP4.`
  if (video.size > piece * mostPieces) return 'Filmen är större än 3\u00a0GB. Korta eller minska den.'
  if (video.captions && codeOf(video.captions.language) === undefined)
    return `X tar inte emot undertexter på språket ${video.captions.language}. Publicera filmen utan dem, eller för hand.`
  return undefined
}

/** ISO 639-1 in capitals, which is all that X knows a language by. */
const codeOf = (language: string): string | undefined =>
  /^([a-z]{2})(?:-|$)/i.exec(language)?.[1]?.toUpperCase()

/** A film is worked on by X for a while after it has been sent. */
interface Uploaded {
  readonly ids: readonly string[]
  readonly film: boolean
}

const isUploaded = (json: Json | undefined): json is Json & Uploaded =>
  isObject(json) && Array.isArray(json['ids'])

const placeOf = (key: string): string => `x.media.${key}`

/** What was sent is not used again: X keeps it for a day at most, and may have refused it. */
export const forgetMedia = ({ memory }: Connection, key: string): boolean => memory.delete(placeOf(key))

/** The ids of the draft's files at X, once it is done with them. What is sent is remembered by the key. */
export async function mediaOf(
  connection: Connection,
  draft: Draft,
  key: string,
): Promise<Outcome<readonly string[]>> {
  const kept = connection.memory.get(placeOf(key))
  let uploaded: Uploaded
  if (isUploaded(kept)) uploaded = kept
  else {
    const sent = await send(connection, draft)
    if (!sent.ok) return sent
    uploaded = sent.value
    connection.memory.set(placeOf(key), { ids: [...uploaded.ids], film: uploaded.film })
  }
  if (!uploaded.film) return ok(uploaded.ids)
  const ready = await isReady(connection, uploaded.ids[0] ?? '')
  if (ready.ok) return ok(uploaded.ids)
  if (ready.error.kind !== 'retryLater') forgetMedia(connection, key)
  return ready
}

async function send(connection: Connection, draft: Draft): Promise<Outcome<Uploaded>> {
  if (draft.video) return sendFilm(connection, draft.video)
  const ids: string[] = []
  for (const { bytes, alt } of draft.images) {
    const body = { media: Buffer.from(bytes).toString('base64'), media_category: 'tweet_image' }
    const id = idIn(connection, await call(connection, { path: '/2/media/upload', body, intent }))
    if (!id.ok) return id
    const told = { id: id.value, metadata: { alt_text: { text: alt } } }
    const described = await call(connection, { path: '/2/media/metadata', body: told, intent })
    if (!described.ok) return described
    ids.push(id.value)
  }
  return ok({ ids, film: false })
}

async function sendFilm(
  connection: Connection,
  video: NonNullable<Draft['video']>,
): Promise<Outcome<Uploaded>> {
  const { mediaType, captions } = video
  const film = await inPieces(connection, video, mediaType, 'tweet_video')
  if (!film.ok) return film
  if (captions) {
    const type = captions.mediaType === 'text/vtt' ? 'text/vtt' : 'text/srt'
    const file = await inPieces(connection, piecesOf(captions.bytes), type, 'subtitles')
    if (!file.ok) return file
    const code = codeOf(captions.language) ?? ''
    const named = new Intl.DisplayNames([code], { type: 'language' }).of(code.toLowerCase()) ?? code
    const body = {
      id: film.value,
      media_category: 'TweetVideo',
      subtitles: { id: file.value, language_code: code, display_name: named },
    }
    const joined = await call(connection, { path: '/2/media/subtitles', body, intent })
    if (!joined.ok) return joined
  }
  return ok({ ids: [film.value], film: true })
}

async function inPieces(
  connection: Connection,
  file: Pieces,
  mediaType: string,
  category: 'tweet_video' | 'subtitles',
): Promise<Outcome<string>> {
  const body = { media_type: mediaType, media_category: category, total_bytes: file.size }
  const begun = await call(connection, { path: '/2/media/upload/initialize', body, intent })
  const id = idIn(connection, begun)
  if (!id.ok) return id
  const path = `/2/media/upload/${encodeURIComponent(id.value)}`
  for (let at = 0; at * piece < file.size; at++) {
    const media = (await pieceOf(file, at * piece, (at + 1) * piece)).toString('base64')
    const appended = await call(connection, {
      path: `${path}/append`,
      body: { media, segment_index: at },
      intent,
    })
    if (!appended.ok) return appended
  }
  return idIn(connection, await call(connection, { path: `${path}/finalize`, method: 'POST', intent }))
}

async function isReady(connection: Connection, id: string): Promise<Outcome<undefined>> {
  const query = { media_id: id, command: 'STATUS' }
  const called = await call(connection, { path: '/2/media/upload', query })
  if (!called.ok) return called
  const info = called.value.json.get('data')?.get('processing_info')
  const state = info?.get('state')?.value
  if (info === undefined || state === 'succeeded') return ok(undefined)
  if (state === 'failed')
    return fail({
      kind: 'rejected',
      detail: 'X kunde inte använda filmen. Spara den som MP4 (H.264 och AAC) och försök igen.',
    })
  const said = Number(info.get('check_after_secs')?.value)
  const seconds = said >= 1 && said <= 3_600 ? said : 30
  return fail({
    kind: 'retryLater',
    at: new Date(connection.clock.now().getTime() + seconds * 1_000),
    detail: 'X arbetar med filmen. Inlägget publiceras när den är klar.',
  })
}

function idIn(connection: Connection, called: Outcome<Called>): Outcome<string> {
  if (!called.ok) return called
  const id = called.value.json.get('data')?.get('id')?.value
  return typeof id === 'string' ? ok(id) : fail(notUnderstood(intent, connection.clock.now()))
}
