import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, StaffId, TaskId } from '../../kernel/index.ts'
import type { AnswerFigures, DialogueRound, Draft, SavedReply } from './types.ts'

export async function draftOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
): Promise<Draft | undefined> {
  const row = await tx
    .selectFrom('reply_draft')
    .select(['text', 'staff_id', 'saved_at'])
    .where('municipality_id', '=', municipalityId)
    .where('task_id', '=', taskId)
    .executeTakeFirst()
  return row && { text: row.text, staffId: row.staff_id, savedAt: row.saved_at }
}

/** An empty text takes the draft away. */
export async function writeDraft(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
  { text, staffId, savedAt }: Draft,
): Promise<void> {
  if (text === '') {
    await tx
      .deleteFrom('reply_draft')
      .where('municipality_id', '=', municipalityId)
      .where('task_id', '=', taskId)
      .execute()
    return
  }
  await tx
    .insertInto('reply_draft')
    .values({ municipality_id: municipalityId, task_id: taskId, text, staff_id: staffId, saved_at: savedAt })
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'task_id'])
        .doUpdateSet({ text, staff_id: staffId, saved_at: savedAt }),
    )
    .execute()
}

export async function savedReplies(tx: Tx, municipalityId: MunicipalityId): Promise<SavedReply[]> {
  const rows = await tx
    .selectFrom('saved_reply')
    .select(['saved_reply_id', 'title', 'text', 'purpose'])
    .where('municipality_id', '=', municipalityId)
    .orderBy(sql`title COLLATE "sv-SE-x-icu"`)
    .execute()
  return rows.map((row) => ({
    savedReplyId: row.saved_reply_id,
    title: row.title,
    text: row.text,
    purpose: row.purpose as SavedReply['purpose'],
  }))
}

export async function writeSavedReply(
  tx: Tx,
  municipalityId: MunicipalityId,
  reply: SavedReply,
  staffId: StaffId,
  now: Date,
): Promise<void> {
  const { title, text, purpose } = reply
  await tx
    .insertInto('saved_reply')
    .values({
      municipality_id: municipalityId,
      saved_reply_id: reply.savedReplyId,
      title,
      text,
      purpose,
      staff_id: staffId,
      saved_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'saved_reply_id'])
        .doUpdateSet({ title, text, purpose, staff_id: staffId, saved_at: now }),
    )
    .execute()
}

export async function deleteSavedReply(tx: Tx, municipalityId: MunicipalityId, id: string): Promise<void> {
  await tx
    .deleteFrom('saved_reply')
    .where('municipality_id', '=', municipalityId)
    .where('saved_reply_id', '=', id)
    .execute()
}

/** Newest first. */
export async function dialogueRounds(tx: Tx, municipalityId: MunicipalityId): Promise<DialogueRound[]> {
  const rows = await tx
    .selectFrom('dialogue_round')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .orderBy('to_day', 'desc')
    .orderBy('from_day', 'desc')
    .execute()
  return rows.map((row) => ({
    dialogueRoundId: row.dialogue_round_id,
    matter: row.matter,
    how: row.how,
    link: row.link,
    fromDay: row.from_day,
    toDay: row.to_day,
    said: row.said,
    outcome: row.outcome,
  }))
}

export async function writeDialogueRound(
  tx: Tx,
  municipalityId: MunicipalityId,
  round: DialogueRound,
  staffId: StaffId,
  now: Date,
): Promise<void> {
  const words = {
    matter: round.matter,
    how: round.how,
    link: round.link,
    from_day: round.fromDay,
    to_day: round.toDay,
    said: round.said,
    outcome: round.outcome,
    staff_id: staffId,
    changed_at: now,
  }
  await tx
    .insertInto('dialogue_round')
    .values({ municipality_id: municipalityId, dialogue_round_id: round.dialogueRoundId, ...words })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'dialogue_round_id']).doUpdateSet(words))
    .execute()
}

/**
 * Of tasks with a due time to answer by, on the accounts in reach. How long an answer took is counted from when it was
 * asked, as its due time is: it may have been asked, and answered on the platform, before we had fetched it.
 */
export async function answerFigures(
  tx: Tx,
  municipalityId: MunicipalityId,
  reach: 'all' | readonly AccountId[],
  since: Date,
  now: Date,
): Promise<Omit<AnswerFigures, 'days'>> {
  const accounts = reach === 'all' ? null : [...reach]
  const { rows } = await sql<{ answered: number; inTime: number; median: number | null; late: number }>`
    SELECT count(*)::int AS answered, (count(*) FILTER (WHERE done_at <= due_at))::int AS "inTime",
      percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM done_at - least(task.created_at, item.published_at)) * 1000) AS median,
      (SELECT count(*)::int FROM task WHERE municipality_id = ${municipalityId} AND kind = 'item' AND urgency = 1
        AND done_at IS NULL AND due_at < ${now}
        AND (${accounts}::uuid[] IS NULL OR account_id = ANY(${accounts}::uuid[]))) AS late
    FROM task JOIN item USING (municipality_id, record_id)
    WHERE municipality_id = ${municipalityId} AND task.kind = 'item' AND urgency = 1
      AND outcome = 'replied' AND done_at >= ${since}
      AND (${accounts}::uuid[] IS NULL OR task.account_id = ANY(${accounts}::uuid[]))`.execute(tx)
  return rows[0] ?? { answered: 0, inTime: 0, median: null, late: 0 }
}
