import { parseAtomFeed, parseJsonFeed, parseRdfFeed, parseRssFeed } from 'feedsmith'
import { fail, isObject, ok, type Result } from '../../kernel/index.ts'
import { htmlText } from '../html-text.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { type Layout, layoutOf } from './encoding.ts'
import { atomEntry, type Entry, jsonEntry, rdfEntry, rssEntry } from './entries.ts'
import { localName, mostItems, type Scanned, type ScannedItem, scan } from './scan.ts'

type FeedFormat = 'rss' | 'atom' | 'rdf' | 'json'

export interface FeedItem {
  /** Its own bytes, cut out of the document. */
  readonly bytes: Uint8Array
  /** Parses it. undefined: it cannot be read as an item; `text` is then what words there are in it. */
  readonly entry: () => Entry | undefined
  readonly text: () => string
}

export interface FeedDocument {
  readonly format: FeedFormat
  readonly encoding: string
  readonly title: string | undefined
  /** The web page that the feed belongs to, as written. */
  readonly site: string | undefined
  /** rel → addresses, as written: hub and self for WebSub. */
  readonly links: ReadonlyMap<string, readonly string[]>
  readonly items: readonly FeedItem[]
  /** Ids that the feed itself says are taken away (RFC 6721). */
  readonly removed: readonly string[]
  readonly end: Scanned['end']
}

export type Unreadable =
  | { readonly why: 'empty' | 'webPage' | 'declaration' | 'noFeed' | 'tooDeep' }
  | { readonly why: 'encoding'; readonly encoding: string }

/** An item past any of these is not parsed, so that one hostile item cannot hold the process; its bytes are kept all the same. */
const most = { depth: 100, tags: 20_000, units: 4 * 1024 * 1024 }
/** What stands outside the items is only read for a title and some links. */
const mostAround = 256 * 1024

const parsable = ({ start, end, depth, tags }: ScannedItem): boolean =>
  depth <= most.depth && tags <= most.tags && end - start <= most.units

/** The value, or undefined when the reader throws on what it is given: it is outside data, and the bytes are kept. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

interface Meta {
  readonly title: string | undefined
  readonly site: string | undefined
  readonly links: readonly { readonly rel?: string; readonly href?: string }[]
}

const readers: Readonly<
  Record<'rss' | 'atom' | 'rdf', { item: (xml: string) => Entry | undefined; meta: (xml: string) => Meta }>
> = {
  rss: {
    item: (xml) => {
      const [item] = parseRssFeed(xml).items ?? []
      return item && rssEntry(item)
    },
    meta: (xml) => {
      const feed = parseRssFeed(xml)
      return { title: feed.title, site: feed.link, links: feed.atom?.links ?? [] }
    },
  },
  atom: {
    item: (xml) => {
      const [entry] = parseAtomFeed(xml).entries ?? []
      return entry && atomEntry(entry)
    },
    meta: (xml) => {
      const feed = parseAtomFeed(xml)
      const links = feed.links ?? []
      const site = links.find((link) => link.rel === undefined || link.rel === 'alternate')?.href
      return { title: feed.title?.value, site, links }
    },
  },
  rdf: {
    item: (xml) => {
      const [item] = parseRdfFeed(xml).items ?? []
      return item && rdfEntry(item)
    },
    meta: (xml) => {
      const feed = parseRdfFeed(xml)
      return { title: feed.title, site: feed.link, links: feed.atom?.links ?? [] }
    },
  },
}

const formats: Readonly<Record<string, 'rss' | 'atom' | 'rdf'>> = { rss: 'rss', feed: 'atom', RDF: 'rdf' }

const nothingKnown: Meta = { title: undefined, site: undefined, links: [] }

function linksByRel(links: Meta['links']): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { rel = 'alternate', href } of links) {
    if (href !== undefined) found.set(rel, [...(found.get(rel) ?? []), href])
  }
  return found
}

function xmlDocument(layout: Layout, scanned: Scanned, format: 'rss' | 'atom' | 'rdf'): FeedDocument {
  const words = (start: number, end: number): string => layout.decode(layout.cut(start, end))
  const opening = scanned.openings.map(([start, end]) => words(start, end)).join('')
  const closing = `${scanned.openings.length > 1 ? '</channel>' : ''}</${scanned.root}>`
  const size = scanned.outside.reduce((sum, [start, end]) => sum + end - start, 0)
  const outside = size > mostAround ? [] : scanned.outside
  const around = outside.map(([start, end]) => words(start, end)).join('')
  const reader = readers[format]
  const meta = attempt(() => reader.meta(scanned.end === 'whole' ? around : around + closing)) ?? nothingKnown
  const removed = scanned.tombstones.flatMap(
    (tag) => /\sref\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag)?.slice(1) ?? [],
  )
  return {
    format,
    encoding: layout.encoding,
    title: meta.title && htmlText(meta.title),
    site: meta.site,
    links: linksByRel(meta.links),
    items: scanned.items.map((item) => ({
      bytes: layout.cut(item.start, item.end),
      entry: () =>
        parsable(item)
          ? attempt(() => reader.item(opening + words(item.start, item.end) + closing))
          : undefined,
      text: () => htmlText(words(item.start, Math.min(item.end, item.start + most.units))),
    })),
    removed: removed.filter((id) => id !== undefined),
    end: scanned.end,
  }
}

function jsonDocument(bytes: Uint8Array): Result<FeedDocument, Unreadable> {
  const read = readJson(bytes)
  if (!read.ok) return fail({ why: read.error === 'tooDeep' ? 'tooDeep' : 'noFeed' })
  const version = read.value.get('version')?.value
  if (typeof version !== 'string' || !version.includes('jsonfeed.org/version/'))
    return fail({ why: 'noFeed' })
  const slices = read.value.get('items')?.elements() ?? []
  const feed = attempt(() => parseJsonFeed(read.value.value))
  const entryOf = (slice: JsonSlice): Entry | undefined =>
    attempt(() => {
      const [item] = parseJsonFeed({ version, title: '-', items: [slice.value] }).items ?? []
      return item && jsonEntry(item)
    })
  const hubs = (feed?.hubs ?? []).map(({ url }) => ({ rel: 'hub', ...(url ? { href: url } : {}) }))
  return ok({
    format: 'json',
    encoding: 'utf-8',
    title: feed?.title,
    site: feed?.home_page_url,
    links: linksByRel([...hubs, ...(feed?.feed_url ? [{ rel: 'self', href: feed.feed_url }] : [])]),
    items: slices.slice(0, mostItems).map((slice) => ({
      bytes: slice.bytes,
      entry: () => entryOf(slice),
      text: () => (isObject(slice.value) ? String(slice.value['content_text'] ?? '') : ''),
    })),
    removed: [],
    end: slices.length > mostItems ? 'tooMany' : 'whole',
  })
}

const webPage = /^(?:\s|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->)*<(?:!doctype\s+html|html|head|body)[\s>]/i

/**
 * A feed of any of the formats, each item with its own bytes. An item that cannot be read harms none of the others.
 * @param contentType of the answer; only its charset and whether it says HTML is heeded, since feeds come under every name.
 */
export function readFeed(bytes: Uint8Array, contentType: string): Result<FeedDocument, Unreadable> {
  const layout = layoutOf(bytes, contentType)
  if (!layout.ok) return fail({ why: 'encoding', encoding: layout.error })
  const { units } = layout.value
  const first = /\S/.exec(units)?.[0]
  if (first === undefined) return fail({ why: 'empty' })
  if (webPage.test(units.slice(0, 4_096))) return fail({ why: 'webPage' })
  if (first === '{') return jsonDocument(bytes)
  const scanned = scan(units)
  if (scanned === 'declaration') return fail({ why: 'declaration' })
  const format = scanned === 'noMarkup' ? undefined : formats[localName(scanned.root)]
  if (scanned === 'noMarkup' || format === undefined) {
    return fail({ why: /html/i.test(contentType) ? 'webPage' : 'noFeed' })
  }
  return ok(xmlDocument(layout.value, scanned, format))
}
