import { sql } from 'kysely'
import type { Tx } from '../../../infra/db/index.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { Profile } from '../../../platforms/contract.ts'
import type { Judgement, Outcome } from '../checks/index.ts'
import type { Attestation, KnownProfile, Standing, StandingOf } from './types.ts'

/** How accounts were last shown, by account; of one account where it is named. */
export async function knownProfiles(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId?: AccountId,
): Promise<Map<AccountId, KnownProfile>> {
  const rows = await tx
    .selectFrom('account_profile')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId as AccountId))
    .execute()
  return new Map(
    rows.map((row) => [
      row.account_id,
      {
        profile: (row.profile as unknown as Profile | null) ?? undefined,
        seenAt: row.seen_at ?? undefined,
        failure: row.failure ?? undefined,
        judgedAt: row.judged_at,
      },
    ]),
  )
}

/** Its row's lock keeps two judgings of an account apart. */
export async function writeJudged(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  at: Date,
  shown?: { readonly profile: Profile } | { readonly failure: string },
): Promise<void> {
  const profile =
    shown && 'profile' in shown
      ? { profile: JSON.stringify(shown.profile), seen_at: at, failure: null }
      : { failure: shown?.failure ?? null }
  const values = { judged_at: at, ...(shown && profile) }
  await tx
    .insertInto('account_profile')
    .values({ municipality_id: municipalityId, account_id: accountId, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'account_id']).doUpdateSet(values))
    .execute()
}

interface StandingRow {
  readonly account_id: AccountId
  readonly check_id: string
  readonly outcome: string
  readonly why: string
  readonly at: Date
  readonly since: Date
}

const toStanding = (row: StandingRow): StandingOf => ({
  accountId: row.account_id,
  checkId: row.check_id,
  outcome: row.outcome as Outcome,
  why: row.why,
  at: row.at,
  since: row.since,
})

/** What holds of every check on every account; of one account where it is named. */
export async function standings(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId?: AccountId,
): Promise<StandingOf[]> {
  const own = accountId ? sql`AND account_id = ${accountId}` : sql``
  const { rows } = await sql<StandingRow>`
    SELECT n.account_id, n.check_id, n.outcome, n.why, n.at, coalesce(s.since, n.at) AS since
    FROM (SELECT DISTINCT ON (account_id, check_id) * FROM guideline_outcome
          WHERE municipality_id = ${municipalityId}::int ${own}
          ORDER BY account_id, check_id, outcome_id DESC) n
    CROSS JOIN LATERAL (
      SELECT min(o.at) AS since FROM guideline_outcome o
      WHERE o.municipality_id = n.municipality_id AND o.account_id = n.account_id AND o.check_id = n.check_id
        AND o.outcome_id > coalesce((
          SELECT max(b.outcome_id) FROM guideline_outcome b
          WHERE b.municipality_id = n.municipality_id AND b.account_id = n.account_id
            AND b.check_id = n.check_id AND b.outcome <> n.outcome), 0)) s`.execute(tx)
  return rows.map(toStanding)
}

/** Changes on an account, newest first. */
export async function changes(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  limit: number,
): Promise<Standing[]> {
  const rows = await tx
    .selectFrom('guideline_outcome')
    .select(['account_id', 'check_id', 'outcome', 'why', 'at', 'at as since'])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .orderBy('outcome_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toStanding)
}

export async function insertOutcomes(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  at: Date,
  policyVersion: number,
  outcomes: readonly (Judgement & { readonly checkId: string })[],
): Promise<void> {
  if (outcomes.length === 0) return
  const key = { municipality_id: municipalityId, account_id: accountId, at, policy_version: policyVersion }
  await tx
    .insertInto('guideline_outcome')
    .values(outcomes.map(({ checkId, outcome, why }) => ({ ...key, check_id: checkId, outcome, why })))
    .execute()
}

/** The newest attestation of each check on each account, by 'account/check'. */
export async function attestations(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId?: AccountId,
): Promise<Map<string, Attestation>> {
  const rows = await tx
    .selectFrom('attestation')
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'attestation.municipality_id')
        .onRef('staff.staff_id', '=', 'attestation.staff_id'),
    )
    .select(['account_id', 'check_id', 'met', 'valid_until', 'note', 'staff.name', 'at'])
    .distinctOn(['account_id', 'check_id'])
    .where('attestation.municipality_id', '=', municipalityId)
    .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId as AccountId))
    .orderBy('account_id')
    .orderBy('check_id')
    .orderBy('attestation_id', 'desc')
    .execute()
  return new Map(
    rows.map((row) => [
      `${row.account_id}/${row.check_id}`,
      {
        checkId: row.check_id,
        met: row.met,
        validUntil: row.valid_until,
        note: row.note,
        by: row.name ?? '',
        at: row.at,
      },
    ]),
  )
}

export async function insertAttestation(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  staffId: StaffId,
  attested: Omit<Attestation, 'by'>,
): Promise<void> {
  await tx
    .insertInto('attestation')
    .values({
      municipality_id: municipalityId,
      account_id: accountId,
      check_id: attested.checkId,
      met: attested.met,
      valid_until: attested.validUntil,
      note: attested.note,
      staff_id: staffId,
      at: attested.at,
    })
    .execute()
}

/** When each account last published something of its own. */
export async function lastOwnPosts(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId?: AccountId,
): Promise<Map<AccountId, Date>> {
  const rows = await tx
    .selectFrom('item')
    .select(({ fn }) => ['account_id', fn.max('published_at').as('at')])
    .where('municipality_id', '=', municipalityId)
    .where('direction', '=', 'drawnUp')
    .where('kind', '=', 'post')
    .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId as AccountId))
    .groupBy('account_id')
    .execute()
  return new Map(rows.flatMap((row) => (row.at ? [[row.account_id, row.at] as const] : [])))
}
