import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { problem } from './api.ts'
import { keyOf } from './links.ts'
import type { Media, World } from './state.ts'

/** A file on its way: its pieces, and how often it will still be said that X is at work with it. */
interface Upload {
  readonly total: number
  readonly pieces: Buffer[]
  works: number
}

const uploads = new WeakMap<World, Map<string, Upload>>()
const uploadsOf = (world: World): Map<string, Upload> => {
  const known = uploads.get(world) ?? new Map<string, Upload>()
  uploads.set(world, known)
  return known
}

export const isReady = (world: World, id: string): boolean => (uploadsOf(world).get(id)?.works ?? 0) <= 0

const notFound = (id: string): DoubleAnswer =>
  problem(404, 'resource-not-found', 'Not Found', { resource_id: id, resource_type: 'media' })
const invalid = (detail: string): DoubleAnswer => problem(400, 'invalid-request', detail)
const lasts = { expires_after_secs: 86_400 }

interface Begun {
  readonly media_type: string
  readonly media_category: string
  readonly total_bytes: number
}

/** Films are worked on before they can be shown, and one that begins with 'trasig' cannot be. */
function processing(world: World, media: Media): object {
  if (media.kind !== 'video') return {}
  if (media.bytes.toString('latin1', 0, 6) === 'trasig')
    return { processing_info: { state: 'failed', progress_percent: 0 } }
  return isReady(world, media.id)
    ? { processing_info: { state: 'succeeded', progress_percent: 100 } }
    : { processing_info: { state: 'in_progress', check_after_secs: 1, progress_percent: 40 } }
}

function begin(world: World, request: DoubleRequest): DoubleAnswer {
  const { media_type, media_category, total_bytes } = request.json() as Begun
  const kinds: Readonly<Record<string, Media['kind']>> = { tweet_video: 'video', subtitles: 'subtitles' }
  const media = world.keep(kinds[media_category] ?? 'photo', media_type)
  uploadsOf(world).set(media.id, { total: total_bytes, pieces: [], works: media.kind === 'video' ? 2 : 0 })
  return { body: { data: { id: media.id, media_key: keyOf(media), ...lasts } } }
}

/** A piece comes as JSON with its bytes in base64, or as a form with the bytes themselves. */
async function pieceIn({ headers, body, json }: DoubleRequest): Promise<{ at: number; bytes: Buffer }> {
  const type = headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) {
    const { media, segment_index } = json() as { media: string; segment_index: number }
    return { at: segment_index, bytes: Buffer.from(media, 'base64') }
  }
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const media = form.get('media')
  const bytes = media instanceof Blob ? await media.arrayBuffer() : Buffer.from(String(media), 'latin1')
  return { at: Number(form.get('segment_index')), bytes: Buffer.from(bytes as ArrayBuffer) }
}

async function append(world: World, id: string, request: DoubleRequest): Promise<DoubleAnswer> {
  const upload = uploadsOf(world).get(id)
  if (!upload) return notFound(id)
  const { at, bytes } = await pieceIn(request)
  upload.pieces[at] = bytes
  return { body: { data: { expires_at: Math.floor(world.now().getTime() / 1_000) + 86_400 } } }
}

function finalize(world: World, id: string): DoubleAnswer {
  const [upload, media] = [uploadsOf(world).get(id), world.media.get(id)]
  if (!upload || !media) return notFound(id)
  media.bytes = Buffer.concat(upload.pieces)
  if (media.bytes.length !== upload.total)
    return invalid('Segments do not add up to provided total file size.')
  const more = processing(world, media)
  return { body: { data: { id, media_key: keyOf(media), size: upload.total, ...lasts, ...more } } }
}

export function status(world: World, id: string): DoubleAnswer {
  const [upload, media] = [uploadsOf(world).get(id), world.media.get(id)]
  if (!upload || !media) return notFound(id)
  upload.works--
  return { body: { data: { id, media_key: keyOf(media), ...lasts, ...processing(world, media) } } }
}

function subtitles(world: World, request: DoubleRequest): DoubleAnswer {
  const said = request.json() as { id: string; subtitles: { id: string; language_code: string } }
  const [film, file] = [world.media.get(said.id), world.media.get(said.subtitles.id)]
  if (film?.kind !== 'video' || file?.kind !== 'subtitles') return invalid('No such video or subtitles.')
  film.subtitles = { language: said.subtitles.language_code, id: file.id }
  const { id, media_category } = request.json() as { id: string; media_category: string }
  return { body: { data: { id, media_category, associated_subtitles: {} } } }
}

/** What is sent to /2/media/…; undefined when it is none of it. */
export async function mediaOrder(world: World, request: DoubleRequest): Promise<DoubleAnswer | undefined> {
  const { pathname } = request.url
  if (pathname === '/2/media/upload/initialize') return begin(world, request)
  const [, id = '', step] = /^\/2\/media\/upload\/(\d+)\/(append|finalize)$/.exec(pathname) ?? []
  if (step) return step === 'append' ? await append(world, id, request) : finalize(world, id)
  if (pathname === '/2/media/subtitles') return subtitles(world, request)
  if (pathname === '/2/media/upload') {
    const { media } = request.json() as { media: string }
    const kept = world.keep('photo', 'image/jpeg', '', Buffer.from(media, 'base64'))
    return { body: { data: { id: kept.id, media_key: keyOf(kept), size: kept.bytes.length, ...lasts } } }
  }
  if (pathname !== '/2/media/metadata') return undefined
  const told = request.json() as { id: string; metadata: { alt_text: { text: string } } }
  const media = world.media.get(told.id)
  if (!media) return notFound(told.id)
  media.alt = told.metadata.alt_text.text
  return { body: { data: { id: media.id } } }
}

/** Pictures and films lie open, under addresses that do not end. */
export function mediaFile(world: World, pathname: string): DoubleAnswer | undefined {
  const [, id = ''] = /^\/media\/(\d+)(?:\/preview)?$/.exec(pathname) ?? []
  const media = world.media.get(id)
  return media && { headers: { 'content-type': media.mediaType }, body: media.bytes }
}
