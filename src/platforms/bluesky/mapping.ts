import { isObject } from '../../kernel/index.ts'
import type { CollectedItem, MediaRef } from '../contract.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'
import { isHandle, type PostUri, parsePostUri, postUri } from './syntax.ts'

/** A post as a repository or the app view gives it, with what is needed of it read out. */
export interface PostFacts {
  readonly uri: string
  readonly cid: string
  readonly at: PostUri
  /** The record as its author wrote it. */
  readonly record: Readonly<Record<string, unknown>>
  readonly handle?: string
  /** The app view's view of what is embedded; repositories have none. */
  readonly view?: Readonly<Record<string, unknown>>
  readonly replyCount: number
  readonly quoteCount: number
}

export interface MappingContext {
  /** The account's own DID and handle, and its PDS. */
  readonly did: string
  readonly handle: string
  readonly service: string
  readonly fetchedAt: Date
}

export type MappedItem = Omit<CollectedItem, 'source' | 'raw'>

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const count = (value: unknown): number => (Number.isSafeInteger(value) ? Number(value) : 0)
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** `{uri, cid, value}` of a repository or `{uri, cid, author, record, embed}` of the app view; undefined when it is neither. */
export function readPost(value: unknown): PostFacts | undefined {
  if (!isObject(value)) return undefined
  const [uri, cid] = [text(value['uri']), text(value['cid'])]
  const at = uri === undefined ? undefined : parsePostUri(uri)
  const record = isObject(value['record']) ? value['record'] : value['value']
  if (uri === undefined || cid === undefined || at === undefined || !isObject(record)) return undefined
  const author = isObject(value['author']) ? value['author'] : {}
  const handle = text(author['handle'])
  return {
    uri,
    cid,
    at,
    record,
    // 'handle.invalid' is the app view's word for a handle that does not lead back to its account.
    ...(handle !== undefined && isHandle(handle) && handle !== 'handle.invalid' ? { handle } : {}),
    ...(isObject(value['embed']) ? { view: value['embed'] } : {}),
    replyCount: count(value['replyCount']),
    quoteCount: count(value['quoteCount']),
  }
}

/** The addresses of what a post answers, and of the post that its thread began with. */
export function replyOf(
  record: Readonly<Record<string, unknown>>,
): { parent: string; root: string } | undefined {
  const reply = record['reply']
  if (!isObject(reply) || !isObject(reply['parent']) || !isObject(reply['root'])) return undefined
  const [parent, root] = [text(reply['parent']['uri']), text(reply['root']['uri'])]
  return parent !== undefined && root !== undefined && parsePostUri(parent) ? { parent, root } : undefined
}

const webAddress = (address: string | undefined): string | undefined =>
  address !== undefined && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
    ? address
    : undefined

const withAlt = (url: string | undefined, alt: unknown, mediaType?: string): MediaRef[] => {
  const safe = webAddress(url)
  const said = text(alt)
  return safe ? [{ url: safe, ...(said ? { alt: said } : {}), ...(mediaType ? { mediaType } : {}) }] : []
}

/** A quoted post with media of its own keeps them one level in. */
const mediaPart = (embed: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  isObject(embed['media']) ? embed['media'] : embed

/**
 * The account's own pictures and films, by the repository's blobs: the bytes that were published.
 * Pictures of link cards are left out: they are the linked page's.
 */
function blobMedia(record: Readonly<Record<string, unknown>>, did: string, service: string): MediaRef[] {
  if (!isObject(record['embed'])) return []
  const embed = mediaPart(record['embed'])
  const blobs: readonly [unknown, unknown][] = [
    ...[...list(embed['images']), ...list(embed['items'])]
      .filter(isObject)
      .map((image): [unknown, unknown] => [image['image'], image['alt']]),
    [embed['video'], embed['alt']],
  ]
  return blobs.flatMap(([blob, alt]) => {
    const ref = isObject(blob) && isObject(blob['ref']) ? text(blob['ref']['$link']) : undefined
    if (ref === undefined || !isObject(blob)) return []
    const query = new URLSearchParams({ did, cid: ref })
    return withAlt(`${service}/xrpc/com.atproto.sync.getBlob?${query}`, alt, text(blob['mimeType']))
  })
}

/**
 * What the app view shows of another's pictures. Of a film its still picture: the film itself is given only as a
 * playlist of pieces, which kept by itself would show nothing. The playlist's address stands in `raw`.
 */
function viewMedia(view: Readonly<Record<string, unknown>> | undefined): MediaRef[] {
  if (view === undefined) return []
  const embed = mediaPart(view)
  const images = [...list(embed['images']), ...list(embed['items'])].filter(isObject)
  return [
    ...images.flatMap((image) => withAlt(text(image['fullsize']), image['alt'])),
    ...(embed['playlist'] === undefined ? [] : withAlt(text(embed['thumbnail']), embed['alt'])),
  ]
}

export const permalinkOf = (who: string, rkey: string): string =>
  `https://bsky.app/profile/${who}/post/${rkey}`

/**
 * A post as an item. The account's own are drawn up: posts, and answers as comments. What others write is received,
 * as comments: answers with what they answer as parent; mentions and quotes stand in others' accounts and have none.
 * The version is the CID, which is the hash of the record, with the state; names and counts do not make a new version.
 */
export function mapPost(post: PostFacts, context: MappingContext, hidden: boolean): MappedItem {
  const own = post.at.did === context.did
  const handle = own ? context.handle : post.handle
  const reply = replyOf(post.record)
  const state = hidden && !own ? 'hidden' : 'visible'
  return {
    platformId: postUri(post.at.did, post.at.rkey),
    kind: own && !reply ? 'post' : 'comment',
    direction: own ? 'drawnUp' : 'received',
    ...(reply ? { parent: reply.parent } : {}),
    permalink: permalinkOf(handle ?? post.at.did, post.at.rkey),
    author: handle ?? post.at.did,
    authorId: post.at.did,
    text: text(post.record['text']) ?? '',
    publishedAt: publishedTime(text(post.record['createdAt']), context.fetchedAt),
    state,
    versionKey: versionKey({ cid: post.cid, state }),
    media: own ? blobMedia(post.record, post.at.did, context.service) : viewMedia(post.view),
  }
}
