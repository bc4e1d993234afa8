import { type Label, labels } from '../../../types.ts'
import { spell, withoutRings } from '../../text/alphabet.ts'
import { mode } from '../notation.ts'
import { commonForms, type Pattern } from '../patterns.ts'
import type { Shape } from './shape.ts'

/** What people cover most comes first, and of that the shortest: of the words that a shape may be, the first is taken. */
const order: readonly Label[] = ['ownWord', 'profanity', 'sexual', 'harassment', 'hateAgainstGroup']
const rankOf = ({ entry }: Pattern): number => {
  if (entry.does !== 'reason') return Number.POSITIVE_INFINITY
  const label = labels[entry.label]
  const place = label === undefined ? -1 : order.indexOf(label)
  return (place === -1 ? order.length : place) + (entry.source.includes('/strong:') ? order.length : 0)
}

/** A covered last letter of a compound is taken for this one, which most listed words end with. */
const commonestLast = 'a'

/** What may stand before and after a listed word in a compound. */
const more = '+'

/**
 * Listed words and their commonest forms without rings and dots, a line for each, in texts by what they begin and end with.
 * What begins or ends compounds has lines of its own, with a plus where more may stand.
 */
export class CoveredWords {
  /** By first and last sign, and by the first alone. */
  private readonly texts = new Map<string, string>()
  private readonly patterns = new Map<string, Pattern[]>()

  constructor(all: readonly Pattern[]) {
    const lines = new Map<string, string[]>()
    const wanted = all.filter(({ gaps, entry }) => gaps === 0 && entry.does === 'reason')
    for (const pattern of wanted.toSorted(
      (a, b) => rankOf(a) - rankOf(b) || a.symbols.length - b.symbols.length,
    ))
      for (const line of linesOf(pattern)) {
        const isNew = put(this.patterns, line, pattern)
        if (!isNew) continue
        put(lines, line.charAt(0) + line.slice(-1), line)
        put(lines, line.charAt(0), line)
      }
    for (const [key, all] of lines) this.texts.set(key, `\n${all.join('\n')}\n`)
  }

  /**
   * What is listed as the first word that a shape may be: with a letter under each sign, with any number of them, or
   * in a compound.
   */
  spelling({ first, last, exact, any }: Shape): readonly Pattern[] {
    if (exact !== undefined) {
      const found =
        this.find(first + last, exact.join('')) ??
        this.find(first + more, beginningOf(exact)) ??
        this.find(more + (last || commonestLast), endOf(exact))
      if (found !== undefined) return found
    }
    return (any === undefined ? undefined : this.find(first + last, any)) ?? []
  }

  private find(key: string, shape: string): readonly Pattern[] | undefined {
    const text = this.texts.get(key)
    if (text === undefined) return undefined
    const line = new RegExp(`\\n(${shape})(?=\\n)`).exec(text)?.[1]
    return line === undefined ? undefined : this.patterns.get(line)
  }
}

/** Whether it is the first of its key. */
function put<T>(map: Map<string, T[]>, key: string, value: T): boolean {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
  return values === undefined
}

/** Shorter words are not looked for in compounds with letters covered. */
const shortestInside = 4

function linesOf(pattern: Pattern): string[] {
  const bare = (symbols: Uint8Array): string => spell(symbols.map((each) => withoutRings[each] ?? each))
  const { modes, symbols } = pattern
  const forms = (modes & mode.whole) === 0 ? [] : commonForms(pattern).map(bare)
  const lines = [...forms]
  if ((modes & mode.ending) !== 0) lines.push(...forms.map((form) => more + form))
  if ((modes & mode.beginning) !== 0) lines.push(bare(symbols) + more)
  return lines.filter((line) => line.length > shortestInside || !line.includes(more))
}

/** Each beginning of at least four letters, with a plus after it. */
const beginningOf = (letters: readonly string[]): string =>
  letters.slice(0, shortestInside).join('') +
  letters.slice(shortestInside).reduceRight((rest, letter) => `(?:\\+|${letter}${rest})`, '\\+')

/** Each end of at least four letters, with a plus before it. */
const endOf = (letters: readonly string[]): string =>
  letters
    .slice(0, -shortestInside)
    .reduce((before, letter) => `(?:${before}${letter})?`, '')
    .replace(/^/, '\\+') + letters.slice(-shortestInside).join('')
