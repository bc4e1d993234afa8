import type { Json, MunicipalityId } from '../../kernel/index.ts'
import type { Tx } from '../db/index.ts'

/**
 * Announces upwards what has happened, in the transaction in which it happens: told if and only if it is committed.
 * Who listens: src/app/jobs.ts.
 */
export async function announce(
  tx: Tx,
  municipalityId: MunicipalityId,
  event: string,
  payload: Json,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ municipality_id: municipalityId, event, payload: JSON.stringify(payload), at })
    .execute()
}
