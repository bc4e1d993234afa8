import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MeasureId, newId, type RecordId, readableCode, Stop, wallTime } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { requireAccount } from '../../accounts/index.ts'
import { acceptRecords, type Item, requireItem } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { isRecordedByHand } from '../../collection/index.ts'
import { choosableGrounds, currentPolicy } from '../../policy/index.ts'
import { closeTasks } from '../../tasks/index.ts'
import { isAlready, isOpen, needsGround, waitsForPerson, wayOf } from '../rules.ts'
import { addStep, lockMeasure, measuresOf, moveMeasure } from '../store.ts'
import type { Measure, MeasureRequest } from '../types.ts'
import { decide } from './decide.ts'
import { madeAlready } from './meanwhile.ts'

/**
 * Decides on a measure. Nothing leaves the house here: the decision is recorded with its ground as it is worded today,
 * and the worker carries it out (carry-out.ts), sealing the state before first.
 */
export async function requestMeasure(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  request: MeasureRequest,
): Promise<Measure> {
  authorize(actor, 'measures.take')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a measure is decided by a person')
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const item = await requireItem(tx, municipalityId, request.recordId, true)
    const account = await requireAccount(tx, municipalityId, item.accountId)
    authorize(actor, request.kind.startsWith('remove') ? 'measures.remove' : 'measures.take', account)
    const platform = platforms.get(account.platform)
    if (!platform) throw new Error(`the platform ${account.platform} is not in the catalogue`)
    const now = house.clock.now()
    const measures = await measuresOf(tx, municipalityId, item.recordId)
    const made =
      request.seen && (await madeAlready(tx, actor, request.seen, measures, isSameAs(request), now))
    if (made) return made
    refuseWhatCannotBe(item, platform, request, measures)
    const policy = await currentPolicy(tx, municipalityId, now)
    const ground = choosableGrounds(policy.settings, now).find((one) => one.id === request.groundId)
    if (needsGround(request.kind) && !ground) {
      throw new Stop('invalid', 'Välj på vilken grund du gör det här. Grunden sparas med beviset.', {
        groundId: 'Välj en grund',
      })
    }
    const measure: Measure = {
      measureId: newId<MeasureId>(),
      recordId: item.recordId,
      recordVersion: item.version,
      accountId: item.accountId,
      kind: request.kind,
      groundId: ground?.id ?? null,
      groundWording: ground?.wording ?? null,
      note: request.note,
      policyVersion: policy.version,
      staffId,
      requestedAt: now,
      state:
        wayOf(platform, request.kind) === 'automatic' && !isRecordedByHand(item) ? 'requested' : 'byHand',
      detail: '',
      finishedAt: null,
      undoes: request.undoes ?? null,
      number: ground?.group === 'house' ? `K-${wallTime(now).year}-${readableCode(8)}` : null,
    }
    await decide(house, tx, actor, measure, item)
    await closeTasks(tx, municipalityId, { recordIds: [item.recordId] }, 'measured', staffId, now)
    return measure
  })
}

const isSameAs =
  ({ kind, groundId, note, undoes }: MeasureRequest) =>
  (one: Measure): boolean =>
    one.kind === kind &&
    one.note === note &&
    one.undoes === (undoes ?? null) &&
    one.groundId === (groundId ?? null)

/** @param measures the item's, oldest first. */
function refuseWhatCannotBe(
  item: Item,
  platform: Platform,
  request: MeasureRequest,
  measures: readonly Measure[],
): void {
  if (wayOf(platform, request.kind) === 'unavailable') {
    throw new Stop(
      'invalid',
      `${platform.name} har inget sätt att göra det här, varken genom Uppsikt eller för hand. Välj en annan åtgärd.`,
    )
  }
  if (request.version !== undefined && request.version !== item.version)
    throw new Stop(
      'conflict',
      'Det har ändrats sedan du öppnade sidan. Läs det som står nu och ta ställning igen.',
    )
  if (item.state === 'gone')
    throw new Stop('conflict', 'Det finns inte längre på plattformen. Det är redan sparat i arkivet.')
  // What the word filter has hidden is hidden again, by a person and with a ground: the order does no harm twice.
  if (isAlready(platform, request.kind, item.state, measures) && !waitsForPerson(measures))
    throw new Stop('conflict', 'Det är redan gjort på plattformen. Ladda om sidan för att se läget.')
  const running = measures.find((one) => isOpen(one.state) && one.kind !== 'reply')
  if (running)
    throw new Stop(
      'conflict',
      'En annan åtgärd på samma inlägg är inte klar. Vänta tills den är klar och försök igen.',
    )
}

/** A person says that the measure has been carried out on the platform by hand, with what shows it. */
export async function confirmByHand(
  house: House,
  actor: Actor,
  measureId: MeasureId,
  proof: {
    readonly note: string
    readonly picture?: { readonly bytes: Uint8Array; readonly mediaType: string }
  },
): Promise<void> {
  authorize(actor, 'measures.take')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const measure = await lockMeasure(tx, municipalityId, measureId)
    if (measure?.state !== 'byHand' || measure.finishedAt) {
      throw new Stop(
        'conflict',
        'Åtgärden väntar inte på att göras för hand. Ladda om sidan för att se läget.',
      )
    }
    const account = await requireAccount(tx, municipalityId, measure.accountId)
    authorize(actor, 'measures.take', account)
    const item = await requireItem(tx, municipalityId, measure.recordId)
    const now = house.clock.now()
    const recordId = newId<RecordId>()
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId,
        version: 1,
        type: recordTypes.measure,
        fields: {
          about: [
            { record: item.recordId, version: item.version },
            { record: measureId, version: 1 },
          ],
          step: 'confirmedByHand',
          measure: measure.kind,
          note: proof.note,
          confirmedBy: actor.name,
        },
        parts: proof.picture ? [{ name: 'capture', ...proof.picture }] : [],
      },
    ])
    await addStep(tx, municipalityId, {
      measureId,
      kind: 'confirmedByHand',
      at: now,
      recordId,
      recordVersion: 1,
      detail: proof.note,
    })
    await moveMeasure(tx, municipalityId, measureId, 'done', '', now)
    await audit(
      tx,
      actor,
      'measures.confirmByHand',
      { kind: 'record', id: item.recordId },
      { measure: measureId },
      now,
    )
  })
}
