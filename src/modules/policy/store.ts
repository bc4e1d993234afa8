import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId } from '../../kernel/index.ts'
import { type Policy, type PresetId, settingsSchema } from './types.ts'

/** Before a policy is in force. */
const usualIdleMinutes = 60

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx.selectFrom('policy_version').selectAll().where('municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toPolicy = (row: Row): Policy => ({
  version: row.version,
  preset: row.preset as PresetId,
  settings: settingsSchema.parse(row.settings),
  note: row.note,
  staffId: row.staff_id,
  validFrom: row.valid_from,
})

export async function policyAt(
  tx: Tx,
  municipalityId: MunicipalityId,
  at: Date,
): Promise<Policy | undefined> {
  const row = await select(tx, municipalityId)
    .where('valid_from', '<=', at)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toPolicy(row)
}

/** One version as it was decided; for whoever seals it, and for what was done under it. */
export async function policyVersion(
  tx: Tx,
  municipalityId: MunicipalityId,
  version: number,
): Promise<Policy | undefined> {
  const row = await select(tx, municipalityId).where('version', '=', version).executeTakeFirst()
  return row && toPolicy(row)
}

/** Versions that began after an instant, oldest first. */
export async function versionsAfter(tx: Tx, municipalityId: MunicipalityId, since: Date): Promise<Policy[]> {
  const rows = await select(tx, municipalityId).where('valid_from', '>', since).orderBy('version').execute()
  return rows.map(toPolicy)
}

/** Newest first, each with who changed it, as the audit trail names them. */
export async function listVersions(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<(Policy & { readonly by: string })[]> {
  const rows = await select(tx, municipalityId)
    .select((eb) =>
      eb
        .selectFrom('audit_event')
        .select('actor')
        .where('audit_event.municipality_id', '=', municipalityId)
        .where('subject_kind', '=', 'policy')
        .where('verb', '=', 'policy.change')
        .whereRef('subject_id', '=', sql<string>`policy_version.version::text`)
        .limit(1)
        .as('actor'),
    )
    .orderBy('version', 'desc')
    .limit(500)
    .execute()
  return rows.map((row) => ({ ...toPolicy(row), by: row.actor ?? '' }))
}

/** @returns false when somebody else has written that version. */
export async function insertVersion(
  tx: Tx,
  municipalityId: MunicipalityId,
  policy: Policy,
): Promise<boolean> {
  const result = await tx
    .insertInto('policy_version')
    .values({
      municipality_id: municipalityId,
      version: policy.version,
      preset: policy.preset,
      settings: JSON.stringify(policy.settings),
      note: policy.note,
      staff_id: policy.staffId,
      valid_from: policy.validFrom,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** How long a session may rest, by the policy in force; read with every page, so without the rest of the policy. */
export async function sessionIdleMinutes(tx: Tx, municipalityId: MunicipalityId, at: Date): Promise<number> {
  const row = await tx
    .selectFrom('policy_version')
    .select(sql<number>`(settings->>'sessionIdleMinutes')::int`.as('minutes'))
    .where('municipality_id', '=', municipalityId)
    .where('valid_from', '<=', at)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.minutes ?? usualIdleMinutes
}
