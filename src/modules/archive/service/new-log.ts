import { type Actor, authorize } from '../../../access/index.ts'
import { emptyHead, grow, recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import {
  type Head,
  insertHead,
  lockHead,
  originOf,
  pendingEntry,
  placeEntries,
  readHead,
  recordAtFirstPlace,
  saveHead,
} from '../log-store.ts'
import { leafOf } from '../rules.ts'
import { acceptRecords } from './accept.ts'
import { LogRefusal, lastNote, refuseToFork, sealLog } from './sequence.ts'

/**
 * After a restore from a backup that is older than the last signed checkpoint: a new log, whose name ends in the next
 * number, and whose first entry holds that checkpoint and the decision. The old log stays as it is and is signed no more.
 * What waits for a place gets it in the new log (design/evidence.md, Checkpoint).
 * @param decision Swedish: what was decided, with its diary number.
 * @throws Stop('conflict') when the log extends what was signed, so that there is nothing to begin anew for.
 * @returns the new log's origin.
 */
export async function beginLogAnew(house: House, actor: Actor, decision: string): Promise<string> {
  authorize(actor, 'log.administer', {})
  const { municipalityId } = actor
  const kept = await withMunicipality(house.db, municipalityId, (tx) => lastNote(house, tx, municipalityId))
  if (kept === undefined || (await extendsKept(house, municipalityId)))
    throw new Stop('conflict', 'Loggen stämmer med det som signerades sist. Den behöver inte börjas om.')
  const origin = await withMunicipality(house.db, municipalityId, async (tx) => {
    const before = await lockHead(tx, municipalityId)
    // A new log whose transaction was undone may have been signed already: its number is not used again.
    const signed = numberIn(kept, await originOf(tx, municipalityId, 1))
    const number = Math.max(before.number, signed) + 1
    const recordId = newId<RecordId>()
    const fields = { decision: 'newLog', checkpoint: kept, reason: decision, decidedBy: actor.name }
    await acceptRecords(house, tx, municipalityId, [
      { recordId, version: 1, type: recordTypes.decision, fields, parts: [] },
    ])
    const head: Head = { number, ...emptyHead }
    await insertHead(tx, municipalityId, head)
    const entry = await pendingEntry(tx, municipalityId, recordId)
    await placeEntries(tx, municipalityId, head, [entry])
    await saveHead(tx, municipalityId, { ...grow(head, [leafOf(entry)]).head, number }, [])
    const name = await originOf(tx, municipalityId, number)
    await audit(tx, actor, 'log.beginAnew', { kind: 'log', id: name }, { decision }, house.clock.now())
    return name
  })
  await sealLog(house, municipalityId)
  return origin
}

/** Whether what was signed last is the beginning of the log as it stands. */
const extendsKept = (house: House, municipalityId: MunicipalityId): Promise<boolean> =>
  withMunicipality(house.db, municipalityId, async (tx) =>
    refuseToFork(house, tx, municipalityId, await readHead(tx, municipalityId)),
  ).then(
    () => true,
    (thrown: unknown) => {
      if (thrown instanceof LogRefusal) return false
      throw thrown
    },
  )

function numberIn(note: string, firstOrigin: string): number {
  const origin = note.split('\n')[0] ?? ''
  const number = Number(origin.slice(firstOrigin.length + 1))
  return origin.startsWith(`${firstOrigin}/`) && Number.isSafeInteger(number) ? number : 1
}

/** Whether the log began anew from this very checkpoint: its first entry says so. */
export async function beganFrom(
  tx: Tx,
  municipalityId: MunicipalityId,
  head: Head,
  note: string,
): Promise<boolean> {
  const first = await recordAtFirstPlace(tx, municipalityId, head.number)
  return first?.['decision'] === 'newLog' && first['checkpoint'] === note
}
