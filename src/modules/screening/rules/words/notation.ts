/** How a pattern may stand in a word, as bits. */
export const mode = {
  /** The word itself, in any form it has. */
  whole: 1,
  /** At the beginning of a longer word. */
  beginning: 2,
  /** At the end of a longer word, in any form. */
  ending: 4,
  /** Inside a longer word. */
  inside: 8,
} as const

/** Whether a pattern may begin elsewhere than a word does. */
export const standsAnywhere = (modes: number): boolean => (modes & (mode.ending | mode.inside)) !== 0

export interface Notation {
  readonly text: string
  readonly modes: number
  /** Only at the beginning of a sentence. */
  readonly opens: boolean
  /** The word as it stands: neither bent nor in compounds. */
  readonly exact: boolean
}

const mostAlternatives = 4000

/**
 * A word of a list, read: `ord` · `=ord` exactly so · `^ord` first in a sentence · `ord*` beginning of a word ·
 * `*ord` end · `en fras {med,utan} {,sina} val` each choice, also none. Several words are always exact.
 * @throws RangeError when the choices are too many or a brace is left open; lists are ours, so that is a fault.
 */
export function readNotation(word: string): Notation[] {
  const opens = word.startsWith('^')
  const marked = asSpoken(opens ? word.slice(1) : word)
  const exact = marked.startsWith('=')
  return alternatives(exact ? marked.slice(1) : marked).map((choice) => {
    const begins = choice.endsWith('*')
    const ends = choice.startsWith('*')
    const text = choice
      .slice(ends ? 1 : 0, begins ? -1 : undefined)
      .replace(/ +/g, ' ')
      .trim()
    const modes =
      mode.whole |
      (begins ? mode.beginning : 0) |
      (ends ? mode.ending : 0) |
      (begins && ends ? mode.inside : 0)
    return { text, modes, opens, exact: exact || text.includes(' ') }
  })
}

/** dig as it is said, and as often written: dej. */
const asSpoken = (word: string): string =>
  word.replace(/(?<=[{,])dig(?=[,}])/g, 'dig,dej').replace(/(?<=^=?| )dig(?=$| )(?![^{]*\})/g, '{dig,dej}')

function alternatives(word: string): string[] {
  const open = word.indexOf('{')
  if (open === -1) return [word]
  const close = word.indexOf('}', open)
  if (close === -1) throw new RangeError(`brace left open: ${word}`)
  const rests = alternatives(word.slice(close + 1))
  const found = word
    .slice(open + 1, close)
    .split(',')
    .flatMap((choice) => rests.map((rest) => word.slice(0, open) + choice + rest))
  if (found.length > mostAlternatives) throw new RangeError(`too many choices: ${word}`)
  return found
}
