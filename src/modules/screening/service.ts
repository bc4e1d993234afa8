import { sql } from 'kysely'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { announce } from '../../infra/jobs/index.ts'
import type { AccountId, MunicipalityId } from '../../kernel/index.ts'
import { type Item, itemsByIds } from '../archive/index.ts'
import { currentPolicy } from '../policy/index.ts'
import { rulesFor, screenText } from './rules/index.ts'
import type { Reason, Screening } from './types.ts'

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
    const screened = items.map((item) => ({ item, found: screenText(item.text, rules) }))
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

/** What screening found in the present versions of items: record → reasons; those not screened yet are left out. */
export async function reasonsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  items: readonly Pick<Item, 'recordId' | 'version'>[],
): Promise<ReadonlyMap<string, readonly Reason[]>> {
  const rows = await tx
    .selectFrom('screening')
    .select(['record_id', 'version', 'reasons'])
    .where('municipality_id', '=', municipalityId)
    .where(sql<boolean>`record_id = ANY(${items.map(({ recordId }) => recordId)}::uuid[])`)
    .execute()
  const versions = new Map<string, number>(items.map(({ recordId, version }) => [recordId, version]))
  const present = rows.filter((row) => versions.get(row.record_id) === row.version)
  return new Map(present.map((row) => [row.record_id, row.reasons as unknown as Reason[]]))
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
