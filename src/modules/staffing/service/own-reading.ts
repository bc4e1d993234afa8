import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type Day, dayOf, type MunicipalityId, newId, type StaffId } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { insertTraining, trainingsOf } from '../store/people.ts'

/** Something that everybody who publishes is to have read stands on record with their trainings, once. */
export async function confirmReading(house: House, actor: Actor, name: string): Promise<void> {
  authorize(actor, 'publishing.write')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('what has been read is said by a person')
  const at = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    if (await readOn(tx, municipalityId, staffId, name)) return
    const day = dayOf(at)
    await insertTraining(tx, municipalityId, {
      ...{ trainingId: newId(), staffId, name, day },
      ...{ enteredBy: staffId, at },
    })
    await audit(tx, actor, 'staffing.confirmReading', { kind: 'staff', id: staffId }, { name, day }, at)
  })
}

/** When somebody confirmed it; undefined: not yet. */
export async function readOn(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  name: string,
): Promise<Day | undefined> {
  const trainings = await trainingsOf(tx, municipalityId, [staffId])
  return trainings.find((one) => one.name === name)?.day
}
