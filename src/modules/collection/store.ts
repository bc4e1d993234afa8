import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, Json, MunicipalityId, StaffId } from '../../kernel/index.ts'
import type { Failure, ItemKind, ItemRef } from '../../platforms/contract.ts'
import type { PlatformDecision } from '../accounts/index.ts'
import { byHandPrefix, hourOf } from './rules.ts'
import type { AccountHour, CollectionHealth, Gap } from './types.ts'

export interface CollectionState {
  readonly cursor: Json | null
  readonly lastSuccessAt: Date | null
  readonly lastReconciledAt: Date | null
  readonly failingSince: Date | null
  readonly nextAttemptAt: Date
}

export async function stateOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<CollectionState> {
  const row = await tx
    .selectFrom('collection_state')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return {
    cursor: row.cursor,
    lastSuccessAt: row.last_success_at,
    lastReconciledAt: row.last_reconciled_at,
    failingSince: row.failing_since,
    nextAttemptAt: row.next_attempt_at,
  }
}

interface StateChange {
  readonly cursor?: Json
  readonly lastSuccessAt?: Date
  readonly lastReconciledAt?: Date
  readonly nextAttemptAt?: Date
  readonly failingSince?: Date | null
  readonly failure?: Failure | null
  readonly failureText?: string | null
  readonly reportedCount?: number | null
  readonly knownCount?: number | null
}

export async function changeState(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  change: StateChange,
): Promise<void> {
  await tx
    .updateTable('collection_state')
    .set({
      ...(change.cursor !== undefined && { cursor: JSON.stringify(change.cursor) }),
      ...(change.lastSuccessAt && { last_success_at: change.lastSuccessAt }),
      ...(change.lastReconciledAt && { last_reconciled_at: change.lastReconciledAt }),
      ...(change.nextAttemptAt && { next_attempt_at: change.nextAttemptAt }),
      ...(change.failingSince !== undefined && { failing_since: change.failingSince }),
      ...(change.failure !== undefined && { failure: change.failure?.kind ?? null }),
      ...(change.failureText !== undefined && { failure_detail: change.failureText }),
      ...(change.reportedCount !== undefined && { reported_count: change.reportedCount }),
      ...(change.knownCount !== undefined && { known_count: change.knownCount }),
    })
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
}

type HourState = 'collected' | 'nothingNew' | 'gap'

/**
 * What hours are said to be after one more round: items make an hour collected; a gap in it stays a gap, with its reason.
 * One that a round was made in is not made a gap afterwards: a clock that was behind is no standstill.
 * @param hours moments in different hours.
 */
export async function markHours(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  hours: readonly Date[],
  found: {
    readonly state: HourState
    readonly items: number
    readonly reason: string | null
    /** 0 where no round was made in it, as where items came by themselves. */
    readonly rounds?: 0 | 1
  },
): Promise<void> {
  if (hours.length === 0) return
  await tx
    .insertInto('account_hour')
    .values(
      hours.map((at) => ({
        municipality_id: municipalityId,
        account_id: accountId,
        hour: hourOf(at),
        state: found.state,
        rounds: found.rounds ?? 1,
        items: found.items,
        reason: found.reason,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'account_id', 'hour'])
        .doUpdateSet({
          state: sql<string>`CASE
          WHEN excluded.state = 'gap' OR account_hour.state = 'gap' THEN 'gap'
          WHEN excluded.state = 'collected' OR account_hour.state = 'collected' THEN 'collected'
          ELSE 'nothingNew' END`,
          rounds: sql<number>`account_hour.rounds + excluded.rounds`,
          items: sql<number>`account_hour.items + excluded.items`,
          reason: sql<string | null>`coalesce(excluded.reason, account_hour.reason)`,
        })
        .where(sql<boolean>`excluded.rounds > 0 OR excluded.state <> 'gap' OR account_hour.rounds = 0
          OR account_hour.state = 'gap'`),
    )
    .execute()
}

export interface Window {
  readonly since: string | null
  readonly kinds: readonly ItemKind[]
  /** What came during the round itself is not missing from it. */
  readonly collectedBefore: Date
}

/** Known items, not gone, that a round should have shown and did not, and those that the platform says are gone. */
export async function missingRefs(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  announced: ReadonlySet<string>,
  window: Window | undefined,
  seen: ReadonlySet<string>,
): Promise<ItemRef[]> {
  if (!window && announced.size === 0) return []
  const rows = await tx
    .selectFrom('item')
    .select(['platform_id', 'kind', 'parent'])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .where('state', '!=', 'gone')
    .where('platform_id', 'not like', `${byHandPrefix}%`)
    .where((eb) => {
      const told = announced.size > 0 ? [eb('platform_id', 'in', [...announced])] : []
      if (!window) return eb.or(told)
      const inWindow = [eb('kind', 'in', [...window.kinds]), eb('collected_at', '<', window.collectedBefore)]
      if (window.since !== null) inWindow.push(eb('published_at', '>=', new Date(window.since)))
      return eb.or([eb.and(inWindow), ...told])
    })
    .orderBy('published_at', 'desc')
    .execute()
  return rows
    .filter((row) => announced.has(row.platform_id) || !seen.has(row.platform_id))
    .map((row) => ({
      platformId: row.platform_id,
      kind: row.kind as ItemKind,
      ...(row.parent && { parent: row.parent }),
    }))
}

/** Known and not gone, of what a round covered: to be set against the platform's own count of the same. */
export async function countItems(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  covered: { readonly since: string | null; readonly kinds: readonly ItemKind[] },
): Promise<number> {
  const row = await tx
    .selectFrom('item')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .where('state', '!=', 'gone')
    .where('platform_id', 'not like', `${byHandPrefix}%`)
    .where('kind', 'in', [...covered.kinds])
    .$if(covered.since !== null, (query) => query.where('published_at', '>=', new Date(covered.since ?? 0)))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Every account's health; one without a state of collection is recorded by hand. */
export async function healthOfAll(
  tx: Tx,
  municipalityId: MunicipalityId,
  decisions: ReadonlyMap<string, PlatformDecision>,
): Promise<CollectionHealth[]> {
  const rows = await tx
    .selectFrom('account')
    .leftJoin('collection_state as state', (join) =>
      join
        .onRef('state.municipality_id', '=', 'account.municipality_id')
        .onRef('state.account_id', '=', 'account.account_id'),
    )
    .leftJoin('event_subscription as events', (join) =>
      join
        .onRef('events.municipality_id', '=', 'account.municipality_id')
        .onRef('events.account_id', '=', 'account.account_id'),
    )
    .select(['account.account_id', 'account.platform', 'account.created_at'])
    .select(['events.failing_since as no_events_since', 'events.failure_text as no_events_why'])
    .select(['state.last_success_at', 'state.failing_since'])
    .select(['state.failure', 'state.failure_detail', 'state.next_attempt_at'])
    .select(['state.reported_count', 'state.known_count'])
    .where('account.municipality_id', '=', municipalityId)
    .execute()
  const refusalOf = (platform: string): CollectionHealth['refusal'] => {
    const decision = decisions.get(platform)
    return decision && !decision.allowed ? { diaryNumber: decision.diaryNumber, at: decision.at } : null
  }
  return rows.map((row) => ({
    accountId: row.account_id,
    state: refusalOf(row.platform)
      ? 'refused'
      : !row.next_attempt_at
        ? 'byHand'
        : row.failing_since
          ? 'failing'
          : row.last_success_at
            ? 'healthy'
            : 'neverCollected',
    refusal: refusalOf(row.platform),
    lastSuccessAt: row.last_success_at,
    failingSince: row.failing_since,
    failure: row.failure,
    failureDetail: row.failure_detail,
    nextAttemptAt: row.next_attempt_at ?? row.created_at,
    reportedCount: row.reported_count,
    knownCount: row.known_count,
    noEvents: row.no_events_why === null ? null : { since: row.no_events_since, why: row.no_events_why },
  }))
}

export async function gapsSince(tx: Tx, municipalityId: MunicipalityId, since: Date): Promise<Gap[]> {
  const rows = await tx
    .selectFrom('account_hour')
    .select(['account_id', 'hour', 'reason', 'explanation'])
    .where('municipality_id', '=', municipalityId)
    .where('state', '=', 'gap')
    .where('hour', '>=', since)
    .orderBy('hour', 'desc')
    .execute()
  return rows.map((row) => ({
    accountId: row.account_id,
    hour: row.hour,
    reason: row.reason ?? '',
    explanation: row.explanation,
  }))
}

/** Accounts whose next attempt is due. */
export async function dueAccounts(
  tx: Tx,
  municipalityId: MunicipalityId,
  now: Date,
  refused: readonly string[],
): Promise<AccountId[]> {
  const rows = await tx
    .selectFrom('collection_state')
    .innerJoin('account', (join) =>
      join
        .onRef('account.municipality_id', '=', 'collection_state.municipality_id')
        .onRef('account.account_id', '=', 'collection_state.account_id'),
    )
    .select('collection_state.account_id')
    .where('collection_state.municipality_id', '=', municipalityId)
    .where('account.state', '=', 'active')
    .where('collection_state.next_attempt_at', '<=', now)
    .$if(refused.length > 0, (query) => query.where('account.platform', 'not in', [...refused]))
    .execute()
  return rows.map((row) => row.account_id)
}

/** Every hour of an account since a moment that is known, oldest first. */
export async function hoursSince(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  since: Date,
): Promise<AccountHour[]> {
  const rows = await tx
    .selectFrom('account_hour')
    .select(['hour', 'state', 'rounds', 'items', 'reason', 'explanation'])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .where('hour', '>=', since)
    .orderBy('hour')
    .execute()
  return rows.map((row) => ({ ...row, accountId, state: row.state as HourState }))
}

/** @returns how many hours got the explanation. */
export async function explainHours(
  tx: Tx,
  municipalityId: MunicipalityId,
  input: {
    readonly accountId: AccountId
    readonly from: Date
    readonly to: Date
    readonly text: string
    readonly staffId: StaffId
  },
): Promise<number> {
  const result = await tx
    .updateTable('account_hour')
    .set({ explanation: input.text, explained_by: input.staffId })
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', input.accountId)
    .where('hour', '>=', input.from)
    .where('hour', '<=', input.to)
    .where('state', '=', 'gap')
    .where('explanation', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Until when the platform itself has asked us to wait; undefined when it has not. */
export async function retryBound(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('collection_state')
    .select('next_attempt_at')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .where('failure', '=', 'retryLater')
    .executeTakeFirst()
  return row?.next_attempt_at
}
