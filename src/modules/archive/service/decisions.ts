import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type Json, type MunicipalityId, newId, type RecordId } from '../../../kernel/index.ts'
import { policyVersion } from '../../policy/index.ts'
import { recordsWith } from '../store.ts'
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

const isRecorded = async (tx: Tx, municipalityId: MunicipalityId, version: number): Promise<boolean> =>
  (
    await recordsWith(tx, municipalityId, recordTypes.decision, {
      name: 'policyVersion',
      value: String(version),
    })
  ).length > 0
