import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId, StaffId } from '../../../kernel/index.ts'

interface PasskeyRow {
  readonly credential_id: string
  readonly staff_id: StaffId
  readonly public_key: Buffer
  readonly counter: number
  readonly transports: string[]
  readonly label: string
  readonly created_at: Date
  readonly last_used_at: Date | null
}

/** Keeps a challenge, and forgets those that nobody answered. */
export async function insertChallenge(
  tx: Tx,
  id: MunicipalityId,
  challenge: { challenge: string; staffId: StaffId | null; expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx
    .deleteFrom('passkey_challenge')
    .where('municipality_id', '=', id)
    .where('expires_at', '<', now)
    .execute()
  await tx
    .insertInto('passkey_challenge')
    .values({
      municipality_id: id,
      challenge: challenge.challenge,
      staff_id: challenge.staffId,
      expires_at: challenge.expiresAt,
    })
    .execute()
}

/** A challenge is answered once: whoever takes it has it, and nobody after. */
export async function takeChallenge(
  tx: Tx,
  id: MunicipalityId,
  challenge: string,
  staffId: StaffId | null,
  now: Date,
): Promise<boolean> {
  const row = await tx
    .deleteFrom('passkey_challenge')
    .where('municipality_id', '=', id)
    .where('challenge', '=', challenge)
    .where('staff_id', staffId ? '=' : 'is', staffId)
    .where('expires_at', '>', now)
    .returning('challenge')
    .executeTakeFirst()
  return row !== undefined
}

/** @returns false when the key is registered already. */
export async function insertPasskey(
  tx: Tx,
  id: MunicipalityId,
  key: Omit<PasskeyRow, 'last_used_at'>,
): Promise<boolean> {
  const result = await tx
    .insertInto('passkey')
    .values({ municipality_id: id, ...key })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'credential_id']).doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function findPasskey(
  tx: Tx,
  id: MunicipalityId,
  credentialId: string,
): Promise<PasskeyRow | undefined> {
  return tx
    .selectFrom('passkey')
    .selectAll()
    .where('municipality_id', '=', id)
    .where('credential_id', '=', credentialId)
    .forUpdate()
    .executeTakeFirst()
}

export async function listPasskeysOf(tx: Tx, id: MunicipalityId, staffId: StaffId): Promise<PasskeyRow[]> {
  return tx
    .selectFrom('passkey')
    .selectAll()
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .orderBy('created_at')
    .execute()
}

export async function notePasskeyUse(
  tx: Tx,
  id: MunicipalityId,
  credentialId: string,
  counter: number,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('passkey')
    .set({ counter, last_used_at: at })
    .where('municipality_id', '=', id)
    .where('credential_id', '=', credentialId)
    .execute()
}

/** @returns false when the person has no such key. */
export async function deletePasskey(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
  credentialId: string,
): Promise<boolean> {
  const result = await tx
    .deleteFrom('passkey')
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}
