import type { StaffId, TaskId } from '../../../kernel/index.ts'

interface PresenceTable {
  municipality_id: number
  staff_id: StaffId
  task_id: TaskId
  since: Date
  until: Date
}

export interface QueueTables {
  presence: PresenceTable
}
