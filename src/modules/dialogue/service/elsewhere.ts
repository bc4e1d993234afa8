import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { newId, type RecordId, Stop, type TaskId } from '../../../kernel/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { acceptRecords, requireItem } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { followEntry } from '../../diary/index.ts'
import { closeTasks, requireOpenTask, requireTask } from '../../tasks/index.ts'
import { writeDraft } from '../store.ts'

/**
 * A question that has had its answer outside Uppsikt: by telephone, or by hand on a platform that takes none from here.
 * How is a drawn-up record, and the question counts as answered from now.
 * @throws Stop('conflict') when a colleague was first; Stop('invalid') with field 'how'.
 */
export async function answeredElsewhere(
  house: House,
  actor: Actor,
  taskId: TaskId,
  how: string,
): Promise<void> {
  authorize(actor, 'dialogue.reply')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a person has answered')
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { recordId, outcome, doneBy } = await requireTask(tx, actor, taskId, 'tasks.work', true)
    if (outcome === 'replied' && doneBy === staffId) return
    const now = house.clock.now()
    await requireOpenTask(tx, actor, taskId, now)
    if (!recordId) throw new Stop('notFound', 'Ärendet är ingen fråga. Gå tillbaka till kön.')
    const item = await requireItem(tx, municipalityId, recordId)
    const account = await requireAccount(tx, municipalityId, item.accountId)
    authorize(actor, 'dialogue.reply', account)
    const answerId = newId<RecordId>()
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: answerId,
        version: 1,
        type: recordTypes.drawnUp,
        fields: {
          about: [{ record: recordId, version: item.version }],
          kind: 'answeredElsewhere',
          account: account.accountId,
          accountName: account.name,
          text: how,
          answeredBy: actor.name,
          answeredAt: now.toISOString(),
        },
        parts: [],
      },
    ])
    await followEntry(house, tx, actor, recordId, { record: answerId, version: 1 })
    await writeDraft(tx, municipalityId, taskId, { text: '', staffId, savedAt: now })
    await closeTasks(tx, municipalityId, { kind: 'item', subjectId: recordId }, 'replied', staffId, now)
    const about = { kind: 'record', id: recordId } as const
    await audit(tx, actor, 'dialogue.answeredElsewhere', about, { answer: answerId }, now)
  })
}
