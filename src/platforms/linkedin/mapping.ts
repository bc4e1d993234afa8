import { isObject } from '../../kernel/index.ts'
import type { CollectedItem } from '../contract.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'

/** LinkedIn's "little text": characters with a meaning of their own are written with a backslash before them. */
export const escapeLittle = (text: string): string => text.replace(/[\\|{}@[\]()<>#*_~]/g, '\\$&')

/** Plain text again: names out of mentions, words out of hashtags, backslashes away. */
export const unescapeLittle = (text: string): string =>
  text
    .replace(/(?<!\\)@\[([^\]]{0,500})\]\(urn:li:[^)]{0,200}\)/g, '$1')
    .replace(/\{hashtag\|\\?#\|([^}]{0,300})\}/g, '#$1')
    .replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1')

export interface Context {
  /** The organization's own URN. */
  readonly own: string
  readonly fetchedAt: Date
  /** What a comment was listed under or is known to answer. */
  readonly parent?: string
}

type Mapped = Omit<CollectedItem, 'source' | 'raw'>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
/** Milliseconds since 1970, as LinkedIn gives its times. */
const iso = (value: unknown): string | undefined =>
  typeof value === 'number' && Math.abs(value) <= 8.64e15 ? new Date(value).toISOString() : undefined

export const isPostUrn = (urn: string): boolean => /^urn:li:(share|ugcPost):\w+$/.test(urn)
export const postAddress = (urn: string): string => `https://www.linkedin.com/feed/update/${urn}/`

export function postOf(value: unknown, { own, fetchedAt }: Context): Mapped | undefined {
  if (!isObject(value) || !isPostUrn(text(value['id']))) return undefined
  const platformId = text(value['id'])
  const author = text(value['author'])
  const said = unescapeLittle(text(value['commentary']))
  return {
    platformId,
    kind: 'post',
    direction: author === own ? 'drawnUp' : 'received',
    permalink: postAddress(platformId),
    authorId: author,
    text: said,
    publishedAt: publishedTime(iso(value['publishedAt']) ?? iso(value['createdAt']), fetchedAt),
    state: 'visible',
    versionKey: versionKey({ said, author, content: JSON.stringify(value['content'] ?? null) }),
    media: [],
  }
}

/** A post by somebody else that mentions the page, as the notification shows it: LinkedIn need not let the page read the post itself. */
export function mentionOf(value: unknown, { own, fetchedAt }: Context): Mapped | undefined {
  const decorated = isObject(value) ? value['decoratedGeneratedActivity'] : undefined
  const share = isObject(decorated) ? decorated['share'] : undefined
  if (!isObject(value) || !isObject(share)) return undefined
  const shown = { id: share['entity'], author: share['owner'], commentary: share['text'] }
  return postOf({ ...shown, publishedAt: value['lastModifiedAt'] }, { own, fetchedAt })
}

/** urn:li:comment:(THREAD,ID) taken apart. */
export function commentParts(urn: string): { readonly thread: string; readonly id: string } | undefined {
  const [, thread, id] = /^urn:li:comment:\((urn:li:\w+:\w+),(\w+)\)$/.exec(urn) ?? []
  return thread && id ? { thread, id } : undefined
}

export function commentOf(value: unknown, { own, fetchedAt, parent }: Context): Mapped | undefined {
  if (!isObject(value)) return undefined
  const platformId = text(value['commentUrn'])
  if (!commentParts(platformId)) return undefined
  const actor = text(value['actor'])
  const said = isObject(value['message']) ? text(value['message']['text']) : ''
  const created = isObject(value['created']) ? value['created']['time'] : undefined
  // The thread is named by its activity, which is no post of ours: what it was listed under goes before it.
  const under = text(value['parentComment']) || parent || text(value['object'])
  return {
    platformId,
    kind: 'comment',
    direction: actor === own ? 'drawnUp' : 'received',
    ...(under === '' ? {} : { parent: under }),
    authorId: actor,
    text: said,
    publishedAt: publishedTime(iso(created), fetchedAt),
    state: 'visible',
    versionKey: versionKey({ said, actor, content: JSON.stringify(value['content'] ?? null) }),
    media: [],
  }
}

/** How many answer the comment; undefined when LinkedIn does not say. */
export function answersTo(value: unknown): number | undefined {
  const summary = isObject(value) ? value['commentsSummary'] : undefined
  if (!isObject(summary)) return undefined
  const count = summary['aggregatedTotalComments'] ?? summary['totalFirstLevelComments']
  return typeof count === 'number' ? count : undefined
}
