import type { Tx } from '../../infra/db/index.ts'
import type { MeasureId, MunicipalityId, RecordId, StaffId, TaskId } from '../../kernel/index.ts'
import type { BatchAct } from './rules.ts'
import type { Measure } from './types.ts'

/** åtgärd på flera: one decision about several items. */
export interface Batch {
  readonly batchId: string
  readonly staffId: StaffId
  readonly at: Date
  readonly act: BatchAct
  readonly groundId: string
  readonly note: string
  /** How many were chosen; fewer have a line where the program was stopped in the middle. */
  readonly chosen: number
}

/** What became of one of them: a measure, or why there is none. */
interface BatchLine {
  readonly recordId: RecordId
  readonly taskId: TaskId
  readonly measureId: MeasureId | null
  readonly leftOut: string | null
}

/** A line with how its measure stands now. */
export type FollowedLine = BatchLine & { readonly state: Measure['state'] | null; readonly detail: string }

export async function insertBatch(tx: Tx, municipalityId: MunicipalityId, batch: Batch): Promise<void> {
  await tx
    .insertInto('measure_batch')
    .values({
      municipality_id: municipalityId,
      batch_id: batch.batchId,
      staff_id: batch.staffId,
      at: batch.at,
      act: batch.act,
      ground_id: batch.groundId,
      note: batch.note,
      chosen: batch.chosen,
    })
    .execute()
}

export async function insertLine(
  tx: Tx,
  municipalityId: MunicipalityId,
  batchId: string,
  line: BatchLine,
): Promise<void> {
  await tx
    .insertInto('measure_batch_item')
    .values({
      municipality_id: municipalityId,
      batch_id: batchId,
      record_id: line.recordId,
      task_id: line.taskId,
      measure_id: line.measureId,
      left_out: line.leftOut,
    })
    .execute()
}

export async function findBatch(
  tx: Tx,
  municipalityId: MunicipalityId,
  batchId: string,
): Promise<Batch | undefined> {
  const row = await tx
    .selectFrom('measure_batch')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('batch_id', '=', batchId)
    .executeTakeFirst()
  return (
    row && {
      batchId: row.batch_id,
      staffId: row.staff_id,
      at: row.at,
      act: row.act as BatchAct,
      groundId: row.ground_id,
      note: row.note,
      chosen: row.chosen,
    }
  )
}

export async function linesOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  batchId: string,
): Promise<FollowedLine[]> {
  const rows = await tx
    .selectFrom('measure_batch_item as line')
    .leftJoin('measure', (join) =>
      join
        .onRef('measure.municipality_id', '=', 'line.municipality_id')
        .onRef('measure.measure_id', '=', 'line.measure_id'),
    )
    .select(['line.record_id', 'line.task_id', 'line.measure_id', 'line.left_out'])
    .select(['measure.state', 'measure.detail'])
    .where('line.municipality_id', '=', municipalityId)
    .where('line.batch_id', '=', batchId)
    .execute()
  return rows.map((row) => ({
    recordId: row.record_id,
    taskId: row.task_id,
    measureId: row.measure_id,
    leftOut: row.left_out,
    state: row.state as Measure['state'] | null,
    detail: row.detail ?? '',
  }))
}
