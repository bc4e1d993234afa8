import { systemActor } from '../../src/access/index.ts'
import type { House } from '../../src/infra/house.ts'
import type { Day, MunicipalityId } from '../../src/kernel/index.ts'
import { changePolicy, type PolicySettings, readPolicy } from '../../src/modules/policy/index.ts'

/** Changes the municipality's policy as its head of communications would. */
export async function adjustPolicy(
  house: House,
  municipality: MunicipalityId,
  change: (settings: PolicySettings) => PolicySettings,
): Promise<void> {
  const actor = systemActor(municipality)
  const policy = await readPolicy(house, actor)
  await changePolicy(house, actor, {
    from: policy.version,
    settings: change(policy.settings),
    note: 'För provet',
  })
}

/** Nothing is hidden before a person has decided: for the stories about what people do. */
export const onlyPeopleHide = (house: House, municipality: MunicipalityId): Promise<void> =>
  adjustPolicy(house, municipality, (settings) => ({
    ...settings,
    wordFilter: { ...settings.wordFilter, hideUntilApproved: false },
  }))

/** The municipality keeps closed on these days, all day, and on no others of its own. */
export const keepClosed = (house: House, municipality: MunicipalityId, days: readonly Day[]): Promise<void> =>
  adjustPolicy(house, municipality, ({ responseTarget, ...settings }) => {
    const closedDays = days.map((day) => ({ day, closes: null }))
    const officeHours = { ...responseTarget.officeHours, closedDays }
    return { ...settings, responseTarget: { ...responseTarget, officeHours } }
  })
