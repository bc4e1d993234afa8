import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { Stop, type TaskId } from '../../../kernel/index.ts'
import { historyOf, waitsForPerson } from '../../measures/index.ts'
import { leave, requireTask } from '../../tasks/index.ts'

/**
 * Låt stå: looked at, and nothing is to be done. What the word filter has hidden waits for a decision, and is either
 * shown again or kept hidden with a ground (S7): leaving it would hide it for ever without one.
 * @throws Stop('conflict').
 */
export async function leaveItem(house: House, actor: Actor, taskId: TaskId): Promise<void> {
  authorize(actor, 'tasks.work')
  const { recordId } = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireTask(tx, actor, taskId, 'tasks.work'),
  )
  const history = recordId ? await historyOf(house, actor, recordId) : []
  if (waitsForPerson(history.map(({ measure }) => measure)))
    throw new Stop(
      'conflict',
      'Ordfiltret har dolt det här tills du har bestämt. Godkänn det, eller låt det vara dolt och välj på vilken grund.',
    )
  await leave(house, actor, taskId)
}
