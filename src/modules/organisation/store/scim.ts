import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { ScimFilter, ScimGroup, ScimUser } from '../scim-rules.ts'

export type KeptUser = ScimUser & {
  readonly staffId: StaffId
  readonly createdAt: Date
  readonly changedAt: Date
  readonly groups: readonly { readonly id: string; readonly name: string }[]
}

export type KeptGroup = ScimGroup & {
  readonly groupId: string
  readonly createdAt: Date
  readonly changedAt: Date
}

interface Page {
  readonly skip: number
  readonly take: number
}

export async function writeScimToken(tx: Tx, id: MunicipalityId, hash: Buffer, at: Date): Promise<void> {
  const values = { token_sha256: hash, created_at: at }
  await tx
    .insertInto('scim_token')
    .values({ municipality_id: id, ...values })
    .onConflict((conflict) => conflict.column('municipality_id').doUpdateSet(values))
    .execute()
}

export async function deleteScimToken(tx: Tx, id: MunicipalityId): Promise<void> {
  await tx.deleteFrom('scim_token').where('municipality_id', '=', id).execute()
}

/** When the token was made; undefined when there is none, or another. */
export async function scimTokenMade(tx: Tx, id: MunicipalityId, hash?: Buffer): Promise<Date | undefined> {
  let query = tx.selectFrom('scim_token').select('created_at').where('municipality_id', '=', id)
  if (hash) query = query.where('token_sha256', '=', hash)
  return (await query.executeTakeFirst())?.created_at
}

/** The only one of that external id; undefined when SCIM has named none or many so. */
export async function staffByExternalId(
  tx: Tx,
  id: MunicipalityId,
  externalId: string,
): Promise<StaffId | undefined> {
  const rows = await tx
    .selectFrom('scim_user')
    .select('staff_id')
    .where('municipality_id', '=', id)
    .where('external_id', '=', externalId)
    .limit(2)
    .execute()
  return rows.length === 1 ? rows[0]?.staff_id : undefined
}

const users = (tx: Tx, id: MunicipalityId) =>
  tx
    .selectFrom('scim_user')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'scim_user.municipality_id')
        .onRef('staff.staff_id', '=', 'scim_user.staff_id'),
    )
    .where('scim_user.municipality_id', '=', id)

const wholeUsers = (query: ReturnType<typeof users>, id: MunicipalityId) =>
  query.selectAll('scim_user').select((eb) => [
    'staff.name',
    'staff.email',
    'staff.ended_at',
    jsonArrayFrom(
      eb
        .selectFrom('scim_member')
        .innerJoin('scim_group', (join) =>
          join
            .onRef('scim_group.municipality_id', '=', 'scim_member.municipality_id')
            .onRef('scim_group.group_id', '=', 'scim_member.group_id'),
        )
        .select(['scim_group.group_id as id', 'scim_group.display_name as name'])
        .where('scim_member.municipality_id', '=', id)
        .whereRef('scim_member.staff_id', '=', 'scim_user.staff_id'),
    ).as('groups'),
  ])

type UserRow = Awaited<ReturnType<ReturnType<typeof wholeUsers>['execute']>>[number]

const toUser = (row: UserRow): KeptUser => ({
  staffId: row.staff_id,
  userName: row.user_name,
  externalId: row.external_id,
  email: row.email,
  name: row.name,
  active: row.ended_at === null,
  createdAt: row.created_at,
  changedAt: row.changed_at,
  groups: row.groups,
})

export async function findUser(tx: Tx, id: MunicipalityId, staffId: StaffId): Promise<KeptUser | undefined> {
  const row = await wholeUsers(users(tx, id), id).where('scim_user.staff_id', '=', staffId).executeTakeFirst()
  return row && toUser(row)
}

export async function listUsers(
  tx: Tx,
  id: MunicipalityId,
  filter: ScimFilter | undefined,
  { skip, take }: Page,
): Promise<{ readonly total: number; readonly rows: KeptUser[] }> {
  let query = users(tx, id)
  // userName is the same in capitals and small letters (RFC 7643 §4.1.1), an external id is not.
  if (filter?.attribute === 'username')
    query = query.where(sql<boolean>`lower(scim_user.user_name) = lower(${filter.value})`)
  else if (filter?.attribute === 'externalid') query = query.where('scim_user.external_id', '=', filter.value)
  else if (filter) query = query.where('staff.name', '=', filter.value)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await wholeUsers(query, id)
    .orderBy('scim_user.created_at')
    .orderBy('scim_user.staff_id')
    .offset(skip)
    .limit(take)
    .execute()
  return { total: Number(count), rows: rows.map(toUser) }
}

/** Writes what SCIM alone knows of a user. @returns false when the name is another's. */
export async function writeUser(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
  user: Pick<ScimUser, 'userName' | 'externalId'>,
  at: Date,
): Promise<boolean> {
  const other = await users(tx, id)
    .select('scim_user.staff_id')
    .where(sql<boolean>`lower(scim_user.user_name) = lower(${user.userName})`)
    .where('scim_user.staff_id', '<>', staffId)
    .executeTakeFirst()
  if (other) return false
  const values = { user_name: user.userName, external_id: user.externalId, changed_at: at }
  await tx
    .insertInto('scim_user')
    .values({ municipality_id: id, staff_id: staffId, created_at: at, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'staff_id']).doUpdateSet(values))
    .execute()
  return true
}

export async function deleteUser(tx: Tx, id: MunicipalityId, staffId: StaffId): Promise<void> {
  await tx.deleteFrom('scim_user').where('municipality_id', '=', id).where('staff_id', '=', staffId).execute()
}

const groups = (tx: Tx, id: MunicipalityId) =>
  tx.selectFrom('scim_group').where('scim_group.municipality_id', '=', id)

const wholeGroups = (query: ReturnType<typeof groups>, id: MunicipalityId) =>
  query
    .selectAll('scim_group')
    .select((eb) =>
      eb
        .selectFrom('scim_member')
        .select(sql<string[]>`coalesce(array_agg(staff_id::text ORDER BY staff_id), '{}')`.as('members'))
        .where('scim_member.municipality_id', '=', id)
        .whereRef('scim_member.group_id', '=', 'scim_group.group_id')
        .as('members'),
    )

type GroupRow = Awaited<ReturnType<ReturnType<typeof wholeGroups>['execute']>>[number]

const toGroup = (row: GroupRow): KeptGroup => ({
  groupId: row.group_id,
  displayName: row.display_name,
  externalId: row.external_id,
  members: row.members ?? [],
  createdAt: row.created_at,
  changedAt: row.changed_at,
})

export async function findGroup(tx: Tx, id: MunicipalityId, groupId: string): Promise<KeptGroup | undefined> {
  const row = await wholeGroups(groups(tx, id), id)
    .where('scim_group.group_id', '=', groupId)
    .executeTakeFirst()
  return row && toGroup(row)
}

export async function listGroups(
  tx: Tx,
  id: MunicipalityId,
  filter: ScimFilter | undefined,
  { skip, take }: Page,
): Promise<{ readonly total: number; readonly rows: KeptGroup[] }> {
  let query = groups(tx, id)
  if (filter?.attribute === 'externalid') query = query.where('scim_group.external_id', '=', filter.value)
  else if (filter) query = query.where(sql<boolean>`lower(scim_group.display_name) = lower(${filter.value})`)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await wholeGroups(query, id)
    .orderBy('scim_group.created_at')
    .orderBy('scim_group.group_id')
    .offset(skip)
    .limit(take)
    .execute()
  return { total: Number(count), rows: rows.map(toGroup) }
}

/** @returns false when the name is another group's. */
export async function writeGroup(
  tx: Tx,
  id: MunicipalityId,
  groupId: string,
  group: Pick<ScimGroup, 'displayName' | 'externalId'>,
  at: Date,
): Promise<boolean> {
  const other = await groups(tx, id)
    .select('group_id')
    .where(sql<boolean>`lower(display_name) = lower(${group.displayName})`)
    .where('group_id', '<>', groupId)
    .executeTakeFirst()
  if (other) return false
  const values = { display_name: group.displayName, external_id: group.externalId, changed_at: at }
  await tx
    .insertInto('scim_group')
    .values({ municipality_id: id, group_id: groupId, created_at: at, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'group_id']).doUpdateSet(values))
    .execute()
  return true
}

/** Replaces the members. @returns false when one of them is not a user of SCIM's. */
export async function setMembers(
  tx: Tx,
  id: MunicipalityId,
  groupId: string,
  members: readonly StaffId[],
): Promise<boolean> {
  await tx
    .deleteFrom('scim_member')
    .where('municipality_id', '=', id)
    .where('group_id', '=', groupId)
    .execute()
  if (members.length === 0) return true
  const result = await sql`INSERT INTO scim_member (municipality_id, group_id, staff_id)
    SELECT municipality_id, ${groupId}::uuid, staff_id FROM scim_user
    WHERE municipality_id = ${id} AND staff_id = ANY(${[...members]}::uuid[])`.execute(tx)
  return Number(result.numAffectedRows ?? 0n) === members.length
}

export async function deleteGroup(tx: Tx, id: MunicipalityId, groupId: string): Promise<void> {
  await tx
    .deleteFrom('scim_group')
    .where('municipality_id', '=', id)
    .where('group_id', '=', groupId)
    .execute()
}
