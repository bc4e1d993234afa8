import { type Actor, authorize } from '../../../../access/index.ts'
import { recordTypes } from '../../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import { announce } from '../../../../infra/jobs/outbox.ts'
import { type MeasureId, newId, type RecordId, Stop } from '../../../../kernel/index.ts'
import { platformIn } from '../../../../platforms/capabilities.ts'
import type { Platform } from '../../../../platforms/contract.ts'
import { type Account, requireAccount } from '../../../accounts/index.ts'
import { acceptRecords, type Item, requireItem } from '../../../archive/index.ts'
import { audit } from '../../../audit/index.ts'
import { notify } from '../../../notices/index.ts'
import { choosableGrounds, currentPolicy } from '../../../policy/index.ts'
import { closeTasks } from '../../../tasks/index.ts'
import { isReply, needsGround } from '../../rules.ts'
import { addStep, lockMeasure, moveMeasure } from '../../store.ts'
import type { Measure } from '../../types.ts'
import { askByHand } from '../by-hand.ts'
import { firstState, permissionFor } from '../request.ts'

/** What the second person says; the reason is asked for with a no, and kept with either. */
export interface SecondAnswer {
  readonly approved: boolean
  readonly reason: string
}

/**
 * The second of two persons approves a measure, which then goes out, or says no, and nothing is done. Both are sealed,
 * and the first person is told.
 * @throws Stop('refused') for whoever decided on it; Stop('invalid') with field 'reason'; Stop('conflict') when nothing
 * waits, or what was decided no longer holds: the item or the policy has changed since.
 */
export async function answerSecond(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  measureId: MeasureId,
  answer: SecondAnswer,
): Promise<void> {
  authorize(actor, 'measures.take')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a second person is a person')
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const measure = await lockMeasure(tx, municipalityId, measureId)
    if (measure?.state !== 'awaitsSecond')
      throw new Stop('conflict', 'Åtgärden väntar inte på en andra person. Ladda om sidan för att se läget.')
    const account = await requireAccount(tx, municipalityId, measure.accountId)
    authorize(actor, permissionFor(measure.kind), account)
    if (measure.staffId === staffId)
      throw new Stop('refused', 'Du beslutade om åtgärden. Någon annan ska godkänna den.')
    const reason = answer.reason.trim()
    if (!answer.approved && !reason)
      throw new Stop('invalid', 'Skriv varför du säger nej. Kollegan får läsa det.', {
        reason: 'Skriv varför du säger nej',
      })
    const item = await requireItem(tx, municipalityId, measure.recordId)
    const now = house.clock.now()
    if (answer.approved) await refuseWhatNoLongerHolds(tx, actor, measure, item, now)
    await keep(house, tx, actor, measure, item, { ...answer, reason }, now)
    const task = { kind: 'secondPerson', subjectId: measureId } as const
    await closeTasks(tx, municipalityId, task, answer.approved ? 'measured' : 'declined', staffId, now)
    if (answer.approved) {
      const platform = platformIn(platforms, account.platform)
      const state = firstState(platform, measure.kind, item)
      await moveMeasure(tx, municipalityId, measureId, state, '', null)
      const outcome = isReply(measure.kind) ? 'replied' : 'measured'
      await closeTasks(tx, municipalityId, { recordIds: [item.recordId] }, outcome, staffId, now)
      await askByHand(tx, municipalityId, { ...measure, state }, account, now)
      await announce(tx, municipalityId, 'measure.requested', { measure: measureId }, now)
    } else {
      await moveMeasure(tx, municipalityId, measureId, 'declined', reason, now)
    }
    await tellFirst(tx, actor, measure, account, answer.approved, now)
  })
}

/** Between the two, the item or the policy may have changed: a yes is to what stands now. @throws Stop('conflict'). */
export async function refuseWhatNoLongerHolds(
  tx: Tx,
  { municipalityId }: Actor,
  measure: Measure,
  item: Item,
  now: Date,
): Promise<void> {
  const wayOut = 'Säg nej, så får kollegan besked och kan besluta på nytt.'
  if (item.state === 'gone')
    throw new Stop('conflict', `Det är redan borta från plattformen, och sparat i arkivet. ${wayOut}`)
  if (item.version !== measure.recordVersion)
    throw new Stop('conflict', `Det har ändrats sedan kollegan beslutade. ${wayOut}`)
  const { settings } = await currentPolicy(tx, municipalityId, now)
  const isChoosable = choosableGrounds(settings, now).some(({ id }) => id === measure.groundId)
  if (needsGround(measure.kind) && !isChoosable)
    throw new Stop(
      'conflict',
      `Riktlinjen har ändrats sedan kollegan beslutade, och grunden finns inte längre i den. ${wayOut}`,
    )
}

async function keep(
  house: House,
  tx: Tx,
  actor: Actor,
  measure: Measure,
  item: Item,
  { approved, reason }: SecondAnswer,
  now: Date,
): Promise<void> {
  const { municipalityId } = actor
  const { measureId } = measure
  const step = approved ? 'approved' : 'declined'
  const recordId = newId<RecordId>()
  const about = [
    { record: item.recordId as string, version: item.version },
    { record: measureId as string, version: 1 },
  ]
  const fields = { about, step, measure: measure.kind, note: reason || undefined, decidedBy: actor.name }
  await acceptRecords(house, tx, municipalityId, [
    { recordId, version: 1, type: recordTypes.measure, fields, parts: [] },
  ])
  await addStep(tx, municipalityId, {
    measureId,
    kind: step,
    at: now,
    recordId,
    recordVersion: 1,
    detail: reason,
    staffId: actor.staffId ?? null,
  })
  const subject = { kind: 'record', id: item.recordId } as const
  const verb = approved ? 'measures.approveSecond' : 'measures.declineSecond'
  await audit(tx, actor, verb, subject, { measure: measureId }, now)
}

async function tellFirst(
  tx: Tx,
  actor: Actor,
  { measureId, staffId, recordId, kind }: Measure,
  { accountId, name }: Account,
  approved: boolean,
  now: Date,
): Promise<void> {
  if (!staffId) return
  const says = approved ? 'har godkänt' : 'har sagt nej till'
  const [what, word] = isReply(kind) ? ['ditt svar', 'Godkänt'] : ['din åtgärd', 'Godkänd']
  await notify(
    tx,
    actor.municipalityId,
    {
      to: staffId,
      thing: `secondPerson/${measureId}/answered`,
      kind: 'secondPerson',
      severity: 'today',
      accountId,
      subject: `${approved ? word : `Inte ${word.toLowerCase()}`}: ${what} på ${name}`,
      line: `${actor.name} ${says} ${what} på ${name}.${approved ? '' : ' Skälet står i historiken.'}`,
      href: `/handlingar/${recordId}`,
    },
    now,
  )
}
