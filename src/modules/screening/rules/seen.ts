import { spell, withoutRings } from './text/alphabet.ts'
import { bend } from './words/endings.ts'
import { flatten, foldWord } from './words/patterns.ts'

/** How a listed word was written, where it was not written as it is. */
export type Disguise = 'covered' | 'split' | 'backwards' | 'otherwise'
export interface Seen {
  readonly as: Disguise
  /** What it is taken for, as the list has it. */
  readonly word: string
}

const listed = /^(?:list:[^:]+:|own:)[=^]?\*?([^*{} ]+)\*?$/u
const bare = (symbols: Uint8Array): string => spell(symbols.map((each) => withoutRings[each] ?? each))
const sign = /[^\p{L}\p{N}\p{M}\p{Cf}\s]/u

/**
 * What a reason's place in a text is taken for, and how that is written there.
 * @returns undefined where it stands as it is, in some form, and where what is listed is no single word
 */
export function seenAs(written: string, source: string): Seen | undefined {
  const word = listed.exec(source)?.[1]
  if (word === undefined) return undefined
  const letters = bare(foldWord(written))
  const stems = bend(word.toLowerCase()).map(({ stem }) => bare(foldWord(stem)))
  const holds = (text: string): boolean => stems.some((stem) => text.includes(stem))
  if (holds(letters)) return undefined
  const joined = letters.replaceAll(' ', '')
  if (holds(joined)) return { as: 'split', word }
  if (holds([...joined].reverse().join(''))) return { as: 'backwards', word }
  const flat = flatten(foldWord(joined))
  const isShort = flat.length < flatten(foldWord(word)).length
  return { as: sign.test(written.trim()) && isShort ? 'covered' : 'otherwise', word }
}
