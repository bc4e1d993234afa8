import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type Json, type MeasureId, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { Account } from '../../accounts/index.ts'
import {
  acceptRecords,
  type HeldMedia,
  type Item,
  release,
  versionsOf,
  withdrawMedia,
  withhold,
} from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { notify } from '../../notices/index.ts'
import { currentPolicy, groundsAt } from '../../policy/index.ts'
import { nextToTell, onDuty } from '../../staffing/index.ts'
import { closeTasks, openTask } from '../../tasks/index.ts'
import {
  type AbuseCase,
  type AbuseFacts,
  type AbuseStepKind,
  abuseCaseOf,
  insertAbuseStep,
  insertCase,
} from '../abuse-store.ts'
import { urgentRemoval } from '../rules.ts'
import { measuresOf } from '../store.ts'
import type { Measure } from '../types.ts'
import { askByHand } from './by-hand.ts'
import { decide } from './decide.ts'
import { firstState } from './request.ts'
import { overtakeWaiting } from './second/overtake.ts'
import { itemWithin } from './within.ts'

const routine = 'Misstänkt övergrepp mot barn'

/** The ground as it is worded today; it cannot be chosen, and is used by this routine alone. */
const groundAt = (now: Date) => groundsAt(now).find(({ ownRoutine }) => ownRoutine)

const isUnderWay = (abuse: AbuseCase | undefined): abuse is AbuseCase =>
  abuse !== undefined && !abuse.steps.some(({ kind }) => kind === 'lifted')

/**
 * Misstänkt övergrepp mot barn: from now on nobody is shown the words or the pictures, anywhere. The platform is ordered
 * to take it away, without anything being fetched anew; digests and facts are sealed; copies of pictures and films are
 * destroyed unless a lawyer has approved that they are kept. One person is enough, and a second is never waited for.
 * docs/decisions/0014-suspected-abuse-keeps-a-digest.md
 * @throws Stop('conflict') when it is marked already.
 */
export async function suspectAbuse(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  recordId: RecordId,
): Promise<void> {
  authorize(actor, 'measures.take')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a person suspects')
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { item, account } = await itemWithin(tx, actor, recordId, 'measures.take')
    if (item.withheld) throw new Stop('conflict', 'Innehållet är redan spärrat. Fortsätt med stegen.')
    const platform = platformIn(platforms, account.platform)
    const now = house.clock.now()
    const { settings } = await currentPolicy(tx, municipalityId, now)
    const read = (await versionsOf(tx, municipalityId, recordId, 1)).at(-1)?.fields ?? {}
    const media = await withhold(house, tx, municipalityId, recordId)
    if (!settings.abuseCopies) await withdrawMedia(house, tx, municipalityId, media)
    const copies = media.length === 0 ? 'none' : settings.abuseCopies ? 'kept' : 'destroyed'
    const facts = factsOf(item, account, platform, read, media, copies)
    const about: Item = { ...item, withheld: true }
    const measureId = await orderAway(house, tx, actor, platform, account, about, now)
    const caseId = newId<RecordId>()
    await closeTasks(tx, municipalityId, { recordIds: [recordId] }, 'measured', staffId, now)
    await overtakeWaiting(house, tx, municipalityId, about, 'withheld')
    await insertCase(tx, municipalityId, {
      ...{ caseId, recordId, accountId: item.accountId, staffId, at: now, facts, measureId },
    })
    const told = { ...facts, groundWording: groundAt(now)?.wording, markedBy: actor.name }
    await sealDecision(house, tx, actor, caseId, item, { step: 'suspected', ...told } as unknown as Record<
      string,
      Json
    >)
    await audit(tx, actor, 'measures.suspectAbuse', { kind: 'record', id: recordId }, { case: caseId }, now)
    await tell(tx, actor, account, item, now)
  })
}

function factsOf(
  item: Item,
  account: Account,
  platform: Platform,
  read: Readonly<Record<string, string>>,
  media: readonly HeldMedia[],
  copies: AbuseFacts['copies'],
): AbuseFacts {
  return {
    platform: platform.name,
    account: account.name,
    address: read['permalink'] ?? null,
    author: item.author,
    authorId: item.authorId,
    publishedAt: item.publishedAt.toISOString(),
    collectedAt: item.collectedAt.toISOString(),
    copies,
    media: media.map(({ name, mediaType, bytes, sha256 }) => ({
      ...{ name, mediaType, bytes, sha256: sha256.toString('hex') },
    })),
  }
}

/** The order to the platform, by the strongest way that it has. @returns null where there is nothing to order. */
async function orderAway(
  house: House,
  tx: Tx,
  actor: Actor,
  platform: Platform,
  account: Account,
  item: Item,
  now: Date,
): Promise<MeasureId | null> {
  const { municipalityId, staffId } = actor
  const kind = urgentRemoval(platform, item.state, await measuresOf(tx, municipalityId, item.recordId))
  if (!kind) return null
  const ground = groundAt(now)
  const measure: Measure = {
    measureId: newId<MeasureId>(),
    recordId: item.recordId,
    recordVersion: item.version,
    accountId: item.accountId,
    kind,
    groundId: ground?.id ?? null,
    groundWording: ground?.wording ?? null,
    note: routine,
    policyVersion: (await currentPolicy(tx, municipalityId, now)).version,
    staffId: staffId ?? null,
    requestedAt: now,
    state: firstState(platform, kind, item),
    detail: '',
    finishedAt: null,
    undoes: null,
    number: null,
  }
  await decide(house, tx, actor, measure, item)
  await askByHand(tx, municipalityId, measure, account, now)
  return measure.measureId
}

async function sealDecision(
  house: House,
  tx: Tx,
  actor: Actor,
  recordId: RecordId,
  item: Item,
  fields: Readonly<Record<string, Json | undefined>>,
): Promise<void> {
  const about = [{ record: item.recordId as string, version: item.version }]
  await acceptRecords(house, tx, actor.municipalityId, [
    {
      recordId,
      version: 1,
      type: recordTypes.decision,
      fields: { account: item.accountId, decision: 'suspectedAbuse', about, ...fields },
      parts: [],
    },
  ])
}

/** A task that stays until the police are told, and an alarm that says nothing of what it is about. */
async function tell(tx: Tx, actor: Actor, account: Account, item: Item, now: Date): Promise<void> {
  const { municipalityId } = actor
  const { accountId, departmentId, name } = account
  const { recordId } = item
  const taskId = await openTask(
    tx,
    municipalityId,
    {
      ...{ kind: 'suspectedAbuse', subjectId: recordId, recordId, accountId, departmentId },
      ...{ labels: [], urgency: 0, dueAt: now },
    },
    now,
  )
  const duty = await onDuty(tx, municipalityId, account, now)
  const communications = duty.line.filter((one) => one.as === 'communications')
  for (const to of new Set([...nextToTell(duty), ...communications].map(({ staffId }) => staffId)))
    await notify(
      tx,
      municipalityId,
      {
        ...{ to, thing: `suspectedAbuse/${recordId}`, kind: 'suspectedAbuse', severity: 'alarm', accountId },
        subject: `Något på ${name} är spärrat`,
        line: `${actor.name} har spärrat innehåll på ${name}. Polisen ska underrättas. Stegen står i ärendet.`,
        href: `/ko/${taskId}`,
      },
      now,
    )
}

/** What a person adds while a case is under way. */
interface AbuseEntry {
  readonly kind: AbuseStepKind
  /** How the police were told and their number; who has seen it; why it is shown again. */
  readonly detail: string
}

/**
 * Adds a step, sealed. 'policeTold' ends the task. 'lifted' shows the content again, and is for somebody else than who
 * marked it; what was destroyed does not come back.
 * @throws Stop('conflict') when nothing is withheld; Stop('refused') to lift one's own; Stop('invalid') without words.
 */
export async function addAbuseStep(
  house: House,
  actor: Actor,
  recordId: RecordId,
  entry: AbuseEntry,
): Promise<void> {
  authorize(actor, 'measures.take')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a person adds a step')
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { item, account, abuse } = await requireCase(tx, actor, recordId)
    const { kind } = entry
    const detail = entry.detail.trim()
    if (!detail) throw new Stop('invalid', 'Skriv något. Inget är sparat.', { detail: 'Skriv något' })
    if (kind === 'lifted') {
      authorize(actor, 'measures.liftAbuse', account)
      if (abuse.staffId === staffId)
        throw new Stop('refused', 'Du spärrade innehållet. Någon annan ska bedöma om det var fel.')
      await release(tx, municipalityId, recordId)
    }
    const now = house.clock.now()
    const stepId = newId<RecordId>()
    await insertAbuseStep(tx, municipalityId, abuse.caseId, { stepId, kind, staffId, at: now, detail })
    const fields = { step: kind, detail, decidedBy: actor.name, case: abuse.caseId }
    await sealDecision(house, tx, actor, stepId, item, fields)
    if (kind !== 'seenBy') {
      const task = { kind: 'suspectedAbuse', subjectId: recordId } as const
      await closeTasks(tx, municipalityId, task, kind === 'lifted' ? 'left' : kind, staffId, now)
    }
    const verb = kind === 'lifted' ? 'measures.liftAbuse' : 'measures.abuseStep'
    await audit(tx, actor, verb, { kind: 'record', id: recordId }, { step: kind }, now)
  })
}

/** Orders it away once more, when the platform refused the first order. @throws Stop('conflict') as addAbuseStep. */
export async function orderAwayAgain(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  recordId: RecordId,
): Promise<void> {
  authorize(actor, 'measures.take')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { item, account } = await requireCase(tx, actor, recordId)
    const platform = platformIn(platforms, account.platform)
    if (!(await orderAway(house, tx, actor, platform, account, item, house.clock.now())))
      throw new Stop('conflict', 'Det finns inget att beställa: det är borta, eller en order är på väg.')
  })
}

async function requireCase(tx: Tx, actor: Actor, recordId: RecordId) {
  const { item, account, abuse } = await caseOf(tx, actor, recordId)
  if (!abuse) throw new Stop('conflict', 'Innehållet är inte spärrat. Ladda om sidan.')
  return { item, account, abuse }
}

/** The item, for whoever may take measures there, and its case where one is under way. */
async function caseOf(tx: Tx, actor: Actor, recordId: RecordId) {
  const { item, account } = await itemWithin(tx, actor, recordId, 'measures.take')
  const abuse = await abuseCaseOf(tx, actor.municipalityId, recordId)
  return { item, account, abuse: isUnderWay(abuse) ? abuse : undefined }
}

/** The case about an item, for whoever may take measures there; undefined when there is none under way. */
export async function readAbuse(
  house: House,
  actor: Actor,
  recordId: RecordId,
): Promise<AbuseCase | undefined> {
  authorize(actor, 'measures.take')
  const { abuse } = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    caseOf(tx, actor, recordId),
  )
  return abuse
}
