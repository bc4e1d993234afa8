import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import { type Day, dayOf } from '../../../kernel/wall-clock.ts'
import { whenText } from '../../../web/index.ts'
import { type Account, lockAccount, requireAccount } from '../../accounts/index.ts'
import { acceptRecords, type Item, requireItem } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { nameFor } from '../../organisation/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { isDeputy } from '../../staffing/index.ts'
import { closeTasks } from '../../tasks/index.ts'
import {
  countAfter,
  furthestNamed,
  insertExplanation,
  insertRound,
  itemsAfter,
  lastRound,
  newestItem,
  plainTasksAfter,
  type Since,
} from '../store.ts'
import type { Round } from '../types.ts'
import { quietDays } from '../watch-rule.ts'

/** What a round goes through: what has come to an account since the item that the last round named. */
export interface ToLookThrough {
  readonly account: Account
  /** The last round, or undefined where nobody has looked yet. */
  readonly last: Round | undefined
  /** Oldest first, at most `limit`. */
  readonly items: readonly Item[]
  /** How many have come in all, counted to 1,000. */
  readonly total: number
  /** What to name when nothing has come: the item named last, or the newest there is. */
  readonly newest: Item | undefined
}

/** @throws Stop('notFound'), Stop('refused'). */
export async function itemsToLookThrough(
  house: House,
  actor: Actor,
  accountId: AccountId,
  limit: number,
): Promise<ToLookThrough> {
  authorize(actor, 'supervision.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'supervision.read', account)
    const { settings } = await currentPolicy(tx, municipalityId, house.clock.now())
    const since = await whereToBegin(tx, actor, account, quietDays(settings))
    return {
      account,
      last: await lastRound(tx, municipalityId, accountId),
      items: await itemsAfter(tx, municipalityId, since, limit),
      total: await countAfter(tx, municipalityId, since),
      newest: since.named ?? (await newestItem(tx, municipalityId, accountId)),
    }
  })
}

/** The furthest item that a round has named; before the first round, the day the account came here. */
async function whereToBegin(tx: Tx, actor: Actor, account: Account, quiet: number): Promise<Since> {
  const named = await furthestNamed(tx, actor.municipalityId, account.accountId)
  return { accountId: account.accountId, createdAt: account.createdAt, named, quietDays: quiet }
}

interface RoundConfirmation {
  readonly accountId: AccountId
  /** The last item seen; null only where the account has nothing at all. Opening a page is not looking. */
  readonly lastRecordId: RecordId | null
  readonly note: string
  /** The last round when the page was drawn, null for none; without it nobody is told that a colleague was first. */
  readonly after?: Date | null
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
    const made = await madeAlready(tx, actor, confirmation, now)
    if (made) return made
    const policy = await currentPolicy(tx, municipalityId, now)
    const since = await whereToBegin(tx, actor, account, quietDays(policy.settings))
    const round: Round = {
      accountId: account.accountId,
      staffId,
      asDeputy: await isDeputy(tx, municipalityId, account, staffId),
      at: now,
      lastRecordId: last?.recordId ?? null,
      items: last ? await countAfter(tx, municipalityId, since, last) : 0,
    }
    const roundId = newId<RecordId>()
    const policyVersion = policy.version
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
    if (last) {
      const recordIds = await plainTasksAfter(tx, municipalityId, since, last)
      await closeTasks(tx, municipalityId, { recordIds, urgency: 3 }, 'lookedThrough', staffId, now)
    }
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

/**
 * The same round by the same person is the same round: the button was pressed twice, or the first answer never came.
 * @throws Stop('conflict') for a colleague's, so that both know that both have looked.
 */
async function madeAlready(
  tx: Tx,
  actor: Actor,
  { accountId, lastRecordId, after }: RoundConfirmation,
  now: Date,
): Promise<Round | undefined> {
  const { municipalityId, staffId } = actor
  await lockAccount(tx, municipalityId, accountId)
  const last = await lastRound(tx, municipalityId, accountId)
  if (after === undefined || !last || last.at.getTime() === after?.getTime()) return undefined
  if (last.staffId === staffId && last.lastRecordId === lastRecordId) return last
  const who = await nameFor(tx, actor, last.staffId, 'En kollega')
  throw new Stop(
    'conflict',
    `${who} avslutade en runda på kontot ${whenText(last.at, now)}, efter att du öppnade sidan. Avsluta din också, om du har tittat själv.`,
  )
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
  const any = await newestItem(tx, actor.municipalityId, account.accountId)
  if (any)
    throw new Stop(
      'invalid',
      'Välj det sista inlägget du såg. Att öppna sidan räknas inte som att ha tittat.',
      { lastRecordId: 'Välj det sista inlägget du såg' },
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
  const text = input.text.trim().slice(0, 2000)
  if (!text)
    throw new Stop('invalid', 'Skriv varför ingen tittade. Förklaringen står kvar bredvid dagen.', {
      text: 'Skriv varför, till exempel att den som har bevakningen var sjuk',
    })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, input.accountId)
    authorize(actor, 'supervision.explain', account)
    if (input.day < dayOf(account.createdAt))
      throw new Stop('invalid', 'Kontot fanns inte i registret den dagen. Välj en dag som är missad.', {
        day: 'Välj en dag som är missad',
      })
    await insertExplanation(tx, municipalityId, { ...input, text, staffId, at: now })
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
