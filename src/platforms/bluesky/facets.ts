import type { Json } from '../../kernel/index.ts'
import { isHandle } from './syntax.ts'

/** A piece of a text that is a link, a mention or a tag. Offsets in UTF-8 bytes, as app.bsky.richtext.facet wants them. */
export interface Found {
  readonly kind: 'link' | 'mention' | 'tag'
  readonly byteStart: number
  readonly byteEnd: number
  /** The address, the handle without '@', or the tag without '#'. */
  readonly value: string
}

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** User-perceived characters. */
export function graphemes(text: string): number {
  let count = 0
  for (const _ of segments.segment(text)) count++
  return count
}

/** What begins a link, a mention or a tag, at the beginning or after a blank or an opening bracket. */
const start = /(?<=^|[\s([{"'«»”„])(?:https?:\/\/|www\.|@|[#＃])/giu
const word = /\S*/y
const endings = /[.,;:!?…"'”»«\]}>]+$/u

/** Without the punctuation that ends the sentence; a closing bracket stays when its opening one is inside. */
function withoutEnding(found: string): string {
  let text = found
  for (;;) {
    const shorter = text.replace(endings, '')
    const open = shorter.split('(').length
    const next = shorter.endsWith(')') && shorter.split(')').length > open ? shorter.slice(0, -1) : shorter
    if (next === text) return text
    text = next
  }
}

function valueIn(kind: Found['kind'], text: string): string | undefined {
  if (kind === 'link') {
    const address = /^www\./i.test(text) ? `https://${text}` : text
    return URL.canParse(address) && new URL(address).hostname.includes('.') ? address : undefined
  }
  const value = text.slice(1)
  if (kind === 'mention') return isHandle(value) ? value : undefined
  const usable = value !== '' && !/^[\p{N}\p{P}\p{S}]+$/u.test(value)
  return usable && graphemes(value) <= 64 && Buffer.byteLength(value) <= 640 ? value : undefined
}

const kindOf = (marker: string): Found['kind'] =>
  marker === '@' ? 'mention' : /^[#＃]$/u.test(marker) ? 'tag' : 'link'

/** Links (with http, https or www), mentions by handle and tags, in order. Linear time. */
export function findFacets(text: string): readonly Found[] {
  const found: Found[] = []
  for (const match of text.matchAll(start)) {
    word.lastIndex = match.index
    const kind = kindOf(match[0])
    const piece = withoutEnding(word.exec(text)?.[0] ?? '')
    const value = valueIn(kind, piece)
    if (value === undefined) continue
    const byteStart = Buffer.byteLength(text.slice(0, match.index))
    found.push({ kind, byteStart, byteEnd: byteStart + Buffer.byteLength(piece), value })
  }
  return found
}

/** The facets of a record. @param didOf the DID of a mentioned handle; a mention without one stays plain text. */
export function facetsOf(found: readonly Found[], didOf: ReadonlyMap<string, string>): Json[] {
  return found.flatMap(({ kind, byteStart, byteEnd, value }) => {
    const did = didOf.get(value)
    if (kind === 'mention' && did === undefined) return []
    const features = {
      link: { $type: 'app.bsky.richtext.facet#link', uri: value },
      tag: { $type: 'app.bsky.richtext.facet#tag', tag: value },
      mention: { $type: 'app.bsky.richtext.facet#mention', did: did ?? '' },
    }
    return [{ index: { byteStart, byteEnd }, features: [features[kind]] }]
  })
}
