import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type DepartmentId, newId, type StaffId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { normalEmail, properName, signIn } from '../rules.ts'
import { listDelegations } from '../store/delegations.ts'
import { burnLinksOf, endSessionsOf } from '../store/sign-in.ts'
import {
  departmentsOfOwnAccounts,
  findStaff,
  findStaffByEmail,
  insertStaff,
  listAllStaff,
  ownAccountsOf,
  setRoles,
  updateStaff,
} from '../store/staff.ts'
import type { NewStaff, RoleChoice, RoleHeld, Staff } from '../types.ts'
import { endPerson } from './end.ts'
import { issueLink } from './links.ts'
import { departmentByName } from './structure.ts'

type HeldRole = Pick<RoleHeld, 'role' | 'departmentId'>

/**
 * Whoever gives, takes or signs in with a role must reach as far as the role does: a head of one department's
 * communications makes nobody head of the municipality's. Nobody without roles is changed from a department.
 */
export function authorizeRoles(actor: Actor, roles: readonly HeldRole[]): void {
  authorize(actor, 'staff.change')
  if (roles.length === 0) authorize(actor, 'staff.change', {})
  for (const { departmentId } of roles) authorize(actor, 'staff.change', departmentId ? { departmentId } : {})
}

/**
 * Whoever holds a person's link is that person, so it takes reach over all that the person reaches: the roles, those for
 * a time too, and the accounts that the person is owner or deputy of.
 */
async function authorizeLinkFor(
  house: Pick<House, 'clock'>,
  tx: Tx,
  actor: Actor,
  staff: { readonly staffId: StaffId; readonly roles: readonly HeldRole[] },
): Promise<void> {
  authorizeRoles(actor, staff.roles)
  const delegated = await listDelegations(tx, actor.municipalityId, house.clock.now(), staff.staffId)
  if (delegated.length > 0) authorizeRoles(actor, delegated)
  for (const departmentId of await departmentsOfOwnAccounts(tx, actor.municipalityId, staff.staffId))
    authorize(actor, 'staff.change', { departmentId })
}

/** Everyone who works or has worked here, by name, those who have ended last. */
export async function staffList(house: House, actor: Actor): Promise<Staff[]> {
  authorize(actor, 'staff.read')
  return withMunicipality(house.db, actor.municipalityId, (tx) => listAllStaff(tx, actor.municipalityId))
}

async function requireStaff(tx: Tx, actor: Actor, staffId: StaffId): Promise<Staff> {
  const staff = await findStaff(tx, actor.municipalityId, staffId)
  if (!staff)
    throw new Stop('notFound', 'Medarbetaren finns inte. Gå till listan över medarbetare och välj där.')
  return staff
}

/** Somebody whom the actor may change: all of the person's roles lie within reach. @throws Stop 'refused'; 'notFound'. */
export async function staffToChange(house: House, actor: Actor, staffId: StaffId): Promise<Staff> {
  authorize(actor, 'staff.change')
  const staff = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireStaff(tx, actor, staffId),
  )
  authorizeRoles(actor, staff.roles)
  return staff
}

async function rolesFrom(tx: Tx, actor: Actor, choices: readonly RoleChoice[]): Promise<HeldRole[]> {
  const roles: HeldRole[] = []
  for (const { role, department } of choices) {
    const departmentId: DepartmentId | null = department
      ? await departmentByName(tx, actor.municipalityId, department)
      : null
    roles.push({ role, departmentId })
  }
  return roles
}

const inWords = (roles: readonly HeldRole[]) =>
  roles.map(({ role, departmentId }) => ({ role, department: departmentId }))

/**
 * A new member of staff, or one who comes back.
 * @returns a sign-in link that holds for 24 hours, once. It is told here and kept nowhere.
 * @throws Stop 'refused'; 'invalid'; 'conflict' when the address is on the list already.
 */
export async function addStaff(
  house: House,
  actor: Actor,
  input: NewStaff,
): Promise<{ readonly staffId: StaffId; readonly link: string }> {
  authorize(actor, 'staff.change')
  const email = normalEmail(input.email)
  const name = properName(input.name)
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const roles = await rolesFrom(tx, actor, input.roles)
    authorizeRoles(actor, roles)
    const before = await findStaffByEmail(tx, municipalityId, email)
    if (before && !before.endedAt) throw onListAlready(email)
    if (before) await authorizeLinkFor(house, tx, actor, { staffId: before.staffId, roles })
    const staffId = before?.staffId ?? newId<StaffId>()
    if (before) await updateStaff(tx, municipalityId, staffId, { name, ended_at: null })
    else if (!(await insertStaff(tx, municipalityId, { staffId, email, name, createdAt: now })))
      throw onListAlready(email)
    await setRoles(tx, municipalityId, staffId, roles)
    const subject = { kind: 'staff', id: staffId }
    await audit(
      tx,
      actor,
      before ? 'staff.return' : 'staff.add',
      subject,
      { name, roles: inWords(roles) },
      now,
    )
    return { staffId, link: await issueLink(house, tx, municipalityId, staffId, signIn.addedLinkLasts) }
  })
}

const onListAlready = (email: string): Stop =>
  new Stop('conflict', `${email} finns redan bland medarbetarna. Ändra personens roller i stället.`, {
    email: 'Adressen finns redan bland medarbetarna',
  })

/** Another link for somebody who has no way in; by hand to the person, where no mail can be sent. */
export async function newSignInLink(house: House, actor: Actor, staffId: StaffId): Promise<string> {
  authorize(actor, 'staff.change')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const staff = await requireStaff(tx, actor, staffId)
    await authorizeLinkFor(house, tx, actor, staff)
    if (staff.endedAt) throw new Stop('conflict', 'Medarbetaren har slutat. Lägg till personen igen först.')
    if (staff.breakGlass && actor.kind !== 'system')
      throw new Stop(
        'refused',
        'Personen har reservinloggning. En länk till den görs bara vid maskinen, av driften.',
      )
    const now = house.clock.now()
    await burnLinksOf(tx, municipalityId, staffId, now)
    await audit(tx, actor, 'staff.newLink', { kind: 'staff', id: staffId }, {}, now)
    return issueLink(house, tx, municipalityId, staffId, signIn.addedLinkLasts)
  })
}

/** The person is signed out everywhere, and links that are not used let nobody in; who may come in still may. */
export async function signOutStaff(house: House, actor: Actor, staffId: StaffId): Promise<void> {
  authorize(actor, 'staff.change')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const staff = await requireStaff(tx, actor, staffId)
    authorizeRoles(actor, staff.roles)
    const now = house.clock.now()
    await endSessionsOf(tx, municipalityId, staffId, now)
    await burnLinksOf(tx, municipalityId, staffId, now)
    await audit(tx, actor, 'staff.signOut', { kind: 'staff', id: staffId }, {}, now)
  })
}

/** Changes name and roles. What the person may do changes with the next page they open. */
export async function changeStaff(
  house: House,
  actor: Actor,
  staffId: StaffId,
  change: { readonly name: string; readonly roles: readonly RoleChoice[] },
): Promise<void> {
  authorize(actor, 'staff.change')
  const name = properName(change.name)
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const staff = await requireStaff(tx, actor, staffId)
    const roles = await rolesFrom(tx, actor, change.roles)
    authorizeRoles(actor, staff.roles)
    authorizeRoles(actor, roles)
    if (staff.endedAt) throw new Stop('conflict', 'Medarbetaren har slutat. Lägg till personen igen först.')
    await updateStaff(tx, municipalityId, staffId, { name })
    await setRoles(tx, municipalityId, staffId, roles)
    const detail = { name, before: inWords(staff.roles), after: inWords(roles) }
    await audit(tx, actor, 'staff.change', { kind: 'staff', id: staffId }, detail, house.clock.now())
  })
}

/**
 * The person ends: roles stay in the trail, every session and unused link ends at once.
 * @throws Stop 'refused'; 'conflict' for oneself, and, with the field `accounts`, for whoever still answers for accounts:
 * nobody leaves without handing over.
 */
export async function endStaff(house: House, actor: Actor, staffId: StaffId): Promise<void> {
  authorize(actor, 'staff.change')
  const { municipalityId } = actor
  if (actor.staffId === staffId)
    throw new Stop('conflict', 'Du kan inte avsluta dig själv. Be en kollega som får ändra medarbetare.')
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const staff = await requireStaff(tx, actor, staffId)
    authorizeRoles(actor, staff.roles)
    if (staff.endedAt) return
    const owned = (await ownAccountsOf(tx, municipalityId, staffId)).filter(({ isOwner }) => isOwner)
    if (owned.length > 0)
      throw new Stop(
        'conflict',
        `${staff.name} ansvarar för ${owned.map(({ name }) => name).join(', ')}. Lämna över ansvaret till någon annan först.`,
        { accounts: 'Välj vem som tar över.' },
      )
    await endPerson(tx, actor, staff, house.clock.now())
  })
}
