import { type Actor, authorize } from '../../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import { asId, newId, type StaffId, Stop } from '../../../../kernel/index.ts'
import { audit } from '../../../audit/index.ts'
import { patchGroup, readGroup, type ScimGroup, scimStop } from '../../scim-rules.ts'
import { leaveSignInGroups, remakeGroupRoles } from '../../store/identities.ts'
import {
  deleteGroup,
  findGroup,
  type KeptGroup,
  listGroups,
  setMembers,
  writeGroup,
} from '../../store/scim.ts'

/** Groups over SCIM: membership gives and takes roles at once, also of those who are signed in. */

async function requireGroup(tx: Tx, actor: Actor, groupId: string): Promise<KeptGroup> {
  const group = await findGroup(tx, actor.municipalityId, groupId)
  if (!group) throw new Stop('notFound', 'Gruppen finns inte.')
  return group
}

export async function scimGroup(house: House, actor: Actor, groupId: string): Promise<KeptGroup> {
  authorize(actor, 'staff.change', {})
  return withMunicipality(house.db, actor.municipalityId, (tx) => requireGroup(tx, actor, groupId))
}

export async function scimGroups(
  house: House,
  actor: Actor,
  filter: Parameters<typeof listGroups>[2],
  page: Parameters<typeof listGroups>[3],
): ReturnType<typeof listGroups> {
  authorize(actor, 'staff.change', {})
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    listGroups(tx, actor.municipalityId, filter, page),
  )
}

const namesOf = ({ displayName, externalId }: Pick<ScimGroup, 'displayName' | 'externalId'>): string[] =>
  externalId ? [displayName, externalId] : [displayName]

function memberIds(members: readonly string[]): StaffId[] {
  return [...new Set(members)].map((member) => {
    const id = asId<StaffId>(member)
    if (!id) throw scimStop('invalidValue', 'En medlem finns inte bland användarna.')
    return id
  })
}

/** Makes the group what the directory says. @param before undefined for a new one. */
async function bring(
  tx: Tx,
  actor: Actor,
  groupId: string,
  before: KeptGroup | undefined,
  wanted: ScimGroup,
  now: Date,
): Promise<KeptGroup> {
  const { municipalityId } = actor
  const members = memberIds(wanted.members)
  if (!(await writeGroup(tx, municipalityId, groupId, wanted, now)))
    throw new Stop('conflict', `Gruppen ${wanted.displayName} finns redan.`)
  if (!(await setMembers(tx, municipalityId, groupId, members)))
    throw scimStop('invalidValue', 'En medlem finns inte bland användarna.')
  const staying = new Set<string>(members)
  const left = (before?.members ?? []).filter((id) => !staying.has(id)) as StaffId[]
  if (before) for (const id of left) await leaveSignInGroups(tx, municipalityId, id, namesOf(before))
  await remakeGroupRoles(tx, municipalityId, null)
  const joined = members.filter((id) => !before?.members.includes(id))
  const detail = { name: wanted.displayName, joined, left }
  await audit(tx, actor, 'scim.group', { kind: 'group', id: groupId }, detail, now)
  return requireGroup(tx, actor, groupId)
}

/** @throws Stop 'refused'; 'invalid'; 'conflict' when there is one of that name. */
export async function addScimGroup(house: House, actor: Actor, body: unknown): Promise<KeptGroup> {
  authorize(actor, 'staff.change', {})
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    bring(tx, actor, newId(), undefined, readGroup(body), house.clock.now()),
  )
}

async function change(
  house: House,
  actor: Actor,
  groupId: string,
  next: (before: KeptGroup) => ScimGroup,
): Promise<KeptGroup> {
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const before = await requireGroup(tx, actor, groupId)
    return bring(tx, actor, groupId, before, next(before), house.clock.now())
  })
}

/** @throws Stop 'refused'; 'notFound'; 'invalid'; 'conflict'. */
export async function replaceScimGroup(
  house: House,
  actor: Actor,
  groupId: string,
  body: unknown,
): Promise<KeptGroup> {
  authorize(actor, 'staff.change', {})
  return change(house, actor, groupId, () => readGroup(body))
}

/** @throws Stop 'refused'; 'notFound'; 'invalid'; 'conflict'. */
export async function patchScimGroup(
  house: House,
  actor: Actor,
  groupId: string,
  body: unknown,
): Promise<KeptGroup> {
  authorize(actor, 'staff.change', {})
  return change(house, actor, groupId, (before) => patchGroup(before, body))
}

/** What the group gave is gone. @throws Stop 'refused'; 'notFound'. */
export async function removeScimGroup(house: House, actor: Actor, groupId: string): Promise<void> {
  authorize(actor, 'staff.change', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const before = await requireGroup(tx, actor, groupId)
    await bring(tx, actor, groupId, before, { ...before, members: [] }, now)
    await deleteGroup(tx, municipalityId, groupId)
  })
}
