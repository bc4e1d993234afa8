import { type Kysely, sql } from 'kysely'
import type { Database, Tx } from '../../../infra/db/index.ts'
import { type DepartmentId, type MunicipalityId, municipalityId, newId } from '../../../kernel/index.ts'
import type { Committee, Department, MunicipalityEntry } from '../types.ts'

/** Every municipality of the installation: the one question that is asked across them (migrations/0001). */
export async function listMunicipalities(db: Kysely<Database>): Promise<MunicipalityEntry[]> {
  const { rows } = await sql<{
    municipality_id: number
    name: string
    slug: string
    host: string | null
    log_origin: string
  }>`SELECT * FROM municipality_directory()`.execute(db)
  return rows.map((row) => ({
    municipalityId: municipalityId(row.municipality_id),
    name: row.name,
    slug: row.slug,
    host: row.host,
    logOrigin: row.log_origin,
  }))
}

/** @returns false when its id, slug, host or log origin has been taken meanwhile. */
export async function insertMunicipality(tx: Tx, entry: MunicipalityEntry, at: Date): Promise<boolean> {
  const result = await tx
    .insertInto('municipality')
    .values({
      municipality_id: entry.municipalityId,
      name: entry.name,
      slug: entry.slug,
      host: entry.host,
      log_origin: entry.logOrigin,
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function findMunicipality(
  tx: Tx,
  id: MunicipalityId,
): Promise<{ readonly name: string; readonly host: string | null } | undefined> {
  return tx
    .selectFrom('municipality')
    .select(['name', 'host'])
    .where('municipality_id', '=', id)
    .executeTakeFirst()
}

/** The department of that name, made if it is not there. */
export async function departmentNamed(tx: Tx, id: MunicipalityId, name: string): Promise<DepartmentId> {
  await tx
    .insertInto('department')
    .values({ municipality_id: id, department_id: newId(), name })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'name']).doNothing())
    .execute()
  const row = await tx
    .selectFrom('department')
    .select('department_id')
    .where('municipality_id', '=', id)
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return row.department_id
}

/** @returns false when there is a committee of that name. */
export async function insertCommittee(tx: Tx, id: MunicipalityId, committee: Committee): Promise<boolean> {
  const result = await tx
    .insertInto('committee')
    .values({
      municipality_id: id,
      committee_id: committee.committeeId,
      name: committee.name,
      is_executive_board: committee.isExecutiveBoard,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'name']).doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** @returns false when there is no such department. */
export async function setCommittee(
  tx: Tx,
  id: MunicipalityId,
  departmentId: DepartmentId,
  committeeId: string,
): Promise<boolean> {
  const result = await tx
    .updateTable('department')
    .set({ committee_id: committeeId })
    .where('municipality_id', '=', id)
    .where('department_id', '=', departmentId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The unit of that name in the department, made if it is not there. */
export async function unitNamed(
  tx: Tx,
  id: MunicipalityId,
  departmentId: DepartmentId,
  name: string,
): Promise<string> {
  await tx
    .insertInto('unit')
    .values({ municipality_id: id, unit_id: newId(), department_id: departmentId, name })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'department_id', 'name']).doNothing())
    .execute()
  const row = await tx
    .selectFrom('unit')
    .select('unit_id')
    .where('municipality_id', '=', id)
    .where('department_id', '=', departmentId)
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return row.unit_id
}

const swedish = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name, 'sv')

export async function listCommittees(tx: Tx, id: MunicipalityId): Promise<Committee[]> {
  const rows = await tx.selectFrom('committee').selectAll().where('municipality_id', '=', id).execute()
  return rows
    .map((row) => ({
      committeeId: row.committee_id,
      name: row.name,
      isExecutiveBoard: row.is_executive_board,
    }))
    .sort(swedish)
}

export async function listDepartments(tx: Tx, id: MunicipalityId): Promise<Department[]> {
  const units = await tx.selectFrom('unit').selectAll().where('municipality_id', '=', id).execute()
  const rows = await tx.selectFrom('department').selectAll().where('municipality_id', '=', id).execute()
  return rows
    .map((row) => ({
      departmentId: row.department_id,
      name: row.name,
      committeeId: row.committee_id,
      units: units
        .filter((unit) => unit.department_id === row.department_id)
        .map((unit) => ({ unitId: unit.unit_id, name: unit.name }))
        .sort(swedish),
    }))
    .sort(swedish)
}
