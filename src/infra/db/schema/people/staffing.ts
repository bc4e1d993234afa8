/** Tables of migrations/0014_staffing.sql; see ../schema.ts. */

export interface AbsenceTable {
  municipality_id: number
  absence_id: string
  staff_id: string
  from_day: string
  to_day: string
  entered_by: string | null
  entered_at: Date
}

export interface AccountDeputyTable {
  municipality_id: number
  account_id: string
  place: number
  staff_id: string
}

export interface ShiftTable {
  municipality_id: number
  shift_id: string
  staff_id: string | null
  account_id: string | null
  department_id: string | null
  from_at: Date
  to_at: Date
}

export interface AccountSpeakerTable {
  municipality_id: number
  account_id: string
  staff_id: string
}

export interface TrainingTable {
  municipality_id: number
  training_id: string
  staff_id: string
  name: string
  day: string
  entered_by: string | null
  entered_at: Date
}

export interface StaffingTables {
  absence: AbsenceTable
  account_deputy: AccountDeputyTable
  account_speaker: AccountSpeakerTable
  shift: ShiftTable
  training: TrainingTable
}
