import { createHash } from 'node:crypto'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { notFound, refusal } from './shapes.ts'
import type { State } from './state.ts'

type Body = Readonly<Record<string, unknown>>
const hour = 3_600_000
/** Smaller than the real 4 MB, so that a test's film comes in several pieces. */
const partBytes = 65_536

export function beginUpload(state: State, url: URL, body: Body): DoubleAnswer {
  const asked = body['initializeUploadRequest'] as { fileSizeBytes?: number; uploadCaptions?: boolean }
  const isVideo = url.pathname.endsWith('/videos')
  const { urn } = state.addMedia(isVideo ? 'video' : 'image', Buffer.alloc(0), 'WAITING_UPLOAD')
  const at = (part: string): string => `${url.origin}/dms-uploads/${urn}/${part}`
  const ends = state.now() + hour
  if (!isVideo) return { body: { value: { uploadUrlExpiresAt: ends, uploadUrl: at('0'), image: urn } } }
  const size = asked.fileSizeBytes ?? 0
  const uploadInstructions = Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => ({
    uploadUrl: at(String(index)),
    firstByte: index * partBytes,
    lastByte: Math.min(size, (index + 1) * partBytes) - 1,
  }))
  const captions = asked.uploadCaptions ? { captionsUploadUrl: at('captions') } : {}
  const value = { uploadUrlsExpireAt: ends, video: urn, uploadInstructions, uploadToken: '', ...captions }
  return { body: { value } }
}

/** A file put where it was told. Pictures want the access, pieces of films are refused with it. */
export function upload(state: State, { url, headers, body }: DoubleRequest): DoubleAnswer {
  const [, , urn = '', part = ''] = url.pathname.split('/').map(decodeURIComponent)
  const media = state.media.get(urn)
  if (!media) return notFound
  const signed = headers['authorization'] !== undefined
  const isVideo = urn.includes(':video:')
  if (part === 'captions') {
    media.captions = body.toString('utf8')
    return { status: 201 }
  }
  if (signed === isVideo) return refusal(401, 'UNAUTHORIZED', 'Wrong credentials for this upload')
  media.bytes = Buffer.concat([media.bytes, body])
  if (!isVideo) media.status = 'AVAILABLE'
  const etag = createHash('sha256').update(body).digest('hex')
  media.parts.push(etag)
  return { status: isVideo ? 200 : 201, headers: { etag } }
}

export function finishUpload(state: State, body: Body): DoubleAnswer {
  const asked = body['finalizeUploadRequest'] as { video: string; uploadedPartIds: string[] }
  const media = state.media.get(asked.video)
  if (!media) return notFound
  if (asked.uploadedPartIds.join() !== media.parts.join())
    return refusal(400, 'INVALID_UPLOADED_PART_IDS', 'The uploaded part ids do not match')
  media.status = 'PROCESSING'
  return { status: 200 }
}

/** A film is done the second time it is asked for. */
export function askedMedia(state: State, url: URL, urn: string): DoubleAnswer {
  const media = state.media.get(urn)
  if (!media) return notFound
  const { status } = media
  if (status === 'PROCESSING') media.status = 'AVAILABLE'
  if (status !== 'AVAILABLE') return { body: { id: urn, owner: 'urn:li:organization:5515715', status } }
  const until = state.now() + hour
  const path = `/dms/${encodeURIComponent(urn)}`
  const downloadUrl = `${url.origin}${path}?e=${until}&t=${state.sign(path, until)}`
  const body = { id: urn, owner: 'urn:li:organization:5515715', status, downloadUrl }
  return { body: { ...body, downloadUrlExpiresAt: until } }
}

/** The file itself, while the signed address holds. */
export function download(state: State, url: URL): DoubleAnswer {
  const until = Number(url.searchParams.get('e'))
  const media = state.media.get(decodeURIComponent(url.pathname.replace('/dms/', '')))
  if (until < state.now() || url.searchParams.get('t') !== state.sign(url.pathname, until))
    return { status: 403, body: 'URL signature expired' }
  return media ? { headers: { 'content-type': 'image/png' }, body: media.bytes } : { status: 404, body: '' }
}
