import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { longDayText } from '../../../web/index.ts'
import { type EndingVersion, endingVersions, listAccounts } from '../../accounts/index.ts'
import { wasTold, writeTold } from './told.ts'

/**
 * Writes to the head of communications and the operator when a platform that the municipality is on closes the version
 * that we speak with: once each for a platform and version. Run daily.
 */
export async function tellSunsets(
  house: House,
  municipalityId: MunicipalityId,
  platforms: ReadonlyMap<string, Platform>,
): Promise<void> {
  const ending = endingVersions(platforms.values(), house.clock.now())
  if (ending.length === 0) return
  const { used, people } = await withMunicipality(house.db, municipalityId, async (tx) => ({
    used: new Set(
      (await listAccounts(tx, municipalityId)).flatMap((one) =>
        one.state === 'active' ? [one.platform] : [],
      ),
    ),
    people: await responsible(tx, municipalityId),
  }))
  for (const one of ending.filter(({ platform }) => used.has(platform.id)))
    for (const person of people) await tell(house, municipalityId, one, person)
}

type Person = Awaited<ReturnType<typeof responsible>>[number]

const responsible = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('staff')
    .innerJoin('staff_role as held', (join) =>
      join
        .onRef('held.municipality_id', '=', 'staff.municipality_id')
        .onRef('held.staff_id', '=', 'staff.staff_id'),
    )
    .select(['staff.staff_id', 'staff.name', 'staff.email'])
    .distinct()
    .where('staff.municipality_id', '=', municipalityId)
    .where('staff.ended_at', 'is', null)
    .where('held.role', 'in', ['headOfCommunications', 'operator'])
    .execute()

async function tell(
  house: House,
  municipalityId: MunicipalityId,
  { platform, version, ends }: EndingVersion,
  person: Person,
): Promise<void> {
  const alarm = `sunset/${platform.id}/${version}`
  const done = await withMunicipality(house.db, municipalityId, (tx) =>
    wasTold(tx, municipalityId, alarm, person.staff_id),
  )
  if (done) return
  const text = `Hej ${person.name},

${platform.name} stänger version ${version} av sitt API ${longDayText(new Date(ends))}. Det är den som Uppsikt talar med. Efter den dagen hämtas inget från kommunens konton på ${platform.name}.

Se till att Uppsikt uppgraderas före dess till en utgåva som talar med en nyare version. Driften hittar utgåvorna där Uppsikt hämtades.
`
  const subject = `${platform.name} stänger version ${version} ${ends}`
  const sent = await house.mailer.send({ to: person.email, subject, text })
  if (!sent.ok && sent.error.kind === 'unavailable') throw new Error(`mail server: ${sent.error.detail}`)
  if (!sent.ok)
    house.log.warn({ platform: platform.id, reason: sent.error.detail }, 'a sunset could not be mailed')
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, (tx) =>
    writeTold(tx, municipalityId, alarm, person.staff_id, now),
  )
}
