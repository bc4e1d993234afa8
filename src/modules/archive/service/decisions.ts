import { sql } from 'kysely'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type Json, type MunicipalityId, newId, type RecordId } from '../../../kernel/index.ts'
import { policyVersion } from '../../policy/index.ts'
import { acceptRecords } from './accept.ts'

/** A version of the guideline as a record of type 11, once: what was decided can be proven like everything else. */
export async function recordPolicyChange(
  house: House,
  municipalityId: MunicipalityId,
  version: number,
): Promise<void> {
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const policy = await policyVersion(tx, municipalityId, version)
    if (!policy || (await isRecorded(tx, municipalityId, version))) return
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: newId<RecordId>(),
        version: 1,
        type: recordTypes.decision,
        fields: {
          decision: 'policy',
          policyVersion: version,
          preset: policy.preset,
          settings: policy.settings as unknown as Json,
          note: policy.note,
          decidedBy: policy.staffId ?? undefined,
          validFrom: policy.validFrom.toISOString(),
        },
        parts: [],
      },
    ])
  })
}

async function isRecorded(tx: Tx, municipalityId: MunicipalityId, version: number): Promise<boolean> {
  const row = await tx
    .selectFrom('entry')
    .innerJoin('content', (join) =>
      join
        .onRef('content.municipality_id', '=', 'entry.municipality_id')
        .onRef('content.record_id', '=', 'entry.record_id')
        .onRef('content.version', '=', 'entry.version'),
    )
    .select('entry.record_id')
    .where('entry.municipality_id', '=', municipalityId)
    .where('entry.type', '=', recordTypes.decision)
    .where(sql<string>`content.fields::jsonb->>'policyVersion'`, '=', String(version))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
