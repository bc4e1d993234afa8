import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, RecordId, TaskId } from '../../kernel/index.ts'
import type { Referral } from './types.ts'

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx.selectFrom('referral').selectAll().where('municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toReferral = (row: Row): Referral => ({
  referralId: row.referral_id,
  taskId: row.task_id,
  recordId: row.record_id,
  unit: row.unit,
  email: row.email,
  question: row.question,
  staffId: row.staff_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  mailedAt: row.mailed_at,
  mailFailure: row.mail_failure,
  openedAt: row.opened_at,
  answeredAt: row.answered_at,
  answeredBy: row.answered_by,
  answer: row.answer,
  withdrawnAt: row.withdrawn_at,
})

export async function insertReferral(
  tx: Tx,
  municipalityId: MunicipalityId,
  referral: Pick<
    Referral,
    | 'referralId'
    | 'taskId'
    | 'recordId'
    | 'unit'
    | 'email'
    | 'question'
    | 'staffId'
    | 'createdAt'
    | 'expiresAt'
  > & { readonly tokenHash: Buffer; readonly tokenCiphertext: Buffer },
): Promise<void> {
  await tx
    .insertInto('referral')
    .values({
      municipality_id: municipalityId,
      referral_id: referral.referralId,
      task_id: referral.taskId,
      record_id: referral.recordId,
      unit: referral.unit,
      email: referral.email,
      question: referral.question,
      token_sha256: referral.tokenHash,
      token_ciphertext: referral.tokenCiphertext,
      staff_id: referral.staffId,
      created_at: referral.createdAt,
      expires_at: referral.expiresAt,
    })
    .execute()
}

/** Oldest first. */
export async function referralsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
): Promise<Referral[]> {
  const rows = await select(tx, municipalityId).where('task_id', '=', taskId).orderBy('created_at').execute()
  return rows.map(toReferral)
}

/** Tasks that wait for a unit, or have got its answer and not been answered. */
export async function referredTasks(tx: Tx, municipalityId: MunicipalityId): Promise<Referral[]> {
  const rows = await select(tx, municipalityId)
    .where('withdrawn_at', 'is', null)
    .where('task_id', 'in', (eb) =>
      eb
        .selectFrom('task')
        .select('task.task_id')
        .where('task.municipality_id', '=', municipalityId)
        .where('task.done_at', 'is', null),
    )
    .orderBy('created_at')
    .execute()
  return rows.map(toReferral)
}

/** Locked, with the link's token still encrypted. */
export async function lockReferral(
  tx: Tx,
  municipalityId: MunicipalityId,
  by: { readonly referralId: RecordId } | { readonly tokenHash: Buffer },
): Promise<(Referral & { readonly tokenCiphertext: Buffer }) | undefined> {
  const query = select(tx, municipalityId)
  const row = await ('referralId' in by
    ? query.where('referral_id', '=', by.referralId)
    : query.where('token_sha256', '=', by.tokenHash)
  )
    .forUpdate()
    .executeTakeFirst()
  return row && { ...toReferral(row), tokenCiphertext: row.token_ciphertext }
}

/** When what was referred is to have its answer; undefined where it need not, has been ended, or is late already. */
export async function answerDueOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
  now: Date,
): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('task')
    .select('due_at')
    .where('municipality_id', '=', municipalityId)
    .where('task_id', '=', taskId)
    .where('urgency', '=', 1)
    .where('done_at', 'is', null)
    .where('due_at', '>', now)
    .executeTakeFirst()
  return row?.due_at
}

export async function changeReferral(
  tx: Tx,
  municipalityId: MunicipalityId,
  referralId: RecordId,
  change: Partial<{
    mailed_at: Date
    mail_failure: string | null
    opened_at: Date
    answered_at: Date
    answered_by: string
    answer: string
    withdrawn_at: Date
  }>,
): Promise<void> {
  await tx
    .updateTable('referral')
    .set(change)
    .where('municipality_id', '=', municipalityId)
    .where('referral_id', '=', referralId)
    .execute()
}
