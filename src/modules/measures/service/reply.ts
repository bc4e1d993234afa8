import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { type MeasureId, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import type { Platform, Published } from '../../../platforms/contract.ts'
import { type Account, signatureOf } from '../../accounts/index.ts'
import { acceptRecords, type Item, type NewPart, versionsOf } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { isRecordedByHand } from '../../collection/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { closeTasks, openItemTask } from '../../tasks/index.ts'
import { isOpen, isReply, personDue, replyBy } from '../rules.ts'
import { addStep, insertMeasure, measuresOf, moveMeasure } from '../store.ts'
import type { Measure, ReplyKind, Seen } from '../types.ts'
import { madeAlready } from './meanwhile.ts'
import { answerParts, type CarriedOut, ended, type Order, refOf, stepOf, stopped } from './order.ts'
import { askSecond } from './second/ask.ts'
import { itemWithin } from './within.ts'

const longestReply = 10_000

const signed = (text: string, signature: string | undefined): string =>
  signature === undefined || text.endsWith(signature) ? text : `${text}\n${signature}`

interface ReplyRequest {
  readonly recordId: RecordId
  readonly version?: number
  readonly text: string
  /** For all to see, unless it is to the author alone. */
  readonly kind?: ReplyKind
  /** What the answer was written from; without it nobody is told that a colleague was first. */
  readonly seen?: Seen
}

/**
 * Approves an answer. The words are a record of type 12 before anything leaves the house; the worker sends them
 * (sendReply), and what came of it is the record's version 2. The task leaves the queue as 'replied'. Where the policy
 * asks for two, a second person reads it first (second/answer.ts), and until then nobody is answered.
 * @throws Stop('invalid') with field 'text'; Stop('conflict'); Stop('refused'); Stop('notFound').
 */
export async function approveReply(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  request: ReplyRequest,
): Promise<Measure> {
  authorize(actor, 'dialogue.reply')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a reply is approved by a person')
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const { item, account } = await itemWithin(tx, actor, request.recordId, 'dialogue.reply', true)
    const { kind = 'reply' } = request
    const now = house.clock.now()
    const policy = await currentPolicy(tx, municipalityId, now)
    const note = signed(checkedText(request.text), signatureOf(policy.settings, actor.name, account))
    const measures = await measuresOf(tx, municipalityId, item.recordId)
    const isThis = (one: Measure): boolean => one.kind === kind && one.note === note
    const made = request.seen && (await madeAlready(tx, actor, request.seen, measures, isThis, now))
    if (made) return made
    refuseWhatCannotBe(item, platforms.get(account.platform), kind, request.version, measures)
    const waits = policy.settings.fourEyes.replies
    const measure: Measure = {
      measureId: newId<MeasureId>(),
      recordId: item.recordId,
      recordVersion: item.version,
      accountId: item.accountId,
      kind,
      groundId: null,
      groundWording: null,
      note,
      policyVersion: policy.version,
      staffId,
      requestedAt: now,
      state: waits ? 'awaitsSecond' : 'requested',
      detail: '',
      finishedAt: null,
      undoes: null,
      number: null,
    }
    await insertMeasure(tx, municipalityId, measure)
    await acceptRecords(house, tx, municipalityId, [recordOf(measure, item, account, actor)])
    await addStep(tx, municipalityId, {
      measureId: measure.measureId,
      kind: 'ordered',
      at: now,
      recordId: measure.measureId,
      recordVersion: 1,
      detail: '',
      staffId,
    })
    const detail = { measure: measure.measureId }
    await audit(tx, actor, 'dialogue.reply', { kind: 'record', id: item.recordId }, detail, now)
    if (waits) {
      const asked = await openItemTask(tx, municipalityId, item.recordId)
      await askSecond(tx, municipalityId, measure, account, asked?.dueAt ?? personDue(undefined, now))
      return measure
    }
    await closeTasks(tx, municipalityId, { recordIds: [item.recordId] }, 'replied', staffId, now)
    await announce(tx, municipalityId, 'measure.requested', detail, now)
    return measure
  })
}

function checkedText(text: string): string {
  const words = text.trim()
  if (words && words.length <= longestReply) return words
  const fault = words ? 'Skriv högst 10\u00a0000 tecken' : 'Skriv ett svar'
  throw new Stop('invalid', `${fault}. Inget har skickats.`, { text: fault })
}

/** @param measures the item's, oldest first. */
function refuseWhatCannotBe(
  item: Item,
  platform: Platform | undefined,
  kind: ReplyKind,
  version: number | undefined,
  measures: readonly Measure[],
): void {
  if (!replyBy(platform, item, kind) || isRecordedByHand(item))
    throw new Stop('invalid', 'Plattformen tar inte emot svar härifrån. Svara på plattformen i stället.')
  if (item.withheld) throw new Stop('conflict', 'Innehållet är spärrat. Det går inte att svara på det.')
  if (version !== undefined && version !== item.version)
    throw new Stop(
      'conflict',
      'Det har ändrats sedan du öppnade sidan. Läs det som står nu, och skicka svaret om det stämmer ännu.',
    )
  if (item.state === 'gone')
    throw new Stop('conflict', 'Det finns inte längre på plattformen, så det går inte att svara där.')
  const open = measures.find((one) => isReply(one.kind) && isOpen(one.state))
  if (open?.state === 'awaitsSecond')
    throw new Stop(
      'conflict',
      'Ett svar väntar redan på en andra person. Vänta på att det godkänns, eller be om ett nej.',
    )
  if (open) throw new Stop('conflict', 'Ett svar är redan på väg. Vänta tills det är skickat.')
}

const recordOf = (measure: Measure, item: Item, account: Account, actor: Actor) => ({
  recordId: measure.measureId,
  version: 1,
  type: recordTypes.drawnUp,
  fields: {
    about: [{ record: item.recordId, version: item.version }],
    kind: 'reply',
    to: measure.kind === 'privateReply' ? 'author' : undefined,
    account: account.accountId,
    accountName: account.name,
    text: measure.note,
    approvedBy: actor.name,
    approvedAt: measure.requestedAt.toISOString(),
    awaits: measure.state === 'awaitsSecond' ? 'second' : undefined,
    policyVersion: measure.policyVersion,
  },
  parts: [] satisfies NewPart[],
})

/**
 * Sends an approved answer under the measure's id as its key. The platform finds what was sent under a key before it
 * sends again, so that an unknown outcome is looked up by the same call.
 */
export async function sendReply(order: Order): Promise<CarriedOut> {
  const { house, actor, measure, platform, connection, item } = order
  const { municipalityId } = actor
  if (measure.state === 'requested') {
    await withMunicipality(house.db, municipalityId, async (tx) => {
      await addStep(tx, municipalityId, stepOf(order, 'sent'))
      await moveMeasure(tx, municipalityId, measure.measureId, 'sent', '', null)
    })
  }
  const reply = replyBy(platform, item, measure.kind === 'privateReply' ? 'privateReply' : 'reply')
  const outcome = await reply?.(connection, refOf(item), measure.note, measure.measureId)
  if (!outcome) return stopped(order, { kind: 'rejected', detail: `${platform.name} tar inte emot svar` })
  if (!outcome.ok) return stopped(order, outcome.error)
  await keep(order, outcome.value)
  return undefined
}

async function keep(order: Order, published: Published): Promise<void> {
  const { house, actor, measure } = order
  const { municipalityId } = actor
  const recordId = measure.measureId
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const before = (await versionsOf(tx, municipalityId, recordId)).at(-1)
    const now = house.clock.now()
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId,
        version: 2,
        type: recordTypes.drawnUp,
        fields: {
          ...before?.fields,
          platformId: published.platformId,
          permalink: published.permalink,
          publishedAt: now.toISOString(),
        },
        parts: answerParts(published.answer),
      },
    ])
    const step = { ...stepOf(order, 'published', recordId), recordVersion: 2 }
    await addStep(tx, municipalityId, step)
    await ended(order, tx, 'done', '')
  })
}
