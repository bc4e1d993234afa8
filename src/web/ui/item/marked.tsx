import type { Child } from 'hono/jsx'

/** A place in a text: UTF-16 code units, end not included. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Spans inside the text, in order, with those that touch or overlap made into one. */
export function mergeSpans(spans: readonly Span[], length: number): readonly Span[] {
  const merged: Span[] = []
  const inside = spans
    .map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(length, end) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || a.end - b.end)
  for (const span of inside) {
    const last = merged.at(-1)
    if (last && span.start <= last.end)
      merged.splice(-1, 1, { start: last.start, end: Math.max(last.end, span.end) })
    else merged.push(span)
  }
  return merged
}

interface MarkedProps {
  text: string
  spans: readonly Span[]
  /** hit: what screening found · found: what a search found. */
  as: 'hit' | 'found'
}

/** A text with some of its words marked. The reason stands in words elsewhere. */
export const Marked = ({ text, spans, as }: MarkedProps) => {
  const parts: Child[] = []
  let at = 0
  for (const { start, end } of mergeSpans(spans, text.length)) {
    const words = text.slice(start, end)
    parts.push(text.slice(at, start), as === 'hit' ? <span class="hit">{words}</span> : <mark>{words}</mark>)
    at = end
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}
