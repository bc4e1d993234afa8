import { createHash } from 'node:crypto'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import type { Channel, Comment, Video } from './state.ts'

export const etagOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 27)

const withEtag = <T extends object>(kind: string, value: T) => ({ kind, etag: etagOf(value), ...value })

/** Google's shape of a refusal. */
export const refusal = (
  status: number,
  reason: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): DoubleAnswer => ({
  status,
  headers,
  body: { error: { code: status, message, errors: [{ message, domain: 'youtube', reason }] } },
})

/** The parts that are asked for, repeated or with commas between. */
export const listed = ({ url }: DoubleRequest, name: string): string[] =>
  url.searchParams.getAll(name).flatMap((value) => value.split(','))

type Parts = Readonly<Record<string, unknown>>

const only = (parts: Parts, asked: readonly string[]): Parts =>
  Object.fromEntries(Object.entries(parts).filter(([name]) => asked.includes(name)))

const thumbnailsOf = (id: string) => ({
  default: { url: `https://i.ytimg.com/vi/${id}/default.jpg`, width: 120, height: 90 },
  high: { url: `https://i.ytimg.com/vi/${id}/hqdefault.jpg`, width: 480, height: 360 },
})

export function videoResource(channel: Channel, video: Video, asked: readonly string[]) {
  const { id, title, description, publishedAt, tags, language } = video
  const comments = [...channel.comments.values()].filter(
    ({ videoId, status }) => videoId === id && status === 'published',
  )
  const parts = {
    snippet: {
      publishedAt,
      channelId: channel.id,
      title,
      description,
      thumbnails: thumbnailsOf(id),
      channelTitle: channel.title,
      ...(tags.length > 0 ? { tags } : {}),
      categoryId: '22',
      liveBroadcastContent: 'none',
      ...(language === undefined ? {} : { defaultLanguage: language, defaultAudioLanguage: language }),
      localized: { title, description },
    },
    status: {
      uploadStatus: 'processed',
      privacyStatus: video.privacy,
      ...(video.publishAt === undefined ? {} : { publishAt: video.publishAt }),
      license: 'youtube',
      embeddable: true,
      publicStatsViewable: true,
      madeForKids: false,
    },
    statistics: {
      viewCount: '120',
      likeCount: '7',
      favoriteCount: '0',
      commentCount: String(comments.length),
    },
  }
  return withEtag('youtube#video', { id, ...only(parts, asked) })
}

export function playlistItemResource(
  channel: Channel,
  video: Video,
  position: number,
  asked: readonly string[],
) {
  const { id, title, description, publishedAt, privacy } = video
  const parts = {
    snippet: {
      publishedAt,
      channelId: channel.id,
      title,
      description,
      thumbnails: thumbnailsOf(id),
      channelTitle: channel.title,
      playlistId: channel.uploads,
      position,
      resourceId: { kind: 'youtube#video', videoId: id },
      videoOwnerChannelTitle: channel.title,
      videoOwnerChannelId: channel.id,
    },
    contentDetails: { videoId: id, videoPublishedAt: publishedAt },
    status: { privacyStatus: privacy },
  }
  const own = Buffer.from(`${channel.uploads}.${id}`).toString('base64url')
  return withEtag('youtube#playlistItem', { id: own, ...only(parts, asked) })
}

export function channelResource(channel: Channel, asked: readonly string[]) {
  const parts = {
    snippet: {
      title: channel.title,
      description: channel.profile.description,
      customUrl: '@kommunen',
      publishedAt: '2012-03-01T08:00:00Z',
      thumbnails: thumbnailsOf(channel.id),
      localized: { title: channel.title, description: '' },
    },
    contentDetails: { relatedPlaylists: { likes: '', uploads: channel.uploads } },
    status: {
      privacyStatus: channel.profile.open ? 'public' : 'private',
      isLinked: true,
      longUploadsStatus: 'allowed',
      madeForKids: false,
    },
    statistics: {
      viewCount: '4711',
      subscriberCount: '1230',
      hiddenSubscriberCount: false,
      videoCount: String(channel.videos.size),
    },
  }
  return withEtag('youtube#channel', { id: channel.id, ...only(parts, asked) })
}

/** @param byId the moderation status is left out, as when asked for by id. */
export function commentResource(channel: Channel, comment: Comment, byId: boolean) {
  const { id, author, text, parentId, status, videoId } = comment
  return withEtag('youtube#comment', {
    id,
    snippet: {
      channelId: channel.id,
      videoId,
      textDisplay: text,
      // Only to the one who wrote it is the original promised.
      ...(author.channelId === channel.id ? { textOriginal: text } : {}),
      ...(parentId === undefined ? {} : { parentId }),
      authorDisplayName: author.name,
      authorProfileImageUrl: 'https://yt3.ggpht.com/ytc/none=s48',
      authorChannelUrl: `http://www.youtube.com/channel/${author.channelId}`,
      authorChannelId: { value: author.channelId },
      canRate: true,
      viewerRating: 'none',
      likeCount: 0,
      ...(byId ? {} : { moderationStatus: status }),
      publishedAt: comment.publishedAt,
      updatedAt: comment.updatedAt,
    },
  })
}

const inlineReplies = 5

/** A thread with some of its answers: in the lists of the held, those that are held. */
export function threadResource(
  channel: Channel,
  top: Comment,
  status: string | undefined,
  asked: readonly string[],
) {
  const byId = status === undefined
  const all = channel.replies(top.id)
  const open = all.filter((reply) => reply.status === 'published')
  const shown = byId || status === 'published' ? open : all.filter((reply) => reply.status === status)
  const parts = {
    snippet: {
      channelId: channel.id,
      videoId: top.videoId,
      topLevelComment: commentResource(channel, top, byId),
      canReply: true,
      totalReplyCount: open.length,
      isPublic: top.status === 'published' && channel.videos.get(top.videoId)?.privacy === 'public',
    },
    ...(shown.length > 0
      ? {
          replies: {
            comments: shown.slice(-inlineReplies).map((reply) => commentResource(channel, reply, byId)),
          },
        }
      : {}),
  }
  return withEtag('youtube#commentThread', { id: top.id, ...only(parts, asked) })
}
