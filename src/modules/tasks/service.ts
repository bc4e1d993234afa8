import { type Actor, authorize, may, scopeOf } from '../../access/index.ts'
import { isUniqueViolation, type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type StaffId, Stop, type TaskId } from '../../kernel/index.ts'
import { audit } from '../audit/index.ts'
import { endedText } from './ended.ts'
import { noteOpen } from './presence.ts'
import { changeTask, countTasks, findTask, listTasks, type TaskChange, type TaskCounts } from './store.ts'
import type { Task, TaskFilter } from './types.ts'

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

/** @param held as findTask. @throws Stop('notFound'), Stop('refused'). */
export async function requireTask(
  tx: Tx,
  actor: Actor,
  taskId: TaskId,
  permission: 'tasks.read' | 'tasks.work',
  held = false,
): Promise<Task> {
  authorize(actor, permission)
  const task = await findTask(tx, actor.municipalityId, taskId, held)
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
    if (task.doneAt || !may(actor, 'tasks.work', subjectOf(task))) return task
    const now = house.clock.now()
    const { municipalityId, staffId } = actor
    if (!task.seenAt) await changeTask(tx, municipalityId, taskId, { seen_at: now, seen_by: staffId ?? null })
    if (staffId) await noteOpen(tx, municipalityId, taskId, staffId, now)
    return task
  })
}

/** Somebody goes on with a task, in a form of it: colleagues see that it is still open. */
export async function stayOpen(house: House, actor: Actor, taskId: TaskId): Promise<void> {
  authorize(actor, 'tasks.work')
  const { municipalityId, staffId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { doneAt } = await requireTask(tx, actor, taskId, 'tasks.work')
    if (staffId && !doneAt) await noteOpen(tx, municipalityId, taskId, staffId, house.clock.now())
  })
}

/**
 * A task that is still to be done, held until the transaction ends.
 * @throws Stop('conflict') that says what was done with it, by whom and when; as requireTask.
 */
export async function requireOpenTask(tx: Tx, actor: Actor, taskId: TaskId, now: Date): Promise<Task> {
  authorize(actor, 'tasks.work')
  const task = await requireTask(tx, actor, taskId, 'tasks.work', true)
  if (task.doneAt) throw new Stop('conflict', `${await endedText(tx, actor, task, now)} Läs hur det är nu.`)
  return task
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
    const task = await requireTask(tx, actor, taskId, 'tasks.work', true)
    const now = house.clock.now()
    await changeTask(tx, actor.municipalityId, taskId, change(task, now))
    await audit(tx, actor, verb, { kind: 'task', id: taskId }, {}, now)
  })
}

/** Whether somebody waits for words of ours, or a duty of ours does: there is nothing that could simply be let stand. */
export const awaitsAnswer = (task: Pick<Task, 'kind' | 'recordId'>): boolean =>
  ['reconsideration', 'secondPerson', 'suspectedAbuse', 'byHand'].includes(task.kind) ||
  (task.kind === 'flag' && task.recordId === null)

const whyNotLeft: Partial<Record<Task['kind'], string>> = {
  secondPerson: 'En kollega väntar på ditt svar. Godkänn åtgärden eller säg nej.',
  suspectedAbuse: 'Polisen ska underrättas. Öppna ärendet och skriv in när det är gjort.',
  byHand: 'Åtgärden är beslutad. Gör den på plattformen, öppna ärendet och bekräfta.',
}

/**
 * Låt stå: looked at, and nothing is to be done. What the same person has left already stays left: the button was
 * pressed twice, or the first answer never came.
 * @throws Stop('conflict') where somebody was first, or somebody waits for an answer.
 */
export async function leaveIn(tx: Tx, actor: Actor, taskId: TaskId, now: Date): Promise<void> {
  authorize(actor, 'tasks.work')
  const { outcome, doneBy } = await requireTask(tx, actor, taskId, 'tasks.work', true)
  if (outcome === 'left' && doneBy === actor.staffId) return
  const task = await requireOpenTask(tx, actor, taskId, now)
  if (awaitsAnswer(task))
    throw new Stop(
      'conflict',
      whyNotLeft[task.kind] ?? 'Den som skrev till oss ska få ett svar. Öppna ärendet och svara där.',
    )
  const done = { done_at: now, done_by: actor.staffId ?? null, outcome: 'left' }
  await changeTask(tx, actor.municipalityId, taskId, done)
  await audit(tx, actor, 'tasks.leave', { kind: 'task', id: taskId }, {}, now)
}

export async function leave(house: House, actor: Actor, taskId: TaskId): Promise<void> {
  authorize(actor, 'tasks.work')
  await withMunicipality(house.db, actor.municipalityId, (tx) =>
    leaveIn(tx, actor, taskId, house.clock.now()),
  )
}

/**
 * Takes a task up again after it was left.
 * @throws Stop('conflict') when what it was about came into the queue anew: there is one open task a subject.
 */
export async function reopen(house: House, actor: Actor, taskId: TaskId): Promise<void> {
  authorize(actor, 'tasks.work')
  try {
    await work(house, actor, taskId, 'tasks.reopen', (task) => {
      if (task.kind === 'reconsideration')
        throw new Stop('conflict', 'Begäran är prövad, och avsändaren har fått beslutet. Den prövas en gång.')
      if (task.kind === 'byHand')
        throw new Stop('conflict', 'Åtgärden är bekräftad. Ångra den från kommentarens eget ärende.')
      if (task.kind === 'secondPerson')
        throw new Stop(
          'conflict',
          'Den andra personen har svarat. Besluta på nytt från kommentarens eget ärende.',
        )
      return { done_at: null, done_by: null, outcome: null }
    })
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown
    throw new Stop('conflict', 'Det ligger redan i kön, som ett nytt ärende. Gå till kön.')
  }
}

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
