import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, TaskId } from '../../kernel/index.ts'
import type { TaskKind } from '../tasks/index.ts'

/** Something that cannot wait, and has not ended. */
export interface Pending {
  readonly taskId: TaskId
  readonly accountId: AccountId
  readonly kind: TaskKind
  readonly since: Date
  /** When somebody first opened it; null: nobody has. */
  readonly openedAt: Date | null
  /** The steps that are taken. */
  readonly told: readonly string[]
}

export const urgentAlarm = (taskId: TaskId): string => `urgent/${taskId}`

/** In a flood the oldest stand for all: they are told of as so many. */
const most = 1_000

/** What nobody has opened first, the oldest first; what somebody has put off is not here until then. */
export async function pendingUrgent(tx: Tx, municipalityId: MunicipalityId, now: Date): Promise<Pending[]> {
  const { rows } = await sql<{
    task_id: TaskId
    account_id: AccountId
    kind: string
    since: Date
    opened_at: Date | null
    told: string[]
  }>`
    SELECT task.task_id, task.account_id, task.kind, task.urgent_at AS since, task.seen_at AS opened_at,
           ARRAY(SELECT told FROM alarm_told WHERE alarm_told.municipality_id = task.municipality_id
                   AND alarm_told.alarm = 'urgent/' || task.task_id) AS told
      FROM task
     WHERE municipality_id = ${municipalityId}::int AND done_at IS NULL AND urgent_at IS NOT NULL
       AND account_id IS NOT NULL AND (snoozed_until IS NULL OR snoozed_until <= ${now})
     ORDER BY seen_at IS NOT NULL, urgent_at LIMIT ${most}::int`.execute(tx)
  return rows.map((row) => ({
    taskId: row.task_id,
    accountId: row.account_id,
    kind: row.kind as TaskKind,
    since: row.since,
    openedAt: row.opened_at,
    told: row.told,
  }))
}
