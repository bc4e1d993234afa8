import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, StaffId } from '../../kernel/index.ts'
import type { Day } from '../../kernel/wall-clock.ts'
import { type Item, selectItems, toItem } from '../archive/index.ts'
import type { Round } from './types.ts'

const columns = ['account_id', 'staff_id', 'as_deputy', 'at', 'last_record_id', 'items'] as const

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx.selectFrom('supervision_round').select(columns).where('municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toRound = (row: Row): Round => ({
  accountId: row.account_id,
  staffId: row.staff_id,
  asDeputy: row.as_deputy,
  at: row.at,
  lastRecordId: row.last_record_id,
  items: row.items,
})

/** @param until exclusive; without it all that have been. */
export async function roundsSince(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Date,
  until?: Date,
): Promise<Round[]> {
  const rows = await select(tx, municipalityId)
    .where('at', '>=', since)
    .$if(until !== undefined, (query) => query.where('at', '<', until as Date))
    .orderBy('at')
    .execute()
  return rows.map(toRound)
}

export async function lastRound(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<Round | undefined> {
  const row = await select(tx, municipalityId)
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toRound(row)
}

export async function insertRound(
  tx: Tx,
  municipalityId: MunicipalityId,
  round: Round & { readonly roundId: RecordId; readonly policyVersion: number; readonly note: string },
): Promise<void> {
  await tx
    .insertInto('supervision_round')
    .values({
      municipality_id: municipalityId,
      round_id: round.roundId,
      account_id: round.accountId,
      staff_id: round.staffId,
      as_deputy: round.asDeputy,
      at: round.at,
      last_record_id: round.lastRecordId,
      items: round.items,
      policy_version: round.policyVersion,
      note: round.note,
    })
    .execute()
}

export async function explanations(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Day,
): Promise<{ accountId: AccountId; day: Day }[]> {
  const rows = await tx
    .selectFrom('supervision_explanation')
    .select(['account_id', sql<string>`to_char(day, 'YYYY-MM-DD')`.as('day')])
    .where('municipality_id', '=', municipalityId)
    .where('day', '>=', since)
    .execute()
  return rows.map((row) => ({ accountId: row.account_id, day: row.day }))
}

export async function insertExplanation(
  tx: Tx,
  municipalityId: MunicipalityId,
  explanation: {
    readonly accountId: AccountId
    readonly day: Day
    readonly staffId: StaffId
    readonly text: string
    readonly at: Date
  },
): Promise<void> {
  await tx
    .insertInto('supervision_explanation')
    .values({
      municipality_id: municipalityId,
      account_id: explanation.accountId,
      day: explanation.day,
      staff_id: explanation.staffId,
      explanation: explanation.text,
      at: explanation.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** From where a round goes on in an account. */
export interface Since {
  readonly accountId: AccountId
  readonly createdAt: Date
  /** The item that was named last. */
  readonly named: Item | undefined
  /** What was older than this when it came in (an import) is not for rounds. */
  readonly quietDays: number
}

const dayMilliseconds = 24 * 60 * 60_000
const mostCounted = 1_000

/** An item's place in the order that rounds go: when it came in, and for what came at once, when it was written. */
const placeOf = (item: Item) => sql`(${item.collectedAt}, ${item.publishedAt}, ${item.recordId}::uuid)`
const place = sql`(item.collected_at, item.published_at, item.record_id)`

/** Items after a place. The bound on published_at follows from the others, and lets the account's index be used. */
function after(tx: Tx, municipalityId: MunicipalityId, since: Since, until?: Item) {
  const { named, quietDays } = since
  const begin = named?.collectedAt ?? since.createdAt
  return selectItems(tx, municipalityId)
    .where('item.account_id', '=', since.accountId)
    .where('item.collected_at', '>=', begin)
    .where('item.published_at', '>=', new Date(begin.getTime() - quietDays * dayMilliseconds))
    .where(sql<boolean>`item.published_at >= item.collected_at - make_interval(days => ${quietDays})`)
    .$if(named !== undefined, (query) => query.where(sql<boolean>`${place} > ${named && placeOf(named)}`))
    .$if(until !== undefined, (query) => query.where(sql<boolean>`${place} <= ${until && placeOf(until)}`))
}

/** Oldest first. */
export async function itemsAfter(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Since,
  limit: number,
): Promise<Item[]> {
  const rows = await after(tx, municipalityId, since)
    .orderBy('collected_at')
    .orderBy('published_at')
    .orderBy('record_id')
    .limit(limit)
    .execute()
  return rows.map(toItem)
}

/** How many there are; counted to 1,000 where no item bounds them. */
export async function countAfter(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Since,
  until?: Item,
): Promise<number> {
  const rows = after(tx, municipalityId, since, until)
    .clearSelect()
    .select('item.record_id')
    .$if(until === undefined, (query) => query.limit(mostCounted))
  const row = await tx
    .selectFrom(rows.as('counted'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Records of open tasks without reasons, about the items of a round. */
export async function plainTasksAfter(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Since,
  until: Item,
): Promise<RecordId[]> {
  const rows = await after(tx, municipalityId, since, until)
    .innerJoin('task', (join) =>
      join
        .onRef('task.municipality_id', '=', 'item.municipality_id')
        .onRef('task.record_id', '=', 'item.record_id'),
    )
    .clearSelect()
    .select('item.record_id')
    .where('task.done_at', 'is', null)
    .where('task.urgency', '=', 3)
    .execute()
  return rows.map((row) => row.record_id)
}

export async function newestItem(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<Item | undefined> {
  const row = await selectItems(tx, municipalityId)
    .where('account_id', '=', accountId)
    .orderBy('published_at', 'desc')
    .orderBy('record_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toItem(row)
}

/** Of the items that the latest rounds named, the one that came last: two people may look at the same time. */
export async function furthestNamed(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<Item | undefined> {
  const latest = tx
    .selectFrom('supervision_round')
    .select('last_record_id')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .limit(20)
  const row = await selectItems(tx, municipalityId)
    .where('record_id', 'in', latest)
    .orderBy('collected_at', 'desc')
    .orderBy('published_at', 'desc')
    .orderBy('record_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toItem(row)
}
