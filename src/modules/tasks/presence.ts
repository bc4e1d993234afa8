import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, StaffId, TaskId } from '../../kernel/index.ts'
import type { Presence } from './types.ts'

/** How long an opening is shown to colleagues, in milliseconds. */
const shownMilliseconds = 10 * 60_000

/** Notes that somebody has a task open; what the same person opened before is no longer open. */
export async function noteOpen(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
  staffId: StaffId,
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + shownMilliseconds)
  await tx
    .insertInto('presence')
    .values({ municipality_id: municipalityId, staff_id: staffId, task_id: taskId, since: now, until })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'staff_id']).doUpdateSet({
        task_id: taskId,
        until,
        since: sql<Date>`CASE WHEN presence.task_id = ${taskId}::uuid AND presence.until > ${now}
          THEN presence.since ELSE ${now} END`,
      }),
    )
    .execute()
}

/** Who beside `me` has each of some tasks open, who came first first. */
export async function othersAt(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskIds: readonly TaskId[],
  me: StaffId | undefined,
  now: Date,
): Promise<ReadonlyMap<TaskId, readonly Presence[]>> {
  const rows = await tx
    .selectFrom('presence')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'presence.municipality_id')
        .onRef('staff.staff_id', '=', 'presence.staff_id'),
    )
    .select(['presence.task_id', 'presence.staff_id', 'presence.since', 'staff.name'])
    .where('presence.municipality_id', '=', municipalityId)
    .where('presence.until', '>', now)
    .where(sql<boolean>`presence.task_id = ANY(${[...taskIds]}::uuid[])`)
    .$if(me !== undefined, (query) => query.where('presence.staff_id', '!=', me as StaffId))
    .orderBy('presence.since')
    .execute()
  const all = rows.map((row) => ({
    taskId: row.task_id,
    present: { staffId: row.staff_id, name: row.name, since: row.since },
  }))
  return new Map(
    [...Map.groupBy(all, ({ taskId }) => taskId)].map(([taskId, some]) => [
      taskId,
      some.map(({ present }) => present),
    ]),
  )
}
