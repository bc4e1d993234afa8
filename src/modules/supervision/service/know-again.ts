import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { Stop, type TaskId } from '../../../kernel/index.ts'
import { requireItem } from '../../archive/index.ts'
import { historyOf, type Measure } from '../../measures/index.ts'
import { markPicture, screeningOf, takesAway } from '../../screening/index.ts'
import { requireTask } from '../../tasks/index.ts'

/** The last measure that took the item from view and was carried out. */
export const tookAway = (measures: readonly Measure[]): Measure | undefined =>
  measures.findLast(({ kind, state, staffId }) => takesAway(kind) && state === 'done' && staffId !== null)

/**
 * Marks a picture of an item that a person has taken from view, so that it is told of when it comes again.
 * @throws Stop('conflict') when no such measure has been taken.
 */
export async function knowPictureAgain(
  house: House,
  actor: Actor,
  taskId: TaskId,
  part: string,
): Promise<void> {
  authorize(actor, 'tasks.work')
  const { municipalityId } = actor
  const { recordId } = await withMunicipality(house.db, municipalityId, (tx) =>
    requireTask(tx, actor, taskId, 'tasks.work'),
  )
  if (!recordId) throw new Stop('notFound', 'Ärendet har ingen bild. Gå tillbaka till kön.')
  const measure = tookAway((await historyOf(house, actor, recordId)).map((one) => one.measure))
  if (!measure)
    throw new Stop(
      'conflict',
      'Bilden kan märkas när du har dolt eller tagit bort det den står i. Gör det först.',
    )
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const item = await requireItem(tx, municipalityId, recordId)
    const { pictures = [] } = (await screeningOf(tx, municipalityId, recordId, item.version)) ?? {}
    const picture = pictures.find((one) => one.part === part)
    if (!picture) throw new Stop('notFound', 'Ärendet har ingen sådan bild. Gå tillbaka till ärendet.')
    await markPicture(
      tx,
      actor,
      { recordId, version: picture.version, part },
      { kind: measure.kind, at: measure.finishedAt ?? measure.requestedAt },
      house.clock.now(),
    )
  })
}
