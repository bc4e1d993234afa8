import { isObject } from '../../kernel/index.ts'
import type { CollectedItem } from '../contract.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'
import { unescapeLittle } from './little-text.ts'

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

export function postOf(value: unknown, { own, fetchedAt }: Context): Mapped | undefined {
  if (!isObject(value) || !/^urn:li:(share|ugcPost):\w+$/.test(text(value['id']))) return undefined
  const platformId = text(value['id'])
  const author = text(value['author'])
  const said = unescapeLittle(text(value['commentary']))
  return {
    platformId,
    kind: 'post',
    direction: author === own ? 'drawnUp' : 'received',
    permalink: `https://www.linkedin.com/feed/update/${platformId}/`,
    authorId: author,
    text: said,
    publishedAt: publishedTime(iso(value['publishedAt']) ?? iso(value['createdAt']), fetchedAt),
    state: 'visible',
    versionKey: versionKey({ said, author, content: JSON.stringify(value['content'] ?? null) }),
    media: [],
  }
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
  const under = parent ?? (text(value['parentComment']) || text(value['object']))
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
