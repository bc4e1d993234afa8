import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId } from '../../kernel/index.ts'
import type { StoredCheckpoint } from './log-store.ts'

/** Tokens of an authority over checkpoints (RFC 3161), each kept for good. */
export async function insertToken(
  tx: Tx,
  municipalityId: MunicipalityId,
  checkpoint: Pick<StoredCheckpoint, 'number' | 'size'>,
  token: Uint8Array,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('checkpoint_token')
    .values({
      municipality_id: municipalityId,
      log_number: checkpoint.number,
      size: checkpoint.size,
      at,
      token: Buffer.from(token),
    })
    .execute()
}

/** When the last token was fetched. */
export async function lastTokenAt(tx: Tx, municipalityId: MunicipalityId): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('checkpoint_token')
    .select('at')
    .where('municipality_id', '=', municipalityId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.at
}

/** The newest stamped checkpoint of a log that covers its first `size` entries. */
export async function stampedCheckpoint(
  tx: Tx,
  municipalityId: MunicipalityId,
  log: { readonly number: number; readonly size: number },
): Promise<StoredCheckpoint | undefined> {
  return tx
    .selectFrom('checkpoint')
    .innerJoin('checkpoint_token', (join) =>
      join
        .onRef('checkpoint_token.municipality_id', '=', 'checkpoint.municipality_id')
        .onRef('checkpoint_token.log_number', '=', 'checkpoint.log_number')
        .onRef('checkpoint_token.size', '=', 'checkpoint.size'),
    )
    .select(['checkpoint.log_number as number', 'checkpoint.size', 'root', 'note', 'checkpoint.at', 'chain'])
    .where('checkpoint.municipality_id', '=', municipalityId)
    .where('checkpoint.log_number', '=', log.number)
    .where('checkpoint.size', '>=', log.size)
    .orderBy('checkpoint.size', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Tokens over a checkpoint, oldest first. */
export async function tokensOver(
  tx: Tx,
  municipalityId: MunicipalityId,
  checkpoint: Pick<StoredCheckpoint, 'number' | 'size'>,
): Promise<Buffer[]> {
  const rows = await tx
    .selectFrom('checkpoint_token')
    .select('token')
    .where('municipality_id', '=', municipalityId)
    .where('log_number', '=', checkpoint.number)
    .where('size', '=', checkpoint.size)
    .orderBy('at')
    .execute()
  return rows.map((row) => row.token)
}
