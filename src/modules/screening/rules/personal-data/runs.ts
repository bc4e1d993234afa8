import { act, expansions, isDigit, symbol, unitTable } from '../text/alphabet.ts'

/** Digits that stand together in a text, in any dress and with invisible signs between them; O may be among them. */
export interface Run {
  /** '0'–'9' */
  readonly digits: string
  readonly start: number
  readonly end: number
}

/** The runs of digits of a text, in order. */
export function digitRuns(text: string): Run[] {
  const runs: Run[] = []
  let digits = ''
  let start = 0
  let end = 0
  for (let at = 0; at < text.length; at += 1) {
    const what = unitTable[text.charCodeAt(at)] ?? symbol.gap
    const digit = isDigit(what) ? what - symbol.digit : digitAt(text, at, what)
    if (digit !== undefined) {
      if (digits === '') start = at
      digits += names.charAt(digit)
      if (what === act.surrogate) at += 1
      end = at + 1
    } else if (digits !== '' && what !== act.ignore) {
      runs.push({ digits, start, end })
      digits = ''
    }
  }
  if (digits !== '') runs.push({ digits, start, end })
  return runs
}

const names = '0123456789'

/** A digit of several code units, or an O beside one: 19850709-98O5. */
function digitAt(text: string, at: number, what: number): number | undefined {
  if (what === act.surrogate) {
    const [digit = 0, ...more] = expansions.get(text.codePointAt(at) ?? 0) ?? []
    return isDigit(digit) && more.length === 0 ? digit - symbol.digit : undefined
  }
  if (what !== symbol.o) return undefined
  const before = at === 0 ? symbol.gap : (unitTable[text.charCodeAt(at - 1)] ?? symbol.gap)
  const after = at + 1 === text.length ? symbol.gap : (unitTable[text.charCodeAt(at + 1)] ?? symbol.gap)
  const isAmong =
    (isDigit(before) || isDigit(after)) &&
    [before, after].every((each) => isDigit(each) || each === symbol.gap)
  return isAmong ? 0 : undefined
}

/** What parts the groups of one number: a sign, with spaces around it, or spaces; a line ends after a sign only. */
export const parts =
  /^(?:[^\S\r\n]|\p{Cf})*(?:[-+\u2010-\u2015\u2212\ufe63\uff0d./_:*·•()[\]|\\~=]{1,2}\s*)?$/u

/** What stands between two runs, or undefined when it is longer than what parts the groups of one number. */
export function between(text: string, before: Run | undefined, after: Run | undefined): string | undefined {
  if (before === undefined || after === undefined || after.start - before.end > 3) return undefined
  return text.slice(before.end, after.start)
}

/** The check digit of personal numbers, giro and card numbers (Luhn, modulus 10). */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 0x30
    const weighted = at % 2 === 1 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}

/** The text just before a place, in lower case, for words that say what a number is. */
export const leadIn = (text: string, at: number): string => text.slice(Math.max(0, at - 40), at).toLowerCase()
