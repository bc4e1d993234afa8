/** Six or eight digits, perhaps a sign, four digits, standing alone: the shape of a personal or coordination number. */
const numberShape = /(?<![0-9a-f-])(?:\d{2})?\d{6}[-+ ]?\d{4}(?![0-9a-f])/gi

const mask = '[personnummer]'

/** A text as it may stand in a log or the audit trail, which others read than those who may read the items. */
export const maskPersonalNumbers = (text: string): string =>
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
