import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { MeasureId, MunicipalityId, RecordId, StaffId, TaskId } from '../../kernel/index.ts'
import type { Measure, MeasureKind, MeasureState, MeasureStep } from './types.ts'

const columns = [
  'measure_id',
  'record_id',
  'record_version',
  'account_id',
  'kind',
  'ground_id',
  'ground_wording',
  'note',
  'policy_version',
  'staff_id',
  'requested_at',
  'state',
  'detail',
  'finished_at',
  'undoes',
  'number',
] as const

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx.selectFrom('measure').select(columns).where('municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toMeasure = (row: Row): Measure => ({
  measureId: row.measure_id,
  recordId: row.record_id,
  recordVersion: row.record_version,
  accountId: row.account_id,
  kind: row.kind as MeasureKind,
  groundId: row.ground_id,
  groundWording: row.ground_wording,
  note: row.note,
  policyVersion: row.policy_version,
  staffId: row.staff_id,
  requestedAt: row.requested_at,
  state: row.state as MeasureState,
  detail: row.detail,
  finishedAt: row.finished_at,
  undoes: row.undoes,
  number: row.number,
})

export async function insertMeasure(tx: Tx, municipalityId: MunicipalityId, measure: Measure): Promise<void> {
  await tx
    .insertInto('measure')
    .values({
      municipality_id: municipalityId,
      measure_id: measure.measureId,
      record_id: measure.recordId,
      record_version: measure.recordVersion,
      account_id: measure.accountId,
      kind: measure.kind,
      ground_id: measure.groundId,
      ground_wording: measure.groundWording,
      note: measure.note,
      policy_version: measure.policyVersion,
      staff_id: measure.staffId,
      requested_at: measure.requestedAt,
      state: measure.state,
      detail: measure.detail,
      undoes: measure.undoes,
      number: measure.number,
    })
    .execute()
}

/** Locked: two workers never carry out the same order. */
export async function lockMeasure(
  tx: Tx,
  municipalityId: MunicipalityId,
  measureId: MeasureId,
): Promise<Measure | undefined> {
  const row = await select(tx, municipalityId)
    .where('measure_id', '=', measureId)
    .forUpdate()
    .executeTakeFirst()
  return row && toMeasure(row)
}

/** The measure whose number an author was given. */
export async function measureNumbered(
  tx: Tx,
  municipalityId: MunicipalityId,
  number: string,
): Promise<Measure | undefined> {
  const row = await select(tx, municipalityId).where('number', '=', number).executeTakeFirst()
  return row && toMeasure(row)
}

export async function measuresOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<Measure[]> {
  const rows = await select(tx, municipalityId)
    .where('record_id', '=', recordId)
    .orderBy('requested_at')
    .execute()
  return rows.map(toMeasure)
}

/** Orders that have left, or should have, and are not finished: what a worker takes up again after a crash. */
export async function unfinishedMeasures(tx: Tx, municipalityId: MunicipalityId): Promise<Measure[]> {
  const rows = await select(tx, municipalityId)
    .where('finished_at', 'is', null)
    .where('state', 'not in', ['byHand', 'awaitsSecond'])
    .orderBy('requested_at')
    .execute()
  return rows.map(toMeasure)
}

/** Measures that wait for a second person, where one person was not the first; the oldest first, each with its task. */
export async function awaitingSecond(
  tx: Tx,
  municipalityId: MunicipalityId,
  first: StaffId,
): Promise<{ readonly measure: Measure; readonly taskId: TaskId }[]> {
  const measures = await select(tx, municipalityId)
    .where('finished_at', 'is', null)
    .where('state', '=', 'awaitsSecond')
    .where('staff_id', '!=', first)
    .orderBy('requested_at')
    .execute()
  if (measures.length === 0) return []
  const tasks = await tx
    .selectFrom('task')
    .select(['task_id', 'subject_id'])
    .where('municipality_id', '=', municipalityId)
    .where('kind', '=', 'secondPerson')
    .where('done_at', 'is', null)
    .execute()
  const taskOf = new Map(tasks.map((row) => [row.subject_id, row.task_id]))
  return measures.flatMap((row) => {
    const taskId = taskOf.get(row.measure_id)
    return taskId ? { measure: toMeasure(row), taskId } : []
  })
}

export async function moveMeasure(
  tx: Tx,
  municipalityId: MunicipalityId,
  measureId: MeasureId,
  state: MeasureState,
  detail: string,
  finishedAt: Date | null,
): Promise<void> {
  await tx
    .updateTable('measure')
    .set({ state, detail, finished_at: finishedAt })
    .where('municipality_id', '=', municipalityId)
    .where('measure_id', '=', measureId)
    .execute()
}

export async function addStep(
  tx: Tx,
  municipalityId: MunicipalityId,
  step: Omit<MeasureStep, 'step'>,
): Promise<void> {
  const next = tx
    .selectFrom('measure_step')
    .select(sql<number>`coalesce(max(step), 0) + 1`.as('step'))
    .where('municipality_id', '=', municipalityId)
    .where('measure_id', '=', step.measureId)
  await tx
    .insertInto('measure_step')
    .values({
      municipality_id: municipalityId,
      measure_id: step.measureId,
      step: next,
      kind: step.kind,
      at: step.at,
      record_id: step.recordId,
      record_version: step.recordVersion,
      detail: step.detail,
      staff_id: step.staffId,
    })
    .execute()
}

export async function stepsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  measureIds: readonly MeasureId[],
): Promise<MeasureStep[]> {
  if (measureIds.length === 0) return []
  const rows = await tx
    .selectFrom('measure_step')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('measure_id', 'in', [...measureIds])
    .orderBy('at')
    .orderBy('step')
    .execute()
  return rows.map((row) => ({
    measureId: row.measure_id,
    step: row.step,
    kind: row.kind,
    at: row.at,
    recordId: row.record_id,
    recordVersion: row.record_version,
    detail: row.detail,
    staffId: row.staff_id,
  }))
}
