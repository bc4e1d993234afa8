import { type Actor, authorize, type Role } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  addDays,
  type Day,
  instantOf,
  isDay,
  isUuid,
  newId,
  type StaffId,
  Stop,
} from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { delegationState } from '../provider-rules.ts'
import { insertDelegation, listDelegations, setDelegationEnd } from '../store/delegations.ts'
import { findStaff } from '../store/staff.ts'
import type { RoleDelegation } from '../types.ts'
import { authorizeRoles } from './staff.ts'
import { departmentByName } from './structure.ts'

const day = 86_400_000
/** How long ended ones are shown, and how long one may last. */
const shownFor = 90 * day
const longest = 366

interface NewDelegation {
  readonly staffId: StaffId
  readonly role: Role
  /** By name; without it: the whole municipality. */
  readonly department?: string
  /** First and last day, Swedish time, both included. */
  readonly from: Day
  readonly to: Day
  readonly reason: string
}

/**
 * Gives a role for a time: it begins and ends by the clock.
 * @throws Stop 'refused' when the actor does not reach as far as the role; 'invalid'; 'notFound'.
 */
export async function delegateRole(house: House, actor: Actor, given: NewDelegation): Promise<void> {
  authorize(actor, 'staff.change')
  const { municipalityId } = actor
  const reason = given.reason.normalize('NFC').trim()
  const { begins, ends } = properTime(given.from, given.to, house.clock.now())
  if (reason.length === 0 || reason.length > 500)
    throw new Stop('invalid', 'Skriv varför, till exempel Semester.', {
      reason: 'Skriv varför, till exempel Semester',
    })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const staff = await findStaff(tx, municipalityId, given.staffId)
    if (!staff || staff.endedAt) throw new Stop('notFound', 'Medarbetaren finns inte, eller har slutat.')
    const departmentId = given.department
      ? await departmentByName(tx, municipalityId, given.department)
      : null
    authorizeRoles(actor, [{ role: given.role, departmentId }])
    const delegationId = newId()
    await insertDelegation(tx, municipalityId, {
      delegationId,
      staffId: given.staffId,
      role: given.role,
      departmentId,
      beginsAt: begins,
      endsAt: ends,
      reason,
      givenBy: actor.name,
    })
    const detail = { role: given.role, department: departmentId, from: given.from, to: given.to, reason }
    await audit(tx, actor, 'staff.delegate', { kind: 'staff', id: given.staffId }, detail, house.clock.now())
  })
}

function properTime(from: Day, to: Day, now: Date): { readonly begins: Date; readonly ends: Date } {
  const wrong = (field: string, text: string): Stop => new Stop('invalid', text, { [field]: text })
  if (!isDay(from)) throw wrong('from', 'Skriv första dagen, till exempel 2026-12-21')
  if (!isDay(to)) throw wrong('to', 'Skriv sista dagen, till exempel 2027-01-08')
  const [begins, ends] = [instantOf(from), instantOf(addDays(to, 1))]
  if (ends <= begins) throw wrong('to', 'Välj en sista dag som är samma dag som den första, eller senare')
  if (ends <= now) throw wrong('to', 'Välj en sista dag som inte har varit')
  if (to > addDays(from, longest))
    throw wrong('to', 'Välj högst ett år. Ska rollen gälla tills vidare, ge den som vanlig roll')
  return { begins, ends }
}

/** Ends a delegation before its time. Ending one that is over does nothing. @throws Stop 'refused'; 'notFound'. */
export async function endDelegation(
  house: House,
  actor: Actor,
  staffId: StaffId,
  delegationId: string,
): Promise<void> {
  authorize(actor, 'staff.change')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const all = await listDelegations(tx, municipalityId, new Date(now.getTime() - shownFor), staffId)
    const found = isUuid(delegationId) ? all.find((one) => one.delegationId === delegationId) : undefined
    if (!found) throw new Stop('notFound', 'Den tillfälliga rollen finns inte. Ladda om sidan.')
    authorizeRoles(actor, [found])
    if (delegationState(found, now) === 'over') return
    await setDelegationEnd(tx, municipalityId, delegationId, now)
    await audit(tx, actor, 'staff.endDelegation', { kind: 'staff', id: staffId }, { role: found.role }, now)
  })
}

/** Of one person, or of everyone: those that run, are to come, or ended in the last ninety days. */
export async function delegationsOf(
  house: House,
  actor: Actor,
  staffId?: StaffId,
): Promise<RoleDelegation[]> {
  authorize(actor, 'staff.read')
  const after = new Date(house.clock.now().getTime() - shownFor)
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    listDelegations(tx, actor.municipalityId, after, staffId),
  )
}
