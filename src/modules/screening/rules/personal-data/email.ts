import type { Collector } from '../collector.ts'
import { act, symbol, unitTable } from '../text/alphabet.ts'

/** @, and what is written for it: (at), [snabel-a], snabela, at. */
const ats =
  /[@＠﹫]|&#(?:64|x40);?|[([{<] ?(?:at|a|snabel-?a) ?[)\]}>]|(?<=[\p{L}\p{N}])([-_*])at\1|(?:snabel[- ]?a|kanelbulle)(?![\p{L}])| at /giu
/** Without any of these there is no address: most texts. */
const mayHold = /[@＠﹫{[(<]|&#|snabel|kanelb|[-_* ]at[-_* ]/i
/** Names of hosts, parted by dots or by the word for one. */
const domain =
  /[\p{L}\p{N}\p{Cf}-]{1,63}(?:(?: ?[([{] ?| )(?:punkt|dot|prick)(?: ?[)\]}] ?| )[\p{L}\p{N}-]{1,63}| ?\.[\p{L}\p{N}\p{Cf}-]{1,63}| \. (?:se|nu|com)\b){1,6}/iuy
const wordedDot = / (?:punkt|dot|prick) |[([{] ?(?:punkt|dot|prick)/i
const topLevel = /[. )\]}](?:\p{L}{2,24}|xn--[a-z0-9-]{2,40})$/iu
/** What is written for @ within words too: only where a common ending of addresses follows. */
const joining = /^[-_*]at/i
const common = /[. )\]}](?:se|nu|com|net|org|eu|info)$/i
const longestLocal = 64

/** e-postadress, also with a word for @ and for the dot. What can stand on either side is bounded, so this is linear. */
export function findEmails(text: string, into: Collector): void {
  if (!mayHold.test(text)) return
  for (const { index, 0: at } of text.matchAll(ats)) {
    const start = localStart(text, skipSpace(text, index, -1))
    domain.lastIndex = skipSpace(text, index + at.length, 1)
    const found = domain.exec(text)?.[0]
    if (start === undefined || found === undefined || !topLevel.test(found)) continue
    // "titta at kommunen.se" is English; only a word for the dot too makes it an address.
    if (joining.test(at) && !common.test(found)) continue
    if (at.trim().toLowerCase() === 'at' && !wordedDot.test(found)) continue
    into.addNamed('personalData', start, domain.lastIndex, 'email')
  }
}

const skipSpace = (text: string, at: number, step: 1 | -1): number =>
  text.charAt(step === 1 ? at : at - 1) === ' ' ? at + step : at

/** Where what stands before the sign begins; undefined where nothing does. */
function localStart(text: string, end: number): number | undefined {
  let start = end
  while (start > 0 && end - start < longestLocal && isLocal(text.charCodeAt(start - 1))) start -= 1
  return start === end ? undefined : start
}

/** A letter, a digit, or one of . _ % + - */
function isLocal(unit: number): boolean {
  const what = unitTable[unit] ?? symbol.gap
  if (what !== symbol.gap) return what < act.ignore || what === act.expand
  return unit === 0x2e || unit === 0x5f || unit === 0x25 || unit === 0x2b || unit === 0x2d
}
