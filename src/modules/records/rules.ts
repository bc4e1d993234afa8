import type { RecordId } from '../../kernel/index.ts'
import type { Excerpt } from './types.ts'

/** A piece of a text in two versions: in both, only in the earlier, or only in the later. */
interface Piece {
  readonly kind: 'same' | 'out' | 'in'
  readonly text: string
}

/** Above this many pairs of words to compare, the middle is told as one change: time and memory stay bounded. */
const mostPairs = 400_000

/** What differs between two texts, word by word. The pieces that are not 'out' make the later text, letter for letter. */
export function textDifferences(before: string, after: string): Piece[] {
  const [a, b] = [tokens(before), tokens(after)]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1
  const middle = compare(a.slice(head, a.length - tail), b.slice(head, b.length - tail))
  return joined([
    { kind: 'same', text: a.slice(0, head).join('') },
    ...middle,
    { kind: 'same', text: a.slice(a.length - tail).join('') },
  ])
}

/** Words, spaces and signs, nothing lost. */
const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? []

/** Longest common subsequence, by the table of its lengths. */
function compare(a: readonly string[], b: readonly string[]): Piece[] {
  const whole: Piece[] = [
    { kind: 'out', text: a.join('') },
    { kind: 'in', text: b.join('') },
  ]
  if (a.length === 0 || b.length === 0 || a.length * b.length > mostPairs) return whole
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pieces: Piece[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ kind: 'same', text: a[i] ?? '' })
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ kind: 'out', text: a[i] ?? '' })
      i += 1
    } else {
      pieces.push({ kind: 'in', text: b[j] ?? '' })
      j += 1
    }
  }
  return pieces
}

function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    if (piece.text === '') continue
    if (last?.kind === piece.kind) out[out.length - 1] = { kind: piece.kind, text: last.text + piece.text }
    else out.push(piece)
  }
  return out
}

const excerptLength = 320
const before = 80

/** Two or three lines around the first word found, cut between words. */
export function excerptOf(
  text: string,
  places: readonly { readonly start: number; readonly end: number }[],
): Excerpt {
  const first = places[0]?.start ?? 0
  const wanted = text.length <= excerptLength || first <= before ? 0 : first - before
  const start = wanted === 0 ? 0 : afterSpace(text, wanted, first)
  const end = Math.min(text.length, start + excerptLength)
  const whole = isLowSurrogate(text, end) ? end - 1 : end
  return {
    text: text.slice(start, whole),
    spans: places
      .filter((place) => place.start >= start && place.end <= whole)
      .map((place) => ({ start: place.start - start, end: place.end - start })),
    cutBefore: start > 0,
    cutAfter: whole < text.length,
  }
}

/** The beginning of the first word at or after a place, but never past `limit`. */
function afterSpace(text: string, from: number, limit: number): number {
  for (let at = from; at < limit; at += 1) if (/\s/u.test(text.charAt(at))) return at + 1
  return limit
}

const isLowSurrogate = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** Labels that say that secrecy may apply; a person decides whether it does. */
export const maybeSecret = (labels: readonly string[]): boolean =>
  labels.some((label) => label === 'confidential' || label === 'personalData')

/** What browsers may keep under its own name; everything else is bytes and nothing more. */
const harmless =
  /^(image\/(png|jpeg|gif|webp|avif)|audio\/[\w.+-]+|video\/[\w.+-]+|application\/(json|pdf)|text\/plain)$/

/** The media type that a part is sent with: never one that a browser could run (text/html, image/svg+xml). */
export const safeMediaType = (mediaType: string): string => {
  const plain = mediaType.split(';')[0]?.trim().toLowerCase() ?? ''
  return harmless.test(plain) ? plain : 'application/octet-stream'
}

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'video/mp4': 'mp4',
  'audio/mpeg': 'mp3',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
}

/** 'handling-1a2b3c4d-v2-raw.json': letters, digits, dots and dashes only. */
export function fileNameOf(recordId: RecordId, version: number, part: string, mediaType: string): string {
  const name = part
    .replace(/[^\w.-]/gu, '_')
    .replace(/^\.+/u, '')
    .slice(0, 80)
  const ending = endings[safeMediaType(mediaType)] ?? 'bin'
  return `handling-${recordId.slice(0, 8)}-v${version}-${name}${name.endsWith(`.${ending}`) ? '' : `.${ending}`}`
}
