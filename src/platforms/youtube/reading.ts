import { fail, isObject, ok } from '../../kernel/index.ts'
import type { CollectedItem, Connection, ItemRef, ItemState, Outcome } from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { cost, type Use } from './budget.ts'
import { type Called, call, callWhole, itemsIn, textIn } from './client.ts'
import { notUnderstood } from './failures.ts'
import {
  type CommentFacts,
  isCommentId,
  isVideoId,
  type MappingContext,
  mapComment,
  mapVideo,
  readComment,
  readVideo,
  stateSaid,
  type VideoFacts,
} from './mapping.ts'

export const paths = {
  channels: '/youtube/v3/channels',
  playlistItems: '/youtube/v3/playlistItems',
  videos: '/youtube/v3/videos',
  threads: '/youtube/v3/commentThreads',
  comments: '/youtube/v3/comments',
} as const

/** Comments are shown to those who moderate in these lists; `published` leaves out the other two. */
export const moderationLists = ['published', 'heldForReview', 'likelySpam'] as const
export type ModerationList = (typeof moderationLists)[number]

export const perPage = { videos: 50, comments: 100 } as const

const contextOf = ({ settings }: Connection, { part }: Called): MappingContext => ({
  channelId: settings['channelId'] ?? '',
  fetchedAt: new Date(part.fetchedAt),
})

export function videoItem(
  connection: Connection,
  called: Called,
  slice: JsonSlice,
): CollectedItem | undefined {
  const video = readVideo(slice.value)
  if (video === undefined) return undefined
  const raw = rawOf(called.answer, called.part, slice.bytes)
  return { ...mapVideo(video, contextOf(connection, called)), source: 'youtube/v3/videos', raw }
}

/** A comment resource in an answer, wherever in it. */
export interface SeenComment {
  readonly called: Called
  readonly slice: JsonSlice
  readonly facts: CommentFacts
}

export const seenIn = (called: Called, slice: JsonSlice | undefined): SeenComment[] => {
  const facts = slice && readComment(slice.value)
  return slice && facts ? [{ called, slice, facts }] : []
}

export function commentItem(
  connection: Connection,
  { called, slice, facts }: SeenComment,
  state: ItemState,
  videoId?: string,
): CollectedItem {
  const raw = rawOf(called.answer, called.part, slice.bytes)
  const mapped = mapComment(facts, state, contextOf(connection, called), videoId)
  return { ...mapped, source: 'youtube/v3/comments', raw }
}

/** The playlist that holds everything the channel has uploaded; asked for once and kept in this process. */
export async function uploadsOf(connection: Connection, use: Use): Promise<Outcome<string>> {
  const known = connection.memory.get('youtube.uploads')
  if (typeof known === 'string') return ok(known)
  const query = { part: 'contentDetails', id: connection.settings['channelId'] }
  const got = await call(connection, { path: paths.channels, query, quota: { units: cost.list, use } })
  if (!got.ok) return got
  const [channel] = itemsIn(got.value)
  const playlist = channel?.get('contentDetails')?.get('relatedPlaylists')?.get('uploads')?.value
  if (typeof playlist !== 'string') {
    const detail = `YouTube känner inte till kanalen ${connection.settings['channelId']}. Kontrollera kanalens id (channelId).`
    return fail({ kind: 'rejected', detail })
  }
  connection.memory.set('youtube.uploads', playlist)
  return ok(playlist)
}

/** Ids of a page of the uploads, newest first, and the answer they stand in. */
export async function uploadsPage(
  connection: Connection,
  use: Use,
  at: { readonly token?: string | undefined; readonly etag?: string | undefined } = {},
): Promise<Outcome<{ called: Called; ids: readonly string[]; next: string | undefined }>> {
  const playlistId = await uploadsOf(connection, use)
  if (!playlistId.ok) return playlistId
  const got = await call(connection, {
    path: paths.playlistItems,
    query: {
      // More than the ids, so that the page's ETag changes when a title, a description or the openness does.
      part: ['snippet', 'contentDetails', 'status'],
      playlistId: playlistId.value,
      maxResults: perPage.videos,
      pageToken: at.token,
    },
    ...(at.etag === undefined ? {} : { headers: { 'if-none-match': at.etag } }),
    quota: { units: cost.list, use },
  })
  if (!got.ok) return got
  const ids = itemsIn(got.value).map((item) => item.get('contentDetails')?.get('videoId')?.value)
  return ok({ called: got.value, ids: ids.filter(isVideoId), next: textIn(got.value, 'nextPageToken') })
}

interface Videos {
  readonly called: Called
  readonly slices: readonly JsonSlice[]
  readonly facts: readonly VideoFacts[]
}

/** At most fifty videos; those that are not there are left out of the answer. */
export async function videosOf(
  connection: Connection,
  ids: readonly string[],
  use: Use,
): Promise<Outcome<Videos>> {
  const query = { part: ['snippet', 'status'], id: ids }
  const got = await call(connection, { path: paths.videos, query, quota: { units: cost.list, use } })
  if (!got.ok) return got
  const slices = itemsIn(got.value)
  const facts = slices.map((slice) => readVideo(slice.value)).filter((video) => video !== undefined)
  return ok({ called: got.value, slices, facts })
}

/** One comment as it stands, without its state: YouTube leaves that out when it is asked for by id. */
export async function commentById(
  connection: Connection,
  id: string,
  use: Use = 'single',
): Promise<Outcome<{ called: Called; seen: SeenComment | undefined }>> {
  const shown = id.slice(0, 100)
  if (!isCommentId(id)) {
    return fail({ kind: 'rejected', detail: `${shown} är inget id för en kommentar på YouTube.` })
  }
  const query = { part: 'snippet', id, textFormat: 'plainText' }
  const quota = { units: cost.list, use }
  const got = await call(connection, { path: paths.comments, query, quota })
  if (!got.ok) return got
  const [seen] = itemsIn(got.value).flatMap((slice) => seenIn(got.value, slice))
  // An answer about another comment, as a cache between may give, says nothing of this one.
  if (seen && seen.facts.id !== id) return fail(notUnderstood('read', connection.clock.now()))
  return ok({ called: got.value, seen })
}

/** Answers to a comment, a page at a time. */
export async function repliesPage(
  connection: Connection,
  parentId: string,
  use: Use,
  pageToken?: string,
): Promise<Outcome<{ replies: readonly SeenComment[]; next: string | undefined }>> {
  const query = {
    part: 'snippet',
    parentId,
    maxResults: perPage.comments,
    textFormat: 'plainText',
    pageToken,
  }
  const quota = { units: cost.list, use }
  const got = await call(connection, { path: paths.comments, query, quota })
  if (!got.ok) return got
  const replies = itemsIn(got.value).flatMap((slice) => seenIn(got.value, slice))
  return ok({ replies, next: textIn(got.value, 'nextPageToken') })
}

const longestWalk = 20

/** The reply as its parent's list shows it to the public; undefined when the list does not have it. */
async function listedReply(
  connection: Connection,
  parentId: string,
  id: string,
): Promise<Outcome<SeenComment | undefined>> {
  let token: string | undefined
  for (let page = 0; page < longestWalk; page++) {
    const got = await repliesPage(connection, parentId, 'single', token)
    if (!got.ok) return got
    const found = got.value.replies.find(({ facts }) => facts.id === id)
    if (found || got.value.next === undefined) return ok(found)
    token = got.value.next
  }
  return ok(undefined)
}

/** What comments.list by id does not say of a thread: whether everybody sees it, and under which video it stands. */
async function threadOf(
  connection: Connection,
  id: string,
): Promise<Outcome<{ isPublic: boolean; videoId: string | undefined }>> {
  const query = { part: 'snippet', id, textFormat: 'plainText' }
  const got = await call(connection, { path: paths.threads, query })
  if (!got.ok) return got
  const snippet = itemsIn(got.value)[0]?.get('snippet')
  const videoId = snippet?.get('videoId')?.value
  return ok({
    isPublic: snippet?.get('isPublic')?.value === true,
    videoId: isVideoId(videoId) ? videoId : undefined,
  })
}

/** Whether a thread is among those that wait for somebody's decision. */
async function isHeld(connection: Connection, threadId: string, videoId?: string): Promise<Outcome<boolean>> {
  const where =
    videoId === undefined ? { allThreadsRelatedToChannelId: connection.settings['channelId'] } : { videoId }
  for (const moderationStatus of ['heldForReview', 'likelySpam'] as const) {
    let pageToken: string | undefined
    for (let page = 0; page < longestWalk; page++) {
      const query = { part: 'id', ...where, moderationStatus, maxResults: perPage.comments, pageToken }
      const got = await callWhole(connection, { path: paths.threads, query })
      if (!got.ok) return got.error.reason === 'commentsDisabled' ? ok(false) : fail(got.error.failure)
      if (itemsIn(got.value).some((thread) => thread.get('id')?.value === threadId)) return ok(true)
      pageToken = textIn(got.value, 'nextPageToken')
      if (pageToken === undefined) break
    }
  }
  return ok(false)
}

/**
 * The state of one comment. A thread that everybody sees is visible. One that not everybody sees is held when it
 * stands among the held; otherwise it stands under a video that is not open to everybody, or is rejected. A reply is
 * visible when its parent's list has it as such: what YouTube does not show, nobody takes for shown.
 */
async function stateOf(
  connection: Connection,
  { facts }: SeenComment,
): Promise<Outcome<{ state: ItemState; videoId: string | undefined }>> {
  const said = stateSaid(facts)
  if (said) return ok({ state: said, videoId: facts.videoId })
  if (facts.parentId !== undefined) {
    const listed = await listedReply(connection, facts.parentId, facts.id)
    if (!listed.ok) return listed
    const state = listed.value === undefined ? 'held' : (stateSaid(listed.value.facts) ?? 'visible')
    return ok({ state, videoId: facts.videoId ?? listed.value?.facts.videoId })
  }
  const thread = await threadOf(connection, facts.id)
  if (!thread.ok) return thread
  const videoId = facts.videoId ?? thread.value.videoId
  if (thread.value.isPublic) return ok({ state: 'visible', videoId })
  const held = await isHeld(connection, facts.id, videoId)
  if (!held.ok) return held
  if (held.value) return ok({ state: 'held', videoId })
  const videos = videoId === undefined ? undefined : await videosOf(connection, [videoId], 'single')
  if (videos?.ok === false) return videos
  const [video] = videos?.value.facts ?? []
  const closed = video !== undefined && video.privacy !== 'public'
  return ok({ state: closed ? 'visible' : 'removed', videoId })
}

const gone = (what: string): Outcome<never> =>
  fail({ kind: 'gone', detail: `YouTube har inte kvar ${what}.` })

async function fetchVideo(connection: Connection, id: string): Promise<Outcome<CollectedItem>> {
  const shown = id.slice(0, 100)
  if (!isVideoId(id)) {
    return fail({ kind: 'rejected', detail: `${shown} är inget id för en film på YouTube.` })
  }
  const got = await videosOf(connection, [id], 'single')
  if (!got.ok) return got
  const { called, slices } = got.value
  const item = slices[0] && videoItem(connection, called, slices[0])
  if (item && item.platformId !== id) return fail(notUnderstood('read', connection.clock.now()))
  return item ? ok(item) : gone('filmen')
}

/** One item as it is now, with its state: one to three units of the day's quota. */
export async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  if (ref.kind === 'post') return fetchVideo(connection, ref.platformId)
  const found = await commentById(connection, ref.platformId)
  if (!found.ok) return found
  const { seen } = found.value
  if (seen === undefined) return gone('kommentaren')
  const state = await stateOf(connection, seen)
  return state.ok ? ok(commentItem(connection, seen, state.value.state, state.value.videoId)) : state
}

/** A thread of commentThreads.list, with what is needed of it. */
export interface Thread {
  readonly top: SeenComment
  readonly videoId: string | undefined
  readonly inline: readonly SeenComment[]
  readonly replyCount: number
}

export function threadIn(called: Called, slice: JsonSlice): Thread[] {
  const snippet = slice.get('snippet')
  const [top] = seenIn(called, snippet?.get('topLevelComment'))
  if (top === undefined || !isObject(snippet?.value)) return []
  const videoId = snippet.get('videoId')?.value
  const inline = slice.get('replies')?.get('comments')?.elements() ?? []
  const count = snippet.get('totalReplyCount')?.value
  return [
    {
      top,
      videoId: isVideoId(videoId) ? videoId : top.facts.videoId,
      inline: inline.flatMap((reply) => seenIn(called, reply)),
      replyCount: Number.isSafeInteger(count) ? Number(count) : 0,
    },
  ]
}
