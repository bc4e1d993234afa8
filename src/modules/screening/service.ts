import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { announce } from '../../infra/jobs/index.ts'
import type { AccountId, MunicipalityId } from '../../kernel/index.ts'
import { type Item, itemsByIds } from '../archive/index.ts'
import { currentPolicy } from '../policy/index.ts'
import { learnedReasons, modelInUse, type NumberedModel } from './learned/index.ts'
import { type RuleSet, rulesFor, screenText } from './rules/index.ts'
import { labels, type Reason, type Screening } from './types.ts'

/**
 * Screens the present versions of recorded items and keeps the reasons with the policy they were found under.
 * Announces 'items.screened'. Running it again gives the same.
 */
export async function screenRecords(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  records: readonly { readonly record: string; readonly version: number }[],
): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const policy = await currentPolicy(tx, municipalityId, now)
    const { ownWords, exceptions } = policy.settings.wordFilter
    const rules = rulesFor(ownWords, exceptions)
    const items = await itemsByIds(
      tx,
      municipalityId,
      records.map((one) => one.record),
    )
    const learned = await modelInUse(tx, municipalityId, now)
    const screened = items.map((item) => ({ item, found: screenItem(item, rules, learned) }))
    if (screened.length === 0) return
    await tx
      .insertInto('screening')
      .values(
        screened.map(({ item, found }) => ({
          municipality_id: municipalityId,
          record_id: item.recordId,
          version: item.version,
          policy_version: policy.version,
          language: found.language,
          labels: [...found.labels],
          reasons: JSON.stringify(found.reasons),
          at: now,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['municipality_id', 'record_id', 'version']).doUpdateSet((eb) => ({
          policy_version: eb.ref('excluded.policy_version'),
          language: eb.ref('excluded.language'),
          labels: eb.ref('excluded.labels'),
          reasons: eb.ref('excluded.reasons'),
          at: eb.ref('excluded.at'),
        })),
      )
      .execute()
    const payload = {
      account: accountId,
      items: screened.map(({ item, found }) => ({ record: item.recordId, labels: found.labels })),
    }
    await announce(tx, municipalityId, 'items.screened', payload, now)
  })
}

/** What the lists find, and what the model that is turned on adds about what others have said. */
function screenItem(item: Item, rules: RuleSet, learned: NumberedModel | undefined): Screening {
  const found = screenText(item.text, rules)
  if (!learned || item.direction !== 'received') return found
  const more = learnedReasons(item.text, item.author, found.reasons, learned)
  if (more.length === 0) return found
  const reasons = [...found.reasons, ...more].sort((a, b) => a.start - b.start || b.end - a.end)
  const given = new Set<string>(reasons.map(({ label }) => label))
  return { ...found, labels: labels.filter((label) => given.has(label)), reasons }
}

/** Why an item's version got its labels, or undefined before it has been screened. */
export async function screeningOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: string,
  version: number,
): Promise<Screening | undefined> {
  const row = await tx
    .selectFrom('screening')
    .select(['language', 'labels', 'reasons'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('version', '=', version)
    .executeTakeFirst()
  return (
    row && {
      language: row.language,
      labels: row.labels as Screening['labels'],
      reasons: row.reasons as unknown as Reason[],
    }
  )
}
