import { type Label, labels } from '../../../types.ts'
import { spell, withoutRings } from '../../text/alphabet.ts'
import { mode } from '../notation.ts'
import { commonForms, type Pattern } from '../patterns.ts'
import type { Shape } from './shape.ts'

/** What people cover most comes first: of the words that a shape may stand for, the first is taken. */
const order: readonly Label[] = ['ownWord', 'profanity', 'sexual', 'harassment', 'hateAgainstGroup']
const rankOf = ({ entry }: Pattern): number => {
  if (entry.does !== 'reason') return Number.POSITIVE_INFINITY
  const place = order.findIndex((label) => labels[entry.label] === label)
  return (place === -1 ? order.length : place) + (entry.source.includes('/strong:') ? order.length : 0)
}

/** What may stand before and after a listed word in a compound. */
const more = '+'

/**
 * Listed words and their commonest forms without rings and dots, by first letter: a line for each, all in one text. What
 * begins or ends compounds has lines of its own with a plus where more may stand.
 */
export class CoveredWords {
  private readonly lines = new Map<string, string>()
  private readonly patterns = new Map<string, Pattern[]>()

  constructor(all: readonly Pattern[]) {
    const byFirst = new Map<string, string[]>()
    const wanted = all.filter(({ gaps, entry }) => gaps === 0 && entry.does === 'reason')
    for (const pattern of wanted.toSorted((a, b) => rankOf(a) - rankOf(b)))
      for (const line of linesOf(pattern)) {
        const known = this.patterns.get(line)
        if (known !== undefined) {
          known.push(pattern)
          continue
        }
        this.patterns.set(line, [pattern])
        const lines = byFirst.get(line.charAt(0))
        if (lines === undefined) byFirst.set(line.charAt(0), [line])
        else lines.push(line)
      }
    for (const [first, lines] of byFirst) this.lines.set(first, `\n${lines.join('\n')}\n`)
  }

  /**
   * What is listed as the first word that a shape may be: with a letter under each sign, with any number of them, or
   * in a compound.
   */
  spelling({ first, exact, any }: Shape): readonly Pattern[] {
    if (exact !== undefined) {
      const found =
        this.find(first, exact.join('')) ??
        this.find(first, beginningOf(exact)) ??
        this.find(more, endOf(exact))
      if (found !== undefined) return found
    }
    return (any === undefined ? undefined : this.find(first, any)) ?? []
  }

  private find(first: string, shape: string): readonly Pattern[] | undefined {
    const line = new RegExp(`\\n(${shape})(?=\\n)`).exec(this.lines.get(first) ?? '')?.[1]
    return line === undefined ? undefined : this.patterns.get(line)
  }
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
