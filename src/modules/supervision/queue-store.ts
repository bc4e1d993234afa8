import { sql } from 'kysely'
import { permissions, reaches, roles, type Scope } from '../../access/index.ts'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, StaffId } from '../../kernel/index.ts'
import type { Account } from '../accounts/index.ts'
import { type Item, selectItems, toItem } from '../archive/index.ts'
import { rolesHeld } from '../organisation/index.ts'
import { furtherDeputies } from '../staffing/index.ts'
import { findTask, type Task } from '../tasks/index.ts'

/** Place in the list of all that has come in: the last row of the page before. */
export interface ItemPlace {
  readonly publishedAt: Date
  readonly recordId: RecordId
}

/**
 * The newest items of all accounts in reach, our own too. For a reach of some accounts each account's newest are
 * taken by its own index and put together, so that a quiet account among a million others is found as fast.
 */
export async function newestItems(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: 'all' | readonly AccountId[],
  before: ItemPlace | undefined,
  limit: number,
): Promise<Item[]> {
  if (accounts !== 'all' && accounts.length === 0) return []
  const page = () =>
    selectItems(tx, municipalityId)
      .$if(before !== undefined, (query) =>
        query.where(
          sql<boolean>`(item.published_at, item.record_id) < (${before?.publishedAt}, ${before?.recordId}::uuid)`,
        ),
      )
      .orderBy('published_at', 'desc')
      .orderBy('record_id', 'desc')
      .limit(limit)
  if (accounts === 'all') return (await page().execute()).map(toItem)
  const own = sql<{ account_id: AccountId }>`(SELECT unnest(${[...accounts]}::uuid[]) AS account_id)`.as(
    'own',
  )
  const rows = await tx
    .selectFrom(own)
    .innerJoinLateral(page().where(sql<boolean>`item.account_id = own.account_id`).as('newest'), (join) =>
      join.onTrue(),
    )
    .selectAll('newest')
    .orderBy('newest.published_at', 'desc')
    .orderBy('newest.record_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toItem)
}

export interface Colleague {
  readonly staffId: StaffId
  readonly name: string
}

const working = roles.filter((role) => (permissions['tasks.work'] as readonly string[]).includes(role))

/** Who can be given a task: those who work here now and may work on the account's tasks, by name. */
export async function colleaguesFor(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly Pick<Account, 'accountId' | 'departmentId' | 'ownerStaffId' | 'deputyStaffId'>[],
  at: Date,
): Promise<Colleague[]> {
  const further = await furtherDeputies(tx, municipalityId)
  const related = accounts.flatMap(({ accountId, ownerStaffId, deputyStaffId }) => [
    ...[ownerStaffId, deputyStaffId],
    ...(further.get(accountId) ?? []),
  ])
  const here = new Set<unknown>(accounts.map(({ departmentId }) => departmentId))
  const held = (await rolesHeld(tx, municipalityId, at, ...working)).filter(
    ({ departmentId }) => departmentId === null || here.has(departmentId),
  )
  const ids = new Set([...related.flatMap((id) => id ?? []), ...held.map(({ staffId }) => staffId)])
  const rows = await tx
    .selectFrom('staff')
    .select(['staff_id', 'name'])
    .where('municipality_id', '=', municipalityId)
    .where('ended_at', 'is', null)
    .where(sql<boolean>`staff_id = ANY(${[...ids]}::uuid[])`)
    .execute()
  return rows
    .map((row) => ({ staffId: row.staff_id, name: row.name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'sv'))
}

/** The accounts that a scope reaches, or all. */
export const reachOf = (scope: Scope, accounts: readonly Account[]): 'all' | AccountId[] =>
  scope.kind === 'all' ? 'all' : accounts.filter((one) => reaches(scope, one)).map((one) => one.accountId)

/** What is known of a version's proof beside its seal. */
export interface ProofState {
  /** Place in the log; undefined until it has got one. */
  readonly index: number | undefined
  readonly parts: number
  /** Why media could not be kept, Swedish. */
  readonly refusals: readonly string[]
}

export async function proofState(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
  version: number,
): Promise<ProofState> {
  const placed = await tx
    .selectFrom('log_index')
    .select('index')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('version', '=', version)
    .executeTakeFirst()
  const { parts } = await tx
    .selectFrom('part')
    .select((eb) => eb.fn.countAll<number>().as('parts'))
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  const refused = await tx
    .selectFrom('media_refusal')
    .select('reason')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('version', '=', version)
    .execute()
  return { index: placed?.index, parts, refusals: refused.map((row) => row.reason) }
}

export interface OpenCounts {
  readonly accountId: AccountId
  readonly open: number
  readonly urgent: number
}

/** Open tasks per account, for the choice of account to look through. */
export async function openByAccount(tx: Tx, municipalityId: MunicipalityId): Promise<OpenCounts[]> {
  const rows = await tx
    .selectFrom('task')
    .select([
      'account_id',
      sql<number>`count(*)::int`.as('open'),
      sql<number>`(count(*) FILTER (WHERE urgency = 0))::int`.as('urgent'),
    ])
    .where('municipality_id', '=', municipalityId)
    .where('done_at', 'is', null)
    .where('account_id', 'is not', null)
    .$narrowType<{ account_id: AccountId }>()
    .groupBy('account_id')
    .execute()
  return rows.map((row) => ({
    accountId: row.account_id,
    open: row.open,
    urgent: row.urgent,
  }))
}

/** The open task about an item, if there is one. */
export async function openTaskAbout(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<Task | undefined> {
  const row = await tx
    .selectFrom('task')
    .select('task_id')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('done_at', 'is', null)
    .orderBy('urgency')
    .limit(1)
    .executeTakeFirst()
  return row && findTask(tx, municipalityId, row.task_id)
}
