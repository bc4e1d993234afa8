import { type Actor, authorize } from '../../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import { newId, type StaffId, Stop } from '../../../../kernel/index.ts'
import { audit } from '../../../audit/index.ts'
import { normalEmail, properName } from '../../rules.ts'
import { patchUser, readUser, type ScimUser } from '../../scim-rules.ts'
import { remakeGroupRoles } from '../../store/identities.ts'
import { findProvider } from '../../store/provider.ts'
import { deleteUser, findUser, type KeptUser, listUsers, writeUser } from '../../store/scim.ts'
import { findStaff, findStaffByEmail, insertStaff, updateStaff } from '../../store/staff.ts'
import type { Staff } from '../../types.ts'
import { endPerson } from '../end.ts'

/** Users over SCIM: the municipality's directory says who works here. */

const taken = (what: string): Stop =>
  new Stop('conflict', `${what} hör redan till någon annan bland medarbetarna i Uppsikt.`)

const notFound = (): Stop => new Stop('notFound', 'Användaren finns inte.')

async function requireUser(tx: Tx, actor: Actor, staffId: StaffId): Promise<KeptUser> {
  const user = await findUser(tx, actor.municipalityId, staffId)
  if (!user) throw notFound()
  return user
}

export async function scimUser(house: House, actor: Actor, staffId: StaffId): Promise<KeptUser> {
  authorize(actor, 'staff.change', {})
  return withMunicipality(house.db, actor.municipalityId, (tx) => requireUser(tx, actor, staffId))
}

export async function scimUsers(
  house: House,
  actor: Actor,
  filter: Parameters<typeof listUsers>[2],
  page: Parameters<typeof listUsers>[3],
): ReturnType<typeof listUsers> {
  authorize(actor, 'staff.change', {})
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    listUsers(tx, actor.municipalityId, filter, page),
  )
}

/**
 * Somebody new; or somebody who is on the staff list already, where the operator has said that e-mail addresses count.
 * @throws Stop 'refused'; 'invalid'; 'conflict' when the name or the address is another's.
 */
export async function addScimUser(house: House, actor: Actor, body: unknown): Promise<KeptUser> {
  authorize(actor, 'staff.change', {})
  const { municipalityId } = actor
  const given = proper(readUser(body))
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const staff = await ownOrNew(tx, actor, given, now)
    if (await findUser(tx, municipalityId, staff.staffId)) throw taken('Användaren')
    if (!(await writeUser(tx, municipalityId, staff.staffId, given, now))) throw taken('userName')
    await audit(
      tx,
      actor,
      'scim.addUser',
      { kind: 'staff', id: staff.staffId },
      { active: given.active },
      now,
    )
    await bring(tx, actor, staff, given, now)
    return requireUser(tx, actor, staff.staffId)
  })
}

const proper = (user: ScimUser): ScimUser => ({
  ...user,
  email: normalEmail(user.email),
  name: properName(user.name),
})

async function ownOrNew(tx: Tx, actor: Actor, given: ScimUser, now: Date): Promise<Staff> {
  const { municipalityId } = actor
  const same = await findStaffByEmail(tx, municipalityId, given.email)
  if (same) {
    if (!(await findProvider(tx, municipalityId))?.matchEmail) throw taken('E-postadressen')
    return same
  }
  const staffId = newId<StaffId>()
  const { email, name } = given
  if (!(await insertStaff(tx, municipalityId, { staffId, email, name, createdAt: now })))
    throw taken('E-postadressen')
  const staff = await findStaff(tx, municipalityId, staffId)
  if (!staff) throw new Error('a member of staff who was just added is not there')
  return staff
}

/** Makes the member of staff what the directory says: name, address, and whether the person works here. */
async function bring(tx: Tx, actor: Actor, staff: Staff, wanted: ScimUser, now: Date): Promise<void> {
  const { municipalityId } = actor
  const { email, name, active } = wanted
  if (email !== staff.email && (await findStaffByEmail(tx, municipalityId, email)))
    throw taken('E-postadressen')
  if (email !== staff.email || name !== staff.name)
    await updateStaff(tx, municipalityId, staff.staffId, { email, name })
  if (!active) return endPerson(tx, actor, staff, now)
  if (!staff.endedAt) return
  await updateStaff(tx, municipalityId, staff.staffId, { ended_at: null })
  await audit(tx, actor, 'staff.return', { kind: 'staff', id: staff.staffId }, {}, now)
  await remakeGroupRoles(tx, municipalityId, staff.staffId)
}

async function change(
  house: House,
  actor: Actor,
  staffId: StaffId,
  next: (before: KeptUser) => ScimUser,
): Promise<KeptUser> {
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const before = await requireUser(tx, actor, staffId)
    const staff = await findStaff(tx, municipalityId, staffId)
    if (!staff) throw notFound()
    const wanted = proper(next(before))
    if (!(await writeUser(tx, municipalityId, staffId, wanted, now))) throw taken('userName')
    await bring(tx, actor, staff, wanted, now)
    return requireUser(tx, actor, staffId)
  })
}

/** @throws Stop 'refused'; 'notFound'; 'invalid'; 'conflict'. */
export async function replaceScimUser(
  house: House,
  actor: Actor,
  staffId: StaffId,
  body: unknown,
): Promise<KeptUser> {
  authorize(actor, 'staff.change', {})
  return change(house, actor, staffId, () => readUser(body))
}

/** @throws Stop 'refused'; 'notFound'; 'invalid'; 'conflict'. */
export async function patchScimUser(
  house: House,
  actor: Actor,
  staffId: StaffId,
  body: unknown,
): Promise<KeptUser> {
  authorize(actor, 'staff.change', {})
  return change(house, actor, staffId, (before) => patchUser(before, body))
}

/** The person no longer works here, and the directory forgets them. What the person did stays. */
export async function removeScimUser(house: House, actor: Actor, staffId: StaffId): Promise<void> {
  authorize(actor, 'staff.change', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await requireUser(tx, actor, staffId)
    const staff = await findStaff(tx, municipalityId, staffId)
    if (staff) await endPerson(tx, actor, staff, house.clock.now())
    await deleteUser(tx, municipalityId, staffId)
  })
}
