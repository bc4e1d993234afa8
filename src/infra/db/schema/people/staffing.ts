import type { AccountId, DepartmentId, StaffId } from '../../../../kernel/index.ts'

/** Tables of migrations/0014_staffing.sql; see ../schema.ts. */

interface AbsenceTable {
  municipality_id: number
  absence_id: string
  staff_id: StaffId
  from_day: string
  to_day: string
  entered_by: StaffId | null
  entered_at: Date
}

interface AccountDeputyTable {
  municipality_id: number
  account_id: AccountId
  place: number
  staff_id: StaffId
}

interface ShiftTable {
  municipality_id: number
  shift_id: string
  staff_id: StaffId | null
  account_id: AccountId | null
  department_id: DepartmentId | null
  from_at: Date
  to_at: Date
}

interface AccountSpeakerTable {
  municipality_id: number
  account_id: AccountId
  staff_id: StaffId
}

interface TrainingTable {
  municipality_id: number
  training_id: string
  staff_id: StaffId
  name: string
  day: string
  entered_by: StaffId | null
  entered_at: Date
}

export interface StaffingTables {
  absence: AbsenceTable
  account_deputy: AccountDeputyTable
  account_speaker: AccountSpeakerTable
  shift: ShiftTable
  training: TrainingTable
}
