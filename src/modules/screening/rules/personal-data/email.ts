import type { Collector } from '../collector.ts'

const localPart = /[\p{L}\p{N}._%+-]/u
const domainPart = /[\p{L}\p{N}.-]/u
const ats = ['@', '＠', '(at)', '[at]'] as const

/** e-postadress, also with (at) for @. What can stand on either side is bounded, so this is linear. */
export function findEmails(text: string, into: Collector): void {
  for (const at of ats) {
    for (let found = text.indexOf(at); found !== -1; found = text.indexOf(at, found + at.length)) {
      const spaced = at.length > 1
      const start = stretch(text, skipSpace(text, found, -1, spaced), -1, localPart, 64)
      const from = skipSpace(text, found + at.length, 1, spaced)
      let end = stretch(text, from, 1, domainPart, 253)
      while (end > from && /[.-]/.test(text.charAt(end - 1))) end -= 1
      const hasLocal = start < skipSpace(text, found, -1, spaced)
      if (hasLocal && isDomain(text.slice(from, end))) into.addNamed('personalData', start, end, 'email')
    }
  }
}

const isDomain = (domain: string): boolean => {
  const parts = domain.split('.')
  return parts.length > 1 && parts.every((part) => part !== '') && /^\p{L}{2,24}$/u.test(parts.at(-1) ?? '')
}

const skipSpace = (text: string, at: number, step: 1 | -1, allowed: boolean): number =>
  allowed && text.charAt(step === 1 ? at : at - 1) === ' ' ? at + step : at

/** As far as the characters fit, in one direction, at most `most` of them. */
function stretch(text: string, at: number, step: 1 | -1, allowed: RegExp, most: number): number {
  let edge = at
  for (let count = 0; count < most; count += 1) {
    const next = text.charAt(step === 1 ? edge : edge - 1)
    if (next === '' || !allowed.test(next)) break
    edge += step
  }
  return edge
}
