import { type Actor, authorize } from '../../access/index.ts'
import { recordTypes } from '../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import {
  dayOf,
  instantOf,
  type MunicipalityId,
  newId,
  officeTimes,
  type RecordId,
  Stop,
  type TaskId,
  workingDayAfter,
} from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import { requireAccount } from '../accounts/index.ts'
import { acceptRecords, requireItem } from '../archive/index.ts'
import { audit } from '../audit/index.ts'
import {
  isAlready,
  isModeration,
  isReply,
  type Measure,
  measureNumbered,
  measuresOf,
  needsGround,
  requestMeasure,
  reversalOf,
  wayOf,
} from '../measures/index.ts'
import { currentPolicy, groundById } from '../policy/index.ts'
import { closeTasks, openTask, requireTask } from '../tasks/index.ts'
import { insertDecision, insertRequest, requestAbout, requestAt } from './store.ts'
import type { Reconsideration, ReconsiderationOutcome, TrialStatus } from './types.ts'

/** How long another try takes at most: to the end of office hours on the fifth working day. */
const workingDays = 5

/** The last that was done to the item of a measure: the measure itself, one after it, or what gave it back. */
async function lastDone(tx: Tx, municipalityId: MunicipalityId, measure: Measure): Promise<Measure> {
  const all = await measuresOf(tx, municipalityId, measure.recordId)
  return all.filter(isModeration).at(-1) ?? measure
}

/** For whoever has the number that was given out with a measure. @returns undefined when there is none. */
export const trialStatus = (
  house: House,
  municipalityId: MunicipalityId,
  number: string,
): Promise<TrialStatus | undefined> =>
  withMunicipality(house.db, municipalityId, async (tx) => {
    const measure = await measureNumbered(tx, municipalityId, number)
    if (!measure) return undefined
    const account = await requireAccount(tx, municipalityId, measure.accountId)
    const ground = groundById(measure.groundId ?? '', measure.requestedAt)
    const { houseRules } = (await currentPolicy(tx, municipalityId, measure.requestedAt)).settings
    return {
      number,
      account: account.name,
      platform: account.platform,
      takenAt: measure.requestedAt,
      rule: ground?.title ?? '',
      houseRules: (ground?.houseRules ?? []).filter((group) => houseRules.forbidden.includes(group)),
      undone: !needsGround((await lastDone(tx, municipalityId, measure)).kind),
      request: await requestAbout(tx, municipalityId, measure.measureId),
    }
  })

/**
 * An author's request for another try: a received record, sealed, and a task for somebody other than who decided.
 * @throws Stop('notFound') for a number that was not given out; Stop('conflict') when it has been asked for already.
 */
export async function askForTrial(
  house: House,
  municipalityId: MunicipalityId,
  number: string,
  text: string,
): Promise<void> {
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const measure = await measureNumbered(tx, municipalityId, number)
    if (!measure) throw new Stop('notFound', 'Numret finns inte. Kontrollera att alla tecken är med.')
    const account = await requireAccount(tx, municipalityId, measure.accountId)
    const now = house.clock.now()
    const { officeHours } = (await currentPolicy(tx, municipalityId, now)).settings.responseTarget
    const day = workingDayAfter(dayOf(now), workingDays, officeHours.closedDays)
    const dueAt = instantOf(day, officeTimes(officeHours, day).close)
    const task = {
      kind: 'reconsideration',
      subjectId: measure.measureId,
      labels: [],
      urgency: 1,
      dueAt,
    } as const
    const { accountId, departmentId } = account
    const taskId = await openTask(tx, municipalityId, { ...task, accountId, departmentId }, now)
    const requestId = newId<RecordId>()
    const request = { requestId, measureId: measure.measureId, taskId, text, receivedAt: now, dueAt }
    if (!(await insertRequest(tx, municipalityId, request)))
      throw new Stop(
        'conflict',
        'Någon har redan bett om en ny prövning med det här numret. Se svaret på sidan.',
      )
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: requestId,
        version: 1,
        type: recordTypes.collected,
        fields: {
          account: accountId,
          kind: 'reconsideration',
          direction: 'received',
          source: 'publicForm',
          number,
          about: [{ record: measure.measureId as string, version: 1 }],
          text,
          publishedAt: now.toISOString(),
        },
        parts: [],
      },
    ])
  })
}

/** The request that a task is about. Called by verbs that have authorised the task's reading. */
export async function reconsiderationOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
): Promise<Reconsideration | undefined> {
  const request = await requestAt(tx, municipalityId, taskId)
  const measure = request && (await measureById(tx, municipalityId, request.measureId))
  return measure && { ...request, measure }
}

async function measureById(
  tx: Tx,
  municipalityId: MunicipalityId,
  measureId: Measure['measureId'],
): Promise<Measure> {
  const row = await tx
    .selectFrom('measure')
    .select('record_id')
    .where('municipality_id', '=', municipalityId)
    .where('measure_id', '=', measureId)
    .executeTakeFirstOrThrow()
  const measures = await measuresOf(tx, municipalityId, row.record_id)
  const found = measures.find((one) => one.measureId === measureId)
  if (!found) throw new Error(`the measure ${measureId} is gone`)
  return found
}

/** Whether a person may decide: never who took the measure. */
export const mayDecide = (request: Reconsideration, actor: Actor): boolean =>
  actor.staffId !== undefined && actor.staffId !== request.measure.staffId

/**
 * Decides on a request. When we were wrong the measure is reversed on the platform where that can be done.
 * @throws Stop('refused') for who took the measure; Stop('conflict') when it has been decided already.
 */
export async function decideTrial(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  taskId: TaskId,
  decision: { readonly wrong: boolean; readonly text: string },
): Promise<void> {
  authorize(actor, 'tasks.work')
  const { municipalityId, staffId } = actor
  const request = await withMunicipality(house.db, municipalityId, async (tx) => {
    await requireTask(tx, actor, taskId, 'tasks.work')
    return reconsiderationOf(tx, municipalityId, taskId)
  })
  if (!request || request.decision)
    throw new Stop('conflict', 'Begäran är redan prövad, eller finns inte. Gå tillbaka till kön.')
  if (!staffId || !mayDecide(request, actor))
    throw new Stop(
      'refused',
      'Du fattade det första beslutet. Någon annan ska pröva det. Tilldela en kollega.',
    )
  // First: if the order cannot be given, nothing has been promised to the author.
  const outcome = decision.wrong ? await takeBack(house, actor, platforms, request) : 'stands'
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const decisionId = newId<RecordId>()
    const { requestId, measure } = request
    const kept = { outcome, text: decision.text, staffId, at: now, decisionId }
    if (!(await insertDecision(tx, municipalityId, requestId, kept)))
      throw new Stop('conflict', 'En kollega har redan prövat begäran. Ladda om sidan.')
    const about = [requestId as string, measure.measureId as string]
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: decisionId,
        version: 1,
        type: recordTypes.decision,
        fields: {
          account: measure.accountId,
          decision: 'reconsideration',
          about: about.map((record) => ({ record, version: 1 })),
          outcome,
          text: decision.text,
          decidedBy: actor.name,
          decidedAt: now.toISOString(),
        },
        parts: [],
      },
    ])
    const subject = { kind: 'reconsideration', subjectId: measure.measureId } as const
    await closeTasks(tx, municipalityId, subject, 'decided', staffId, now)
    await audit(tx, actor, 'reconsiderations.decide', { kind: 'task', id: taskId }, { outcome }, now)
  })
}

/** Orders the measure's reversal, where the platform can and it is not shown already. */
async function takeBack(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  { measure }: Reconsideration,
): Promise<ReconsiderationOutcome> {
  const { municipalityId } = actor
  const found = await withMunicipality(house.db, municipalityId, async (tx) => ({
    item: await requireItem(tx, municipalityId, measure.recordId),
    account: await requireAccount(tx, municipalityId, measure.accountId),
    last: await lastDone(tx, municipalityId, measure),
  }))
  const { last } = found
  if (isReply(last.kind)) throw new Error('an answer takes nothing away')
  if (!needsGround(last.kind)) return 'shownAgain'
  const kind = reversalOf[last.kind]
  const platform = platforms.get(found.account.platform)
  const { state } = found.item
  if (!platform || state === 'gone') return 'mayWriteAgain'
  if (isAlready(platform, kind, state, [last])) return 'shownAgain'
  if (wayOf(platform, kind) === 'unavailable') return 'mayWriteAgain'
  const { recordId, measureId } = last
  const note = 'Ny prövning på avsändarens begäran'
  await requestMeasure(house, actor, platforms, { recordId, kind, note, undoes: measureId })
  return 'shownAgain'
}
