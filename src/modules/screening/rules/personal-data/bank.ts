import type { Collector } from '../collector.ts'
import { between, hasCheckDigit, leadIn, type Run } from './runs.ts'

const giro = /(?:bankgiro|plusgiro|postgiro|\bbg|\bpg)\D{0,12}$/
const account = /(?:konto|clearing|clearingnummer)\D{0,20}$/
/** Without one of these in a text, only check digits can tell an account. */
const calledSomewhere = /konto|clearing|giro|\b[bp]g/i
const separator = /^(?:[-–.,]|[^\S\r\n]){1,3}$/u

/**
 * bankkonto: bank and plus giro numbers and accounts that are called so, IBAN and payment cards by their
 * check digits.
 */
export function findBankAccounts(
  text: string,
  runs: readonly Run[],
  taken: ReadonlySet<Run>,
  into: Collector,
): void {
  const called = calledSomewhere.test(text)
  for (let at = 0; at < runs.length; ) {
    const run = runs[at]
    if (run === undefined) break
    const found = taken.has(run) ? undefined : accountAt(text, runs, at, called)
    const last = runs[at + (found?.runs ?? 1) - 1]
    if (found !== undefined && last !== undefined) {
      into.addNamed('personalData', run.start - found.before, last.end, 'bankAccount')
    }
    at += found?.runs ?? 1
  }
}

const ibanDigits = 22
const cardDigits = 16

const calledBefore = (before: string): 'giro' | 'account' | undefined =>
  giro.test(before) ? 'giro' : account.test(before) ? 'account' : undefined

/** How many runs make an account from `at`, and how many letters before belong to it. */
function accountAt(
  text: string,
  runs: readonly Run[],
  at: number,
  calledSomewhere: boolean,
): { runs: number; before: number } | undefined {
  const first = runs[at]
  if (first === undefined) return undefined
  const iban = text.slice(Math.max(0, first.start - 2), first.start).toUpperCase() === 'SE'
  const called = calledSomewhere ? calledBefore(leadIn(text, first.start)) : undefined
  if (!iban && called === undefined && !/^[45]\d{3}(?:\d{12})?$/.test(first.digits)) return undefined
  const most = iban ? ibanDigits : cardDigits
  let digits = ''
  for (let next = at; next < runs.length && digits.length < most; next += 1) {
    const run = runs[next]
    const gap = next === at ? ' ' : between(text, runs[next - 1], run)
    if (run === undefined || gap === undefined || !separator.test(gap)) break
    digits += run.digits
    if (iban && digits.length === ibanDigits && isIban(digits)) return { runs: next - at + 1, before: 2 }
    const last = !separator.test(between(text, run, runs[next + 1]) ?? 'x')
    const isGiro =
      called === 'giro' && last && digits.length >= 2 && digits.length <= 8 && hasCheckDigit(digits)
    const isAccount = called === 'account' && last && digits.length >= 7 && digits.length <= 16
    const isCard = /^[45]\d{15}$/.test(digits) && hasCheckDigit(digits)
    if (isGiro || isAccount || isCard) return { runs: next - at + 1, before: 0 }
  }
  return undefined
}

/** ISO 13616: the country and the check digits moved last, S as 28 and E as 14, modulus 97. */
const isIban = (digits: string): boolean => BigInt(`${digits.slice(2)}2814${digits.slice(0, 2)}`) % 97n === 1n
