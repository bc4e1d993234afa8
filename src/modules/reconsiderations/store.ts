import type { Tx } from '../../infra/db/index.ts'
import type { MeasureId, MunicipalityId, RecordId, TaskId } from '../../kernel/index.ts'
import type { ReconsiderationDecision, ReconsiderationOutcome } from './types.ts'

/** A request as it is kept, with its decision. */
interface StoredRequest {
  readonly requestId: RecordId
  readonly measureId: MeasureId
  readonly taskId: TaskId
  readonly text: string
  readonly receivedAt: Date
  readonly dueAt: Date
  readonly decision: ReconsiderationDecision | undefined
}

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('reconsideration as r')
    .leftJoin('reconsideration_decision as d', (join) =>
      join.onRef('d.municipality_id', '=', 'r.municipality_id').onRef('d.request_id', '=', 'r.request_id'),
    )
    .select(['r.request_id', 'r.measure_id', 'r.task_id', 'r.text', 'r.received_at', 'r.due_at'])
    .select(['d.outcome', 'd.text as answer', 'd.staff_id', 'd.at'])
    .where('r.municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toRequest = (row: Row): StoredRequest => ({
  requestId: row.request_id,
  measureId: row.measure_id,
  taskId: row.task_id,
  text: row.text,
  receivedAt: row.received_at,
  dueAt: row.due_at,
  decision:
    row.outcome !== null && row.answer !== null && row.staff_id !== null && row.at !== null
      ? {
          outcome: row.outcome as ReconsiderationOutcome,
          text: row.answer,
          staffId: row.staff_id,
          at: row.at,
        }
      : undefined,
})

export async function requestAbout(
  tx: Tx,
  municipalityId: MunicipalityId,
  measureId: MeasureId,
): Promise<StoredRequest | undefined> {
  const row = await select(tx, municipalityId).where('r.measure_id', '=', measureId).executeTakeFirst()
  return row && toRequest(row)
}

export async function requestAt(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
): Promise<StoredRequest | undefined> {
  const row = await select(tx, municipalityId).where('r.task_id', '=', taskId).executeTakeFirst()
  return row && toRequest(row)
}

/** @returns false when there is a request about the measure already. */
export async function insertRequest(
  tx: Tx,
  municipalityId: MunicipalityId,
  request: Omit<StoredRequest, 'decision'>,
): Promise<boolean> {
  const result = await tx
    .insertInto('reconsideration')
    .values({
      municipality_id: municipalityId,
      request_id: request.requestId,
      measure_id: request.measureId,
      task_id: request.taskId,
      text: request.text,
      received_at: request.receivedAt,
      due_at: request.dueAt,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'measure_id']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** @returns false when it has been decided already. */
export async function insertDecision(
  tx: Tx,
  municipalityId: MunicipalityId,
  requestId: RecordId,
  decision: ReconsiderationDecision & { readonly decisionId: RecordId },
): Promise<boolean> {
  const result = await tx
    .insertInto('reconsideration_decision')
    .values({
      municipality_id: municipalityId,
      request_id: requestId,
      decision_id: decision.decisionId,
      outcome: decision.outcome,
      text: decision.text,
      staff_id: decision.staffId,
      at: decision.at,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'request_id']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}
