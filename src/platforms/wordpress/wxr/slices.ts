import { isExportNamespace, namespacesIn } from './fields.ts'

/**
 * Cuts an export into its pieces by the bytes, before any XML is understood: so each piece keeps its own bytes and
 * its place in the file, one that is wrongly written spoils no other, and only one piece at a time is held.
 */
export type Slice = ChannelSlice | PieceSlice | ItemEnd | Broken | EndSlice

/** The root's start tags and the channel's own small elements. */
export interface ChannelSlice {
  readonly kind: 'channel'
  readonly name: string
  readonly bytes: Uint8Array
}

/** item: its own part, up to its first comment · comment: all of it. Places are bytes from the beginning of the file. */
export interface PieceSlice {
  readonly kind: 'item' | 'comment'
  readonly bytes: Uint8Array
  readonly start: number
  /** Not included. */
  readonly end: number
}

interface ItemEnd {
  readonly kind: 'itemEnd'
  /** What of the item's own stood after its first comment, when that was more than its end tag. */
  readonly rest: Uint8Array | undefined
  readonly end: number
}

/** An item that was never closed before the next one began. */
interface Broken {
  readonly kind: 'broken'
  readonly at: number
}

export interface EndSlice {
  readonly kind: 'end'
  readonly how: Ending
  readonly at: number
}

/**
 * whole: the root was closed · cut: the file ends before that · inItem: it ends inside an item ·
 * declaration: a DTD or an entity is declared, and nothing after it is read · tooLarge: one piece is larger than we take.
 */
export type Ending = 'whole' | 'cut' | 'inItem' | 'declaration' | 'tooLarge'

const mostBytes = 32 * 1024 * 1024
const mostTag = 64 * 1024

const open = 0x3c
const quotes = new Set([0x22, 0x27])
const skips: readonly { readonly from: Buffer; readonly to: Buffer }[] = [
  { from: Buffer.from('<![CDATA['), to: Buffer.from(']]>') },
  { from: Buffer.from('<!--'), to: Buffer.from('-->') },
  { from: Buffer.from('<?'), to: Buffer.from('?>') },
]
const longestOpener = 9
const channelElements = new Set(['author', 'base_site_url', 'base_blog_url'])

interface Tag {
  readonly name: string
  readonly closing: boolean
  readonly empty: boolean
  readonly start: number
  readonly end: number
}

/** What has been read and is still needed, addressed by place in the file. */
class Window {
  #bytes = Buffer.alloc(0)
  #used = 0
  #from = 0

  get end(): number {
    return this.#from + this.#used
  }

  add(chunk: Uint8Array, keepFrom: number): void {
    const dropped = keepFrom - this.#from
    const kept = this.#used - dropped
    if (this.#bytes.length < kept + chunk.length) {
      const larger = Buffer.allocUnsafe(Math.max(256 * 1024, 2 * (kept + chunk.length)))
      this.#bytes.copy(larger, 0, dropped, this.#used)
      this.#bytes = larger
    } else if (dropped > 0) this.#bytes.copyWithin(0, dropped, this.#used)
    this.#bytes.set(chunk, kept)
    this.#used = kept + chunk.length
    this.#from = keepFrom
  }

  at(place: number): number | undefined {
    return place < this.end ? this.#bytes[place - this.#from] : undefined
  }

  find(what: Buffer | number, from: number): number {
    const found = this.#bytes.subarray(0, this.#used).indexOf(what, from - this.#from)
    return found < 0 ? -1 : found + this.#from
  }

  startsWith(what: Buffer, place: number): boolean {
    const from = place - this.#from
    return this.#bytes.subarray(from, Math.min(from + what.length, this.#used)).equals(what)
  }

  copy(from: number, to: number): Buffer {
    return Buffer.from(this.#bytes.subarray(from - this.#from, to - this.#from))
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Reads the tag at '<'; undefined when it is not all here, 'none' when it is only a less-than sign. */
function tagAt(window: Window, start: number): Tag | 'none' | undefined {
  const closing = window.at(start + 1) === 0x2f
  let at = start + (closing ? 2 : 1)
  const nameFrom = at
  let nameTo: number | undefined
  let quote: number | undefined
  for (; ; at++) {
    const byte = window.at(at)
    if (byte === undefined) return at - start > mostTag ? 'none' : undefined
    if (quote !== undefined) {
      if (byte === quote) quote = undefined
      continue
    }
    if (byte === 0x3e) break
    if (byte === open) return 'none'
    if (nameTo === undefined && (byte <= 0x20 || byte === 0x2f)) nameTo = at
    else if (nameTo !== undefined && quotes.has(byte)) quote = byte
  }
  const name = window.copy(nameFrom, nameTo ?? at).toString('latin1')
  return { name, closing, empty: window.at(at - 1) === 0x2f, start, end: at + 1 }
}

/** Which pieces the tags make. Fed with every tag in order. */
class Cutter {
  readonly #window: Window
  /** Prefixes that mean WordPress's export namespace. */
  #prefixes = new Set(['wp'])
  #item: { start: number; own: number; commented: boolean; rest: Buffer[] } | undefined
  #comment: number | undefined
  #channel: { name: string; start: number } | undefined
  closed = false

  constructor(window: Window) {
    this.#window = window
  }

  get inItem(): boolean {
    return this.#item !== undefined
  }

  /** From where the bytes are still needed. */
  get keepFrom(): number | undefined {
    return this.#comment ?? this.#item?.own ?? this.#channel?.start
  }

  *take(tag: Tag): Generator<Slice> {
    const { name, closing } = tag
    if (name === 'rss' || name === 'channel') {
      if (closing) this.closed ||= name === 'rss'
      else yield* this.#root(tag)
    } else if (name === 'item') yield* closing ? this.#endItem(tag) : this.#startItem(tag)
    else if (this.#item && this.#isOurs(name) && localName(name) === 'comment') yield* this.#takeComment(tag)
    else if (!this.#item && this.#isOurs(name)) yield* this.#takeChannel(tag)
  }

  #isOurs(name: string): boolean {
    const colon = name.indexOf(':')
    return colon > 0 && this.#prefixes.has(name.slice(0, colon))
  }

  *#root(tag: Tag): Generator<Slice> {
    const bytes = this.#window.copy(tag.start, tag.end)
    for (const [prefix, uri] of Object.entries(namespacesIn(bytes.toString('latin1')))) {
      if (isExportNamespace(uri)) this.#prefixes.add(prefix)
    }
    yield { kind: 'channel', name: tag.name, bytes }
  }

  *#startItem(tag: Tag): Generator<Slice> {
    // An item inside an item: the one before was never closed, and is not whole.
    if (this.#item) yield { kind: 'broken', at: tag.start }
    this.#comment = undefined
    this.#channel = undefined
    this.#item = { start: tag.start, own: tag.start, commented: false, rest: [] }
  }

  *#endItem(tag: Tag): Generator<Slice> {
    if (!this.#item) return
    const { start, own, commented, rest } = this.#item
    const last = this.#window.copy(own, tag.end)
    const end = tag.end
    if (!commented) yield { kind: 'item', bytes: last, start, end }
    const after = Buffer.concat([...rest, last])
    const more =
      commented &&
      after
        .toString('latin1')
        .replace(/<\/item\s*>$/, '')
        .trim() !== ''
    yield { kind: 'itemEnd', rest: more ? after : undefined, end }
    this.#item = undefined
    this.#comment = undefined
  }

  *#takeComment(tag: Tag): Generator<Slice> {
    const item = this.#item
    if (!item || tag.empty) return
    if (!tag.closing) {
      if (this.#comment !== undefined) return
      const own = this.#window.copy(item.own, tag.start)
      if (item.commented) item.rest.push(own)
      else yield { kind: 'item', bytes: own, start: item.start, end: tag.start }
      item.commented = true
      this.#comment = tag.start
    } else if (this.#comment !== undefined) {
      const bytes = this.#window.copy(this.#comment, tag.end)
      yield { kind: 'comment', bytes, start: this.#comment, end: tag.end }
      this.#comment = undefined
      item.own = tag.end
    }
  }

  *#takeChannel(tag: Tag): Generator<Slice> {
    const name = localName(tag.name)
    if (!channelElements.has(name) || tag.empty) return
    if (!tag.closing) this.#channel ??= { name, start: tag.start }
    else if (this.#channel?.name === name) {
      yield { kind: 'channel', name, bytes: this.#window.copy(this.#channel.start, tag.end) }
      this.#channel = undefined
    }
  }
}

/** The pieces of an export in the order of the file, ended by one of kind 'end'. Holds one piece, and at most 32 MiB. */
export async function* cutExport(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Slice> {
  const window = new Window()
  const cutter = new Cutter(window)
  let at = 0
  let until: Buffer | undefined
  for await (const chunk of chunks) {
    window.add(chunk, Math.min(cutter.keepFrom ?? at, at))
    if (window.end - Math.min(cutter.keepFrom ?? at, at) > mostBytes) {
      return yield { kind: 'end', how: 'tooLarge', at: cutter.keepFrom ?? at }
    }
    for (;;) {
      if (until !== undefined) {
        const end = window.find(until, at)
        if (end < 0) {
          at = Math.max(at, window.end - until.length + 1)
          break
        }
        at = end + until.length
        until = undefined
      }
      const start = window.find(open, at)
      at = start < 0 ? window.end : start
      if (start < 0) break
      const skip = skips.find(({ from }) => window.startsWith(from, start))
      if (skip) {
        at = start + skip.from.length
        until = skip.to
        continue
      }
      if (window.at(start + 1) === 0x21) {
        if (window.end - start < longestOpener) break
        return yield { kind: 'end', how: 'declaration', at: start }
      }
      const tag = tagAt(window, start)
      if (tag === undefined) break
      at = tag === 'none' ? start + 1 : tag.end
      if (tag === 'none') continue
      yield* cutter.take(tag)
    }
  }
  yield { kind: 'end', how: cutter.inItem ? 'inItem' : cutter.closed ? 'whole' : 'cut', at: window.end }
}
