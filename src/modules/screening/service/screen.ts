import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { type Item, itemsByIds } from '../../archive/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { isSwedish } from '../../search/index.ts'
import { learnedReasons, modelInUse, type NumberedModel } from '../learned/index.ts'
import { labelGroups } from '../repeat-store.ts'
import {
  caughtByFilter,
  isOtherLanguage,
  loadLanguageDetector,
  loadRuleSet,
  rulesFor,
  screenText,
  withDetector,
} from '../rules/index.ts'
import { keepScreenings } from '../store.ts'
import { labels, type TextScreening } from '../types.ts'
import { joinRepeats } from './repeats.ts'

let detector: ReturnType<typeof loadLanguageDetector> | undefined

/**
 * Reads in and compiles what the first texts would otherwise wait for, and with them whoever asks the web in the same
 * process: lists, dictionary and detector take most of a second together.
 */
export async function prepareScreening(): Promise<void> {
  detector ??= loadLanguageDetector()
  const tellLanguage = await detector
  tellLanguage('')
  for (const { book, near } of loadRuleSet().matchers) {
    near()
    book.stars()
    book.covered()
  }
  isSwedish('ord')
}

/**
 * Screens the texts of the present versions of recorded items and keeps the reasons with the policy they were found
 * under. Announces 'items.screened', 'items.caught' of those that are shown and the word filter catches, and
 * 'items.repeated' of earlier items whose text has now come many times. Running it again gives the same.
 */
export async function screenRecords(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  records: readonly { readonly record: string; readonly version: number }[],
): Promise<void> {
  const now = house.clock.now()
  detector ??= loadLanguageDetector()
  const tellLanguage = await detector
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const policy = await currentPolicy(tx, municipalityId, now)
    const { wordFilter, reading } = policy.settings
    const rules = withDetector(rulesFor(wordFilter.ownWords, wordFilter.exceptions), tellLanguage)
    const items = await itemsByIds(
      tx,
      municipalityId,
      records.map((one) => one.record),
    )
    if (items.length === 0) return
    const learned = await modelInUse(tx, municipalityId, now)
    const screened = items.map((item) => ({
      item,
      recordId: item.recordId,
      version: item.version,
      found: withLanguage(withLearned(screenText(item.text, rules), item, learned)),
    }))
    await keepScreenings(tx, municipalityId, screened, policy.version, now)
    const many = await joinRepeats(tx, municipalityId, items, reading.sameTextFrom, now)
    const repeated = await labelGroups(
      tx,
      municipalityId,
      many,
      items.map(({ recordId }) => recordId),
    )
    const caught = screened.filter(
      ({ item, found }) =>
        item.state === 'visible' && caughtByFilter(found.reasons, wordFilter.level).length > 0,
    )
    if (caught.length > 0) {
      const payload = { account: accountId, records: caught.map(({ recordId }) => recordId) }
      await announce(tx, municipalityId, 'items.caught', payload, now)
    }
    const recorded = new Map(records.map(({ record, version }) => [record, version]))
    const payload = {
      account: accountId,
      items: screened.map(({ recordId, version, found }) => ({
        record: recordId,
        version: recorded.get(recordId) ?? version,
        labels: found.labels,
      })),
    }
    await announce(tx, municipalityId, 'items.screened', payload, now)
    const earlier = repeated.filter((record) => !screened.some(({ recordId }) => recordId === record))
    if (earlier.length > 0) await announce(tx, municipalityId, 'items.repeated', { records: earlier }, now)
  })
}

/** What is written in another language is for somebody who reads it: the lists are Swedish. */
const withLanguage = (found: TextScreening): TextScreening =>
  isOtherLanguage(found.language) ? { ...found, labels: [...found.labels, 'otherLanguage'] } : found

/** What the model that is turned on adds to what the lists find, about what others have said. */
function withLearned(found: TextScreening, item: Item, learned: NumberedModel | undefined): TextScreening {
  if (!learned || item.direction !== 'received') return found
  const more = learnedReasons(item.text, item.author, found.reasons, learned)
  if (more.length === 0) return found
  const reasons = [...found.reasons, ...more].sort((a, b) => a.start - b.start || b.end - a.end)
  const given = new Set<string>(reasons.map(({ label }) => label))
  return { ...found, labels: labels.filter((label) => given.has(label)), reasons }
}
