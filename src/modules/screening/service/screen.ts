import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { itemsByIds } from '../../archive/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { labelGroups } from '../repeat-store.ts'
import { isOtherLanguage, loadLanguageDetector, rulesFor, screenText, withDetector } from '../rules/index.ts'
import { keepScreenings } from '../store.ts'
import type { TextScreening } from '../types.ts'
import { joinRepeats } from './repeats.ts'

let detector: ReturnType<typeof loadLanguageDetector> | undefined

/**
 * Screens the texts of the present versions of recorded items and keeps the reasons with the policy they were found
 * under. Announces 'items.screened', and 'items.repeated' of earlier items whose text has now come many times. Running
 * it again gives the same.
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
    const screened = items.map(({ recordId, version, text }) => ({
      recordId,
      version,
      found: withLanguage(screenText(text, rules)),
    }))
    await keepScreenings(tx, municipalityId, screened, policy.version, now)
    const many = await joinRepeats(tx, municipalityId, items, reading.sameTextFrom, now)
    const repeated = new Set(await labelGroups(tx, municipalityId, many))
    const payload = {
      account: accountId,
      items: screened.map(({ recordId, found }) => ({ record: recordId, labels: found.labels })),
    }
    await announce(tx, municipalityId, 'items.screened', payload, now)
    const earlier = [...repeated].filter((record) => !screened.some(({ recordId }) => recordId === record))
    if (earlier.length > 0) await announce(tx, municipalityId, 'items.repeated', { records: earlier }, now)
  })
}

/** What is written in another language is for somebody who reads it: the lists are Swedish. */
const withLanguage = (found: TextScreening): TextScreening =>
  isOtherLanguage(found.language) ? { ...found, labels: [...found.labels, 'otherLanguage'] } : found
