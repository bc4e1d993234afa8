import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, StaffId, TaskId } from '../../kernel/index.ts'
import type { AnswerOutcome, Flag, FlagAnswer, FlagReason } from './types.ts'

/** An item whose address is written in one of these ways. */
export async function itemAt(
  tx: Tx,
  municipalityId: MunicipalityId,
  forms: readonly string[],
): Promise<
  { readonly recordId: RecordId; readonly accountId: AccountId; readonly version: number } | undefined
> {
  if (forms.length === 0) return undefined
  const row = await tx
    .selectFrom('item')
    .select(['record_id', 'account_id', 'version'])
    .where('municipality_id', '=', municipalityId)
    .where('permalink', 'in', [...forms])
    .limit(1)
    .executeTakeFirst()
  return (
    row && {
      recordId: row.record_id,
      accountId: row.account_id,
      version: row.version,
    }
  )
}

/** Open tasks about what we could not find, counted no further than `most`. */
export async function openUnfound(tx: Tx, municipalityId: MunicipalityId, most: number): Promise<number> {
  const some = tx
    .selectFrom('task')
    .select('task_id')
    .where('municipality_id', '=', municipalityId)
    .where('kind', '=', 'flag')
    .where('done_at', 'is', null)
    .where('record_id', 'is', null)
    .limit(most)
  const row = await tx
    .selectFrom(some.as('some'))
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

export const insertFlag = async (
  tx: Tx,
  municipalityId: MunicipalityId,
  flag: Flag & { readonly subject: string; readonly keySha256: Buffer },
): Promise<void> => {
  await tx
    .insertInto('flag')
    .values({
      municipality_id: municipalityId,
      flag_id: flag.flagId,
      number: flag.number,
      key_sha256: flag.keySha256,
      subject: flag.subject,
      task_id: flag.taskId,
      reason: flag.reason,
      link: flag.link,
      text: flag.text,
      account_id: flag.accountId,
      email: flag.email,
      received_at: flag.receivedAt,
      told_at: null,
    })
    .execute()
}

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx.selectFrom('flag').selectAll('flag').where('flag.municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toFlag = (row: Row): Flag => ({
  flagId: row.flag_id,
  number: row.number,
  taskId: row.task_id,
  reason: row.reason as FlagReason,
  link: row.link,
  text: row.text,
  accountId: row.account_id,
  email: row.email,
  receivedAt: row.received_at,
})

/** The last notice of the same thing. */
export async function lastAbout(
  tx: Tx,
  municipalityId: MunicipalityId,
  subject: string,
): Promise<Flag | undefined> {
  const row = await select(tx, municipalityId)
    .where('subject', '=', subject)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toFlag(row)
}

export async function flagNumbered(
  tx: Tx,
  municipalityId: MunicipalityId,
  number: string,
): Promise<(Flag & { readonly keySha256: Buffer }) | undefined> {
  const row = await select(tx, municipalityId).where('number', '=', number).executeTakeFirst()
  return row && { ...toFlag(row), keySha256: row.key_sha256 }
}

/** Notices that a task gathers, newest first, and how many there are. */
export async function flagsAt(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
  most: number,
): Promise<{ readonly flags: readonly Flag[]; readonly count: number }> {
  const rows = await select(tx, municipalityId)
    .where('task_id', '=', taskId)
    .orderBy('received_at', 'desc')
    .limit(most)
    .execute()
  const { count } = await tx
    .selectFrom('flag')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('municipality_id', '=', municipalityId)
    .where('task_id', '=', taskId)
    .executeTakeFirstOrThrow()
  return { flags: rows.map(toFlag), count }
}

export async function insertAnswer(
  tx: Tx,
  municipalityId: MunicipalityId,
  answer: FlagAnswer & { readonly answerId: RecordId; readonly taskId: TaskId; readonly staffId: StaffId },
): Promise<void> {
  await tx
    .insertInto('flag_answer')
    .values({
      municipality_id: municipalityId,
      answer_id: answer.answerId,
      task_id: answer.taskId,
      outcome: answer.outcome,
      text: answer.text,
      staff_id: answer.staffId,
      at: answer.at,
    })
    .execute()
}

export async function lastAnswer(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
): Promise<FlagAnswer | undefined> {
  const row = await tx
    .selectFrom('flag_answer')
    .select(['outcome', 'text', 'at'])
    .where('municipality_id', '=', municipalityId)
    .where('task_id', '=', taskId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { outcome: row.outcome as AnswerOutcome, text: row.text, at: row.at }
}

/** Notices whose task is done and whose notifier is to be told. */
export async function untold(tx: Tx, municipalityId: MunicipalityId, most: number): Promise<Flag[]> {
  const rows = await select(tx, municipalityId)
    .innerJoin('task', (join) =>
      join
        .onRef('task.municipality_id', '=', 'flag.municipality_id')
        .onRef('task.task_id', '=', 'flag.task_id'),
    )
    .where('flag.email', 'is not', null)
    .where('flag.told_at', 'is', null)
    .where('task.done_at', 'is not', null)
    .orderBy('flag.received_at')
    .limit(most)
    .execute()
  return rows.map(toFlag)
}

export async function setTold(
  tx: Tx,
  municipalityId: MunicipalityId,
  flagId: RecordId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('flag')
    .set({ told_at: at })
    .where('municipality_id', '=', municipalityId)
    .where('flag_id', '=', flagId)
    .execute()
}
