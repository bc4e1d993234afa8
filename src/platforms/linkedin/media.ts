import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Draft, MediaRef, Outcome } from '../contract.ts'
import { asSubRip, type Captions } from '../films/captions.ts'
import { call, encoded, ownUrn, upload } from './client.ts'
import { notUnderstood } from './failures.ts'

const mostMedia = 20

interface Named {
  readonly urn: string
  readonly alt?: string
}

/** The pictures, film or document of a post's content, each by its URN. */
function namedIn(post: unknown): readonly Named[] {
  const content = isObject(post) ? post['content'] : undefined
  if (!isObject(content)) return []
  const { media, multiImage, article } = content
  const images = isObject(multiImage) && Array.isArray(multiImage['images']) ? multiImage['images'] : []
  const thumbnail = isObject(article) ? [{ id: article['thumbnail'] }] : []
  return [media, ...images, ...thumbnail].slice(0, mostMedia).flatMap((one): Named[] => {
    if (!isObject(one) || typeof one['id'] !== 'string') return []
    const alt = typeof one['altText'] === 'string' && one['altText'] ? { alt: one['altText'] } : {}
    return [{ urn: one['id'], ...alt }]
  })
}

/** Where a file is asked about: urn:li:image:1 under /images. */
const pathOf = (urn: string): string | undefined => {
  const [, kind] = /^urn:li:(image|video|document):[\w-]+$/.exec(urn) ?? []
  return kind && `/${kind}s/${encoded(urn)}`
}

/** Where the post's files can be fetched for a short while. One that LinkedIn does not give out is left out; its name stands in the raw bytes. */
export async function mediaOf(connection: Connection, post: unknown): Promise<Outcome<MediaRef[]>> {
  const found: MediaRef[] = []
  for (const { urn, alt } of namedIn(post)) {
    const path = pathOf(urn)
    if (path === undefined) continue
    const got = await call(connection, { path })
    if (!got.ok && (got.error.kind === 'rejected' || got.error.kind === 'gone')) continue
    if (!got.ok) return got
    const url = got.value.json.get('downloadUrl')?.value
    if (typeof url === 'string' && /^https?:/.test(url)) found.push({ url, ...(alt ? { alt } : {}) })
  }
  return ok(found)
}

const later = (connection: Connection, detail: string) =>
  fail({ kind: 'retryLater', at: new Date(connection.clock.now().getTime() + 30_000), detail } as const)

/** A post with a file that LinkedIn is not done with would not be shown, so it is waited for. */
async function ready(connection: Connection, urn: string): Promise<Outcome<void>> {
  const got = await call(connection, { path: pathOf(urn) ?? '' })
  if (!got.ok) return got
  const status = got.value.json.get('status')?.value
  if (status === 'AVAILABLE') return ok(undefined)
  if (status === 'PROCESSING_FAILED')
    return fail({
      kind: 'rejected',
      detail:
        'LinkedIn kunde inte läsa filen. Spara om den i ett vanligt format (JPG, PNG eller MP4) och försök igen.',
    })
  return later(connection, 'LinkedIn bearbetar filen. Inlägget publiceras när den är klar.')
}

async function begin(
  connection: Connection,
  kind: 'images' | 'videos',
  request: Record<string, string | number | boolean>,
) {
  const body = { initializeUploadRequest: { owner: ownUrn(connection), ...request } }
  const got = await call(connection, { path: `/${kind}?action=initializeUpload`, body, intent: 'read' })
  if (!got.ok) return got
  const value = got.value.json.get('value')?.value
  const urn = isObject(value) ? value[kind === 'images' ? 'image' : 'video'] : undefined
  if (!isObject(value) || typeof urn !== 'string' || pathOf(urn) === undefined)
    return fail(notUnderstood('read', connection.clock.now()))
  return ok({ urn, value })
}

async function uploadImage(connection: Connection, image: Draft['images'][number]): Promise<Outcome<string>> {
  const begun = await begin(connection, 'images', {})
  if (!begun.ok) return begun
  const to = { url: begun.value.value['uploadUrl'], mediaType: image.mediaType, signed: true }
  const put = await upload(connection, to, image.bytes)
  return put.ok ? ok(begun.value.urn) : put
}

type Film = NonNullable<Draft['video']>

async function uploadCaptions(
  connection: Connection,
  url: unknown,
  captions: Captions,
): Promise<Outcome<unknown>> {
  const [language, country] = captions.language.split('-')
  const metadata = {
    format: 'SRT',
    formattedForEasyReading: true,
    largeText: true,
    source: 'USER_PROVIDED',
    locale: { language: (language ?? 'sv').toUpperCase(), country: country ?? 'SE' },
    transcriptType: 'CLOSED_CAPTION',
  }
  const boundary = 'uppsikt-captions-5f1e0c2b'
  const part = (name: string, type: string, content: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\ncontent-type: ${type}\r\n\r\n${content}\r\n`
  const file = part('file"; filename="captions.srt', 'application/x-subrip', asSubRip(captions).toString())
  const body = `${part('metadata', 'application/json', JSON.stringify(metadata))}${file}--${boundary}--\r\n`
  const mediaType = `multipart/form-data; boundary=${boundary}`
  return upload(connection, { url, mediaType, signed: true }, Buffer.from(body))
}

/** In the pieces that LinkedIn asks for, each answered with a name of its own. */
async function uploadParts(connection: Connection, film: Film, asked: unknown): Promise<Outcome<string[]>> {
  const parts: string[] = []
  const unclear = () => fail(notUnderstood('read', connection.clock.now()))
  if (!Array.isArray(asked) || asked.length === 0) return unclear()
  for (const one of asked) {
    if (!isObject(one)) return unclear()
    const [first, last] = [Number(one['firstByte']), Number(one['lastByte'])]
    if (!(first >= 0 && last >= first && last < film.size)) return unclear()
    const to = { url: one['uploadUrl'], mediaType: 'application/octet-stream', signed: false }
    const piece = { size: last + 1 - first, stream: () => film.stream(first, last + 1) }
    const put = await upload(connection, to, piece)
    if (!put.ok) return put
    const tag = put.value.headers['etag']
    if (!tag) return unclear()
    parts.push(tag.replaceAll('"', ''))
  }
  return ok(parts)
}

async function uploadVideo(connection: Connection, film: Film): Promise<Outcome<string>> {
  const begun = await begin(connection, 'videos', {
    fileSizeBytes: film.size,
    uploadCaptions: film.captions !== undefined,
    uploadThumbnail: false,
  })
  if (!begun.ok) return begun
  const { urn, value } = begun.value
  const parts = await uploadParts(connection, film, value['uploadInstructions'])
  if (!parts.ok) return parts
  if (film.captions) {
    const captions = await uploadCaptions(connection, value['captionsUploadUrl'], film.captions)
    if (!captions.ok) return captions
  }
  const token = typeof value['uploadToken'] === 'string' ? value['uploadToken'] : ''
  const finalizeUploadRequest = { video: urn, uploadToken: token, uploadedPartIds: parts.value }
  const path = '/videos?action=finalizeUpload'
  const done = await call(connection, { path, body: { finalizeUploadRequest }, intent: 'read' })
  return done.ok ? ok(urn) : done
}

/** Uploads the draft's files, or goes on waiting for those that were uploaded for the same key before. */
export async function uploadedFor(
  connection: Connection,
  draft: Draft,
  key: string,
): Promise<Outcome<string[]>> {
  const memory = `linkedin.files.${key}`
  const before = connection.memory.get(memory)
  const urns = Array.isArray(before) ? before.map(String) : []
  if (urns.length === 0) {
    for (const image of draft.images) {
      const put = await uploadImage(connection, image)
      if (!put.ok) return put
      urns.push(put.value)
    }
    if (draft.video) {
      const put = await uploadVideo(connection, draft.video)
      if (!put.ok) return put
      urns.push(put.value)
    }
    connection.memory.set(memory, urns)
  }
  for (const urn of urns) {
    const done = await ready(connection, urn)
    if (done.ok) continue
    // What LinkedIn cannot use or does not know any more is uploaded anew the next time.
    if (done.error.kind !== 'retryLater') connection.memory.delete(memory)
    return done
  }
  return ok(urns)
}
