/** Items in one document; a feed is a window, and one with more than this is no longer that. */
export const mostItems = 10_000

export interface ScannedItem {
  readonly start: number
  readonly end: number
  /** Deepest nesting inside it. */
  readonly depth: number
  /** Number of tags inside it. */
  readonly tags: number
}

export interface Scanned {
  /** Qualified name of the root element. */
  readonly root: string
  /** From the root's start tag to the item: places of the start tags that an item needs around it to be read alone. */
  readonly openings: readonly (readonly [number, number])[]
  readonly items: readonly ScannedItem[]
  /** What stands between the items, in order. */
  readonly outside: readonly (readonly [number, number])[]
  /** Start tags <at:deleted-entry …> (RFC 6721). */
  readonly tombstones: readonly string[]
  /** cut: the document ends in the middle · tooMany: only the first `mostItems` are here. */
  readonly end: 'whole' | 'cut' | 'tooMany'
}

interface Token {
  readonly kind: 'open' | 'close' | 'empty' | 'declaration'
  readonly name: string
  readonly start: number
  readonly end: number
}

const name = /[^\s/>]*/y
export const localName = (qualified: string): string => qualified.slice(qualified.indexOf(':') + 1)
const prefixOf = (qualified: string): string => qualified.slice(0, qualified.indexOf(':') + 1)

/** Steps from tag to tag, past text, comments, CDATA and processing instructions. 'cut' when the markup ends in the middle. */
class Tokens {
  readonly #units: string
  #at = 0

  constructor(units: string) {
    this.#units = units
  }

  next(): Token | 'cut' | undefined {
    for (;;) {
      const start = this.#units.indexOf('<', this.#at)
      if (start < 0) return undefined
      const end = this.#endOf(start)
      if (end < 0) return 'cut'
      this.#at = end
      const token = this.#token(start, end)
      if (token !== undefined) return token
    }
  }

  #endOf(start: number): number {
    const units = this.#units
    const past = (mark: string): number => {
      const found = units.indexOf(mark, start + 2)
      return found < 0 ? -1 : found + mark.length
    }
    if (units.startsWith('<!--', start)) return past('-->')
    if (units.startsWith('<![CDATA[', start)) return past(']]>')
    if (units.startsWith('<?', start)) return past('?>')
    for (let at = start + 1; at < units.length; at++) {
      const unit = units[at]
      if (unit === '>') return at + 1
      if (unit !== '"' && unit !== "'") continue
      at = units.indexOf(unit, at + 1)
      if (at < 0) return -1
    }
    return -1
  }

  #token(start: number, end: number): Token | undefined {
    const units = this.#units
    const second = units[start + 1]
    if (second === '?' || units.startsWith('<!--', start) || units.startsWith('<![CDATA[', start))
      return undefined
    if (second === '!') return { kind: 'declaration', name: '', start, end }
    const closing = second === '/'
    name.lastIndex = start + (closing ? 2 : 1)
    const found = name.exec(units)?.[0] ?? ''
    const kind = closing ? 'close' : units[end - 2] === '/' ? 'empty' : 'open'
    return { kind, name: found, start, end }
  }
}

/** To the end tag that belongs to the item; elements of the same name inside it are counted past. undefined: it never ends. */
function itemFrom(tokens: Tokens, opened: Token): ScannedItem | 'declaration' | undefined {
  let same = 1
  let depth = 0
  let deepest = 0
  for (let tags = 0; ; tags++) {
    const token = tokens.next()
    if (token === undefined || token === 'cut') return undefined
    if (token.kind === 'declaration') return 'declaration'
    if (token.kind === 'open') deepest = Math.max(deepest, ++depth)
    if (token.kind === 'close') depth--
    if (token.name !== opened.name) continue
    if (token.kind === 'open') same++
    if (token.kind === 'close' && --same === 0)
      return { start: opened.start, end: token.end, depth: deepest, tags }
  }
}

/**
 * Where the items of an RSS, RDF or Atom document stand, found by walking its tags once. It does not demand well-formed
 * XML: a stray <br> in an item harms that item alone. Anything declared (<!DOCTYPE, <!ENTITY) is refused wherever it stands.
 * @returns 'declaration' as said, 'noMarkup' when there is no element at all.
 */
export function scan(units: string): Scanned | 'declaration' | 'noMarkup' {
  const tokens = new Tokens(units)
  const root = tokens.next()
  if (root === undefined || root === 'cut') return 'noMarkup'
  if (root.kind === 'declaration') return 'declaration'
  const itemName = localName(root.name) === 'feed' ? `${prefixOf(root.name)}entry` : 'item'
  const openings: [number, number][] = [[root.start, root.end]]
  const outside: [number, number][] = []
  const items: ScannedItem[] = []
  const tombstones: string[] = []
  let since = root.start
  const ended = (end: Scanned['end'], at: number): Scanned => {
    outside.push([since, at])
    return { root: root.name, openings, items, outside, tombstones, end }
  }
  for (;;) {
    const token = tokens.next()
    if (token === undefined || token === 'cut') return ended('cut', units.length)
    if (token.kind === 'declaration') return 'declaration'
    if (token.kind === 'close' && token.name === root.name) return ended('whole', token.end)
    if (token.kind !== 'close' && localName(token.name) === 'deleted-entry') {
      tombstones.push(units.slice(token.start, token.end))
    }
    if (token.kind !== 'open') continue
    if (token.name === 'channel' && root.name === 'rss' && openings.length === 1) {
      openings.push([token.start, token.end])
    }
    if (token.name !== itemName) continue
    if (items.length === mostItems) return ended('tooMany', token.start)
    const item = itemFrom(tokens, token)
    if (item === 'declaration') return 'declaration'
    if (item === undefined) return ended('cut', token.start)
    items.push(item)
    outside.push([since, item.start])
    since = item.end
  }
}
