import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Grant, Role } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { SignInMethod } from '../types.ts'

export async function insertLink(
  tx: Tx,
  id: MunicipalityId,
  link: { tokenHash: Buffer; staffId: StaffId; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('sign_in_link')
    .values({
      municipality_id: id,
      token_hash: link.tokenHash,
      staff_id: link.staffId,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
    })
    .execute()
}

/** Whether a link would let somebody in; looking does not use it. */
export async function linkHolds(tx: Tx, id: MunicipalityId, tokenHash: Buffer, now: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('sign_in_link')
    .select('staff_id')
    .where('municipality_id', '=', id)
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Uses a link: of any number at the same time, one gets the person's id, the others undefined. */
export async function burnLink(
  tx: Tx,
  id: MunicipalityId,
  tokenHash: Buffer,
  now: Date,
): Promise<StaffId | undefined> {
  const row = await tx
    .updateTable('sign_in_link')
    .set({ used_at: now })
    .where('municipality_id', '=', id)
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('staff_id')
    .executeTakeFirst()
  return row?.staff_id
}

/** No unused link of this person works any more. */
export async function burnLinksOf(tx: Tx, id: MunicipalityId, staffId: StaffId, now: Date): Promise<void> {
  await tx
    .updateTable('sign_in_link')
    .set({ used_at: now })
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .where('used_at', 'is', null)
    .execute()
}

export async function insertSession(
  tx: Tx,
  id: MunicipalityId,
  session: {
    tokenHash: Buffer
    staffId: StaffId
    method: SignInMethod
    csrfToken: string
    at: Date
    providerSession: string | null
  },
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      municipality_id: id,
      token_hash: session.tokenHash,
      staff_id: session.staffId,
      method: session.method,
      csrf_token: session.csrfToken,
      created_at: session.at,
      last_seen_at: session.at,
      provider_session: session.providerSession,
    })
    .execute()
}

interface SessionRow {
  readonly staffId: StaffId
  readonly name: string
  readonly email: string
  readonly csrfToken: string
  readonly lastSeenAt: Date
  readonly grants: readonly Grant[]
  readonly ownAccounts: readonly AccountId[]
}

/**
 * A session that is neither ended nor older than the limits, of somebody who still works here.
 * Owner and deputy are relations to an account, so its table is read here though its module stands later.
 */
export async function findSession(
  tx: Tx,
  id: MunicipalityId,
  tokenHash: Buffer,
  limits: { readonly createdAfter: Date; readonly seenAfter: Date; readonly now: Date },
): Promise<SessionRow | undefined> {
  const row = await tx
    .selectFrom('session')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'session.municipality_id')
        .onRef('staff.staff_id', '=', 'session.staff_id'),
    )
    .select(['staff.staff_id', 'staff.name', 'staff.email', 'session.csrf_token', 'session.last_seen_at'])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('staff_role')
          .select(['role', 'department_id'])
          .where('municipality_id', '=', id)
          .whereRef('staff_role.staff_id', '=', 'staff.staff_id')
          .union(
            eb
              .selectFrom('role_delegation')
              .select(['role', 'department_id'])
              .where('municipality_id', '=', id)
              .whereRef('role_delegation.staff_id', '=', 'staff.staff_id')
              .where('ended_at', 'is', null)
              .where('begins_at', '<=', limits.now)
              .where('ends_at', '>', limits.now),
          ),
      ).as('roles'),
      jsonArrayFrom(
        eb
          .selectFrom('account')
          .select('account_id')
          .where('municipality_id', '=', id)
          .where(
            sql<boolean>`staff.staff_id IN (account.owner_staff_id, account.deputy_staff_id) OR EXISTS (
              SELECT FROM account_deputy further WHERE further.municipality_id = account.municipality_id
                AND further.account_id = account.account_id AND further.staff_id = staff.staff_id)`,
          ),
      ).as('accounts'),
    ])
    .where('session.municipality_id', '=', id)
    .where('session.token_hash', '=', tokenHash)
    .where('session.ended_at', 'is', null)
    .where('session.created_at', '>', limits.createdAfter)
    .where('session.last_seen_at', '>', limits.seenAfter)
    .where('staff.ended_at', 'is', null)
    .executeTakeFirst()
  return (
    row && {
      staffId: row.staff_id,
      name: row.name,
      email: row.email,
      csrfToken: row.csrf_token,
      lastSeenAt: row.last_seen_at,
      grants: row.roles.map((held) => ({
        role: held.role as Role,
        ...(held.department_id && { departmentId: held.department_id }),
      })),
      ownAccounts: row.accounts.map((account) => account.account_id),
    }
  )
}

export async function touchSession(tx: Tx, id: MunicipalityId, tokenHash: Buffer, now: Date): Promise<void> {
  await tx
    .updateTable('session')
    .set({ last_seen_at: now })
    .where('municipality_id', '=', id)
    .where('token_hash', '=', tokenHash)
    .execute()
}

/** @returns whose session ended; undefined when there was none that ran. */
export async function endSession(
  tx: Tx,
  id: MunicipalityId,
  tokenHash: Buffer,
  now: Date,
): Promise<StaffId | undefined> {
  const row = await tx
    .updateTable('session')
    .set({ ended_at: now })
    .where('municipality_id', '=', id)
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .returning('staff_id')
    .executeTakeFirst()
  return row?.staff_id
}

/** @param but the hash of the token of a session that goes on. */
export async function endSessionsOf(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
  now: Date,
  but?: Buffer,
): Promise<void> {
  await tx
    .updateTable('session')
    .set({ ended_at: now })
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .where('ended_at', 'is', null)
    .$if(but !== undefined, (others) => others.where('token_hash', '!=', but ?? Buffer.alloc(0)))
    .execute()
}

/** A person's sessions that run, the one in use last first. */
export async function runningSessions(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
  limits: { readonly createdAfter: Date; readonly seenAfter: Date },
): Promise<{ tokenHash: Buffer; method: SignInMethod; createdAt: Date; lastSeenAt: Date }[]> {
  const rows = await tx
    .selectFrom('session')
    .select(['token_hash', 'method', 'created_at', 'last_seen_at'])
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .where('ended_at', 'is', null)
    .where('created_at', '>', limits.createdAfter)
    .where('last_seen_at', '>', limits.seenAfter)
    .orderBy('last_seen_at', 'desc')
    .execute()
  return rows.map((row) => ({
    tokenHash: row.token_hash,
    method: row.method as SignInMethod,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  }))
}

/**
 * Ends sessions that the provider began: those that it calls so, those of one person, or all of them.
 * @returns whose.
 */
export async function endProviderSessions(
  tx: Tx,
  id: MunicipalityId,
  which: { readonly session: string } | { readonly staffId: StaffId } | 'all',
  now: Date,
): Promise<StaffId[]> {
  let query = tx
    .updateTable('session')
    .set({ ended_at: now })
    .where('municipality_id', '=', id)
    .where('method', 'in', ['oidc', 'saml'])
    .where('ended_at', 'is', null)
  if (which !== 'all')
    query =
      'session' in which
        ? query.where('provider_session', '=', which.session)
        : query.where('staff_id', '=', which.staffId)
  const rows = await query.returning('staff_id').execute()
  return rows.map((row) => row.staff_id)
}

/** Counts one attempt in its window. @returns how many the window has seen, this one included. */
export async function countHit(
  tx: Tx,
  id: MunicipalityId,
  bucket: string,
  windowStart: Date,
): Promise<number> {
  const row = await tx
    .insertInto('rate_window')
    .values({ municipality_id: id, bucket, window_start: windowStart, hits: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'bucket', 'window_start'])
        .doUpdateSet({ hits: sql<number>`rate_window.hits + 1` }),
    )
    .returning('hits')
    .executeTakeFirstOrThrow()
  return row.hits
}

/** How many a window has seen so far. */
export async function hitsIn(tx: Tx, id: MunicipalityId, bucket: string, windowStart: Date): Promise<number> {
  const row = await tx
    .selectFrom('rate_window')
    .select('hits')
    .where('municipality_id', '=', id)
    .where('bucket', '=', bucket)
    .where('window_start', '=', windowStart)
    .executeTakeFirst()
  return row?.hits ?? 0
}

/** Windows are of no use once they are over. */
export async function dropWindowsBefore(tx: Tx, id: MunicipalityId, before: Date): Promise<void> {
  await tx
    .deleteFrom('rate_window')
    .where('municipality_id', '=', id)
    .where('window_start', '<', before)
    .execute()
}
