import { domainToUnicode } from 'node:url'
import type { Collector } from './collector.ts'

/** Links are read and never followed: what they look like is told, as a reason. */

/** Services that hide where a link goes. */
const shorteners = new Set(
  'bit.ly bitly.com tinyurl.com t.ly is.gd v.gd ow.ly buff.ly rb.gy cutt.ly rebrand.ly shorturl.at goo.gl tiny.cc s.id t.cn'.split(
    ' ',
  ),
)

/** Names that are borrowed by those who cheat, and where each is at home. */
const senders: Readonly<Record<string, readonly string[]>> = {
  bankid: ['bankid.com', 'bankid.se', 'mobiltbankid.se'],
  swish: ['swish.nu', 'getswish.se', 'swish.se'],
  postnord: ['postnord.se', 'postnord.com'],
  skatteverket: ['skatteverket.se'],
  forsakringskassan: ['forsakringskassan.se'],
  swedbank: ['swedbank.se', 'swedbank.com'],
  handelsbanken: ['handelsbanken.se', 'handelsbanken.com'],
  nordea: ['nordea.se', 'nordea.com'],
  klarna: ['klarna.com', 'klarna.se'],
}

const mostLinks = 50
/** With a scheme, with www, or a name with a dot before a slash; no more of it than a host and what stands before. */
const link =
  /(?:https?:\/\/|www\.)[^\s/?#<>"]{1,300}|(?<![\p{L}\p{N}@./-])[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4}(?=\/)/giu

/** Reasons for what a text's links look like. Linear; nothing is asked of the net. */
export function findLinks(text: string, into: Collector): void {
  if (!text.includes('/') && !text.includes('www.') && !text.includes('WWW.')) return
  let found = 0
  for (const match of text.matchAll(link)) {
    found += 1
    if (found > mostLinks) return
    const source = suspectedOf(match[0])
    if (source) into.addNamed('spam', match.index, match.index + match[0].length, `pattern:${source}`)
  }
}

/** Why a link is worth a warning: its beginning, up to the host. */
function suspectedOf(written: string): 'shortLink' | 'borrowedName' | 'hiddenAddress' | undefined {
  const hasScheme = /^https?:/iu.test(written)
  const url = URL.parse(hasScheme ? written : `http://${written}`)
  if (!url) return undefined
  const host = url.hostname.replace(/^www\./u, '')
  if (url.username !== '' || mixesAlphabets(host)) return 'hiddenAddress'
  // Without a scheme it is a time of day, or a date.
  if (hasScheme && isNumber(host)) return 'hiddenAddress'
  if (shorteners.has(host)) return 'shortLink'
  const isBorrowed = Object.entries(senders).some(
    ([name, homes]) =>
      host.includes(name) && !homes.some((home) => host === home || host.endsWith(`.${home}`)),
  )
  return isBorrowed ? 'borrowedName' : undefined
}

/** The URL parser has made every way of writing an address into the usual one. */
const isNumber = (host: string): boolean => /^[\d.]+$/u.test(host) || host.startsWith('[')

/** Latin letters beside others that look like them; a name in Swedish, or wholly in another alphabet, is a name. */
function mixesAlphabets(host: string): boolean {
  if (!host.includes('xn--')) return false
  return domainToUnicode(host)
    .split('.')
    .some((part) => /[a-z]/u.test(part) && /[^\p{Script=Latin}\p{N}-]/u.test(part))
}
