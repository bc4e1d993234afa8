import type { Finding } from './types.ts'

const segments = new Intl.Segmenter('sv', { granularity: 'grapheme' })

/** User-perceived characters. */
export const graphemes = (text: string): number => [...segments.segment(text)].length

const address =
  /https?:\/\/[^\s<>"”]+|(?<![@\p{L}\p{N}.-])(?:[\p{L}\p{N}-]{1,63}\.){1,4}(?:se|nu|com|org|eu)\/[^\s<>"”]*/giu

/** Web addresses as they stand in a text, also those without https. */
export const addressesIn = (text: string): string[] =>
  (text.match(address) ?? []).map((one) => one.replace(/(?<![.,;:!?)])[.,;:!?)]+$/u, ''))

/** The text with its addresses blanked out, every place kept. */
export const withoutAddresses = (text: string): string =>
  text.replace(address, (one) => ' '.repeat(one.length))

/** Host name in lower case without www, or undefined when it is no web address. */
export function hostOf(written: string): string | undefined {
  const url = /^https?:\/\//iu.test(written) ? written : `https://${written}`
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase().replace(/^www\./u, '') : undefined
}

/** Whether a host is one of the municipality's own, or lies below it. */
export const isOwn = (host: string, own: readonly string[]): boolean =>
  own.some((one) => {
    const base = one.toLowerCase().replace(/^www\./u, '')
    return base !== '' && (host === base || host.endsWith(`.${base}`))
  })

/** Where a match stands. */
export const placeOf = (match: RegExpExecArray): NonNullable<Finding['at']> => ({
  start: match.index,
  end: match.index + match[0].length,
})

/** Some words of a text, to say what is meant. */
export const quoted = (words: string, most = 40): string => {
  const flat = words.replace(/\s+/gu, ' ').trim()
  return `”${flat.length > most ? `${flat.slice(0, most).trimEnd()}…` : flat}”`
}
