import { loadRuleSet, type RuleSet, screenText } from '../src/modules/screening/index.ts'
import { coveredDisguises, disguises, laterDisguises, respeltDisguises } from '../tests/support/disguises.ts'
import { isKept, sharesFound } from '../tests/support/outsider/measure.ts'
import { cleanTexts, offensiveWords } from '../tests/support/swedish-texts.ts'
import { comments, withManyWords } from './support/comments.ts'
import { type Peer, peersWith } from './support/peers.ts'
import { atLeast, atMost, type Measured, ratio, say } from './support/result.ts'
import { leastOwnTime } from './support/time.ts'
import { vocabulary } from './support/words.ts'

const sentence = (word: string): string => `Jag tycker att ${word} var där i dag`

const unsuitable = new Set<string>([
  'threat',
  'hateAgainstGroup',
  'harassment',
  'sexual',
  'callToCrime',
  'profanity',
  'staffHate',
])
const classes = {
  class: disguises,
  'later class': laterDisguises,
  'covered class': coveredDisguises,
  'respelt class': respeltDisguises,
}
const seed = 991
const oursWith = (rules: RuleSet): Peer => ({
  name: 'ours',
  finds: (text) => screenText(text, rules).reasons.some(({ label }) => unsuitable.has(label)),
})

/** What is said beside the lines that are not met, and cannot be by whoever finds disguises. */
const notes = [
  'Faster than @2toad/profanity and leo-profanity is not reachable: they look words up in a table as they stand and find no disguise; ours folds, walks and asks what each word resembles.',
  'A letter left out, changed or not doubled makes other words of short ones (hora: hoa, hota), and words of two consonants are not told without their vowels: those classes stay below 95 % (decision 19).',
]

/**
 * What is found, what is falsely found and how fast, beside the libraries of reference/performance.md §2, in the same run.
 * Found: words that others have listed as offensive (LDNOOBW) and that our lists hold too, which the libraries are given, in
 * the same disguises. False alarms: the same clean Swedish, for which the libraries are given every single word of our lists,
 * as we answer for all of ours. Fast: comments of about 100 characters with 10,000 words, the whole screening beside finding
 * words alone. The product holds none of the texts. Without the libraries, what is ours is measured alone.
 */
export async function run(size = 10_000): Promise<Measured[]> {
  const rules = loadRuleSet()
  const ours = oursWith(rules)
  const words = offensiveWords().filter((word) => ours.finds(`Du är ${word} va`))
  const peers = peersWith(words)
  const lines: Measured[] = []
  const shares = Object.entries(classes).flatMap(([kind, all]) =>
    Object.entries(all).map(([name, disguise]) => {
      const recall = (peer: Peer): number =>
        (100 * words.filter((word) => peer.finds(sentence(disguise(word)))).length) / words.length
      const [own, others] = [recall(ours), peers.map(recall)]
      const best = peers.map(({ name }, at) => `${others[at]?.toFixed(0)} ${name}`)
      lines.push(atLeast(`found, ${kind} ${name}`, own, 95, '%', best.join(' · ')))
      return { own, others }
    }),
  )
  lines.push(...outsiders(ours, words))
  const wrong = cleanTexts().filter((text) => ours.finds(text))
  for (const note of notes) say(note)
  say(`false alarms: ${wrong.slice(0, 12).join(' | ')}`)
  lines.push(atMost(`false alarms of ${cleanTexts().length} clean texts`, percent(wrong), 0.4, '%'))
  const mean = (of: readonly number[]): number => of.reduce((sum, each) => sum + each, 0) / of.length
  for (const [at, { name }] of peers.entries()) {
    const theirs = mean(shares.map(({ others }) => others[at] ?? 0))
    lines.push(
      beside(name, `found, mean of ${shares.length} classes`, mean(shares.map(({ own }) => own)), theirs, 1),
    )
  }
  for (const peer of peersWith(singleWords(rules)))
    lines.push(
      beside(
        peer.name,
        'false alarms with our lists',
        percent(wrong),
        percent(cleanTexts().filter((text) => peer.finds(text))),
        -1,
      ),
    )
  return [...lines, ...speeds(size)]
}

const percent = (wrong: readonly string[]): number => (100 * wrong.length) / cleanTexts().length

/** What a library can be given of lists: words as they stand, of the labels that we answer for. */
const singleWords = ({ lists }: RuleSet): string[] =>
  lists
    .filter(({ label }) => unsuitable.has(label))
    .flatMap(({ words }) =>
      words.map((word) => word.replace(/^=/, '')).filter((word) => /^[a-zåäö]+$/.test(word)),
    )

/** A share beside a library's. @param better 1 where more is better, -1 where less is */
const beside = (name: string, what: string, own: number, theirs: number, better: 1 | -1): Measured => ({
  what: `beside ${name}: ${what}`,
  value: `${own.toFixed(2)} %`,
  anchor: `${theirs.toFixed(2)} %`,
  ratio: undefined,
  goal: better === 1 ? 'more' : 'no more',
  met: better === 1 ? own > theirs : own <= theirs,
})

/**
 * Ways of writing that an outsider thought of, of all sorts: the least found of each sort, over the words that nobody looked
 * at while the rules were made. Those below are named, with what was missed.
 */
function outsiders(ours: Peer, words: readonly string[]): Measured[] {
  const shares = sharesFound(ours.finds, words.filter(isKept), seed)
  for (const { group, name, found, missed } of shares)
    if (found < 95) say(`${group} ${name}: ${found.toFixed(0)} %, missed ${missed.slice(0, 8).join(' | ')}`)
  return [...new Set(shares.map(({ group }) => group))].map((group) => {
    const all = shares.filter((share) => share.group === group)
    const least = Math.min(...all.map(({ found }) => found))
    return atLeast(`found, least of ${all.length} outsider's ways, ${group}`, least, 95, '%')
  })
}

function speeds(size: number): Measured[] {
  const language = vocabulary()
  const rules = withManyWords(loadRuleSet(), language)
  const texts = comments(size, language)
  const own = { count: size, ms: leastOwnTime(finding(oursWith(rules), texts)) }
  // What a regular expression of ten thousand words costs is seen in few texts.
  const few: Readonly<Record<string, number>> = { obscenity: 40, 'bad-words': 40 }
  return peersWith(rules.lists.flatMap((list) => list.words.filter((word) => /^[a-zåäö]+$/.test(word)))).map(
    (peer) => {
      const count = few[peer.name] ?? size
      const anchor = { name: peer.name, count, ms: leastOwnTime(finding(peer, texts.slice(0, count))) }
      return ratio(`beside ${peer.name}: whole screening, 10,000 words, texts`, own, anchor, 1)
    },
  )
}

const finding = (peer: Peer, texts: readonly string[]) => (): void => {
  for (const text of texts) peer.finds(text)
}
