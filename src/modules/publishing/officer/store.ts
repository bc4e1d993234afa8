import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId, PublicationId, StaffId } from '../../../kernel/index.ts'
import type { Question } from './types.ts'

/** Oldest first. */
export async function questionsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
): Promise<Question[]> {
  const rows = await tx
    .selectFrom('data_protection_question')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('publication_id', '=', publicationId)
    .orderBy('asked_at')
    .orderBy('question_id')
    .execute()
  return rows.map((row) => ({
    questionId: row.question_id,
    version: row.version,
    question: row.question,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    answer:
      row.answer === null || row.answered_at === null
        ? null
        : { text: row.answer, by: row.answered_by, at: row.answered_at },
  }))
}

export async function insertQuestion(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
  question: Omit<Question, 'answer'>,
): Promise<void> {
  await tx
    .insertInto('data_protection_question')
    .values({
      municipality_id: municipalityId,
      question_id: question.questionId,
      publication_id: publicationId,
      version: question.version,
      question: question.question,
      asked_by: question.askedBy,
      asked_at: question.askedAt,
    })
    .execute()
}

/** @returns whether it was not answered before. */
export async function setAnswer(
  tx: Tx,
  municipalityId: MunicipalityId,
  questionId: string,
  answer: { readonly text: string; readonly by: StaffId | null; readonly at: Date },
): Promise<boolean> {
  const done = await tx
    .updateTable('data_protection_question')
    .set({ answer: answer.text, answered_by: answer.by, answered_at: answer.at })
    .where('municipality_id', '=', municipalityId)
    .where('question_id', '=', questionId)
    .where('answer', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
