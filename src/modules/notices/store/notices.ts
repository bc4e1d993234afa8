import type { Tx } from '../../../infra/db/index.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { NewNotice, Notice, Severity } from '../types.ts'

/** @returns whether it was new: the same thing is told once to each. */
export async function insertNotice(
  tx: Tx,
  municipalityId: MunicipalityId,
  notice: NewNotice,
  at: Date,
): Promise<boolean> {
  const { to } = notice
  const result = await tx
    .insertInto('notice')
    .values({
      municipality_id: municipalityId,
      staff_id: typeof to === 'string' ? to : null,
      address: typeof to === 'string' ? null : to.mailbox,
      thing: notice.thing,
      kind: notice.kind,
      severity: notice.severity,
      account_id: notice.accountId ?? null,
      subject: notice.subject,
      line: notice.line,
      href: notice.href,
      at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export interface WaitingNotice extends Notice {
  readonly staffId: StaffId | null
  /** Where it is to be sent: the person's own address or the mailbox's. */
  readonly address: string
  /** undefined: a mailbox. */
  readonly name: string | undefined
  /** The person has ended: nobody is to be told. */
  readonly ended: boolean
}

const mostAtOnce = 2_000

/** Those that nobody has sent, given up or holds just now, the oldest first. */
export async function waitingNotices(
  tx: Tx,
  municipalityId: MunicipalityId,
  now: Date,
): Promise<WaitingNotice[]> {
  const rows = await tx
    .selectFrom('notice')
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'notice.municipality_id')
        .onRef('staff.staff_id', '=', 'notice.staff_id'),
    )
    .selectAll('notice')
    .select(['staff.name', 'staff.email', 'staff.ended_at'])
    .where('notice.municipality_id', '=', municipalityId)
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
    .where((eb) => eb.or([eb('next_attempt_at', 'is', null), eb('next_attempt_at', '<=', now)]))
    .orderBy('notice.at')
    .orderBy('notice.notice_id')
    .limit(mostAtOnce)
    .execute()
  return rows.map((row) => ({
    noticeId: row.notice_id,
    severity: row.severity as Severity,
    subject: row.subject,
    line: row.line,
    href: row.href,
    at: row.at,
    attempts: row.attempts,
    staffId: row.staff_id,
    address: row.address ?? row.email ?? '',
    name: row.address === null ? (row.name ?? '') : undefined,
    ended: row.ended_at !== null,
  }))
}

/** Takes hold of some notices, for one sender alone. @returns the ids that it got. */
export async function claim(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly number[],
  now: Date,
  until: Date,
): Promise<ReadonlySet<number>> {
  const rows = await tx
    .updateTable('notice')
    .set({ claimed_until: until })
    .where('municipality_id', '=', municipalityId)
    .where('notice_id', 'in', [...ids])
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
    .returning('notice_id')
    .execute()
  return new Set(rows.map((row) => row.notice_id))
}

export type Outcome =
  | { readonly sentAt: Date }
  | { readonly failedAt: Date; readonly failure: string }
  | { readonly nextAttemptAt: Date; readonly failure: string }

/** What became of an attempt. */
export async function writeOutcome(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly number[],
  outcome: Outcome,
): Promise<void> {
  const became =
    'sentAt' in outcome
      ? { sent_at: outcome.sentAt, failure: null }
      : 'failedAt' in outcome
        ? { failed_at: outcome.failedAt, failure: outcome.failure }
        : { next_attempt_at: outcome.nextAttemptAt, failure: outcome.failure }
  await tx
    .updateTable('notice')
    .set((eb) => ({ ...became, claimed_until: null, attempts: eb('attempts', '+', 1) }))
    .where('municipality_id', '=', municipalityId)
    .where('notice_id', 'in', [...ids])
    .execute()
}

/** Letters that were given up, for people and mailboxes, the newest first. */
export interface FailedNotice {
  /** The person's name, or the mailbox's address. */
  readonly to: string
  readonly staffId: StaffId | null
  readonly accountId: AccountId | null
  readonly subject: string
  readonly failedAt: Date
  readonly failure: string
}

export async function failedSince(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Date,
): Promise<FailedNotice[]> {
  const rows = await tx
    .selectFrom('notice')
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'notice.municipality_id')
        .onRef('staff.staff_id', '=', 'notice.staff_id'),
    )
    .select([
      'staff.name',
      'notice.address',
      'notice.staff_id',
      'account_id',
      'subject',
      'failed_at',
      'failure',
    ])
    .where('notice.municipality_id', '=', municipalityId)
    .where('failed_at', '>=', since)
    .orderBy('failed_at', 'desc')
    .limit(mostAtOnce)
    .execute()
  return rows.map((row) => ({
    to: row.name ?? row.address ?? '',
    staffId: row.staff_id,
    accountId: row.account_id,
    subject: row.subject,
    failedAt: row.failed_at as Date,
    failure: row.failure ?? '',
  }))
}

export interface OwnNotice extends Pick<Notice, 'severity' | 'subject' | 'href' | 'at'> {
  readonly sentAt: Date | null
  readonly failedAt: Date | null
}

/** A person's latest, the newest first. */
export async function latestTo(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  limit: number,
): Promise<OwnNotice[]> {
  const rows = await tx
    .selectFrom('notice')
    .select(['severity', 'subject', 'href', 'at', 'sent_at', 'failed_at'])
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', '=', staffId)
    .orderBy('notice_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ sent_at, failed_at, severity, ...row }) => ({
    ...row,
    severity: severity as Severity,
    sentAt: sent_at,
    failedAt: failed_at,
  }))
}

/** Who has been told of such things about an account since an instant. */
export async function toldAbout(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  kinds: readonly string[],
  since: Date,
): Promise<ReadonlySet<StaffId>> {
  const rows = await tx
    .selectFrom('notice')
    .select('staff_id')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .where('kind', 'in', [...kinds])
    .where('at', '>=', since)
    .execute()
  return new Set(rows.flatMap((row) => (row.staff_id ? [row.staff_id] : [])))
}
