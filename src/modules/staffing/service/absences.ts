import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import { addDays, type Day, dayOf, newId, type StaffId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { deleteAbsence, findAbsence, insertAbsence } from '../store/absences.ts'
import type { Absence } from '../types.ts'
import { authorizePerson, requireWorking } from './reach.ts'

const longestDays = 731

/**
 * Somebody will be away: one's own, or, for whoever manages the person's department, another's. From the first day on
 * the deputy answers, without anybody having to do more.
 * @returns its id. @throws Stop 'refused'; 'invalid' for days that have been, or in the wrong order.
 */
export async function enterAbsence(
  house: House,
  actor: Actor,
  input: { readonly staffId: StaffId; readonly from: Day; readonly to: Day },
): Promise<string> {
  authorize(actor, 'staffing.absent')
  const { municipalityId } = actor
  const now = house.clock.now()
  checkDays(input.from, input.to, dayOf(now))
  const absence: Absence = { absenceId: newId(), ...input }
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await authorizePerson(tx, actor, input.staffId, now)
    await requireWorking(tx, municipalityId, input.staffId, 'person')
    await insertAbsence(tx, municipalityId, { ...absence, enteredBy: actor.staffId ?? null, at: now })
    await audit(tx, actor, 'staffing.enterAbsence', subjectOf(absence), daysIn(absence), now)
    await announce(tx, municipalityId, 'absence.entered', payloadOf(absence), now)
  })
  return absence.absenceId
}

function checkDays(from: Day, to: Day, today: Day): void {
  if (to < from)
    throw new Stop('invalid', 'Frånvaron slutar innan den börjar.', {
      till: 'Välj en sista dag som är samma dag som den första, eller senare.',
    })
  if (to < today)
    throw new Stop('invalid', 'Dagarna har redan varit.', {
      till: 'Välj en sista dag som är i dag eller senare.',
    })
  if (to > addDays(from, longestDays))
    throw new Stop('invalid', 'Frånvaron är längre än två år. Utse en ny ansvarig i stället.', {
      till: 'Välj en sista dag inom två år.',
    })
}

/** The person is there after all. @throws Stop 'notFound', 'refused'. */
export async function withdrawAbsence(house: House, actor: Actor, absenceId: string): Promise<void> {
  authorize(actor, 'staffing.absent')
  const { municipalityId } = actor
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const absence = await findAbsence(tx, municipalityId, absenceId)
    if (!absence)
      throw new Stop(
        'notFound',
        'Frånvaron finns inte, eller är redan borttagen. Gå till bemanningen och se efter.',
      )
    await authorizePerson(tx, actor, absence.staffId, now)
    await deleteAbsence(tx, municipalityId, absenceId)
    await audit(tx, actor, 'staffing.withdrawAbsence', subjectOf(absence), daysIn(absence), now)
    if (absence.to >= dayOf(now))
      await announce(tx, municipalityId, 'absence.withdrawn', payloadOf(absence), now)
  })
}

const subjectOf = ({ staffId }: Absence) => ({ kind: 'staff', id: staffId })
const daysIn = ({ from, to }: Absence) => ({ from, to })
const payloadOf = ({ absenceId, staffId, from, to }: Absence) => ({
  absence: absenceId,
  staff: staffId,
  from,
  to,
})
