import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import { type AccountId, addDays, type Day, instantOf, type MunicipalityId } from '../../kernel/index.ts'
import type { DayValue, MetricState, OwnCounts, Span, Stored } from './types.ts'

/** A number that is given anew replaces the one that was: platforms count the newest days for a while. */
export async function writeValues(
  tx: Tx,
  municipalityId: MunicipalityId,
  of: { readonly accountId: AccountId; readonly metric: string; readonly source: string; readonly at: Date },
  values: readonly DayValue[],
): Promise<void> {
  if (values.length === 0) return
  const newest = new Map(values.map(({ day, value }) => [day, value]))
  await tx
    .insertInto('insight_value')
    .values(
      [...newest].map(([day, value]) => ({
        municipality_id: municipalityId,
        account_id: of.accountId,
        metric: of.metric,
        day,
        value,
        source: of.source,
        asked_at: of.at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'account_id', 'metric', 'day']).doUpdateSet((eb) => ({
        value: eb.ref('excluded.value'),
        source: eb.ref('excluded.source'),
        asked_at: eb.ref('excluded.asked_at'),
      })),
    )
    .execute()
}

export async function writeState(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  { metric, askedAt, nextAt, toldToWait, failure, refusedOn }: MetricState,
): Promise<void> {
  const row = {
    asked_at: askedAt,
    next_at: nextAt,
    told_to_wait: toldToWait,
    failure,
    refused_on: refusedOn,
  }
  await tx
    .insertInto('insight_metric')
    .values({ municipality_id: municipalityId, account_id: accountId, metric, ...row })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'account_id', 'metric']).doUpdateSet(row))
    .execute()
}

const among = (accounts: readonly AccountId[]) => sql<boolean>`account_id = ANY(${[...accounts]}::uuid[])`

/** Account → metric → how it went. */
export async function metricStates(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, ReadonlyMap<string, MetricState>>> {
  const rows = await tx
    .selectFrom('insight_metric')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where(among(accounts))
    .execute()
  return byAccount(rows, (row) => [
    row.metric,
    {
      metric: row.metric,
      askedAt: row.asked_at,
      nextAt: row.next_at,
      toldToWait: row.told_to_wait,
      failure: row.failure,
      refusedOn: row.refused_on,
    },
  ])
}

function byAccount<Row extends { readonly account_id: AccountId }, T>(
  rows: readonly Row[],
  entryOf: (row: Row) => readonly [string, T],
): Map<AccountId, Map<string, T>> {
  const found = new Map<AccountId, Map<string, T>>()
  for (const row of rows) {
    const accountId = row.account_id
    const own = found.get(accountId) ?? new Map<string, T>()
    own.set(...entryOf(row))
    found.set(accountId, own)
  }
  return found
}

/** Account → metric → what is in store of some days. */
export async function storedIn(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly AccountId[],
  { from, to }: Span,
): Promise<ReadonlyMap<AccountId, ReadonlyMap<string, Stored>>> {
  const rows = await tx
    .selectFrom('insight_value')
    .select([
      'account_id',
      'metric',
      sql<number>`sum(value)`.as('sum'),
      sql<number>`count(*)::int`.as('days'),
      sql<number>`(array_agg(value ORDER BY day DESC))[1]`.as('last'),
      sql<Day>`max(day)`.as('last_day'),
    ])
    .where('municipality_id', '=', municipalityId)
    .where(among(accounts))
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy(['account_id', 'metric'])
    .execute()
  return byAccount(rows, (row) => [
    row.metric,
    {
      accountId: row.account_id,
      metric: row.metric,
      sum: row.sum,
      days: row.days,
      last: row.last,
      lastDay: row.last_day,
    },
  ])
}

export interface Extent {
  readonly firstDay: Day
  readonly lastDay: Day
  readonly source: string
}

/** Account → metric → from when to when there are numbers, and where the newest was read. */
export async function extents(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, ReadonlyMap<string, Extent>>> {
  const rows = await tx
    .selectFrom('insight_value')
    .select([
      'account_id',
      'metric',
      sql<Day>`min(day)`.as('first_day'),
      sql<Day>`max(day)`.as('last_day'),
      sql<string>`(array_agg(source ORDER BY day DESC))[1]`.as('source'),
    ])
    .where('municipality_id', '=', municipalityId)
    .where(among(accounts))
    .groupBy(['account_id', 'metric'])
    .execute()
  return byAccount(rows, (row) => [
    row.metric,
    { firstDay: row.first_day, lastDay: row.last_day, source: row.source },
  ])
}

export interface MonthValue {
  readonly metric: string
  /** '2026-11'. */
  readonly month: string
  readonly sum: number
  readonly days: number
  readonly last: number
}

/** One account's numbers month by month, oldest first. */
export async function monthsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  { from, to }: Span,
): Promise<MonthValue[]> {
  const { rows } = await sql<MonthValue>`
    SELECT metric, to_char(day, 'YYYY-MM') AS month, sum(value) AS sum, count(*)::int AS days,
      (array_agg(value ORDER BY day DESC))[1] AS last
    FROM insight_value
    WHERE municipality_id = ${municipalityId} AND account_id = ${accountId}::uuid AND day >= ${from} AND day <= ${to}
    GROUP BY metric, to_char(day, 'YYYY-MM') ORDER BY 1, 2`.execute(tx)
  return rows
}

type Counted = Partial<OwnCounts> & { readonly account_id: AccountId }

/** Account → what we hold ourselves of some days, counted as it stands now. */
export async function ownCounts(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly AccountId[],
  { from, to }: Span,
  now: Date,
): Promise<ReadonlyMap<AccountId, Partial<OwnCounts>>> {
  const [since, until] = [instantOf(from), instantOf(addDays(to, 1))]
  const ids = sql`${[...accounts]}::uuid[]`
  const here = sql`municipality_id = ${municipalityId} AND account_id = ANY(${ids})`
  const published = sql`item.municipality_id = ${municipalityId} AND item.account_id = own.account_id
    AND item.published_at >= ${since} AND item.published_at < ${until}`
  // Nearly all are comments that came in: everything is counted without being looked at, and what is something else apart.
  const items = await sql<Counted>`
    SELECT own.account_id, (SELECT count(*) FROM item WHERE ${published})::int - others.count AS comments,
      others.messages, others."ownPosts"
    FROM unnest(${ids}) AS own (account_id) CROSS JOIN LATERAL (
      SELECT count(*)::int AS count, (count(*) FILTER (WHERE kind = 'message' AND direction = 'received'))::int AS messages,
        (count(*) FILTER (WHERE kind = 'post' AND direction = 'drawnUp'))::int AS "ownPosts"
      FROM item WHERE ${published} AND (kind <> 'comment' OR direction <> 'received')) AS others`.execute(tx)
  const answers = await sql<Counted>`
    SELECT account_id, count(*)::int AS answered, (count(*) FILTER (WHERE done_at <= due_at))::int AS "inTime"
    FROM task WHERE ${here} AND kind = 'item' AND urgency = 1 AND outcome = 'replied'
      AND done_at >= ${since} AND done_at < ${until} GROUP BY account_id`.execute(tx)
  const waiting = await sql<Counted>`
    SELECT account_id, count(*)::int AS late
    FROM task WHERE ${here} AND kind = 'item' AND urgency = 1 AND done_at IS NULL
      AND due_at >= ${since} AND due_at < ${until} AND due_at < ${now} GROUP BY account_id`.execute(tx)
  const measures = await sql<Counted>`
    SELECT account_id, count(*)::int AS measures FROM measure
    WHERE ${here} AND requested_at >= ${since} AND requested_at < ${until} GROUP BY account_id`.execute(tx)
  const rounds = await sql<Counted>`
    SELECT account_id, count(*)::int AS rounds FROM supervision_round
    WHERE ${here} AND at >= ${since} AND at < ${until} GROUP BY account_id`.execute(tx)
  const found = new Map<AccountId, Partial<OwnCounts>>()
  for (const { account_id, ...counts } of [items, answers, waiting, measures, rounds].flatMap(
    ({ rows }) => rows,
  ))
    found.set(account_id, { ...found.get(account_id), ...counts })
  return found
}

/** The first day of which there is anything; undefined: there is nothing. */
export async function firstDayOf(tx: Tx, municipalityId: MunicipalityId): Promise<Day | undefined> {
  const row = await tx
    .selectFrom('insight_value')
    .select(sql<Day | null>`min(day)`.as('day'))
    .where('municipality_id', '=', municipalityId)
    .executeTakeFirst()
  return row?.day ?? undefined
}
