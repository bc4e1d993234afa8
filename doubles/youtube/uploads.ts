import { randomUUID } from 'node:crypto'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { etagOf, listed, refusal, videoResource } from './resources.ts'
import type { Channel } from './state.ts'

interface VideoBody {
  readonly snippet?: {
    readonly title?: string
    readonly description?: string
    readonly tags?: readonly string[]
    readonly defaultLanguage?: string
  }
  readonly status?: {
    readonly privacyStatus?: 'public' | 'unlisted' | 'private'
    readonly publishAt?: string
  }
}

/** Resumable uploads of films, and captions sent in one piece. */
export class Uploads {
  /** A project that YouTube has audited; films of others are locked as private. */
  audited = true
  readonly #channel: Channel
  readonly #begun = new Map<string, { readonly body: VideoBody; readonly parts: readonly string[] }>()

  constructor(channel: Channel) {
    this.#channel = channel
  }

  begin(request: DoubleRequest): DoubleAnswer {
    const body = request.json() as VideoBody
    const { title = '', description = '' } = body.snippet ?? {}
    if (body.status?.publishAt !== undefined && body.status.privacyStatus !== 'private')
      return refusal(
        400,
        'invalidPublishAt',
        'The request metadata specifies an invalid scheduled publishing time.',
      )
    if (title === '' || title.length > 100) {
      return refusal(400, 'invalidTitle', 'The request metadata specifies an invalid or empty video title.')
    }
    if (Buffer.byteLength(description) > 5_000 || /[<>]/.test(title + description)) {
      return refusal(
        400,
        'invalidDescription',
        'The request metadata specifies an invalid video description.',
      )
    }
    const id = randomUUID()
    this.#begun.set(id, { body, parts: listed(request, 'part') })
    const address = new URL('/upload/youtube/v3/videos', request.url)
    address.search = new URLSearchParams({ uploadType: 'resumable', upload_id: id }).toString()
    return { headers: { location: address.href } }
  }

  finish(request: DoubleRequest): DoubleAnswer {
    const id = request.url.searchParams.get('upload_id') ?? ''
    const begun = this.#begun.get(id)
    if (begun === undefined) return refusal(404, 'notFound', 'Upload session not found.')
    if (request.body.length === 0) return { status: 308, headers: { range: 'bytes=0-0' } }
    this.#begun.delete(id)
    const { snippet = {}, status } = begun.body
    const video = this.#channel.addVideo({
      title: snippet.title ?? '',
      description: snippet.description ?? '',
      tags: snippet.tags ?? [],
      language: snippet.defaultLanguage,
      privacy: this.audited ? (status?.privacyStatus ?? 'public') : 'private',
      publishAt: this.audited ? status?.publishAt : undefined,
    })
    return { body: videoResource(this.#channel, video, begun.parts) }
  }

  setThumbnail(request: DoubleRequest): DoubleAnswer {
    const video = this.#channel.videos.get(request.url.searchParams.get('videoId') ?? '')
    if (video === undefined) return refusal(404, 'videoNotFound', 'The video could not be found.')
    video.thumbnail = request.body.length
    return { body: { kind: 'youtube#thumbnailSetResponse', etag: etagOf(video.id), items: [] } }
  }

  listCaptions(request: DoubleRequest): DoubleAnswer {
    const video = this.#channel.videos.get(request.url.searchParams.get('videoId') ?? '')
    if (video === undefined) return refusal(404, 'videoNotFound', 'The video could not be found.')
    const items = video.captions.map((track) => captionResource(video.id, track))
    return { body: { kind: 'youtube#captionListResponse', etag: etagOf(items), items } }
  }

  insertCaptions(request: DoubleRequest): DoubleAnswer {
    const text = request.body.toString('utf8')
    const snippet = /\{"snippet":(\{[^}]*\})\}/.exec(text)?.[1]
    const said = JSON.parse(snippet ?? '{}') as { videoId?: string; language?: string; name?: string }
    const video = this.#channel.videos.get(said.videoId ?? '')
    if (video === undefined) return refusal(404, 'videoNotFound', 'The video could not be found.')
    const id = this.#channel.nextId('caption', 40)
    const track = { id, language: said.language ?? 'sv', name: said.name ?? '' }
    video.captions.push(track)
    return { body: captionResource(video.id, track) }
  }
}

function captionResource(
  videoId: string,
  { id, language, name }: { id: string; language: string; name: string },
) {
  const snippet = {
    videoId,
    lastUpdated: '2026-11-21T09:00:00Z',
    trackKind: 'standard',
    language,
    name,
    audioTrackType: 'unknown',
    isCC: false,
    isLarge: false,
    isEasyReader: false,
    isDraft: false,
    isAutoSynced: false,
    status: 'serving',
  }
  return { kind: 'youtube#caption', etag: etagOf(snippet), id, snippet }
}
