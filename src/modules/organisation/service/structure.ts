import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type DepartmentId, type MunicipalityId, newId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { properName } from '../rules.ts'
import {
  departmentNamed,
  insertCommittee,
  listCommittees,
  listDepartments,
  setCommittee,
  unitNamed,
} from '../store/structure.ts'
import type { Committee, Department } from '../types.ts'

/**
 * The department (förvaltning) of that name; one that does not exist yet is made.
 * Called by verbs that have authorised already.
 * @throws Stop('invalid') for a name that cannot be used.
 */
export const departmentByName = (
  tx: Tx,
  municipalityId: MunicipalityId,
  name: string,
): Promise<DepartmentId> => departmentNamed(tx, municipalityId, properName(name, 'department'))

/** The unit (enhet) of that name in a department, made if it does not exist. Called by verbs that have authorised already. */
export const unitByName = (
  tx: Tx,
  municipalityId: MunicipalityId,
  departmentId: DepartmentId,
  name: string,
): Promise<string> => unitNamed(tx, municipalityId, departmentId, properName(name, 'units'))

/**
 * States which board (nämnd) a department answers to; one that does not exist yet is made. Called by verbs that have
 * authorised already.
 */
export async function answersTo(
  tx: Tx,
  municipalityId: MunicipalityId,
  departmentId: DepartmentId,
  board: string,
): Promise<void> {
  const name = properName(board, 'board')
  await insertCommittee(tx, municipalityId, { committeeId: newId<string>(), name, isExecutiveBoard: false })
  const known = (await listCommittees(tx, municipalityId)).find((one) => one.name === name)
  if (known) await setCommittee(tx, municipalityId, departmentId, known.committeeId)
}

/** Committees and departments with their units, in Swedish order. */
export async function structure(
  house: House,
  actor: Actor,
): Promise<{ readonly committees: Committee[]; readonly departments: Department[] }> {
  authorize(actor, 'overview.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => ({
    committees: await listCommittees(tx, actor.municipalityId),
    departments: await listDepartments(tx, actor.municipalityId),
  }))
}

/** @returns the new committee's id. @throws Stop('conflict') when there is one of that name. */
export async function addCommittee(
  house: House,
  actor: Actor,
  input: { readonly name: string; readonly isExecutiveBoard?: boolean },
): Promise<string> {
  authorize(actor, 'staff.change', {})
  const committee: Committee = {
    committeeId: newId<string>(),
    name: properName(input.name),
    isExecutiveBoard: input.isExecutiveBoard ?? false,
  }
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    if (!(await insertCommittee(tx, actor.municipalityId, committee)))
      throw new Stop('conflict', `Det finns redan en nämnd som heter ${committee.name}.`)
    const subject = { kind: 'committee', id: committee.committeeId }
    await audit(tx, actor, 'committee.add', subject, { name: committee.name }, house.clock.now())
    return committee.committeeId
  })
}

/** Adds a department, under a committee where one is given. @returns its id; the one there is, if it exists. */
export async function addDepartment(
  house: House,
  actor: Actor,
  input: { readonly name: string; readonly committeeId?: string },
): Promise<DepartmentId> {
  authorize(actor, 'staff.change', {})
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const departmentId = await departmentByName(tx, municipalityId, input.name)
    if (input.committeeId) {
      const known = (await listCommittees(tx, municipalityId)).some(
        (one) => one.committeeId === input.committeeId,
      )
      if (!known) throw new Stop('notFound', 'Nämnden finns inte. Lägg till den först.')
      await setCommittee(tx, municipalityId, departmentId, input.committeeId)
    }
    const subject = { kind: 'department', id: departmentId }
    await audit(tx, actor, 'department.add', subject, { name: input.name }, house.clock.now())
    return departmentId
  })
}

/** Adds a unit (enhet) to a department. @returns its id; the one there is, if it exists. */
export async function addUnit(
  house: House,
  actor: Actor,
  input: { readonly name: string; readonly departmentId: DepartmentId },
): Promise<string> {
  authorize(actor, 'staff.change', { departmentId: input.departmentId })
  const { municipalityId } = actor
  const name = properName(input.name)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const known = (await listDepartments(tx, municipalityId)).some(
      (one) => one.departmentId === input.departmentId,
    )
    if (!known) throw new Stop('notFound', 'Förvaltningen finns inte. Lägg till den först.')
    const unitId = await unitNamed(tx, municipalityId, input.departmentId, name)
    await audit(tx, actor, 'unit.add', { kind: 'unit', id: unitId }, { name }, house.clock.now())
    return unitId
  })
}
