import { systemActor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId, StaffId } from '../../../kernel/index.ts'
import { timeText } from '../../../web/index.ts'
import { listAccounts } from '../../accounts/index.ts'
import { rolesHeld, staffList } from '../../organisation/index.ts'
import { notify } from './notify.ts'

/** What the heads of communications are told of people: who came in beside the provider, and who has left accounts behind. */

async function headsOf(tx: Tx, municipalityId: MunicipalityId, at: Date): Promise<readonly StaffId[]> {
  const held = await rolesHeld(tx, municipalityId, at, 'headOfCommunications')
  const whole = held.filter(({ departmentId }) => departmentId === null)
  return [...new Set(whole.map(({ staffId }) => staffId))]
}

/** Job for 'signIn.breakGlass'. */
export async function tellBreakGlass(
  house: House,
  municipalityId: MunicipalityId,
  event: { readonly staff: StaffId; readonly method: string; readonly at: Date },
): Promise<void> {
  const staff = (await staffList(house, systemActor(municipalityId))).find(
    ({ staffId }) => staffId === event.staff,
  )
  if (!staff) return
  const how = event.method === 'passkey' ? 'en nyckel' : 'en engångslänk'
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    for (const to of await headsOf(tx, municipalityId, now))
      await notify(
        tx,
        municipalityId,
        {
          to,
          thing: `breakGlass/${event.staff}/${event.at.toISOString()}`,
          kind: 'breakGlass',
          severity: 'alarm',
          subject: `Reservinloggning i Uppsikt: ${staff.name}`,
          line: `Personen loggade in med ${how} klockan ${timeText(event.at)}, vid sidan av kommunens inloggningstjänst. Var det inte väntat: ring personen.`,
          href: '/installningar/handelser',
        },
        now,
      )
  })
}

/** Job for 'staff.ended': which accounts are left without owner or deputy. */
export async function tellAccountsLeft(
  house: House,
  municipalityId: MunicipalityId,
  staffId: StaffId,
): Promise<void> {
  const staff = (await staffList(house, systemActor(municipalityId))).find((one) => one.staffId === staffId)
  if (!staff?.endedAt) return
  const ended = staff.endedAt.toISOString()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const left = (await listAccounts(tx, municipalityId)).filter(
      (one) => one.state === 'active' && [one.ownerStaffId, one.deputyStaffId].includes(staffId),
    )
    for (const to of await headsOf(tx, municipalityId, now))
      for (const { accountId, name, ownerStaffId } of left)
        await notify(
          tx,
          municipalityId,
          {
            to,
            thing: `accountLeft/${accountId}/${staffId}/${ended}`,
            kind: 'accountLeft',
            severity: 'today',
            accountId,
            subject: `${name} saknar ${ownerStaffId === staffId ? 'ansvarig' : 'ersättare'}`,
            line: `${staff.name} har slutat och kommer inte längre in i Uppsikt. Utse någon ny, så att kontot inte står utan uppsikt.`,
            href: `/register/${accountId}/ansvarig`,
          },
          now,
        )
  })
}
