import { numberText } from '../../../kernel/index.ts'

const most = 280
const linkWeight = 23
/** What counts as one; everything else counts as two (twitter-text, config/v3.json, read 2026-11-29). */
const light = [
  [0, 0x10ff],
  [0x2000, 0x200d],
  [0x2010, 0x201f],
  [0x2032, 0x2037],
] as const

const graphemes = new Intl.Segmenter('sv', { granularity: 'grapheme' })
const picture = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u
/** Signs that are pictures only when a sign after them says so. */
const textual = /^[©®]$/u

const host = String.raw`(?:[\p{L}\p{N}_-]{1,63}\.)+`
/** In place of X's list of all top domains: every one of two letters, and the usual ones. Too much is refused in vain, too little by X. */
const top = '(?:[a-z]{2}|com|org|net|edu|gov|int|info|biz|app|dev|blog|news|online|site)'
/** A path ends where a sentence may: in a letter, a digit or one of these. */
const path = String.raw`(?:[/?#](?:[^\s\p{Cf}]*[\p{L}\p{N}/=_&#+\-])?)?`
const link = new RegExp(
  `(?:https?://${host}[\\p{L}]{2,63}(?::\\d+)?${path})|(?<![@\\p{L}\\p{N}._-])${host}${top}(?![@\\p{L}\\p{N}_-])${path}`,
  'giu',
)

/** How long X counts a text: a link 23, an emoji 2, a Chinese, Japanese or Korean character 2. */
export function weightOf(text: string): number {
  const clean = text.normalize('NFC')
  let weight = (clean.match(link) ?? []).length * linkWeight
  for (const { segment } of graphemes.segment(clean.replace(link, ''))) {
    if (picture.test(segment) && !textual.test(segment)) {
      weight += 2
      continue
    }
    for (const character of segment) {
      const code = character.codePointAt(0) ?? 0
      weight += light.some(([from, to]) => code >= from && code <= to) ? 1 : 2
    }
  }
  return weight
}

/** Why X would refuse the text, in words for the one who wrote it. */
export function tooLong(text: string): string | undefined {
  const weight = weightOf(text)
  return weight > most
    ? `Texten räknas som ${numberText(weight)} tecken och X tar emot ${numberText(most)}. En länk räknas som 23 och en emoji som 2. Korta texten.`
    : undefined
}
