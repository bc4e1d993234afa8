import { sql } from 'kysely'
import type { Scope } from '../../access/index.ts'
import type { Tx } from '../../infra/db/index.ts'
import {
  type AccountId,
  type DepartmentId,
  type MunicipalityId,
  newId,
  type RecordId,
  type StaffId,
  type TaskId,
} from '../../kernel/index.ts'
import type { NewTask, Task, TaskFilter, TaskKind, Urgency } from './types.ts'

/** As openTasks, of one. @returns the task's id. */
export async function openTask(
  tx: Tx,
  municipalityId: MunicipalityId,
  task: NewTask,
  now: Date,
): Promise<TaskId> {
  const [taskId] = await openTasks(tx, municipalityId, [task], now)
  if (!taskId) throw new Error('no task was opened')
  return taskId
}

/**
 * One open task per kind and subject: a second opening raises the urgency and the labels of the first.
 * @param tasks of different subjects.
 */
export async function openTasks(
  tx: Tx,
  municipalityId: MunicipalityId,
  tasks: readonly NewTask[],
  now: Date,
): Promise<TaskId[]> {
  if (tasks.length === 0) return []
  const rows = await tx
    .insertInto('task')
    .values(
      tasks.map((task) => ({
        municipality_id: municipalityId,
        task_id: newId<TaskId>(),
        kind: task.kind,
        subject_id: task.subjectId,
        record_id: task.recordId ?? null,
        account_id: task.accountId ?? null,
        department_id: task.departmentId ?? null,
        labels: [...task.labels],
        urgency: task.urgency,
        due_at: task.dueAt,
        language: task.language ?? null,
        created_at: now,
        urgent_at: task.urgency === 0 ? now : null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'kind', 'subject_id'])
        .where('done_at', 'is', null)
        .doUpdateSet({
          // What the public has said of it is no finding of screening's, and stays.
          labels: sql<string[]>`excluded.labels || ARRAY(SELECT label FROM unnest(task.labels) AS label
          WHERE label = 'flagged' AND label <> ALL(excluded.labels))`,
          urgency: sql<number>`least(task.urgency, excluded.urgency)`,
          due_at: sql<Date>`least(task.due_at, excluded.due_at)`,
          language: sql<string | null>`coalesce(excluded.language, task.language)`,
          urgent_at: sql<Date | null>`coalesce(task.urgent_at, excluded.urgent_at)`,
          // Whoever opened it before it was urgent has not seen that.
          seen_at: sql<Date | null>`CASE WHEN excluded.urgency = 0 AND task.urgency > 0 THEN NULL ELSE task.seen_at END`,
        }),
    )
    .returning('task_id')
    .execute()
  return rows.map((row) => row.task_id)
}

/** The condition that keeps a person's queue to what the person may see; tasks without an account are for those who see all. */
function inScope(tx: Tx, municipalityId: MunicipalityId, scope: Scope) {
  const open = tx.selectFrom('task').where('task.municipality_id', '=', municipalityId)
  if (scope.kind === 'all') return open
  return open.where((eb) =>
    eb.or([
      eb('task.department_id', 'in', scope.departments.length > 0 ? [...scope.departments] : [noId]),
      eb('task.account_id', 'in', scope.accounts.length > 0 ? [...scope.accounts] : [noId]),
    ]),
  )
}

/** Nobody's and nothing's. */
const noId = '00000000-0000-0000-0000-000000000000' as DepartmentId & AccountId & StaffId

/** A page's tasks, found by what the indexes hold and only then read: a filter may pass over very many. */
export async function listTasks(
  tx: Tx,
  municipalityId: MunicipalityId,
  scope: Scope,
  filter: TaskFilter,
  me: StaffId | undefined,
  now: Date,
): Promise<Task[]> {
  const rows = await tx
    .selectFrom('task')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('task_id', 'in', pageOf(tx, municipalityId, scope, filter, me, now))
    .$if(filter.selection === 'done', (query) => query.orderBy('done_at', 'desc'))
    .$if(filter.selection !== 'done', (query) =>
      query.orderBy('urgency').orderBy('due_at').orderBy('task_id'),
    )
    .execute()
  return rows.map(toTask)
}

function pageOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  scope: Scope,
  filter: TaskFilter,
  me: StaffId | undefined,
  now: Date,
) {
  let query = inScope(tx, municipalityId, scope).select('task.task_id').limit(filter.limit)
  if (filter.accountId) query = query.where('task.account_id', '=', filter.accountId)
  // That it has any at all is said too: by that the database knows the index of those that have.
  if (filter.label)
    query = query.where(sql<boolean>`${filter.label} = ANY(task.labels) AND task.labels <> '{}'`)
  if (filter.kind) query = query.where('task.kind', '=', filter.kind)
  if (filter.urgency !== undefined) query = query.where('task.urgency', '=', filter.urgency)
  if (filter.taskIds) query = query.where(sql<boolean>`task.task_id = ANY(${[...filter.taskIds]}::uuid[])`)
  if (filter.recordIds)
    query = query.where(sql<boolean>`task.record_id = ANY(${[...filter.recordIds]}::uuid[])`)
  if (filter.languages) query = query.where(sql<boolean>`task.language = ANY(${[...filter.languages]})`)
  if (filter.selection === 'done') {
    query = query.where('task.done_at', 'is not', null).orderBy('task.done_at', 'desc')
  } else {
    query = query
      .where('task.done_at', 'is', null)
      .where((eb) => eb.or([eb('task.snoozed_until', 'is', null), eb('task.snoozed_until', '<=', now)]))
      .orderBy('task.urgency')
      .orderBy('task.due_at')
      .orderBy('task.task_id')
    if (filter.selection === 'mine') query = query.where('task.assigned_staff_id', '=', me ?? noId)
    const { after } = filter
    if (after) {
      query = query.where((eb) =>
        eb(
          eb.refTuple('task.urgency', 'task.due_at', 'task.task_id'),
          '>',
          eb.tuple(after.urgency, after.dueAt, after.taskId),
        ),
      )
    }
  }
  return query
}

/** @param held until the transaction ends: of two who act at once, the second sees what the first did. */
export async function findTask(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
  held = false,
): Promise<Task | undefined> {
  const row = await tx
    .selectFrom('task')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('task_id', '=', taskId)
    .$if(held, (query) => query.forUpdate())
    .executeTakeFirst()
  return row && toTask(row)
}

/** The item's own task, while it waits for somebody. */
export async function openItemTask(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<Task | undefined> {
  const row = await tx
    .selectFrom('task')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('kind', '=', 'item')
    .where('subject_id', '=', recordId)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  return row && toTask(row)
}

export interface TaskCounts {
  readonly todo: number
  readonly urgent: number
  readonly questions: number
  readonly mine: number
  /** Creation time of the oldest urgent one. */
  readonly oldestUrgentAt: Date | null
  readonly newestAt: Date | null
}

/** Counts up to 10,000: past that a queue is not a queue, and the figure is said as "10 000+". */
export async function countTasks(
  tx: Tx,
  municipalityId: MunicipalityId,
  scope: Scope,
  me: StaffId | undefined,
  now: Date,
): Promise<TaskCounts> {
  const open = inScope(tx, municipalityId, scope)
    .select(['task.urgency', 'task.labels', 'task.assigned_staff_id', 'task.created_at'])
    .where('task.done_at', 'is', null)
    .where((eb) => eb.or([eb('task.snoozed_until', 'is', null), eb('task.snoozed_until', '<=', now)]))
    .orderBy('task.urgency')
    .orderBy('task.due_at')
    .limit(10_001)
  const row = await tx
    .selectFrom(open.as('open'))
    .select([
      sql<number>`count(*)::int`.as('todo'),
      sql<number>`(count(*) FILTER (WHERE urgency = 0))::int`.as('urgent'),
      sql<number>`(count(*) FILTER (WHERE 'question' = ANY(labels)))::int`.as('questions'),
      sql<number>`(count(*) FILTER (WHERE assigned_staff_id = ${me ?? noId}))::int`.as('mine'),
      sql<Date | null>`min(created_at) FILTER (WHERE urgency = 0)`.as('oldestUrgentAt'),
      sql<Date | null>`max(created_at)`.as('newestAt'),
    ])
    .executeTakeFirstOrThrow()
  return row
}

export type TaskChange = Partial<{
  assigned_staff_id: StaffId | null
  seen_at: Date
  seen_by: StaffId | null
  snoozed_until: Date | null
  done_at: Date | null
  done_by: StaffId | null
  outcome: string | null
  note: string
}>

export async function changeTask(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
  change: TaskChange,
): Promise<void> {
  await tx
    .updateTable('task')
    .set(change)
    .where('municipality_id', '=', municipalityId)
    .where('task_id', '=', taskId)
    .execute()
}

/** What an act on the item ends; the others end when they are answered themselves, or the police are told. */
const endedByActs: readonly TaskKind[] = ['item', 'flag', 'measureStuck']

/** Ends the open tasks that ask for an act on a record, or the one about a subject of a kind. */
export async function closeTasks(
  tx: Tx,
  municipalityId: MunicipalityId,
  which:
    | { readonly recordIds: readonly RecordId[]; readonly urgency?: Urgency }
    | { readonly kind: TaskKind; readonly subjectId: string },
  outcome: string,
  by: StaffId | null,
  now: Date,
): Promise<number> {
  let query = tx
    .updateTable('task')
    .set({ done_at: now, done_by: by, outcome })
    .where('municipality_id', '=', municipalityId)
    .where('done_at', 'is', null)
  if ('recordIds' in which) {
    if (which.recordIds.length === 0) return 0
    query = query.where('record_id', 'in', [...which.recordIds]).where('kind', 'in', [...endedByActs])
    if (which.urgency !== undefined) query = query.where('urgency', '=', which.urgency)
  } else {
    query = query.where('kind', '=', which.kind).where('subject_id', '=', which.subjectId)
  }
  const result = await query.executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** An answer never came out: the question it closed waits again, with the time that it had. @returns whether there is one. */
export async function unanswer(tx: Tx, municipalityId: MunicipalityId, recordId: RecordId): Promise<boolean> {
  if (await openItemTask(tx, municipalityId, recordId)) return true
  const last = tx
    .selectFrom('task')
    .select('task_id')
    .where('municipality_id', '=', municipalityId)
    .where('kind', '=', 'item')
    .where('subject_id', '=', recordId)
    .orderBy('done_at', 'desc')
    .limit(1)
  const { numUpdatedRows } = await tx
    .updateTable('task')
    .set({ done_at: null, done_by: null, outcome: null })
    .where('municipality_id', '=', municipalityId)
    .where('task_id', 'in', last)
    .where('outcome', '=', 'replied')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

type Row = {
  task_id: TaskId
  kind: string
  subject_id: string
  record_id: RecordId | null
  account_id: AccountId | null
  department_id: DepartmentId | null
  labels: string[]
  urgency: number
  due_at: Date
  created_at: Date
  assigned_staff_id: StaffId | null
  seen_at: Date | null
  snoozed_until: Date | null
  done_at: Date | null
  done_by: StaffId | null
  outcome: string | null
  note: string
  language: string | null
}

const toTask = (row: Row): Task => ({
  taskId: row.task_id,
  kind: row.kind as TaskKind,
  subjectId: row.subject_id,
  recordId: row.record_id,
  accountId: row.account_id,
  departmentId: row.department_id,
  labels: row.labels,
  urgency: row.urgency as Urgency,
  dueAt: row.due_at,
  createdAt: row.created_at,
  assignedTo: row.assigned_staff_id,
  seenAt: row.seen_at,
  snoozedUntil: row.snoozed_until,
  doneAt: row.done_at,
  doneBy: row.done_by,
  outcome: row.outcome,
  note: row.note,
  language: row.language,
})
