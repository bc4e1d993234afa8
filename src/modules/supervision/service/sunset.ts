import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { longDayText } from '../../../web/index.ts'
import { endingVersions, listAccounts } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import { rolesHeld } from '../../organisation/index.ts'

/**
 * Tells the head of communications and the operator when a platform that the municipality is on closes the version that
 * we speak with: once each for a platform and version. Run daily.
 */
export async function tellSunsets(
  house: House,
  municipalityId: MunicipalityId,
  platforms: ReadonlyMap<string, Platform>,
): Promise<void> {
  const now = house.clock.now()
  const ending = endingVersions(platforms.values(), now)
  if (ending.length === 0) return
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = (await listAccounts(tx, municipalityId)).filter(({ state }) => state === 'active')
    const used = new Set(accounts.map(({ platform }) => platform))
    for (const { platform, version, ends } of ending.filter((one) => used.has(one.platform.id)))
      for (const to of await responsible(tx, municipalityId, now))
        await notify(
          tx,
          municipalityId,
          {
            to,
            thing: `sunset/${platform.id}/${version}`,
            kind: 'versionEnds',
            severity: 'digest',
            subject: `${platform.name} stänger version ${version}`,
            line: `Uppsikt talar med den versionen, som stängs ${longDayText(new Date(ends))}. Uppgradera Uppsikt före dess, annars hämtas inget mer.`,
            href: '/installningar/plattformar',
          },
          now,
        )
  })
}

const responsible = async (tx: Tx, municipalityId: MunicipalityId, now: Date): Promise<StaffId[]> => {
  const held = await rolesHeld(tx, municipalityId, now, 'headOfCommunications', 'operator')
  return [...new Set(held.map(({ staffId }) => staffId))]
}
