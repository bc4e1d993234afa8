import type { Json } from '../../kernel/index.ts'

/** Names that say that the value is a secret. Whoever writes one here has made a mistake, so it is thrown. */
const secretName = /token|secret|password|passphrase|cookie|authorization|credential$|private.?key|csrf/i

/** Six or eight digits, perhaps a sign, four digits, standing alone: the shape of a personal or coordination number. */
const numberShape = /(?<![0-9a-f-])(?:\d{2})?\d{6}[-+ ]?\d{4}(?![0-9a-f])/gi

const mask = '[personnummer]'
const maxDepth = 8

/**
 * The detail as it may be kept: personal numbers are masked wherever they stand in a text.
 * The audit trail is read by others than those who may read the items, and is never disposed of with them.
 * @throws Error when a field is named as a secret, or the detail is nested deeper than eight levels.
 */
export function safeDetail(detail: Json, depth = 0): Json {
  if (depth > maxDepth) throw new Error('audit detail is nested too deeply')
  if (typeof detail === 'string') return maskNumbers(detail)
  if (typeof detail !== 'object' || detail === null) return detail
  if (Array.isArray(detail)) return detail.map((one: Json) => safeDetail(one, depth + 1))
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (secretName.test(name)) throw new Error(`a secret does not belong in the audit trail: ${name}`)
      return [name, safeDetail(value as Json, depth + 1)]
    }),
  )
}

const maskNumbers = (text: string): string =>
  text.replace(numberShape, (found) => (isPersonalNumber(found.replace(/\D/g, '').slice(-10)) ? mask : found))

/** Ten digits with a month, a day (plus 60 in a coordination number) and a right check digit (SKV 704). */
function isPersonalNumber(digits: string): boolean {
  const month = Number(digits.slice(2, 4))
  const day = Number(digits.slice(4, 6)) % 60
  if (month < 1 || month > 12 || day < 1 || day > 31) return false
  const sum = [...digits].reduce((total, digit, at) => {
    const product = Number(digit) * (at % 2 === 0 ? 2 : 1)
    return total + (product > 9 ? product - 9 : product)
  }, 0)
  return sum % 10 === 0
}
