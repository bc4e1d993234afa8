import type { Json, MunicipalityId } from '../../kernel/index.ts'
import { insertTogether, type Rows, type Tx } from '../db/index.ts'

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
  await insertTogether(tx, [announcement(municipalityId, event, payload, at)])
}

/** What `announce` writes, for a caller that inserts other rows in the same statement. */
export const announcement = (
  municipalityId: MunicipalityId,
  event: string,
  payload: { readonly [key: string]: Json },
  at: Date,
): Rows => ({
  table: 'outbox',
  columns: ['municipality_id', 'event', 'payload', 'at'],
  rows: [{ municipality_id: municipalityId, event, payload: JSON.stringify(payload), at }],
})

/** When the oldest announcement was made that the relay has not handed on. */
export async function oldestAnnouncement(tx: Tx, municipalityId: MunicipalityId): Promise<Date | null> {
  const row = await tx
    .selectFrom('outbox')
    .select('at')
    .where('municipality_id', '=', municipalityId)
    .orderBy('outbox_id')
    .limit(1)
    .executeTakeFirst()
  return row?.at ?? null
}
