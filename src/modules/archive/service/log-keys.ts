import { type Actor, authorize } from '../../../access/index.ts'
import {
  recordTypes,
  type Signer,
  signerFrom,
  type VerifierKey,
  verifierKeyFrom,
  verifierKeyText,
} from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, newId, type RecordId } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { originOf, readHead } from '../log-store.ts'
import { recordsWith } from '../store.ts'
import { acceptRecords } from './accept.ts'
import { sealLog } from './sequence.ts'

type Keys = Pick<House, 'keys'>

/** Those who sign now: the key in force and, during a rotation, the one that takes over. */
export function signersOf({ keys }: Keys, municipalityId: MunicipalityId, origin: string): Signer[] {
  const next = keys.nextLogKey(municipalityId)
  const all = [keys.logKey(municipalityId), ...(next ? [next] : [])]
  return all.map((key) => signerFrom(origin, key))
}

/** Every key that has ever signed the log. */
export const verifiersOf = (house: Keys, municipalityId: MunicipalityId, origin: string): VerifierKey[] => [
  ...signersOf(house, municipalityId, origin),
  ...house.keys.retiredLogKeys(municipalityId).map((key) => verifierKeyFrom(origin, key)),
]

/**
 * The log's key is replaced: a record of type 10 names the new one, a checkpoint over it is signed by both, and then the
 * new one signs alone. Cut off anywhere, the same call goes on (design/evidence.md, Checkpoint).
 * @param reason Swedish: why, for whoever reads the log.
 * @returns the new key as a signed-note verifier key.
 */
export async function rotateLogKey(house: House, actor: Actor, reason: string): Promise<string> {
  authorize(actor, 'log.administer', {})
  const { municipalityId } = actor
  const next = house.keys.prepareLogKey(municipalityId)
  const key = await withMunicipality(house.db, municipalityId, async (tx) => {
    const origin = await originOf(tx, municipalityId, (await readHead(tx, municipalityId)).number)
    const [before, after] = [house.keys.logKey(municipalityId), next].map((one) =>
      verifierKeyText(signerFrom(origin, one)),
    )
    if (!before || !after) throw new Error('a rotation has two keys')
    if (!(await isRecorded(tx, municipalityId, after))) {
      const fields = { key: after, previousKey: before, reason, decidedBy: actor.name }
      await acceptRecords(house, tx, municipalityId, [
        { recordId: newId<RecordId>(), version: 1, type: recordTypes.keyRotation, fields, parts: [] },
      ])
      await audit(tx, actor, 'log.rotateKey', { kind: 'log', id: origin }, { key: after }, house.clock.now())
    }
    return after
  })
  await sealLog(house, municipalityId)
  await house.keys.replaceLogKey(municipalityId)
  return key
}

const isRecorded = async (tx: Tx, municipalityId: MunicipalityId, key: string): Promise<boolean> =>
  (await recordsWith(tx, municipalityId, recordTypes.keyRotation, { name: 'key', value: key })).length > 0
