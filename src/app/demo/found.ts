import { type Actor, systemActor } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type AccountId, type MunicipalityId, type StaffId, wallTime } from '../../kernel/index.ts'
import { decideOnPlatform, listAccounts, registerAccount } from '../../modules/accounts/index.ts'
import {
  addCommittee,
  addDepartment,
  addMunicipality,
  addStaff,
  addUnit,
  staffList,
} from '../../modules/organisation/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import type { Platform } from '../../platforms/contract.ts'
import type { Place } from './stage/places.ts'
import type { Stage } from './stage/stage.ts'
import { type AccountKey, accountKeys, placeKeys } from './story.ts'
import { accepted, demoAccounts, departments, type PersonKey, people, personKeys } from './town.ts'

/** The municipality's row alone: enough for the web to answer while the rest is being lived. */
export const foundStorlunda = (house: House, origin: string): Promise<MunicipalityId> =>
  addMunicipality(house, { name: 'Storlunda kommun', policy: 'falun', origin })

/** Committees, departments, staff, what has been decided of the platforms, and the accounts, by the operator at the machine. */
export async function settle(house: House, municipalityId: MunicipalityId, stage: Stage): Promise<void> {
  const operator = systemActor(municipalityId, 'Driften')
  for (const { name, committee, board, units } of departments) {
    const committeeId = await addCommittee(house, operator, { name: committee, isExecutiveBoard: board })
    const departmentId = await addDepartment(house, operator, { name, committeeId })
    for (const unit of units) await addUnit(house, operator, { name: unit, departmentId })
  }
  const staff = new Map<PersonKey, StaffId>()
  for (const key of personKeys) {
    const { name, role, department } = people[key]
    const email = `${key}.${lastNameOf(name)}@storlunda.example`
    const roles = [{ role, ...(department && { department }) }]
    staff.set(key, (await addStaff(house, operator, { email, name, roles })).staffId)
  }
  const { petra } = await actorsOf(house, municipalityId)
  const { year } = wallTime(house.clock.now())
  for (const { platform, number, reason } of accepted) {
    const decision = { allowed: true, diaryNumber: `KS ${year}/${number}`, reason }
    await decideOnPlatform(house, petra, platformBy(platform), decision)
  }
  for (const key of accountKeys) {
    const { owner, deputy, department, purpose, name, platform: platformId } = demoAccounts[key]
    const platform = platformBy(platformId)
    const { settings, secrets, url } = wayTo(stage, key)
    const ownerStaffId = staff.get(owner)
    const deputyStaffId = deputy && staff.get(deputy)
    await registerAccount(house, operator, platform, {
      platform: platformId,
      name,
      department,
      purpose,
      audience: 'public',
      settings,
      secrets,
      url,
      ...(ownerStaffId && { ownerStaffId }),
      ...(deputyStaffId && { deputyStaffId }),
    })
  }
}

function platformBy(id: string): Platform {
  const platform = catalogue.get(id)
  if (!platform) throw new Error(`${id} is not in the catalogue`)
  return platform
}

/** Where an account is and how one gets in. What is recorded by hand has an address and nothing more. */
function wayTo(stage: Stage, key: AccountKey): Pick<Place, 'settings' | 'secrets' | 'url'> {
  const placed = placeKeys.find((one) => one === key)
  if (placed) return stage.place(placed)
  const url = demoAccounts[key].handle
  return { settings: { url }, secrets: {}, url }
}

const lastNameOf = (name: string): string =>
  (name.split(' ').at(-1) ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Which account is which, by its name in the register. */
export async function accountIds(
  house: Pick<House, 'db'>,
  municipalityId: MunicipalityId,
): Promise<Record<AccountKey, AccountId>> {
  const accounts = await withMunicipality(house.db, municipalityId, (tx) => listAccounts(tx, municipalityId))
  const idOf = (key: AccountKey): AccountId => {
    const account = accounts.find((one) => one.name === demoAccounts[key].name)
    if (!account) throw new Error(`${demoAccounts[key].name} is not in the register`)
    return account.accountId
  }
  return Object.fromEntries(accountKeys.map((key) => [key, idOf(key)])) as Record<AccountKey, AccountId>
}

/** Everyone who works in Storlunda as they act, with their roles and the accounts they answer for. */
export async function actorsOf(
  house: House,
  municipalityId: MunicipalityId,
): Promise<Record<PersonKey, Actor>> {
  const everyone = await staffList(house, systemActor(municipalityId))
  const accounts = await withMunicipality(house.db, municipalityId, (tx) => listAccounts(tx, municipalityId))
  const actorOf = (key: PersonKey): Actor => {
    const staff = everyone.find((one) => one.name === people[key].name)
    if (!staff) throw new Error(`${people[key].name} is not among the staff`)
    const own = accounts.filter((one) => [one.ownerStaffId, one.deputyStaffId].includes(staff.staffId))
    return {
      kind: 'staff',
      municipalityId,
      staffId: staff.staffId,
      name: staff.name,
      grants: staff.roles.map(({ role, departmentId }) => ({ role, ...(departmentId && { departmentId }) })),
      ownAccounts: new Set(own.map((one) => one.accountId)),
    }
  }
  return Object.fromEntries(personKeys.map((key) => [key, actorOf(key)])) as Record<PersonKey, Actor>
}
