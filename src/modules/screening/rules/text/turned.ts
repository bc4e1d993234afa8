import { symbol } from './alphabet.ts'
import { mark, reserve, type View } from './view.ts'

/** Text that is read from right to left: letters that stand upside down, and what is written behind an override. */
export interface Turned {
  /** As it is read; as long as it was written. */
  readonly text: string
  /** What was turned round, by UTF-16 code units, in order. */
  readonly stretches: readonly Stretch[]
}
interface Stretch {
  readonly from: number
  readonly to: number
}

const upright = new Map<string, string>()
for (const pair of 'ɐa ɔc ǝe ɟf ƃg ɥh ᴉi ıi ɾj ʞk ɹr ʇt ʌv ʍw ʎy ¡! ∀A Ǝe Ⅎf ⅁g ⅂l ⊥t ⅄y Ʌv'.split(' '))
  upright.set(pair.charAt(0), pair.charAt(1))
for (const pair of 'un pd bq ɯm 69 MW'.split(' ')) {
  upright.set(pair.charAt(0), pair.charAt(1))
  upright.set(pair.charAt(1), pair.charAt(0))
}
const upsideDown = /[ɐǝɟƃɥᴉʞɯɹʇʌʍʎ∀ƎℲ⅁⅂⊥⅄]/
/** A word with such a letter, or all from an override to where it ends. */
const turned = /\u202e[^\u202c\n]{1,500}\u202c?|[\p{L}\p{M}]{0,40}[ɐǝɟƃɥᴉʞɯɹʇʌʍʎ∀ƎℲ⅁⅂⊥⅄][\p{L}\p{M}]{0,40}/gu
const override = 0x202e
/** More than so many cost more than they say. */
const mostStretches = 100
/** Marks follow the letter that they stand over, and would come before it. */
const accent = /\p{M}/u
const invisible = '\u00ad'

/** The text as it is read, where that is not as it is written. */
export function turnRound(text: string): Turned | undefined {
  if (!text.includes('\u202e') && !upsideDown.test(text)) return undefined
  const stretches: Stretch[] = []
  const parts: string[] = []
  let done = 0
  for (const { index, 0: found } of text.matchAll(turned)) {
    parts.push(text.slice(done, index), readBackwards(found))
    done = index + found.length
    stretches.push({ from: index, to: done })
    if (stretches.length === mostStretches) break
  }
  return { text: parts.join('') + text.slice(done), stretches }
}

function readBackwards(written: string): string {
  const turn = written.charCodeAt(0) !== override
  return written
    .split('')
    .reverse()
    .map((each) => (accent.test(each) ? invisible : turn ? (upright.get(each) ?? each) : each))
    .join('')
}

/** Fewer letters are backwards too many words. */
const fewestBackwards = 4
/** Longer are several words with signs between. */
const mostBackwards = 16

const isTurned = (length: number): boolean => length >= fewestBackwards && length <= mostBackwards

function anyCoded({ marks, words }: View): boolean {
  for (let word = 0; word < words; word += 1) if (((marks[word] ?? 0) & mark.coded) !== 0) return true
  return false
}

/**
 * A bare view with each word that was disguised turned round, in place of another: 4tt1f, a t t i f.
 * @returns whether there was any
 */
export function turnWords(view: View, into: View): boolean {
  if (!anyCoded(view)) return false
  reserve(into, view.text)
  const { symbols, length, words, starts } = view
  let any = false
  for (let word = 0; word < words; word += 1) {
    const [start = 0, next = 0] = [starts[word], starts[word + 1]]
    const end = next - 1
    const turns = ((view.marks[word] ?? 0) & mark.coded) !== 0 && isTurned(end - start)
    for (let at = start; at < end; at += 1) {
      const from = turns ? start + end - 1 - at : at
      into.symbols[at] = symbols[from] ?? symbol.gap
      into.exact[at] = view.exact[from] ?? symbol.gap
    }
    into.symbols[end] = symbol.gap
    into.starts[word] = start
    into.from[word] = view.from[word] ?? 0
    into.to[word] = view.to[word] ?? 0
    into.place[word] = view.place[word] ?? 0
    into.marks[word] = turns ? (view.marks[word] ?? 0) : 0
    any ||= turns
  }
  into.starts[words] = length
  into.length = length
  into.words = words
  return any
}

/** What was turned round of a place of the text as it is read, the whole of it; undefined where nothing was. */
export const writtenAt = ({ stretches }: Turned, start: number, end: number): Stretch | undefined =>
  stretches.find(({ from, to }) => start < to && end > from)
