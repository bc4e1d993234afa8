import { sql } from 'kysely'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { addDays, dayOf, instantOf } from '../../../kernel/wall-clock.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { type Item, itemsByIds, versionsOf, wasMissed } from '../../archive/index.ts'
import {
  isFulfilled,
  isModeration,
  type MeasureState,
  measuresOf,
  overtakeWaiting,
} from '../../measures/index.ts'
import { currentPolicy, type Policy } from '../../policy/index.ts'
import { isOtherLanguage, screenedOf, screeningOf } from '../../screening/index.ts'
import { closeTasks, type NewTask, openItemTask, openTask, openTasks } from '../../tasks/index.ts'
import { answeredThere } from '../answered-store.ts'
import { strongestFirst, urgencyOf } from '../rules.ts'
import { answerDue, answersPraise, quietDays } from '../watch-rule.ts'

export interface ScreenedItem {
  readonly record: string
  readonly labels: readonly string[]
}

/**
 * Puts screened items in the queue, with the labels told and those that they have got since. What the municipality itself
 * has said is not queued, nor is what was already old when it was collected (an import of past years); what has gone from
 * the platform leaves the queue, unless it was gone before anybody could see it here, and so does what has been answered
 * on the platform itself.
 */
export async function openItemTasks(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  screened: readonly ScreenedItem[],
): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    const policy = await currentPolicy(tx, municipalityId, now)
    const told = new Map(screened.map(({ record, labels }) => [record, labels]))
    const items = await itemsByIds(tx, municipalityId, [...told.keys()])
    const { labels: found } = await screenedOf(tx, municipalityId, items)
    const tasks: NewTask[] = []
    for (const item of items) {
      if (item.state === 'gone' && !wasMissed(item)) {
        await closeTasks(tx, municipalityId, { recordIds: [item.recordId] }, 'gone', null, now)
        await overtakeWaiting(house, tx, municipalityId, item, 'gone')
      } else if (await needsSomebody(tx, municipalityId, item, policy)) {
        const labels = new Set([...(told.get(item.recordId) ?? []), ...(found.get(item.recordId) ?? [])])
        const task = taskOf(item, account, [...labels], policy)
        const language = labels.has('otherLanguage') && (await languageOf(tx, municipalityId, item))
        tasks.push({ ...task, ...(language && { language }) })
      }
    }
    await openTasks(tx, municipalityId, tasks, now)
    for (const { recordId, at } of await answeredThere(tx, municipalityId, accountId, items))
      await closeTasks(tx, municipalityId, { kind: 'item', subjectId: recordId }, 'replied', null, at)
  })
}

/** Items that got one more reason after somebody may have finished with them: only what is still open is raised. */
export async function raiseTasks(
  house: House,
  municipalityId: MunicipalityId,
  records: readonly string[],
): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const policy = await currentPolicy(tx, municipalityId, now)
    const items = await itemsByIds(tx, municipalityId, records)
    const { labels: found } = await screenedOf(tx, municipalityId, items)
    for (const item of items) {
      if (!(await openItemTask(tx, municipalityId, item.recordId))) continue
      const account = await requireAccount(tx, municipalityId, item.accountId)
      await openTask(tx, municipalityId, taskOf(item, account, found.get(item.recordId) ?? [], policy), now)
    }
  })
}

function taskOf(
  item: Item,
  { accountId, departmentId }: Account,
  found: readonly string[],
  policy: Policy,
): NewTask {
  const labels = strongestFirst(found)
  const urgency = urgencyOf(labels, answersPraise(policy.settings))
  return {
    kind: 'item',
    subjectId: item.recordId,
    recordId: item.recordId,
    accountId,
    departmentId,
    labels,
    urgency,
    dueAt: dueOf(item, urgency, policy),
  }
}

/** What it is written in, where that is another language than the lists'. */
async function languageOf(tx: Tx, municipalityId: MunicipalityId, item: Item): Promise<string | undefined> {
  const { language } = (await screeningOf(tx, municipalityId, item.recordId, item.version)) ?? {}
  return language && isOtherLanguage(language) ? language : undefined
}

const dayMilliseconds = 24 * 60 * 60_000

/**
 * Whether the item is for the queue: received, recent, and this version not already looked at. What is withheld has a
 * task of its own, and is never an ordinary one.
 */
async function needsSomebody(
  tx: Tx,
  municipalityId: MunicipalityId,
  item: Item,
  policy: Policy,
): Promise<boolean> {
  if (item.direction !== 'received' || item.withheld) return false
  const age = item.collectedAt.getTime() - item.publishedAt.getTime()
  if (age > quietDays(policy.settings) * dayMilliseconds) return false
  return !(await isOurOwnDoing(tx, municipalityId, item))
}

/**
 * A change that our own order made (hidden, shown again) is not news, whoever saw it first: a round may, before the order
 * is confirmed. A change of the words is, and so is what somebody else does on the platform.
 */
async function isOurOwnDoing(tx: Tx, municipalityId: MunicipalityId, item: Item): Promise<boolean> {
  const { changedAt, recordId, state } = item
  if (!changedAt) return false
  const ordered = (await measuresOf(tx, municipalityId, recordId)).filter(isModeration)
  const last = ordered.findLast((one) => one.requestedAt <= changedAt && !notSent.includes(one.state))
  // What the word filter did is for a person to look at.
  if (!last?.staffId || !isFulfilled(last.kind, state)) return false
  const [before, now] = await versionsOf(tx, municipalityId, recordId, 2)
  return (
    before?.fields?.['text'] === now?.fields?.['text'] && before?.fields?.['state'] !== now?.fields?.['state']
  )
}

/** Measures that changed nothing on the platform. */
const notSent: readonly MeasureState[] = ['awaitsSecond', 'refused', 'overtaken']

function dueOf(item: Item, urgency: 0 | 1 | 2 | 3, policy: Policy): Date {
  if (urgency === 0) return item.collectedAt
  if (urgency === 1)
    return answerDue(
      policy.settings,
      new Date(Math.min(item.publishedAt.getTime(), item.collectedAt.getTime())),
    )
  return instantOf(addDays(dayOf(item.collectedAt), 1))
}

/** An account that cannot be collected: its owner must know at once; closed when it is well again. */
export async function openHealthTask(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    const task = {
      kind: 'accountFailing',
      subjectId: accountId,
      accountId,
      departmentId: account.departmentId,
      labels: [],
      urgency: 1,
      dueAt: now,
    } as const
    await openTask(tx, municipalityId, task, now)
  })
}

/** Closes the task when nothing of the account fails any longer: several things may have failed under one task. */
export const closeHealthTask = (
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<number> =>
  withMunicipality(house.db, municipalityId, async (tx) => {
    if (await stillFails(tx, municipalityId, accountId)) return 0
    const task = { kind: 'accountFailing', subjectId: accountId } as const
    return closeTasks(tx, municipalityId, task, 'recovered', null, house.clock.now())
  })

async function stillFails(tx: Tx, municipalityId: MunicipalityId, accountId: AccountId): Promise<boolean> {
  const { rows } = await sql<{ fails: boolean }>`
    SELECT EXISTS (SELECT FROM collection_state WHERE municipality_id = ${municipalityId}::int
                     AND account_id = ${accountId}::uuid AND failing_since IS NOT NULL)
        OR EXISTS (SELECT FROM event_subscription WHERE municipality_id = ${municipalityId}::int
                     AND account_id = ${accountId}::uuid AND failing_since IS NOT NULL AND failure_text IS NOT NULL)
        OR EXISTS (SELECT FROM account_access WHERE municipality_id = ${municipalityId}::int
                     AND account_id = ${accountId}::uuid AND told_at IS NOT NULL)
        OR EXISTS (SELECT FROM account_capability WHERE municipality_id = ${municipalityId}::int
                     AND account_id = ${accountId}::uuid AND NOT works AND worked_at IS NOT NULL) AS fails`.execute(
    tx,
  )
  return rows[0]?.fails === true
}
