import { type Actor, authorize, may, scopeOf } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, type RecordId, type StaffId, Stop, type TaskId } from '../../../kernel/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { type Item, itemsByIds } from '../../archive/index.ts'
import { type CollectionHealth, collectionHealth } from '../../collection/index.ts'
import { waitingForSecond } from '../../measures/index.ts'
import { staffNames } from '../../organisation/index.ts'
import {
  recordsInGroup,
  type Screening,
  screenedOf,
  screeningOf,
  withPictures,
} from '../../screening/index.ts'
import {
  assign,
  othersAt,
  type Presence,
  type Task,
  type TaskCounts,
  taskCounts,
  tasksFor,
} from '../../tasks/index.ts'
import { type Colleague, colleaguesFor, type ItemPlace, newestItems, reachOf } from '../queue-store.ts'
import { leaveItem } from './leave-item.ts'
import { ownReading } from './reading.ts'

export const pageSize = 50

export interface QueueQuestion {
  /** second: what a colleague has decided on, and the reader may approve or refuse. */
  readonly selection: 'todo' | 'mine' | 'second' | 'done'
  readonly accountId: AccountId | undefined
  readonly label: string | undefined
  readonly language: 'mina' | undefined
  readonly sameAs: RecordId | undefined
  readonly after: { readonly urgency: number; readonly dueAt: Date; readonly taskId: TaskId } | undefined
}

/** A task with what its row shows. */
export interface QueueEntry {
  readonly task: Task
  readonly item: Item | undefined
  readonly account: Account | undefined
  /** What screening found in what the task is about, where the task itself does not carry it. */
  readonly labels?: readonly string[]
}

export interface QueuePage {
  readonly entries: readonly QueueEntry[]
  readonly more: boolean
  readonly counts: TaskCounts
  /** How many wait for the actor as second person. */
  readonly seconds: number
  /** Those whose tasks the actor may see. */
  readonly accounts: readonly Account[]
  readonly names: ReadonlyMap<StaffId, string>
  /** Colleagues who have one of them open. */
  readonly present: ReadonlyMap<TaskId, readonly Presence[]>
}

const mostAlike = 1_000

/** The tasks that a question asks for, in the order of the queue. */
export async function tasksAsked(
  house: House,
  actor: Actor,
  { accountId, label, language, sameAs, after, selection }: QueueQuestion,
  limit: number,
): Promise<Task[]> {
  authorize(actor, 'tasks.read')
  const recordIds =
    sameAs &&
    (await withMunicipality(house.db, actor.municipalityId, (tx) =>
      recordsInGroup(tx, actor.municipalityId, sameAs, mostAlike),
    ))
  const languages = language && (await ownReading(house, actor)).languages
  const taskIds = selection === 'second' ? await waitingForSecond(house, actor) : undefined
  return tasksFor(house, actor, {
    selection: selection === 'second' ? 'todo' : selection,
    ...(taskIds && { taskIds }),
    ...(accountId && { accountId }),
    ...(label && { label }),
    ...(recordIds && { recordIds }),
    ...(languages && { languages }),
    ...(after && { after }),
    limit,
  })
}

/** A page of the actor's queue with the counts of all of it. */
export async function queuePage(house: House, actor: Actor, question: QueueQuestion): Promise<QueuePage> {
  const found = await tasksAsked(house, actor, question, pageSize + 1)
  const tasks = found.slice(0, pageSize)
  const counts = await taskCounts(house, actor)
  const seconds = (await waitingForSecond(house, actor)).length
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const { municipalityId } = actor
    const recordIds = tasks.flatMap((task) => (task.recordId ? [task.recordId] : []))
    const items = new Map(
      (await itemsByIds(tx, municipalityId, recordIds)).map((item) => [item.recordId, item]),
    )
    const all = await listAccounts(tx, municipalityId)
    const accounts = new Map(all.map((account) => [account.accountId, account]))
    const people = tasks.flatMap((task) => [task.assignedTo, task.doneBy])
    const taskIds = tasks.map(({ taskId }) => taskId)
    // What a task asks for of an item, such as a second person, says nothing of what the item holds.
    const besides = tasks.flatMap(({ kind, recordId }) => (kind !== 'item' && recordId ? [recordId] : []))
    const { labels } = await screenedOf(
      tx,
      municipalityId,
      besides.flatMap((recordId) => items.get(recordId) ?? []),
    )
    return {
      entries: tasks.map((task) => ({
        task,
        labels: (task.recordId && labels.get(task.recordId)) ?? [],
        item: task.recordId ? items.get(task.recordId) : undefined,
        account: task.accountId ? accounts.get(task.accountId) : undefined,
      })),
      more: found.length > pageSize,
      counts,
      seconds,
      accounts: all.filter((account) => may(actor, 'tasks.read', account)),
      names: await staffNames(tx, municipalityId, people),
      present: await othersAt(tx, municipalityId, taskIds, actor.staffId, house.clock.now()),
    }
  })
}

export interface IncomingPage {
  readonly items: readonly Item[]
  readonly labels: ReadonlyMap<RecordId, readonly string[]>
  readonly more: boolean
  readonly accounts: readonly Account[]
}

/** Everything that has come in, newest first, our own posts too: what is collected can be seen as it comes. */
export async function incomingPage(
  house: House,
  actor: Actor,
  question: { readonly accountId: AccountId | undefined; readonly before: ItemPlace | undefined },
): Promise<IncomingPage> {
  authorize(actor, 'items.read')
  const scope = scopeOf(actor, 'items.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const all = await listAccounts(tx, municipalityId)
    const accounts = all.filter((account) => may(actor, 'items.read', account))
    const asked = accounts.find((account) => account.accountId === question.accountId)
    const reach = asked ? [asked.accountId] : reachOf(scope, all)
    const found = await newestItems(tx, municipalityId, reach, question.before, pageSize + 1)
    const items = found.slice(0, pageSize)
    const { labels } = await screenedOf(tx, municipalityId, items)
    return { items, labels, more: found.length > pageSize, accounts }
  })
}

/** How collection stands for the accounts that the actor may see: when we last looked, and where we could not. */
export async function lookedLast(
  house: House,
  actor: Actor,
  accounts: readonly Account[],
): Promise<{ readonly at: Date | undefined; readonly failing: readonly CollectionHealth[] }> {
  const mine = new Set(accounts.map((account) => account.accountId))
  const health = (await collectionHealth(house, actor)).filter((one) => mine.has(one.accountId))
  const times = health.flatMap((one) => (one.lastSuccessAt ? [one.lastSuccessAt.getTime()] : []))
  return {
    at: times.length > 0 ? new Date(Math.min(...times)) : undefined,
    failing: health.filter((one) => one.state === 'failing'),
  }
}

/** Those who can be given all of these tasks. */
export async function colleaguesOf(
  house: House,
  actor: Actor,
  accountIds: readonly (AccountId | null)[],
): Promise<Colleague[]> {
  authorize(actor, 'tasks.work')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const accounts = await listAccounts(tx, actor.municipalityId)
    const concerned = accounts.filter((account) => accountIds.includes(account.accountId))
    return colleaguesFor(tx, actor.municipalityId, concerned, house.clock.now())
  })
}

/** Does the same with several tasks. What somebody else has finished meanwhile is passed over and counted. */
async function withEach(
  taskIds: readonly TaskId[],
  act: (taskId: TaskId) => Promise<void>,
): Promise<{ readonly done: number; readonly passedOver: number }> {
  let done = 0
  for (const taskId of taskIds) {
    try {
      await act(taskId)
      done += 1
    } catch (thrown) {
      if (!(thrown instanceof Stop) || thrown.ending !== 'conflict') throw thrown
    }
  }
  return { done, passedOver: taskIds.length - done }
}

export function leaveAll(house: House, actor: Actor, taskIds: readonly TaskId[]) {
  authorize(actor, 'tasks.work')
  return withEach(taskIds, (taskId) => leaveItem(house, actor, taskId))
}

export function assignAll(house: House, actor: Actor, taskIds: readonly TaskId[], to: StaffId | null) {
  authorize(actor, 'tasks.work')
  return withEach(taskIds, (taskId) => assign(house, actor, taskId, to))
}

/** What screening found in those that have pictures: what is decided together is looked at before. */
export async function screeningsOf(
  house: House,
  actor: Actor,
  items: readonly Item[],
): Promise<ReadonlyMap<RecordId, Screening>> {
  authorize(actor, 'tasks.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const found = new Map<RecordId, Screening>()
    const pictured = await withPictures(
      tx,
      municipalityId,
      items.map(({ recordId }) => recordId),
    )
    for (const { recordId, version } of items.filter((item) => pictured.has(item.recordId))) {
      const screening = await screeningOf(tx, municipalityId, recordId, version)
      if (screening) found.set(recordId, screening)
    }
    return found
  })
}

/** Colleagues who have some of these tasks open. */
export async function presentAt(
  house: House,
  actor: Actor,
  taskIds: readonly TaskId[],
): Promise<ReadonlyMap<TaskId, readonly Presence[]>> {
  authorize(actor, 'tasks.read')
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    othersAt(tx, actor.municipalityId, taskIds, actor.staffId, house.clock.now()),
  )
}
