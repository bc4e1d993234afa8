import type { Role } from '../../../access/index.ts'
import type { ProviderSettings } from '../../../gateways/identity/contract.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { Json, MunicipalityId } from '../../../kernel/index.ts'
import type { GroupRole, IdentityProvider } from '../types.ts'

export type ProviderRow = IdentityProvider & { readonly secret: Buffer | null }

export async function findProvider(tx: Tx, id: MunicipalityId): Promise<ProviderRow | undefined> {
  const row = await tx
    .selectFrom('identity_provider')
    .selectAll()
    .where('municipality_id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      settings: { ...(row.settings as object), protocol: row.protocol } as ProviderSettings,
      secret: row.secret_ciphertext,
      privateAllowed: row.private_allowed,
      matchEmail: row.match_email,
      only: row.only_way,
    }
  )
}

export async function writeProvider(tx: Tx, id: MunicipalityId, provider: ProviderRow): Promise<void> {
  const { protocol, ...settings } = provider.settings
  const values = {
    protocol,
    settings: JSON.stringify(settings satisfies Json),
    secret_ciphertext: provider.secret,
    private_allowed: provider.privateAllowed,
    match_email: provider.matchEmail,
    only_way: provider.only,
  }
  await tx
    .insertInto('identity_provider')
    .values({ municipality_id: id, ...values })
    .onConflict((conflict) => conflict.column('municipality_id').doUpdateSet(values))
    .execute()
}

export async function deleteProvider(tx: Tx, id: MunicipalityId): Promise<boolean> {
  const result = await tx.deleteFrom('identity_provider').where('municipality_id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** By group, then role. */
export async function listGroupRoles(tx: Tx, id: MunicipalityId): Promise<GroupRole[]> {
  const rows = await tx
    .selectFrom('group_role')
    .leftJoin('department', (join) =>
      join
        .onRef('department.municipality_id', '=', 'group_role.municipality_id')
        .onRef('department.department_id', '=', 'group_role.department_id'),
    )
    .select(['group_name', 'role', 'group_role.department_id', 'department.name'])
    .where('group_role.municipality_id', '=', id)
    .execute()
  return rows
    .map((row) => ({
      group: row.group_name,
      role: row.role as Role,
      departmentId: row.department_id,
      department: row.name,
    }))
    .sort((a, b) => a.group.localeCompare(b.group, 'sv') || a.role.localeCompare(b.role))
}

type Mapping = Pick<GroupRole, 'group' | 'role' | 'departmentId'>

export async function insertGroupRole(tx: Tx, id: MunicipalityId, mapping: Mapping): Promise<void> {
  await tx
    .insertInto('group_role')
    .values({
      municipality_id: id,
      group_name: mapping.group,
      role: mapping.role,
      department_id: mapping.departmentId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** @returns false when there was none such. */
export async function deleteGroupRole(tx: Tx, id: MunicipalityId, mapping: Mapping): Promise<boolean> {
  const result = await tx
    .deleteFrom('group_role')
    .where('municipality_id', '=', id)
    .where('group_name', '=', mapping.group)
    .where('role', '=', mapping.role)
    .where('department_id', 'is not distinct from', mapping.departmentId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function insertAttempt(
  tx: Tx,
  id: MunicipalityId,
  attempt: {
    readonly state: Buffer
    readonly browser: Buffer
    readonly kept: Buffer
    readonly returnTo: string
    readonly expiresAt: Date
  },
  now: Date,
): Promise<void> {
  await tx
    .deleteFrom('sign_in_attempt')
    .where('municipality_id', '=', id)
    .where('expires_at', '<=', now)
    .execute()
  await tx
    .insertInto('sign_in_attempt')
    .values({
      municipality_id: id,
      state_sha256: attempt.state,
      browser_sha256: attempt.browser,
      kept_ciphertext: attempt.kept,
      return_to: attempt.returnTo,
      expires_at: attempt.expiresAt,
    })
    .execute()
}

interface AttemptRow {
  readonly browser: Buffer
  readonly kept: Buffer
  readonly returnTo: string
}

/** Spends an attempt: of any number at the same time, one gets it. */
export async function takeAttempt(
  tx: Tx,
  id: MunicipalityId,
  state: Buffer,
  now: Date,
): Promise<AttemptRow | undefined> {
  const row = await tx
    .deleteFrom('sign_in_attempt')
    .where('municipality_id', '=', id)
    .where('state_sha256', '=', state)
    .where('expires_at', '>', now)
    .returning(['browser_sha256', 'kept_ciphertext', 'return_to'])
    .executeTakeFirst()
  return row && { browser: row.browser_sha256, kept: row.kept_ciphertext, returnTo: row.return_to }
}

/** @returns false when the logout token has been taken before. */
export async function spendLogout(
  tx: Tx,
  id: MunicipalityId,
  token: { readonly hash: Buffer; readonly expires: Date },
  now: Date,
): Promise<boolean> {
  await tx
    .deleteFrom('spent_logout')
    .where('municipality_id', '=', id)
    .where('expires_at', '<=', now)
    .execute()
  const result = await tx
    .insertInto('spent_logout')
    .values({ municipality_id: id, token_sha256: token.hash, expires_at: token.expires })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}
