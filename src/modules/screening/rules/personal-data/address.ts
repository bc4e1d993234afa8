import type { Collector } from '../collector.ts'
import type { Run } from './runs.ts'

/** How names of streets end, also without a capital letter. */
const streets = ['gatan', 'vägen', 'gränd', 'gränden', 'stigen', 'allén', 'esplanaden', 'gata']
/** Endings that are streets only in names. */
const named = [
  'väg',
  'torg',
  'torget',
  'backen',
  'backe',
  'stig',
  'allé',
  'leden',
  'slingan',
  'svängen',
  'kajen',
  'platsen',
  'plan',
  'promenaden',
  'brinken',
  'kroken',
  'ringen',
  'rundeln',
  'stråket',
  'gången',
  'höjden',
]
const endings = [...streets, ...named]
/** Ways and streets that are not names. */
const common =
  /^(?:(?:cykel|gång|bil|huvud|motor|infarts|utfarts|by|grus|skol|läns|lands|landsvä|järn|bak|tvär|små|gå)(?:gatan|vägen)|omvägen|hjälpvägen)$/
/** Roads, plans and floors that have numbers of their own and nobody's home. */
const numbered =
  /^(?:riks|läns|europa)väg(?:en)?$|^(?:våning|detalj|översikt|handling|åtgärd|hand|special|tids|arbets|verksamhets|budget|lek|bakom)s?plan$/
const quantity =
  /^ ?(?:m|meter|km|kilometer|kr|kronor|barn|bilar|personer|gånger|år|min|minuter|dagar|timmar|st|procent|%)(?!\p{L})/iu

const letter = /\p{L}/u
const longestName = 40

/** gatuadress: the name of a street and a number of at most three digits. */
export function findAddresses(text: string, runs: readonly Run[], into: Collector): void {
  for (const run of runs) {
    if (run.digits.length > 3 || text.charAt(run.start - 1) !== ' ') continue
    const start = streetBefore(text, run.start - 1)
    if (start === undefined || quantity.test(text.slice(run.end, run.end + 12))) continue
    const suffix = /^ ?[a-zA-Z](?![\p{L}\p{N}])/u.exec(text.slice(run.end, run.end + 3))?.[0] ?? ''
    into.addNamed('personalData', start, run.end + suffix.length, 'address')
  }
}

/** Where the street's name begins that ends at `end`; undefined when no street does. */
function streetBefore(text: string, end: number): number | undefined {
  const start = wordStart(text, end)
  if (start === end) return undefined
  const word = text.slice(start, end)
  const lower = word.toLowerCase()
  const capital = word !== lower
  const ending = endings.find((each) => lower.endsWith(each))
  if (
    ending === undefined ||
    numbered.test(lower) ||
    (!capital && lower !== ending && (named.includes(ending) || common.test(lower)))
  )
    return undefined
  if (lower.length >= ending.length + 2) return start
  // Norra Vägen 3, på Kung Karls väg 12: the name stands before, and no sentence begins with it.
  const before = wordStart(text, start - 1)
  const first = text.slice(before, Math.max(before, start - 1))
  const isNamed = first.length > 2 && first !== first.toLowerCase() && lower === ending
  return isNamed && (capital || /[\p{L},] $/u.test(text.slice(Math.max(0, before - 2), before)))
    ? before
    : undefined
}

function wordStart(text: string, end: number): number {
  let start = end
  while (
    start > 0 &&
    end - start < longestName &&
    (letter.test(text.charAt(start - 1)) || text.charAt(start - 1) === '-')
  ) {
    start -= 1
  }
  return start
}
