import { isObject } from '../../kernel/index.ts'
import type { CollectedItem, ItemState, MediaRef } from '../contract.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'

type Loose = Readonly<Record<string, unknown>>

export type MappedItem = Omit<CollectedItem, 'source' | 'raw'>

export interface MappingContext {
  /** The account's own channel. */
  readonly channelId: string
  readonly fetchedAt: Date
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const part = (value: unknown, name: string): Loose => {
  const inner = isObject(value) ? value[name] : undefined
  return isObject(inner) ? inner : {}
}

const videoIdPattern = /^[\w-]{1,40}$/
const commentIdPattern = /^[\w.-]{1,200}$/
export const isVideoId = (value: unknown): value is string =>
  typeof value === 'string' && videoIdPattern.test(value)
export const isCommentId = (value: unknown): value is string =>
  typeof value === 'string' && commentIdPattern.test(value)
export const isChannelId = (value: string): boolean => /^UC[\w-]{22}$/.test(value)

export const videoAddress = (videoId: string): string => `https://www.youtube.com/watch?v=${videoId}`

/** A video as videos.list gives it, with what is needed of it read out. */
export interface VideoFacts {
  readonly id: string
  readonly channelId: string
  readonly title: string
  readonly description: string
  readonly publishedAt: string | undefined
  readonly privacy: string
  /** ISO: when YouTube will show it; undefined where it is not scheduled. */
  readonly publishAt: string | undefined
  readonly upload: string
  readonly tags: readonly string[]
  readonly thumbnails: Loose
}

export function readVideo(value: unknown): VideoFacts | undefined {
  if (!isObject(value) || !isVideoId(value['id'])) return undefined
  const [snippet, status] = [part(value, 'snippet'), part(value, 'status')]
  const tags: unknown[] = Array.isArray(snippet['tags']) ? snippet['tags'] : []
  return {
    id: value['id'],
    channelId: text(snippet['channelId']) ?? '',
    title: text(snippet['title']) ?? '',
    description: text(snippet['description']) ?? '',
    publishedAt: text(snippet['publishedAt']),
    privacy: text(status['privacyStatus']) ?? '',
    publishAt: text(status['publishAt']),
    upload: text(status['uploadStatus']) ?? '',
    tags: tags.filter((tag) => typeof tag === 'string'),
    thumbnails: part(snippet, 'thumbnails'),
  }
}

/** The largest still picture. The film itself is not given out through the API. */
function stillPicture(thumbnails: Loose): MediaRef[] {
  for (const size of ['maxres', 'standard', 'high', 'medium', 'default']) {
    const url = text(part(thumbnails, size)['url'])
    if (url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return [{ url }]
  }
  return []
}

const failedUploads = new Set(['failed', 'rejected', 'deleted'])

function stateOfVideo({ privacy, upload }: VideoFacts): ItemState {
  if (failedUploads.has(upload)) return 'removed'
  // Unlisted is open to everybody who has the address.
  return privacy === 'private' ? 'hidden' : 'visible'
}

/**
 * Versions are over what both the API and an export tell, so that what has been imported and is then collected gets no
 * second version: no times.
 */
export const videoVersion = (title: string, description: string, state: ItemState): string =>
  versionKey({ title, description, state })

export const commentVersion = (comment: {
  readonly words: string
  readonly authorId: string | undefined
  readonly parentId: string | undefined
  readonly state: ItemState
}): string => versionKey({ ...comment })

/** A video is a post that the municipality has drawn up: its title and its description. */
export function mapVideo(video: VideoFacts, { channelId, fetchedAt }: MappingContext): MappedItem {
  const { id, title, description, publishedAt } = video
  const state = stateOfVideo(video)
  return {
    platformId: id,
    kind: 'post',
    direction: 'drawnUp',
    permalink: videoAddress(id),
    authorId: channelId,
    text: [title, description].filter((words) => words !== '').join('\n\n'),
    publishedAt: publishedTime(publishedAt, fetchedAt),
    state,
    versionKey: videoVersion(title, description, state),
    media: stillPicture(video.thumbnails),
  }
}

/** A comment as commentThreads.list and comments.list give it. */
export interface CommentFacts {
  readonly id: string
  readonly snippet: Loose
  readonly authorId: string | undefined
  /** Only where it is asked for by another filter than the id, by the channel's owner. */
  readonly moderation: string | undefined
  /** The comment that it answers; YouTube has one level of answers. */
  readonly parentId: string | undefined
  readonly videoId: string | undefined
}

export function readComment(value: unknown): CommentFacts | undefined {
  if (!isObject(value) || !isCommentId(value['id'])) return undefined
  const snippet = part(value, 'snippet')
  const [parentId, videoId] = [snippet['parentId'], snippet['videoId']]
  return {
    id: value['id'],
    snippet,
    authorId: text(part(snippet, 'authorChannelId')['value']),
    moderation: text(snippet['moderationStatus']),
    parentId: isCommentId(parentId) ? parentId : undefined,
    videoId: isVideoId(videoId) ? videoId : undefined,
  }
}

const states: Readonly<Record<string, ItemState>> = {
  published: 'visible',
  heldForReview: 'held',
  likelySpam: 'held',
  rejected: 'removed',
}

/** What YouTube itself calls the comment's state; undefined when it does not say. */
export const stateSaid = ({ moderation }: CommentFacts): ItemState | undefined => states[moderation ?? '']

/** The words as written where YouTube gives them (it does to their author), otherwise as shown in plain text. */
export const wordsOf = ({ snippet }: CommentFacts): string =>
  text(snippet['textOriginal']) ?? text(snippet['textDisplay']) ?? ''

/** @param videoId of the thread, where the comment itself does not say. */
export function mapComment(
  comment: CommentFacts,
  state: ItemState,
  { channelId, fetchedAt }: MappingContext,
  videoId = comment.videoId,
): MappedItem {
  const { id, snippet, authorId, parentId } = comment
  const author = text(snippet['authorDisplayName'])
  const parent = parentId ?? videoId
  const words = wordsOf(comment)
  return {
    platformId: id,
    kind: 'comment',
    direction: authorId === channelId ? 'drawnUp' : 'received',
    ...(parent === undefined ? {} : { parent }),
    ...(videoId === undefined ? {} : { permalink: `${videoAddress(videoId)}&lc=${id}` }),
    ...(author ? { author } : {}),
    ...(authorId ? { authorId } : {}),
    text: words,
    publishedAt: publishedTime(text(snippet['publishedAt']), fetchedAt),
    state,
    versionKey: commentVersion({ words, authorId, parentId, state }),
    media: [],
  }
}
