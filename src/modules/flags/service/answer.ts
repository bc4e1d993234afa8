import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { newId, type RecordId, Stop, type TaskId } from '../../../kernel/index.ts'
import { acceptRecords } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { measuresOf, waitsForPerson } from '../../measures/index.ts'
import { closeTasks, requireOpenTask } from '../../tasks/index.ts'
import { insertAnswer } from '../store.ts'
import type { AnswerOutcome } from '../types.ts'
import { flagsOf } from './read.ts'

/**
 * Ends a task of notices with an answer to those who sent them; the answer is sealed as a decision.
 * @throws Stop('notFound'), Stop('refused'); Stop('conflict') when the task is done or is not about notices.
 */
export async function answerFlags(
  house: House,
  actor: Actor,
  taskId: TaskId,
  answer: { readonly outcome: AnswerOutcome; readonly text: string },
): Promise<void> {
  authorize(actor, 'tasks.work')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a notice is answered by a person')
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const task = await requireOpenTask(tx, actor, taskId, now)
    const { flags, count } = await flagsOf(tx, municipalityId, taskId)
    if (count === 0) throw new Stop('conflict', 'Ärendet gäller ingen anmälan. Gå tillbaka till kön.')
    const measures = task.recordId ? await measuresOf(tx, municipalityId, task.recordId) : []
    if (task.kind === 'item' && waitsForPerson(measures))
      throw new Stop('conflict', 'Ordfiltret har dolt det här. Godkänn det eller låt det vara dolt först.')
    const answerId = newId<RecordId>()
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: answerId,
        version: 1,
        type: recordTypes.decision,
        fields: {
          account: task.accountId ?? undefined,
          decision: 'flag',
          about: flags.map(({ flagId }) => ({ record: flagId, version: 1 })),
          flags: count,
          outcome: answer.outcome,
          text: answer.text || undefined,
          decidedBy: actor.name,
          decidedAt: now.toISOString(),
        },
        parts: [],
      },
    ])
    await insertAnswer(tx, municipalityId, { ...answer, answerId, taskId, staffId, at: now })
    await closeTasks(
      tx,
      municipalityId,
      { kind: task.kind, subjectId: task.subjectId },
      'answered',
      staffId,
      now,
    )
    await audit(
      tx,
      actor,
      'flags.answer',
      { kind: 'task', id: taskId },
      { outcome: answer.outcome, flags: count },
      now,
    )
  })
}
