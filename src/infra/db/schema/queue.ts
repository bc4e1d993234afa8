export interface PresenceTable {
  municipality_id: number
  staff_id: string
  task_id: string
  since: Date
  until: Date
}

export interface QueueTables {
  presence: PresenceTable
}
