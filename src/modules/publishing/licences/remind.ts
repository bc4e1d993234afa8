import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, type MunicipalityId, type StaffId } from '../../../kernel/index.ts'
import { datedDay } from '../../../web/index.ts'
import { notify } from '../../notices/index.ts'
import { rolesHeld } from '../../organisation/index.ts'
import { reminderDue } from './rules.ts'
import { licencesOf } from './store.ts'
import type { Licence } from './types.ts'

/** By the clock: whoever entered a licence is told before it ends, and when it has. Told once for each step. */
export async function remindOfLicences(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const due = (await licencesOf(tx, municipalityId)).flatMap((licence) => {
      const days = reminderDue(licence, dayOf(now))
      return days === undefined ? [] : [{ licence, days }]
    })
    if (due.length === 0) return
    const held = await rolesHeld(tx, municipalityId, now)
    const working = new Set(held.map(({ staffId }) => staffId))
    const communications = held
      .filter(({ role, departmentId }) => role === 'communicator' && departmentId === null)
      .map(({ staffId }) => staffId)
    for (const { licence, days } of due)
      for (const to of recipients(licence, working, communications))
        await notify(
          tx,
          municipalityId,
          {
            to,
            thing: `licence/${licence.licenceId}/${licence.validUntil}/${days}`,
            kind: 'licenceEnds',
            severity: 'today',
            ...words(licence, days),
            href: `/publicering/tillstand/${licence.licenceId}`,
          },
          now,
        )
  })
}

/** Whoever entered it, while they work here; else those who look after communications. */
const recipients = (
  { registeredBy }: Licence,
  working: ReadonlySet<StaffId>,
  communications: readonly StaffId[],
): readonly StaffId[] =>
  registeredBy !== null && working.has(registeredBy) ? [registeredBy] : [...new Set(communications)]

function words({ number, validUntil }: Licence, days: number): { subject: string; line: string } {
  if (days === 0)
    return {
      subject: `Tillståndet ${number} har gått ut`,
      line: 'Bilderna får inte publiceras igen. Se var de visas, och om de ska tas ner.',
    }
  return {
    subject: `Tillståndet ${number} går snart ut`,
    line: `Det gäller till och med ${validUntil && datedDay(validUntil)}. Förnya det om bilderna ska användas längre, och se var de visas.`,
  }
}
