import type { Collector } from '../collector.ts'
import { between, leadIn, type Run } from './runs.ts'

const mobile = /^07[02369]/
/** Area codes of two and three digits; the rest have four (Post- och telestyrelsens nummerplan). */
const shortArea = /^0(?:8|1[013689]|2[0136]|3[1356]|4[0246]|5[4]|6[03]|7[0-9]|90)/
/** Words before what is a phone number however few digits it has. */
const called = /(?:\bring|telefon|\btel\b|\btfn\b|nummer|mobil|\bnås på|\bsms)[^\d]{0,15}$/
const separates = /^(?:[-\u2010-\u2015\u2212./()_]|[^\S\r\n]|\p{Cf}){1,3}$/u
const longestNational = 10
const shortestNational = 8

/** telefonnummer in the Swedish plan: 070-123 45 67, 08-12 34 56 78, +46 70 123 45 67, 0701234567. */
export function findPhoneNumbers(
  text: string,
  runs: readonly Run[],
  taken: ReadonlySet<Run>,
  into: Collector,
): void {
  for (let at = 0; at < runs.length; ) {
    const run = runs[at]
    if (run === undefined) break
    const free = !taken.has(run) || (run.digits.length === longestNational && mobile.test(run.digits))
    const count = free ? numberAt(text, runs, at) : 0
    const last = runs[at + count - 1]
    if (count === 0 || last === undefined) at += 1
    else {
      const plus = text.charCodeAt(run.start - 1) === 0x2b ? 1 : 0
      into.addNamed('personalData', run.start - plus, last.end, 'phone')
      at += count
    }
  }
}

/** How many runs from `at` make a phone number; 0 when they do not. */
function numberAt(text: string, runs: readonly Run[], at: number): number {
  const first = runs[at]
  if (first === undefined) return 0
  const abroad = text.charCodeAt(first.start - 1) === 0x2b ? '46' : '0046'
  const international = first.digits.startsWith(abroad)
  if (!international && !first.digits.startsWith('0')) return 0
  let digits = international ? `0${first.digits.slice(abroad.length)}` : first.digits
  const groups = [digits]
  const separators: string[] = []
  // What is called a number needs no more to be one.
  const isCalled = international || called.test(leadIn(text, first.start))
  let best = isNational(digits, groups, separators, isCalled) ? 1 : 0
  for (let next = at + 1; next < runs.length && digits.length < longestNational; next += 1) {
    const run = runs[next]
    const separator = between(text, runs[next - 1], run)
    if (run === undefined || separator === undefined || !separates.test(separator)) break
    if (run.digits === '0' && separator.includes('(')) continue
    if (digits === '0') {
      digits += run.digits
      groups[0] = digits
    } else {
      digits += run.digits
      groups.push(run.digits)
      separators.push(separator)
    }
    if (isNational(digits, groups, separators, isCalled)) best = next - at + 1
  }
  return best
}

function isNational(
  digits: string,
  groups: readonly string[],
  separators: readonly string[],
  isCalled: boolean,
): boolean {
  if (digits.length < shortestNational || !/^0[1-9]/.test(digits)) return false
  if (mobile.test(digits)) {
    if (digits.length !== longestNational) return false
  } else if (
    digits.length < (shortArea.test(digits) ? shortestNational : 9) ||
    digits.length > longestNational
  )
    return false
  else if (separators.some((each) => each.includes('.'))) return false
  const [area = '', ...rest] = groups
  if (rest.length === 0 || groups.every((group) => group.length === 1)) return digits.length > 8 || isCalled
  if (area.length > 4 || (area.length === 2 && area !== '08')) return false
  return isSubscriber(digits, rest, separators, isCalled)
}

/** 123 45 67 · 12 34 56 · 1234567, but not 08-12 13-16, which is when somewhere is open. */
function isSubscriber(
  digits: string,
  rest: readonly string[],
  separators: readonly string[],
  isCalled: boolean,
): boolean {
  if (rest.length === 1) return (rest[0] ?? '').length >= 5
  if (rest.some((group) => group.length < 2 || group.length > 3)) return false
  if (new Set(separators.slice(1)).size > 1) return false
  return digits.length > 8 || isCalled || rest.some((group) => group.length === 3)
}
