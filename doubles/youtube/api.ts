import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import {
  channelResource,
  commentResource,
  etagOf,
  listed,
  playlistItemResource,
  refusal,
  threadResource,
  videoResource,
} from './resources.ts'
import type { Channel, Comment, Moderation } from './state.ts'

/** A page of a list, with its ETag: 304 to the one who has it already. */
function page<T>(
  request: DoubleRequest,
  kind: string,
  all: readonly T[],
  most: number,
  show: (one: T, index: number) => object,
): DoubleAnswer {
  const { searchParams } = request.url
  const token = searchParams.get('pageToken')
  const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!Number.isInteger(start) || (token !== null && start <= 0)) {
    return refusal(400, 'invalidPageToken', 'The request specifies an invalid page token.')
  }
  const size = Math.min(Number(searchParams.get('maxResults') ?? 5), most)
  const items = all.slice(start, start + size).map((one, index) => show(one, start + index))
  const more = start + size < all.length
  const value = {
    ...(more ? { nextPageToken: Buffer.from(String(start + size)).toString('base64url') } : {}),
    pageInfo: { totalResults: all.length, resultsPerPage: size },
    items,
  }
  const etag = etagOf(value)
  if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
  return { headers: { etag }, body: { kind, etag, ...value } }
}

const whole = (kind: string, items: readonly object[]): DoubleAnswer => ({
  body: {
    kind,
    etag: etagOf(items),
    pageInfo: { totalResults: items.length, resultsPerPage: items.length },
    items,
  },
})

export function listChannels(channel: Channel, request: DoubleRequest): DoubleAnswer {
  const ids = listed(request, 'id')
  const mine = request.url.searchParams.get('mine') === 'true'
  const asked = listed(request, 'part')
  return whole(
    'youtube#channelListResponse',
    mine || ids.includes(channel.id) ? [channelResource(channel, asked)] : [],
  )
}

export function listPlaylistItems(channel: Channel, request: DoubleRequest): DoubleAnswer {
  if (request.url.searchParams.get('playlistId') !== channel.uploads) {
    return refusal(
      404,
      'playlistNotFound',
      'The playlist identified with the playlistId parameter cannot be found.',
    )
  }
  const asked = listed(request, 'part')
  return page(request, 'youtube#playlistItemListResponse', channel.uploaded(), 50, (video, position) =>
    playlistItemResource(channel, video, position, asked),
  )
}

export function listVideos(channel: Channel, request: DoubleRequest): DoubleAnswer {
  const asked = listed(request, 'part')
  const videos = listed(request, 'id').flatMap((id) => channel.videos.get(id) ?? [])
  return whole(
    'youtube#videoListResponse',
    videos.map((video) => videoResource(channel, video, asked)),
  )
}

function threadsIn(channel: Channel, status: string): Comment[] {
  const tops = [...channel.comments.values()].filter((comment) => comment.parentId === undefined)
  return tops
    .filter((top) => channel.there(top.id))
    .filter(
      (top) =>
        top.status === status ||
        (status !== 'published' && channel.replies(top.id).some((reply) => reply.status === status)),
    )
    .sort((a, b) => (a.publishedAt <= b.publishedAt ? 1 : -1))
}

export function listThreads(channel: Channel, request: DoubleRequest): DoubleAnswer {
  const { searchParams } = request.url
  const asked = listed(request, 'part')
  const kind = 'youtube#commentThreadListResponse'
  const ids = listed(request, 'id')
  if (ids.length > 0) {
    const tops = ids.flatMap((id) => channel.there(id) ?? [])
    return whole(
      kind,
      tops.map((top) => threadResource(channel, top, undefined, asked)),
    )
  }
  const related = searchParams.get('allThreadsRelatedToChannelId')
  const videoId = searchParams.get('videoId')
  if (related !== channel.id && !channel.videos.has(videoId ?? '')) {
    return refusal(404, 'videoNotFound', 'The video identified by the videoId parameter could not be found.')
  }
  const status = searchParams.get('moderationStatus') ?? 'published'
  const threads = threadsIn(channel, status).filter((top) => videoId === null || top.videoId === videoId)
  return page(request, kind, threads, 100, (top) => threadResource(channel, top, status, asked))
}

export function listComments(channel: Channel, request: DoubleRequest): DoubleAnswer {
  const kind = 'youtube#commentListResponse'
  const parentId = request.url.searchParams.get('parentId')
  if (parentId === null) {
    const found = listed(request, 'id').flatMap((id) => channel.there(id) ?? [])
    return whole(
      kind,
      found.map((comment) => commentResource(channel, comment, true)),
    )
  }
  if (!channel.there(parentId)) {
    return refusal(404, 'commentNotFound', 'One or more of the specified comments cannot be found.')
  }
  const open = channel.replies(parentId).filter(({ status }) => status === 'published')
  return page(request, kind, open, 100, (reply) => commentResource(channel, reply, false))
}

const settable: readonly string[] = ['published', 'heldForReview', 'rejected']

export function setModerationStatus(channel: Channel, request: DoubleRequest): DoubleAnswer {
  const { searchParams } = request.url
  const status = searchParams.get('moderationStatus') ?? ''
  const ban = searchParams.get('banAuthor') === 'true'
  if (!settable.includes(status)) return refusal(400, 'invalidValue', 'Invalid moderationStatus.')
  if (ban && status !== 'rejected') {
    return refusal(400, 'banWithoutReject', 'banAuthor is only valid with moderationStatus rejected.')
  }
  const ids = listed(request, 'id')
  const comments = ids.map((id) => channel.comments.get(id))
  // One that is gone, or rejected since before, cannot be moderated.
  if (comments.some((comment) => comment === undefined || comment.status === 'rejected')) {
    return refusal(400, 'processingFailure', 'The API server failed to successfully process the request.')
  }
  for (const comment of comments) {
    if (comment === undefined) continue
    comment.status = status as Moderation
    if (ban) channel.banned.add(comment.author.channelId)
  }
  return { status: 204 }
}

export function insertComment(channel: Channel, request: DoubleRequest): DoubleAnswer {
  const { snippet } = request.json() as { snippet?: { parentId?: string; textOriginal?: string } }
  const parent = channel.there(snippet?.parentId ?? '')
  if (parent === undefined || parent.parentId !== undefined) {
    return refusal(404, 'parentCommentNotFound', 'The specified parent comment could not be found.')
  }
  const text = snippet?.textOriginal ?? ''
  if (text === '') return refusal(400, 'commentTextRequired', 'The comment resource must specify a value.')
  if (text.length > 10_000) return refusal(400, 'commentTextTooLong', 'The comment text is too long.')
  const author = { channelId: channel.id, name: channel.title }
  const made = channel.addComment({ author, videoId: parent.videoId, parentId: parent.id, text })
  return { body: commentResource(channel, made, true) }
}

const metrics: readonly string[] = [
  'views',
  'estimatedMinutesWatched',
  'likes',
  'comments',
  'shares',
  'subscribersGained',
  'subscribersLost',
]

/** YouTube Analytics: the same small numbers for every day asked for. */
export function queryReports(channel: Channel, { url }: DoubleRequest): DoubleAnswer {
  const metric = url.searchParams.get('metrics') ?? ''
  const [start, end] = ['startDate', 'endDate'].map((name) => Date.parse(url.searchParams.get(name) ?? ''))
  if (!metrics.includes(metric) || start === undefined || end === undefined || !(start <= end)) {
    return refusal(400, 'badRequest', 'The query is not supported.')
  }
  if (url.searchParams.get('ids') !== `channel==${channel.id}`) return refusal(403, 'forbidden', 'Forbidden')
  const byDay = url.searchParams.get('dimensions') === 'day'
  const column = (name: string, columnType: string, dataType: string) => ({ name, columnType, dataType })
  const days = Math.min(Math.round((end - start) / 86_400_000) + 1, 400)
  const day = (index: number) => new Date(start + index * 86_400_000).toISOString().slice(0, 10)
  const rows = byDay ? Array.from({ length: days }, (_, index) => [day(index), 10 + index]) : [[10 * days]]
  return {
    body: {
      kind: 'youtubeAnalytics#resultTable',
      columnHeaders: [
        ...(byDay ? [column('day', 'DIMENSION', 'STRING')] : []),
        column(metric, 'METRIC', 'INTEGER'),
      ],
      rows,
    },
  }
}
