import { type Actor, authorize, may, scopeOf } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type StaffId, Stop, type TaskId } from '../../kernel/index.ts'
import { audit } from '../audit/index.ts'
import { changeTask, countTasks, findTask, listTasks, type TaskChange, type TaskCounts } from './store.ts'
import type { Task, TaskFilter } from './types.ts'

const claimMilliseconds = 10 * 60_000

/** A page of the actor's queue: by urgency, then due time. */
export async function tasksFor(house: House, actor: Actor, filter: TaskFilter): Promise<Task[]> {
  authorize(actor, 'tasks.read')
  const scope = scopeOf(actor, 'tasks.read')
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    listTasks(tx, actor.municipalityId, scope, filter, actor.staffId, house.clock.now()),
  )
}

export async function taskCounts(house: House, actor: Actor): Promise<TaskCounts> {
  authorize(actor, 'tasks.read')
  const scope = scopeOf(actor, 'tasks.read')
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    countTasks(tx, actor.municipalityId, scope, actor.staffId, house.clock.now()),
  )
}

/** @throws Stop('notFound'), Stop('refused'). */
export async function requireTask(
  tx: Tx,
  actor: Actor,
  taskId: TaskId,
  permission: 'tasks.read' | 'tasks.work',
): Promise<Task> {
  authorize(actor, permission)
  const task = await findTask(tx, actor.municipalityId, taskId)
  if (!task)
    throw new Stop('notFound', 'Ärendet finns inte. Det kan höra till en annan kommun. Gå tillbaka till kön.')
  authorize(actor, permission, subjectOf(task))
  return task
}

const subjectOf = (task: Task) => ({
  ...(task.departmentId && { departmentId: task.departmentId }),
  ...(task.accountId && { accountId: task.accountId }),
})

/**
 * Opens a task for reading: marks it seen, and shows colleagues who has it open. Opening is not looking through.
 * Who only reads (an auditor, a lawyer) leaves no mark in the queue: nobody who can do anything has seen it.
 */
export async function openForReading(house: House, actor: Actor, taskId: TaskId): Promise<Task> {
  authorize(actor, 'tasks.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const task = await requireTask(tx, actor, taskId, 'tasks.read')
    const now = house.clock.now()
    const free =
      !task.claimedBy || !task.claimedUntil || task.claimedUntil <= now || task.claimedBy === actor.staffId
    const change: TaskChange = {
      ...(!task.seenAt && { seen_at: now, seen_by: actor.staffId ?? null }),
      ...(free &&
        actor.staffId && {
          claimed_by: actor.staffId,
          claimed_until: new Date(now.getTime() + claimMilliseconds),
        }),
    }
    const works = may(actor, 'tasks.work', subjectOf(task))
    if (works && Object.keys(change).length > 0 && !task.doneAt)
      await changeTask(tx, actor.municipalityId, taskId, change)
    return task
  })
}

async function work(
  house: House,
  actor: Actor,
  taskId: TaskId,
  verb: string,
  change: (task: Task, now: Date) => TaskChange,
): Promise<void> {
  authorize(actor, 'tasks.work')
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const task = await requireTask(tx, actor, taskId, 'tasks.work')
    const now = house.clock.now()
    await changeTask(tx, actor.municipalityId, taskId, change(task, now))
    await audit(tx, actor, verb, { kind: 'task', id: taskId }, {}, now)
  })
}

/** Whether somebody waits for words of ours, or a duty of ours does: there is nothing that could simply be let stand. */
export const awaitsAnswer = (task: Pick<Task, 'kind' | 'recordId'>): boolean =>
  ['reconsideration', 'secondPerson', 'suspectedAbuse'].includes(task.kind) ||
  (task.kind === 'flag' && task.recordId === null)

const whyNotLeft: Partial<Record<Task['kind'], string>> = {
  secondPerson: 'En kollega väntar på ditt svar. Godkänn åtgärden eller säg nej.',
  suspectedAbuse: 'Polisen ska underrättas. Öppna ärendet och skriv in när det är gjort.',
}

/** Låt stå: looked at, and nothing is to be done. */
export const leave = (house: House, actor: Actor, taskId: TaskId): Promise<void> =>
  work(house, actor, taskId, 'tasks.leave', (task, now) => {
    if (task.doneAt) throw new Stop('conflict', 'Ärendet är redan avslutat. Ladda om kön.')
    if (awaitsAnswer(task))
      throw new Stop(
        'conflict',
        whyNotLeft[task.kind] ?? 'Den som skrev till oss ska få ett svar. Öppna ärendet och svara där.',
      )
    return { done_at: now, done_by: actor.staffId ?? null, outcome: 'left' }
  })

/** Takes a task up again after it was left. */
export const reopen = (house: House, actor: Actor, taskId: TaskId): Promise<void> =>
  work(house, actor, taskId, 'tasks.reopen', (task) => {
    if (task.kind === 'reconsideration')
      throw new Stop('conflict', 'Begäran är prövad, och avsändaren har fått beslutet. Den prövas en gång.')
    if (task.kind === 'secondPerson')
      throw new Stop(
        'conflict',
        'Den andra personen har svarat. Besluta på nytt från kommentarens eget ärende.',
      )
    return { done_at: null, done_by: null, outcome: null }
  })

export const assign = (house: House, actor: Actor, taskId: TaskId, to: StaffId | null): Promise<void> =>
  work(house, actor, taskId, 'tasks.assign', () => ({ assigned_staff_id: to }))

export const snooze = (house: House, actor: Actor, taskId: TaskId, until: Date): Promise<void> =>
  work(house, actor, taskId, 'tasks.snooze', (_task, now) => {
    if (until <= now)
      throw new Stop('invalid', 'Välj en tid som inte har varit.', {
        until: 'Välj en tid som inte har varit.',
      })
    return { snoozed_until: until }
  })

export const saveNote = (house: House, actor: Actor, taskId: TaskId, note: string): Promise<void> =>
  work(house, actor, taskId, 'tasks.note', () => ({ note: note.slice(0, 10_000) }))
