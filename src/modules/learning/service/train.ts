import { systemActor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type Json, type MunicipalityId, wallTime } from '../../../kernel/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { destroyWeights, keepModel, rulesFor } from '../../screening/index.ts'
import { learn } from '../learn.ts'
import { beatsLists } from '../rules.ts'
import { decisionsToLearnFrom, lastTraining } from '../store.ts'
import { digestOf, lessonsOf } from './examples.ts'
import { turnItselfOff } from './use.ts'

/** Small hours: nobody waits for the machine. */
const nightHour = 2

/** Run each hour by the clock; trains in the night, when there is something new to learn from. */
export async function trainByNight(house: House, municipalityId: MunicipalityId): Promise<void> {
  if (wallTime(house.clock.now()).hour === nightHour) await trainLearned(house, municipalityId)
}

/**
 * Learns anew from all decisions there are now, and puts the new model in the place of the old one. It goes on being
 * used only where it still beats the lists; otherwise it turns itself off, and says so. The same decisions are not
 * learnt from twice. Nothing leaves the machine.
 */
export async function trainLearned(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  const { decisions, rules, last } = await withMunicipality(house.db, municipalityId, async (tx) => {
    const { ownWords, exceptions } = (await currentPolicy(tx, municipalityId, now)).settings.wordFilter
    return {
      decisions: await decisionsToLearnFrom(tx, municipalityId),
      rules: rulesFor(ownWords, exceptions),
      last: await lastTraining(tx, municipalityId),
    }
  })
  const { examples, words } = await lessonsOf(decisions, rules)
  const digest = digestOf(examples)
  if (last?.held && last.digest.equals(digest)) return
  const learned = learn(examples)
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const before = await lastTraining(tx, municipalityId)
    // Somebody else has trained meanwhile.
    if (before?.number !== last?.number) return
    const wasOn = before?.inUse === true
    const staysOn = wasOn && learned !== undefined && beatsLists(learned.report)
    if (wasOn && !staysOn)
      await turnItselfOff(house, tx, systemActor(municipalityId), before, learned?.report)
    if (!learned) return destroyWeights(tx, municipalityId)
    await keepModel(
      tx,
      municipalityId,
      {
        ...learned,
        number: (before?.number ?? 0) + 1,
        words: words.heaviest(learned.weights) as unknown as Json,
        report: learned.report as unknown as Json,
        digest,
        inUse: staysOn,
        from: examples,
      },
      now,
    )
  })
}
