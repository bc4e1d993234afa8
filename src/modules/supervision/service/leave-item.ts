import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { Stop, type TaskId } from '../../../kernel/index.ts'
import { requireItem } from '../../archive/index.ts'
import { measuresOf, waitsForPerson } from '../../measures/index.ts'
import { leaveIn, requireTask } from '../../tasks/index.ts'

/**
 * Låt stå: looked at, and nothing is to be done. What the word filter has hidden waits for a decision, and is either
 * shown again or kept hidden with a ground (S7): leaving it would hide it for ever without one.
 * @param version of the item that the person read; words that have come since are not left unread.
 * @throws Stop('conflict').
 */
export async function leaveItem(house: House, actor: Actor, taskId: TaskId, version?: number): Promise<void> {
  authorize(actor, 'tasks.work')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { recordId, doneAt } = await requireTask(tx, actor, taskId, 'tasks.work')
    await leaveIn(tx, actor, taskId, house.clock.now())
    if (!recordId || doneAt) return
    if (waitsForPerson(await measuresOf(tx, municipalityId, recordId)))
      throw new Stop(
        'conflict',
        'Ordfiltret har dolt det här tills du har bestämt. Godkänn det, eller låt det vara dolt och välj på vilken grund.',
      )
    if (version !== undefined && version !== (await requireItem(tx, municipalityId, recordId)).version)
      throw new Stop(
        'conflict',
        'Det har ändrats sedan du öppnade sidan, och ligger kvar i kön. Läs det som står nu och ta ställning igen.',
      )
  })
}
