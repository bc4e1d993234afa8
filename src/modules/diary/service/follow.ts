import { type Actor, systemActor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MeasureId, MunicipalityId, RecordId } from '../../../kernel/index.ts'
import type { VersionRef } from '../../archive/index.ts'
import { entryOfRecord, linkRecords, lockEntry } from '../store.ts'
import { sealEntry } from './sealed.ts'

/**
 * What is made of a record follows it: linked to its entry, which, where it is registered, is sealed anew. Nothing
 * happens where the record stands in no diary. In the caller's transaction.
 */
export async function followEntry(
  house: House,
  tx: Tx,
  actor: Actor,
  recordId: RecordId,
  made: VersionRef,
): Promise<void> {
  const { municipalityId } = actor
  const found = await entryOfRecord(tx, municipalityId, recordId)
  const entry = found && (await lockEntry(tx, municipalityId, found.entryId))
  if (!entry || entry.state === 'declined') return
  const added = await linkRecords(tx, municipalityId, entry.entryId, [made], house.clock.now())
  if (added > 0 && entry.state === 'registered') await sealEntry(house, tx, actor, entry, followed)
}

const followed = { correction: 'En handling hör också hit.' }

/** A measure or an answer that was decided after its item was entered in the diary. */
export async function followMeasure(
  house: House,
  municipalityId: MunicipalityId,
  measureId: MeasureId,
): Promise<void> {
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const measure = await tx
      .selectFrom('measure')
      .select('record_id')
      .where('municipality_id', '=', municipalityId)
      .where('measure_id', '=', measureId)
      .executeTakeFirst()
    if (!measure) return
    const made = { record: measureId, version: 1 }
    await followEntry(house, tx, systemActor(municipalityId), measure.record_id, made)
  })
}
