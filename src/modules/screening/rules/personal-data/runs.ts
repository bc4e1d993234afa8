import { act, symbol, unitTable } from '../text/alphabet.ts'

/** Digits that stand together in a text, also full-width ones and with invisible signs between them. */
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
    if (what >= symbol.digit && what < symbol.other) {
      if (digits === '') start = at
      digits += String.fromCharCode(0x30 + what - symbol.digit)
      end = at + 1
    } else if (digits !== '' && what !== act.ignore) {
      runs.push({ digits, start, end })
      digits = ''
    }
  }
  if (digits !== '') runs.push({ digits, start, end })
  return runs
}

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
