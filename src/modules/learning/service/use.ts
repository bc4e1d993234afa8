import { type Actor, authorize, permissions } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import { type Json, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import { acceptRecords } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { notify } from '../../notices/index.ts'
import { rolesHeld } from '../../organisation/index.ts'
import { forgetExamples } from '../../screening/index.ts'
import { beatsLists } from '../rules.ts'
import { insertDecision, lastTraining, setInUse } from '../store.ts'
import type { Report, Training } from '../types.ts'

/**
 * Turns the learned reasons on or off: a decision, sealed with the figures it was taken on. On only what has beaten the
 * lists on what it has not seen.
 * @throws Stop('refused'), Stop('conflict').
 */
export async function decideOnLearning(house: House, actor: Actor, on: boolean): Promise<void> {
  authorize(actor, 'learning.decide', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const forgotten = await forgetExamples(tx, municipalityId, house.clock.now())
    const training = await lastTraining(tx, municipalityId)
    if (!training || training.inUse === on)
      throw new Stop('conflict', 'Det är redan så. Ladda om sidan för att se läget.')
    if (on && (forgotten || !training.held || !beatsLists(training.report)))
      throw new Stop(
        'conflict',
        'Inlärningen kan inte slås på, för den har inte visat att den hittar mer än ordlistorna utan fler falska larm. Ladda om sidan för att se siffrorna.',
      )
    await decide(house, tx, actor, training, on)
  })
}

/** A training no longer beats the lists, or too little is left to learn from: it is off, and those who may turn it on are told. */
export async function turnItselfOff(
  house: House,
  tx: Tx,
  actor: Actor,
  training: Training,
  shown: Report | undefined,
): Promise<void> {
  await decide(house, tx, actor, training, false, shown)
  const line = shown
    ? 'Den senaste inlärningen har inte visat att den hittar mer än ordlistorna utan fler falska larm. Skälen från inlärningen ges inte förrän du slår på den igen.'
    : 'Det finns för få beslut kvar att lära av. Skälen från inlärningen ges inte förrän det finns fler och du slår på den igen.'
  const heads = await rolesHeld(
    tx,
    actor.municipalityId,
    house.clock.now(),
    ...permissions['learning.decide'],
  )
  for (const to of new Set(heads.map(({ staffId }) => staffId)))
    await notify(
      tx,
      actor.municipalityId,
      {
        to,
        thing: `learning/${training.number}/off`,
        kind: 'learningOff',
        severity: 'today',
        subject: 'Inlärningen har stängt av sig själv',
        line,
        href: '/installningar/inlarning',
      },
      house.clock.now(),
    )
}

async function decide(
  house: House,
  tx: Tx,
  actor: Actor,
  { number, report }: Training,
  on: boolean,
  shown: Report | undefined = report,
): Promise<void> {
  const { municipalityId } = actor
  const at = house.clock.now()
  const decisionId = newId<RecordId>()
  const staffId = actor.staffId ?? null
  await acceptRecords(house, tx, municipalityId, [
    {
      recordId: decisionId,
      version: 1,
      type: recordTypes.decision,
      fields: {
        decision: 'learnedReasons',
        on,
        model: number,
        figures: shown as unknown as Json | undefined,
        decidedBy: actor.name,
        decidedAt: at.toISOString(),
      },
      parts: [],
    },
  ])
  await insertDecision(tx, municipalityId, { decisionId, number, on, staffId, at })
  await setInUse(tx, municipalityId, number, on)
  await audit(tx, actor, 'learning.decide', { kind: 'learnedModel', id: String(number) }, { on }, at)
}

/** Has the machine learn anew now instead of in the night. */
export async function askForTraining(house: House, actor: Actor): Promise<void> {
  authorize(actor, 'learning.decide', {})
  const { municipalityId } = actor
  const at = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await announce(tx, municipalityId, 'learning.asked', {}, at)
    await audit(tx, actor, 'learning.ask', { kind: 'municipality', id: String(municipalityId) }, {}, at)
  })
}
