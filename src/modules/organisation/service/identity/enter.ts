import type { Identity } from '../../../../gateways/identity/contract.ts'
import type { Tx } from '../../../../infra/db/index.ts'
import {
  fail,
  type MunicipalityId,
  newId,
  ok,
  type Result,
  type StaffId,
  Stop,
} from '../../../../kernel/index.ts'
import { audit } from '../../../audit/index.ts'
import { normalEmail, properName } from '../../rules.ts'
import {
  hasGroupRole,
  linkSubject,
  remakeGroupRoles,
  setSignInGroups,
  staffOfSubject,
} from '../../store/identities.ts'
import { listGroupRoles, type ProviderRow } from '../../store/provider.ts'
import { staffByExternalId } from '../../store/scim.ts'
import { findStaff, findStaffByEmail, insertStaff } from '../../store/staff.ts'
import type { NewSession, Staff } from '../../types.ts'
import { openSession, personActor } from '../sessions.ts'

/**
 * Why somebody whom the provider vouches for is not let in.
 * unknown: not among the staff · noGroup: in no group that gives a role · ended: no longer works here ·
 * emailTaken: the address belongs to somebody who has not been tied to this sign-in
 */
export type EntryRefusal = 'unknown' | 'noGroup' | 'ended' | 'emailTaken'

/** Lets somebody in whom the provider vouches for, with the roles that the person's groups give now. */
export async function enter(
  tx: Tx,
  municipalityId: MunicipalityId,
  provider: ProviderRow,
  identity: Identity,
  now: Date,
): Promise<Result<NewSession, EntryRefusal>> {
  const mapping = await listGroupRoles(tx, municipalityId)
  const mapped = new Set(mapping.map((one) => one.group))
  // Only groups that mean something here are kept: the others are nobody's business.
  const groups = identity.groups.filter((group) => mapped.has(group))
  const found = await whoIs(tx, municipalityId, provider, identity, groups.length > 0, now)
  if (!found.ok) return found
  const staff = found.value
  if (staff.endedAt) return fail('ended')
  await setSignInGroups(tx, municipalityId, staff.staffId, groups)
  await remakeGroupRoles(tx, municipalityId, staff.staffId)
  // Where groups are in use, being in none of them means that somebody has decided that the person is out.
  if (mapped.size > 0 && !(await hasGroupRole(tx, municipalityId, staff.staffId))) return fail('noGroup')
  const { protocol } = provider.settings
  return ok(await openSession(tx, municipalityId, staff, protocol, now, identity.session ?? null))
}

/** By issuer and subject; the first time by what SCIM said, or by e-mail where the operator has said that it may be. */
async function whoIs(
  tx: Tx,
  municipalityId: MunicipalityId,
  provider: ProviderRow,
  identity: Identity,
  isInGroup: boolean,
  now: Date,
): Promise<Result<Staff, EntryRefusal>> {
  const known =
    (await staffOfSubject(tx, municipalityId, identity)) ??
    (await staffByExternalId(tx, municipalityId, identity.subject))
  const staff = known && (await findStaff(tx, municipalityId, known))
  if (staff) {
    await linkSubject(tx, municipalityId, identity, staff.staffId, now)
    return ok(staff)
  }
  const email = emailOf(identity)
  const same = email && (await findStaffByEmail(tx, municipalityId, email))
  if (same) {
    if (same.endedAt) return fail('ended')
    if (!provider.matchEmail) return fail('emailTaken')
    if (!(await linkSubject(tx, municipalityId, identity, same.staffId, now))) return fail('emailTaken')
    await noteLink(tx, municipalityId, same, 'identity.link', now)
    return ok(same)
  }
  if (!email || !isInGroup) return fail('unknown')
  return hire(tx, municipalityId, identity, email, now)
}

/** Somebody in a group that gives a role is among the staff from the first sign-in on. */
async function hire(
  tx: Tx,
  municipalityId: MunicipalityId,
  identity: Identity,
  email: string,
  now: Date,
): Promise<Result<Staff, EntryRefusal>> {
  const staffId = newId<StaffId>()
  const name = properName(identity.name ?? email)
  if (!(await insertStaff(tx, municipalityId, { staffId, email, name, createdAt: now })))
    return fail('emailTaken')
  await linkSubject(tx, municipalityId, identity, staffId, now)
  const staff = await findStaff(tx, municipalityId, staffId)
  if (!staff) throw new Error('a member of staff who was just added is not there')
  await noteLink(tx, municipalityId, staff, 'identity.hire', now)
  return ok(staff)
}

const noteLink = (
  tx: Tx,
  municipalityId: MunicipalityId,
  staff: Staff,
  verb: string,
  now: Date,
): Promise<void> =>
  audit(tx, personActor(municipalityId, staff), verb, { kind: 'staff', id: staff.staffId }, {}, now)

function emailOf({ email }: Identity): string | undefined {
  try {
    return email === undefined ? undefined : normalEmail(email)
  } catch (thrown) {
    if (thrown instanceof Stop) return undefined
    throw thrown
  }
}
