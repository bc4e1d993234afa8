/** Letters that are written in other ways than as letters: as HTML, and as halves of flags. */

/** Read in place of what was written: a code point, 0 for what shows nothing; and how many code units it took. */
export interface Written {
  readonly codePoint: number
  readonly length: number
}

const named: Readonly<Record<string, string>> = {
  ...{ aring: 'å', auml: 'ä', ouml: 'ö', eacute: 'é', shy: '\u00ad', zwj: '\u200d', zwnj: '\u200c' },
  ...{ nbsp: '\u00a0', amp: '&', lt: '<', gt: '>', quot: '"', ZeroWidthSpace: '\u200b' },
}
const entity = /&(?:amp;){0,2}(?:#(\d{1,7});?|#[xX]([0-9a-fA-F]{1,6});?|([A-Za-z]{2,14});)/y
const longestTag = 90

/** `&#102;`, `&auml;`, a tag or a comment that begins at `at`; undefined where none does. What is looked at is bounded. */
export function htmlAt(text: string, at: number): Written | undefined {
  if (text.charCodeAt(at) !== 0x26) return tagAt(text, at)
  entity.lastIndex = at
  const [all, decimal, hexadecimal, name = ''] = entity.exec(text) ?? []
  if (all === undefined) return undefined
  const { length } = all
  if (decimal === undefined && hexadecimal === undefined) {
    const letter = named[name] ?? named[name.toLowerCase()]
    return letter === undefined ? undefined : { codePoint: letter.charCodeAt(0), length }
  }
  const codePoint = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return { codePoint: codePoint > 0x10ffff ? 0 : codePoint, length }
}

/** From `<b`, `</b` or `<!--` to the next `>`. */
function tagAt(text: string, at: number): Written | undefined {
  if (!beginsTag(text, at)) return undefined
  for (let end = at + 2; end < at + longestTag && end < text.length; end += 1) {
    const unit = text.charCodeAt(end)
    if (unit === less) return undefined
    if (unit === more) return { codePoint: 0, length: end + 1 - at }
  }
  return undefined
}

const less = 0x3c
const more = 0x3e
/** <b, </b and <!--, but not a < b. */
export function beginsTag(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1)
  const letter = next | 0x20
  return (
    text.charCodeAt(at) === less && (next === 0x21 || next === 0x2f || (letter >= 0x61 && letter <= 0x7a))
  )
}

const regionalA = 0x1f1e6
export const isFlagLetter = (codePoint: number): boolean =>
  codePoint >= regionalA && codePoint < regionalA + 26

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
/** By two letters, 0–25 each: whether they are the flag of a country. */
const countries = Uint8Array.from({ length: 26 * 26 }, (_, pair) =>
  regions.of(String.fromCharCode(0x41 + Math.floor(pair / 26), 0x41 + (pair % 26))) === undefined ? 0 : 1,
)

/** Letters of flags in a row. */
export interface Flags {
  /** 0–25 each. */
  readonly letters: readonly number[]
  /** They may spell something: not every pair is a country's, or there are several. */
  readonly spells: boolean
}

/** The letters of flags that begin at `at`, two code units each; undefined where none does. */
export function flagsAt(text: string, at: number): Flags | undefined {
  const letters: number[] = []
  for (let next = at; isFlagLetter(text.codePointAt(next) ?? 0); next += 2)
    letters.push((text.codePointAt(next) ?? 0) - regionalA)
  if (letters.length === 0) return undefined
  const areCountries = letters.every(
    (letter, index) => index % 2 === 0 || countries[(letters[index - 1] ?? 0) * 26 + letter] === 1,
  )
  return { letters, spells: letters.length % 2 === 1 || letters.length > 2 || !areCountries }
}
