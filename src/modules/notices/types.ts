import type { AccountId, StaffId } from '../../kernel/index.ts'

/** alarm: at once, also at night · today: together each hour, in working hours · digest: together in the morning */
const severities = ['alarm', 'today', 'digest'] as const
export type Severity = (typeof severities)[number]

/** To a member of staff, or to the official mailbox of an account. */
type Recipient = StaffId | { readonly mailbox: string }

/**
 * besked: something that one person or mailbox is told, once. Subject, line and href are our own words, an account's
 * name and a colleague's: never what somebody wrote, nor who wrote it.
 */
export interface NewNotice {
  readonly to: Recipient
  /** What it is about: the same thing is told once to each. */
  readonly thing: string
  /** For statistics and the person's list: 'accountFailing', 'takeOver' … */
  readonly kind: string
  readonly severity: Severity
  readonly accountId?: AccountId
  readonly subject: string
  readonly line: string
  /** A path of our own. */
  readonly href: `/${string}`
}

export interface Notice {
  readonly noticeId: number
  readonly severity: Severity
  readonly subject: string
  readonly line: string
  readonly href: string
  readonly at: Date
  readonly attempts: number
}

/** When a person wants to be told. Hours 0–23 on a Swedish clock. */
export interface Settings {
  /** From the one until just before the other nothing but alarms is sent; the same hour twice: never quiet. */
  readonly quietFrom: number
  readonly quietTo: number
  /** Saturdays, Sundays and other days off are quiet too. */
  readonly quietDaysOff: boolean
  readonly digestHour: number
}

/** S8: how often an official mailbox is told. */
export const paces = ['atOnce', 'hourly', 'daily'] as const
export type Pace = (typeof paces)[number]

export interface Mailbox {
  readonly address: string
  readonly pace: Pace
}

/** A browser that shows notices. */
export interface Device {
  readonly deviceId: string
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly label: string
  readonly createdAt: Date
}
