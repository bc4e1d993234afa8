import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import { type Day, dayOf } from '../../../kernel/wall-clock.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { acceptRecords, type Item, requireItem, selectItems, toItem } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { closeTasks } from '../../tasks/index.ts'
import { insertExplanation, insertRound, lastRound } from '../store.ts'
import type { Round } from '../types.ts'

/** What has come to an account since somebody last looked, oldest first; what a round goes through. */
export async function itemsToLookThrough(
  house: House,
  actor: Actor,
  accountId: AccountId,
  limit: number,
): Promise<{
  readonly account: Account
  readonly since: Date | undefined
  readonly items: readonly Item[]
  readonly total: number
}> {
  authorize(actor, 'supervision.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const account = await requireAccount(tx, actor.municipalityId, accountId)
    authorize(actor, 'supervision.read', account)
    const since = await lookedThroughUntil(tx, actor, accountId)
    const rows = await newSince(tx, actor, accountId, since)
      .orderBy('collected_at')
      .orderBy('record_id')
      .limit(limit)
      .execute()
    return { account, since, items: rows.map(toItem), total: await countSince(tx, actor, accountId, since) }
  })
}

const newSince = (tx: Tx, actor: Actor, accountId: AccountId, since: Date | undefined) =>
  selectItems(tx, actor.municipalityId)
    .where('account_id', '=', accountId)
    .$if(since !== undefined, (query) => query.where('collected_at', '>', since ?? new Date(0)))

async function countSince(
  tx: Tx,
  actor: Actor,
  accountId: AccountId,
  since: Date | undefined,
  until?: Date,
): Promise<number> {
  const row = await newSince(tx, actor, accountId, since)
    .$if(until !== undefined, (query) => query.where('collected_at', '<=', until ?? new Date(0)))
    .clearSelect()
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** When the last item that a round named came in. */
async function lookedThroughUntil(tx: Tx, actor: Actor, accountId: AccountId): Promise<Date | undefined> {
  const last = await lastRound(tx, actor.municipalityId, accountId)
  if (!last?.lastRecordId) return undefined
  return (await requireItem(tx, actor.municipalityId, last.lastRecordId)).collectedAt
}

export interface RoundConfirmation {
  readonly accountId: AccountId
  /** The last item seen; null only where the account has nothing at all. Opening a page is not looking. */
  readonly lastRecordId: RecordId | null
  readonly note: string
}

/**
 * A person confirms having looked through an account, up to and including an item. It becomes a record of type 14;
 * plain items up to there leave the queue, and those with reasons stay until somebody has decided.
 */
export async function confirmRound(
  house: House,
  actor: Actor,
  confirmation: RoundConfirmation,
): Promise<Round> {
  authorize(actor, 'supervision.confirm')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a round is confirmed by a person')
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, confirmation.accountId)
    authorize(actor, 'supervision.confirm', account)
    const last = confirmation.lastRecordId
      ? await requireItem(tx, municipalityId, confirmation.lastRecordId)
      : undefined
    await refuseWrongItem(tx, actor, account, last)
    const now = house.clock.now()
    const since = await lookedThroughUntil(tx, actor, account.accountId)
    const round: Round = {
      accountId: account.accountId,
      staffId,
      asDeputy: account.deputyStaffId === staffId && account.ownerStaffId !== staffId,
      at: now,
      lastRecordId: last?.recordId ?? null,
      items: last ? await countSince(tx, actor, account.accountId, since, last.collectedAt) : 0,
    }
    const roundId = newId<RecordId>()
    const policyVersion = (await currentPolicy(tx, municipalityId, now)).version
    await insertRound(tx, municipalityId, { ...round, roundId, policyVersion, note: confirmation.note })
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: roundId,
        version: 1,
        type: recordTypes.supervisionRound,
        fields: {
          account: account.accountId,
          accountName: account.name,
          about: last ? [{ record: last.recordId, version: last.version }] : [],
          items: round.items,
          lookedBy: actor.name,
          asDeputy: round.asDeputy,
          lookedAt: now.toISOString(),
          policyVersion,
          note: confirmation.note || undefined,
        },
        parts: [],
      },
    ])
    if (last) await closePlainTasks(tx, actor, account.accountId, last.collectedAt, now)
    await audit(
      tx,
      actor,
      'supervision.confirm',
      { kind: 'account', id: account.accountId },
      { items: round.items },
      now,
    )
    return round
  })
}

async function refuseWrongItem(
  tx: Tx,
  actor: Actor,
  account: Account,
  last: Item | undefined,
): Promise<void> {
  if (last && last.accountId !== account.accountId)
    throw new Stop(
      'invalid',
      'Inlägget du pekar på hör till ett annat konto. Välj det sista du såg på det här kontot.',
    )
  if (last) return
  const any = await selectItems(tx, actor.municipalityId)
    .where('account_id', '=', account.accountId)
    .limit(1)
    .executeTakeFirst()
  if (any)
    throw new Stop(
      'invalid',
      'Välj det sista inlägget du såg. Att öppna sidan räknas inte som att ha tittat.',
      { lastRecordId: 'Välj det sista inlägget du såg' },
    )
}

async function closePlainTasks(
  tx: Tx,
  actor: Actor,
  accountId: AccountId,
  until: Date,
  now: Date,
): Promise<void> {
  const rows = await tx
    .selectFrom('task')
    .innerJoin('item', (join) =>
      join
        .onRef('item.municipality_id', '=', 'task.municipality_id')
        .onRef('item.record_id', '=', 'task.record_id'),
    )
    .select('task.record_id')
    .where('task.municipality_id', '=', actor.municipalityId)
    .where('task.account_id', '=', accountId)
    .where('task.done_at', 'is', null)
    .where('task.urgency', '=', 3)
    .where('item.collected_at', '<=', until)
    .execute()
  const recordIds = rows.flatMap((row) => (row.record_id ? [row.record_id] : []))
  await closeTasks(
    tx,
    actor.municipalityId,
    { recordIds, urgency: 3 },
    'lookedThrough',
    actor.staffId ?? null,
    now,
  )
}

/** Says why nobody looked on a day. The figure stays as it is; the explanation stands beside it. */
export async function explainMissedDay(
  house: House,
  actor: Actor,
  input: { readonly accountId: AccountId; readonly day: Day; readonly text: string },
): Promise<void> {
  authorize(actor, 'supervision.explain')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a person explains')
  const now = house.clock.now()
  if (input.day >= dayOf(now))
    throw new Stop('invalid', 'Dagen är inte slut. Gör en runda i stället för att förklara.', {
      day: 'Välj en dag som har varit',
    })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, input.accountId)
    authorize(actor, 'supervision.explain', account)
    await insertExplanation(tx, municipalityId, { ...input, staffId, at: now })
    await audit(
      tx,
      actor,
      'supervision.explain',
      { kind: 'account', id: input.accountId },
      { day: input.day },
      now,
    )
  })
}
