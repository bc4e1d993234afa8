import type { Span } from '../../../../web/index.ts'
import { mergeSpans } from '../../../../web/index.ts'

const reach = 90
const fewest = 420

/**
 * Of a long text the words around what screening found: enough to decide by, without reading the rest.
 * @returns undefined where the whole text is about as short, or nothing was found in it.
 */
export function aroundHits(
  text: string,
  spans: readonly Span[],
): { readonly text: string; readonly spans: readonly Span[] } | undefined {
  if (text.length < fewest || spans.length === 0) return undefined
  const places = mergeSpans(
    spans.map(({ start, end }) => ({
      start: wordStart(text, start - reach),
      end: wordEnd(text, end + reach),
    })),
    text.length,
  )
  let shown = ''
  const moved: Span[] = []
  for (const { start, end } of places) {
    shown += start > 0 && shown === '' ? '… ' : ''
    const by = shown.length - start
    for (const span of spans)
      if (span.start >= start && span.end <= end) moved.push({ start: span.start + by, end: span.end + by })
    shown += text.slice(start, end)
    if (end < text.length) shown += ' … '
  }
  return shown.length > text.length * 0.8 ? undefined : { text: shown.trimEnd(), spans: moved }
}

const isSpace = (text: string, at: number): boolean => /\s/u.test(text.charAt(at))

/** The beginning of the word at a place; a text without spaces is cut there. */
function wordStart(text: string, from: number): number {
  if (from <= 0) return 0
  for (let at = from; at < from + 30; at += 1) if (isSpace(text, at)) return at + 1
  return from
}

function wordEnd(text: string, from: number): number {
  if (from >= text.length) return text.length
  for (let at = from; at > from - 30; at -= 1) if (isSpace(text, at)) return at
  return from
}
