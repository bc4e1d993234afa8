import type { StaffId } from '../../../../kernel/index.ts'

interface SafetyRoomTable {
  municipality_id: number
  room_id: string
  content_ciphertext: Buffer
  opened_at: Date
  closed_at: Date | null
}

interface SafetyMemberTable {
  municipality_id: number
  room_id: string
  staff_id: StaffId
  part: string
  manager_yes_at: Date | null
  employee_yes_at: Date | null
}

interface SafetyEntryTable {
  municipality_id: number
  room_id: string
  entry_id: string
  staff_id: StaffId
  at: Date
  content_ciphertext: Buffer
}

interface SafetyFollowUpTable {
  municipality_id: number
  room_id: string
  follow_up_id: string
  /** 'YYYY-MM-DD' */
  on_day: string
  tells_employee: boolean
}

interface SafetyReadingTable {
  municipality_id: number
  room_id: string
  staff_id: StaffId
  at: Date
}

export interface StaffSafetyTables {
  safety_room: SafetyRoomTable
  safety_member: SafetyMemberTable
  safety_entry: SafetyEntryTable
  safety_follow_up: SafetyFollowUpTable
  safety_reading: SafetyReadingTable
}
