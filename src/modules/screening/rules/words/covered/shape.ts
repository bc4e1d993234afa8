import { isSmall, spell, symbol, trait, traitTable, withoutRings } from '../../text/alphabet.ts'
import { type Chunk, letterMeant, piece } from '../../text/chunk.ts'

/** A word of which few letters are seen, as regular expressions of what may be under its signs. */
export interface Shape {
  /** The letter that it begins with, and that it ends with; empty where that is covered. */
  readonly first: string
  readonly last: string
  /** By letter, one under each sign; undefined where the signs are no stars, and so say nothing of how many. */
  readonly exact: readonly string[] | undefined
  /** Any number of letters under the signs; undefined where there is but one sign, or no last letter. */
  readonly any: string | undefined
  /** The last piece of the chunk that belongs to it. */
  readonly end: number
}

const longest = 30
/** More letters are seen than one or two: then a sign is where each stood, or it is no covered word. */
const mostSeen = 8
const star = 0x2a
const ellipsis = 0x2026
const dot = 0x2e
const hyphen = 0x2d
const eitherShape = '[il]'
const dashes: ReadonlySet<number> = new Set([hyphen, 0x2013, 0x2014])

/**
 * The shape of a word with letters covered: f***a, h*r*, f---n, j…l, f-n, k****. Undefined for what is none: a sign as it
 * stands between words, or markup.
 */
export function shapeOf(text: string, chunk: Chunk, from: number, last: number): Shape | undefined {
  let end = last
  while (end + 1 < chunk.count && chunk.units[end + 1] === star) end += 1
  if (end - from + 1 > longest || chunk.kinds[from] !== piece.letter) return undefined
  if (!hasSign(chunk, from, end)) return undefined
  const exact: string[] = []
  let isExact = true
  let any = ''
  let seen = 0
  let runs = 0
  let mayBeAny = chunk.kinds[end] === piece.letter
  for (let at = from; at <= end; at += 1) {
    if (chunk.kinds[at] !== piece.sign) {
      const letter = letterAt(chunk, at)
      if (letter === undefined) return undefined
      exact.push(letter)
      any += letter
      seen += 1
      continue
    }
    let to = at
    while (to < end && chunk.kinds[to + 1] === piece.sign) to += 1
    const run = runOf(chunk, at, to)
    if (run === 'none') return undefined
    if (run === 'dash' && !(at === from + 1 && to === end - 1 && isBetweenSmall(text, chunk, from, end)))
      return undefined
    if (run === 'one') mayBeAny = false
    isExact &&= run === 'one' || run === 'each'
    for (let one = at; one <= to; one += 1) exact.push('[a-z]')
    any += '[a-z]{1,12}'
    runs += 1
    at = to
  }
  const first = letterAt(chunk, from)
  if (first === undefined || runs === 0 || seen > mostSeen) return undefined
  if (seen === 1 && end - from < 2) return undefined
  const lastLetter = chunk.kinds[end] === piece.sign ? '' : (letterAt(chunk, end) ?? '')
  return { first, last: lastLetter, exact: isExact ? exact : undefined, any: mayBeAny ? any : undefined, end }
}

/** Most words have none, and are done with. */
function hasSign({ kinds }: Chunk, from: number, end: number): boolean {
  for (let at = from; at <= end; at += 1) if (kinds[at] === piece.sign) return true
  return false
}

const isBetweenSmall = (text: string, { at }: Chunk, from: number, end: number): boolean =>
  isSmall(text.charCodeAt(at[from] ?? -1)) && isSmall(text.charCodeAt(at[end] ?? -1))

/**
 * What a row of signs says: nothing, one letter, a letter each or more, any number of letters, or what a single dash
 * does, which is mostly a dash.
 */
function runOf(chunk: Chunk, at: number, to: number): 'none' | 'one' | 'each' | 'any' | 'dash' {
  const length = to - at + 1
  const unit = chunk.units[at] ?? 0
  let covers = 0
  let same = 0
  for (let one = at; one <= to; one += 1) {
    if (isCover(chunk, one)) covers += 1
    if (chunk.units[one] === unit) same += 1
  }
  if (covers === length && unit !== ellipsis) return length === 1 ? 'one' : 'each'
  if (same < length || !(unit === ellipsis || unit === dot || dashes.has(unit))) return 'none'
  return length > 1 || unit === ellipsis ? 'any' : unit === hyphen ? 'dash' : 'none'
}

/** A sign that stands for a letter: those made for it, those that look like one, and pictures. */
function isCover(chunk: Chunk, at: number): boolean {
  const unit = chunk.units[at] ?? 0
  return unit === 0 || ((traitTable[unit] ?? 0) & (trait.wild | trait.leet)) !== 0
}

function letterAt(chunk: Chunk, at: number): string | undefined {
  const each = chunk.kinds[at] === piece.digit ? letterMeant(chunk, at) : (chunk.symbols[at] ?? 0)
  if (each === symbol.either) return eitherShape
  return each === 0 || each >= symbol.digit ? undefined : spell([withoutRings[each] ?? each])
}
