import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { Refusal } from './types.ts'

export async function refusalsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<Refusal[]> {
  return tx
    .selectFrom('media_refusal')
    .select(['version', 'url', 'reason'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .orderBy('version', 'desc')
    .orderBy('part')
    .limit(50)
    .execute()
}

/** The commitment of a version, hex; undefined when there is no such version. */
export async function commitmentOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
  version: number,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('entry')
    .select('commitment')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.commitment.toString('hex')
}

/** The size and time of the last signed checkpoint. */
export async function lastSigned(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<{ size: number; at: Date } | undefined> {
  return tx
    .selectFrom('checkpoint')
    .select(['size', 'at'])
    .where('municipality_id', '=', municipalityId)
    .orderBy('log_number', 'desc')
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
}
