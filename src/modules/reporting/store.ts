import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, Day, MunicipalityId } from '../../kernel/index.ts'
import type { RoundRow } from './types.ts'

interface RoundsAsked {
  readonly accounts: readonly AccountId[]
  readonly since: Date
  /** Exclusive. */
  readonly until: Date
  readonly before: { readonly at: Date; readonly roundId: string } | undefined
  readonly limit: number
}

type Within = Pick<RoundsAsked, 'accounts' | 'since' | 'until'>

const rounds = (tx: Tx, municipalityId: MunicipalityId, { accounts, since, until }: Within) =>
  tx
    .selectFrom('supervision_round')
    .where('supervision_round.municipality_id', '=', municipalityId)
    .where('supervision_round.account_id', 'in', [...accounts])
    .where('supervision_round.at', '>=', since)
    .where('supervision_round.at', '<', until)

/** What people decided on a round's account from the round before it until this one was done. */
const doneSince = (kinds: RawBuilder<unknown>) => sql<number>`(SELECT count(*)::int FROM measure m
  WHERE m.municipality_id = supervision_round.municipality_id AND m.account_id = supervision_round.account_id
    AND m.staff_id IS NOT NULL AND m.state <> 'declined' AND ${kinds} AND m.requested_at <= supervision_round.at
    AND m.requested_at > coalesce((SELECT max(p.at) FROM supervision_round p
      WHERE p.municipality_id = supervision_round.municipality_id AND p.account_id = supervision_round.account_id
        AND p.at < supervision_round.at), '-infinity'))`

/** Rounds on some accounts, newest first. */
export async function roundRows(
  tx: Tx,
  municipalityId: MunicipalityId,
  asked: RoundsAsked,
): Promise<RoundRow[]> {
  const { accounts, before, limit } = asked
  if (accounts.length === 0) return []
  const rows = await rounds(tx, municipalityId, asked)
    .innerJoin('account', (join) =>
      join
        .onRef('account.municipality_id', '=', 'supervision_round.municipality_id')
        .onRef('account.account_id', '=', 'supervision_round.account_id'),
    )
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'supervision_round.municipality_id')
        .onRef('staff.staff_id', '=', 'supervision_round.staff_id'),
    )
    .select([
      'round_id',
      'at',
      'account.name as account',
      'account.platform',
      'staff.name as by',
      'as_deputy',
      'items',
      'note',
      doneSince(sql`m.kind NOT IN ('reply', 'privateReply')`).as('measures'),
      doneSince(sql`m.kind IN ('reply', 'privateReply')`).as('answers'),
    ])
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(at, round_id) < (${before?.at}::timestamptz, ${before?.roundId}::uuid)`),
    )
    .orderBy('at', 'desc')
    .orderBy('round_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ round_id, as_deputy, by, ...row }) => ({
    ...row,
    roundId: round_id,
    asDeputy: as_deputy,
    by: by ?? '',
  }))
}

/** How many rounds there were, and how many people did them. */
export async function countRounds(
  tx: Tx,
  municipalityId: MunicipalityId,
  within: Within,
): Promise<{ total: number; people: number }> {
  if (within.accounts.length === 0) return { total: 0, people: 0 }
  return rounds(tx, municipalityId, within)
    .select([
      sql<number>`count(*)::int`.as('total'),
      sql<number>`count(DISTINCT supervision_round.staff_id)::int`.as('people'),
    ])
    .executeTakeFirstOrThrow()
}

interface ExplainedDay {
  readonly accountId: AccountId
  readonly day: Day
  readonly text: string
  readonly by: string
}

/** Missed days that somebody has explained, with who did and how. */
export async function explainedDays(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Day,
): Promise<ExplainedDay[]> {
  const rows = await tx
    .selectFrom('supervision_explanation')
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'supervision_explanation.municipality_id')
        .onRef('staff.staff_id', '=', 'supervision_explanation.staff_id'),
    )
    .select([
      'account_id',
      sql<string>`to_char(day, 'YYYY-MM-DD')`.as('day'),
      'explanation',
      'staff.name as by',
    ])
    .where('supervision_explanation.municipality_id', '=', municipalityId)
    .where('day', '>=', since)
    .execute()
  return rows.map((row) => ({
    accountId: row.account_id,
    day: row.day,
    text: row.explanation,
    by: row.by ?? '',
  }))
}
