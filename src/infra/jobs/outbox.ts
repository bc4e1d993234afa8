import type { Json, MunicipalityId } from '../../kernel/index.ts'
import type { Tx } from '../db/index.ts'

/**
 * Announces upwards what has happened, in the transaction where it happens: either both are kept or neither.
 * The relay hands it to whoever listens, at least once.
 * @param event '<noun>.<what happened>', e.g. 'policy.changed'.
 * @param payload ids and codes only: what people wrote stays in its own tables.
 */
export async function announce(
  tx: Tx,
  municipalityId: MunicipalityId,
  event: string,
  payload: { readonly [key: string]: Json },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ municipality_id: municipalityId, event, payload: JSON.stringify(payload), at })
    .execute()
}
