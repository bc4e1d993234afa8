import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, StaffId, TaskId } from '../../kernel/index.ts'

/** Somebody who waits for words of ours: a question, or a notice from the public. */
export interface Unanswered {
  readonly taskId: TaskId
  readonly isNotice: boolean
  readonly accountId: AccountId
  readonly dueAt: Date
}

/** What an alarm about a question is called in alarm_told. */
export const answerAlarm = (taskId: TaskId): string => `answer/${taskId}`

/** Due before an instant, and nobody has answered; those whose last step is not taken, the first due first. */
export async function unansweredBefore(
  tx: Tx,
  municipalityId: MunicipalityId,
  until: Date,
): Promise<Unanswered[]> {
  const rows = await tx
    .selectFrom('task')
    .select(['task_id', 'account_id', 'due_at'])
    .select(sql<boolean>`NOT (${isQuestion})`.as('is_notice'))
    .where('municipality_id', '=', municipalityId)
    .where(sql<boolean>`(${isQuestion} OR ${isNotice})`)
    .where('done_at', 'is', null)
    .where('due_at', '<=', until)
    .where('account_id', 'is not', null)
    .$narrowType<{ account_id: AccountId }>()
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('alarm_told')
            .select('at')
            .whereRef('alarm_told.municipality_id', '=', 'task.municipality_id')
            .where('alarm_told.alarm', '=', sql<string>`'answer/' || task.task_id`)
            .where('alarm_told.told', '=', 'late'),
        ),
      ),
    )
    .orderBy('due_at')
    .execute()
  return rows.map((row) => ({
    taskId: row.task_id,
    isNotice: row.is_notice,
    accountId: row.account_id,
    dueAt: row.due_at,
  }))
}

const isQuestion = sql`(kind = 'item' AND urgency = 1)`
/** What cannot wait is told of otherwise (supervision/urgent.ts). */
const isNotice = sql`(urgency > 0 AND (kind = 'flag' OR 'flagged' = ANY(labels)))`

export interface WaitingReferral {
  readonly referralId: RecordId
  readonly taskId: TaskId
  readonly accountId: AccountId
  readonly staffId: StaffId
  readonly createdAt: Date
  readonly dueAt: Date
}

const referrals = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('referral')
    .innerJoin('task', (join) =>
      join
        .onRef('task.municipality_id', '=', 'referral.municipality_id')
        .onRef('task.task_id', '=', 'referral.task_id'),
    )
    .where('referral.municipality_id', '=', municipalityId)
    .where('task.account_id', 'is not', null)
    .select([
      'referral.referral_id',
      'referral.task_id',
      'task.account_id',
      'referral.staff_id',
      'referral.created_at',
      'task.due_at',
    ])
    .$narrowType<{ account_id: AccountId }>()

const toWaiting = (row: Awaited<ReturnType<ReturnType<typeof referrals>['execute']>>[number]) => ({
  referralId: row.referral_id,
  taskId: row.task_id,
  accountId: row.account_id,
  staffId: row.staff_id,
  createdAt: row.created_at,
  dueAt: row.due_at,
})

/** What a unit has been asked and not answered, of questions that nobody has answered; those told of are left out. */
export async function waitingReferrals(
  tx: Tx,
  municipalityId: MunicipalityId,
  now: Date,
): Promise<WaitingReferral[]> {
  const rows = await referrals(tx, municipalityId)
    .where('referral.answered_at', 'is', null)
    .where('referral.withdrawn_at', 'is', null)
    .where('referral.expires_at', '>', now)
    .where('task.done_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('alarm_told')
            .select('at')
            .whereRef('alarm_told.municipality_id', '=', 'referral.municipality_id')
            .where('alarm_told.alarm', '=', sql<string>`'referral/' || referral.referral_id`),
        ),
      ),
    )
    .execute()
  return rows.map(toWaiting)
}

export async function referralOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  referralId: RecordId,
): Promise<WaitingReferral | undefined> {
  const row = await referrals(tx, municipalityId)
    .where('referral.referral_id', '=', referralId)
    .executeTakeFirst()
  return row && toWaiting(row)
}
