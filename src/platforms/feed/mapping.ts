import { createHash } from 'node:crypto'
import type { CollectedItem, MediaRef } from '../contract.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'
import type { Fetched } from './client.ts'
import type { FeedItem } from './document.ts'
import type { Entry } from './entries.ts'

export type FeedKind = 'post' | 'comment'

/** More is a picture book; the rest stand in the raw bytes. */
const mostMedia = 50
const longestId = 1_000

const hashed = (bytes: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** As an absolute http(s) address, or undefined. */
export function webAddress(written: string | undefined, base: string): string | undefined {
  if (written === undefined || !URL.canParse(written, base)) return undefined
  const url = new URL(written, base)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined
}

function mediaOf(entry: Entry, base: string): MediaRef[] {
  const byUrl = new Map<string, MediaRef>()
  for (const media of entry.media) {
    const url = webAddress(media.url, base)
    if (url === undefined) continue
    const before = byUrl.get(url)
    if (before === undefined && byUrl.size < mostMedia) byUrl.set(url, { ...media, url })
    else if (before !== undefined && before.alt === undefined && media.alt)
      byUrl.set(url, { ...before, alt: media.alt })
  }
  return [...byUrl.values()]
}

/** Its own id, else its address, else a hash of its bytes (then an edit looks like another item; nothing better is there). */
function idOf(entry: Entry | undefined, permalink: string | undefined, bytes: Uint8Array): string {
  const id = entry?.id ?? permalink
  if (id === undefined) return hashed(bytes)
  return id.length > longestId ? hashed(id) : id
}

/** A comment feed's title only says who comments on what, so its words are the body; a post is its title and its body. */
function wordsOf(entry: Entry, kind: FeedKind): string {
  if (kind === 'comment' && entry.body !== '') return entry.body
  return [entry.title, entry.body].filter((part) => part !== '').join('\n\n')
}

/** Finds what a comment answers among the known: by id or address. */
export type FindParent = (entry: Entry, permalink: string | undefined) => string | undefined

/**
 * One item of a feed. The times that it states are left out of the version key: many feeds stamp the time of asking,
 * and each fetch would be a new version; they stand in the raw bytes. So does the parent, which is looked up and not said.
 */
export function mapItem(
  item: FeedItem,
  fetched: Fetched,
  kind: FeedKind,
  findParent: FindParent,
): CollectedItem {
  const entry = item.entry()
  const permalink = webAddress(entry?.link, fetched.url)
  const text = entry === undefined ? item.text() : wordsOf(entry, kind)
  const media = entry === undefined ? [] : mediaOf(entry, permalink ?? fetched.url)
  const parent = entry && findParent(entry, permalink)
  const shown = {
    ...(permalink === undefined ? {} : { permalink }),
    ...(entry?.author === undefined ? {} : { author: entry.author }),
    ...(entry?.authorId === undefined ? {} : { authorId: entry.authorId }),
    text,
    media,
  }
  return {
    platformId: idOf(entry, permalink, item.bytes),
    kind,
    direction: kind === 'post' ? 'drawnUp' : 'received',
    ...(parent === undefined ? {} : { parent }),
    ...shown,
    publishedAt: publishedTime(entry?.published, fetched.fetchedAt),
    state: 'visible',
    versionKey: versionKey({ ...shown, media: media.map((one) => ({ ...one })) }),
    source: `feed/${fetched.document.format}`,
    raw: { bytes: item.bytes, mediaType: fetched.mediaType, answer: fetched.answer },
  }
}
