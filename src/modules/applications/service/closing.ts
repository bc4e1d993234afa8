import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  type AccountId,
  type Day,
  dayOf,
  isDay,
  type StaffId,
  Stop,
  type TaskId,
} from '../../../kernel/index.ts'
import { type Account, closeIn, requireAccount } from '../../accounts/index.ts'
import type { NewPart } from '../../archive/index.ts'
import { collectionHealth } from '../../collection/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { assign } from '../../tasks/index.ts'
import { type ClosingFacts, closingDecision, closingLacks, closingSteps, openedBy } from '../closing.ts'
import { type Authority, cannotDecide, closingAuthority, type Ruling, rulingFaults } from '../deciding.ts'
import { type Colleague, colleagues, itemCounts, openTasksOf } from '../store.ts'
import { holdAccount, lifeIn } from './life.ts'
import { type NewStep, takeStep } from './take-step.ts'

/** Everything that the page of a closing shows. */
export interface ClosingView {
  readonly account: Account
  readonly facts: ClosingFacts
  readonly authority: Authority
  readonly tasks: Awaited<ReturnType<typeof openTasksOf>>
  readonly items: Readonly<Record<string, number>>
  readonly people: readonly Colleague[]
}

/** @throws Stop('notFound'), Stop('refused'). */
export async function readClosing(house: House, actor: Actor, accountId: AccountId): Promise<ClosingView> {
  authorize(actor, 'accounts.close')
  const health = (await collectionHealth(house, actor)).find((one) => one.accountId === accountId)
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const account = await requireAccount(tx, actor.municipalityId, accountId)
    authorize(actor, 'accounts.close', account)
    return viewIn(house, tx, actor, account, health)
  })
}

type Health = Awaited<ReturnType<typeof collectionHealth>>[number] | undefined

async function viewIn(
  house: House,
  tx: Tx,
  actor: Actor,
  account: Account,
  health: Health,
): Promise<ClosingView> {
  const { municipalityId } = actor
  const { accountId } = account
  const { settings } = await currentPolicy(tx, municipalityId, house.clock.now())
  const steps = await lifeIn(tx, actor, accountId)
  const tasks = await openTasksOf(tx, municipalityId, accountId)
  return {
    account,
    facts: {
      steps,
      settings,
      openTasks: tasks.map(({ taskId }) => taskId),
      collectedAt: health && health.state !== 'byHand' ? health.lastSuccessAt : undefined,
    },
    authority: closingAuthority(settings, openedBy(steps)),
    tasks,
    items: await itemCounts(tx, municipalityId, accountId),
    people: await colleagues(tx, municipalityId, house.clock.now()),
  }
}

type Closing = ClosingView & { readonly tx: Tx }

/** A step of a closing, with the account held until it is taken. */
async function step(
  house: House,
  actor: Actor,
  accountId: AccountId,
  decide: (closing: Closing) => Omit<NewStep, 'accountId'> | Promise<Omit<NewStep, 'accountId'>>,
): Promise<void> {
  authorize(actor, 'accounts.close')
  const health = (await collectionHealth(house, actor)).find((one) => one.accountId === accountId)
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const account = await holdAccount(tx, actor, accountId)
    authorize(actor, 'accounts.close', account)
    const view = await viewIn(house, tx, actor, account, health)
    await takeStep(house, tx, actor, { accountId, ...(await decide({ ...view, tx })) })
  })
}

function assertDecided({ facts }: ClosingView): void {
  if (!closingDecision(facts.steps))
    throw new Stop('conflict', 'Kontot är inte på väg att stängas. Först behövs ett beslut.')
}

type ClosingRuling = Omit<Ruling, 'decider' | 'approved'> & { readonly plannedOn: Day }

/** The decision that the account is to be closed, by whoever the guideline says; its reason is shown to everyone. */
export async function decideClosing(
  house: House,
  actor: Actor,
  accountId: AccountId,
  given: ClosingRuling,
): Promise<void> {
  authorize(actor, 'applications.decide')
  await step(house, actor, accountId, ({ account, facts, authority }) => {
    authorize(actor, 'applications.decide', account)
    if (closingDecision(facts.steps))
      throw new Stop('conflict', 'Det är redan beslutat att kontot ska stängas.')
    const refused = cannotDecide(actor, authority, { ...account, applicant: undefined })
    if (refused) throw new Stop('refused', refused)
    const now = house.clock.now()
    const ruling = { ...given, approved: true, decider: authority.decider }
    // A committee may have decided before anybody opened this page, though not before the account was there.
    const faults = {
      ...rulingFaults(ruling, authority, account.createdAt, now),
      ...(given.reason ? {} : { motivering: 'Skriv varför kontot stängs. Skälet visas för alla.' }),
      ...(isDay(given.plannedOn) && given.plannedOn >= dayOf(now)
        ? {}
        : { stangs: 'Skriv den dag då kontot ska stängas, i dag eller senare.' }),
    }
    if (Object.keys(faults).length > 0)
      throw new Stop(
        'invalid',
        'Beslutet går inte att föra in som det står. Rätta det som är markerat.',
        faults,
      )
    return { kind: 'closingDecided', detail: { ...ruling } }
  })
}

export const stopClosing = (
  house: House,
  actor: Actor,
  accountId: AccountId,
  reason: string,
): Promise<void> =>
  step(house, actor, accountId, (view) => {
    assertDecided(view)
    return { kind: 'closingStopped', detail: { reason } }
  })

/** What waits in the queue gets somebody who answers for it after the account is gone. */
export async function handOverTasks(
  house: House,
  actor: Actor,
  accountId: AccountId,
  to: StaffId | undefined,
  reason: string,
): Promise<void> {
  authorize(actor, 'accounts.close')
  const { tasks, people } = await readClosing(house, actor, accountId)
  const taker = people.find(({ staffId }) => staffId === to)
  if (!taker)
    throw new Stop('invalid', 'Välj vem som tar över ärendena.', { tar: 'Välj någon som arbetar här' })
  if (tasks.length === 0) throw new Stop('conflict', 'Det finns inga öppna ärenden att lämna över.')
  for (const { taskId } of tasks) await assign(house, actor, taskId as TaskId, taker.staffId)
  await step(house, actor, accountId, (view) => {
    assertDecided(view)
    const detail = {
      tasks: tasks.map(({ taskId }) => taskId),
      to: taker.staffId,
      toName: taker.name,
      reason,
    }
    return { kind: 'tasksHandedOver', detail }
  })
}

/** Somebody has seen that the account itself says that, when and why it is closed. */
export const confirmNotice = (
  house: House,
  actor: Actor,
  accountId: AccountId,
  shown: { readonly text: string; readonly link: string; readonly pictures: readonly NewPart[] },
): Promise<void> =>
  step(house, actor, accountId, (view) => {
    assertDecided(view)
    const { text, link, pictures } = shown
    return { kind: 'noticeShown', detail: { text, link }, parts: pictures }
  })

/** The last picture of the account; without one, what a person saw and why there is none. */
export const confirmFinalCapture = (
  house: House,
  actor: Actor,
  accountId: AccountId,
  seen: {
    readonly note: string
    /** Why the last collection could not be done; '' when it could. */
    readonly uncollected: string
    readonly pictures: readonly NewPart[]
  },
): Promise<void> =>
  step(house, actor, accountId, (view) => {
    assertDecided(view)
    if (seen.pictures.length === 0 && !seen.note)
      throw new Stop('invalid', 'Välj en bild av kontot, eller skriv varför det inte finns någon.', {
        anteckning: 'Välj en bild, eller skriv varför det inte finns någon',
      })
    const { note, uncollected, pictures } = seen
    return { kind: 'finalCapture', detail: { note, uncollected }, parts: pictures }
  })

/**
 * The account is closed: what is left to do is done, the report is sealed, and nothing more is collected.
 * @throws Stop 'conflict' with what is left.
 */
export const closeAccount = (house: House, actor: Actor, accountId: AccountId): Promise<void> =>
  step(house, actor, accountId, async ({ tx, account, facts, items }) => {
    const lacks = closingLacks(facts)
    if (lacks) throw new Stop('conflict', lacks)
    const own = closingSteps(facts.steps)
    const reason = String(own[0]?.detail['reason'] ?? '')
    await closeIn(tx, actor, accountId, reason, house.clock.now())
    const detail = {
      name: account.name,
      platform: account.platform,
      link: account.url ?? '',
      inUseSince: account.createdAt.toISOString(),
      reason,
      items,
      steps: own.map(({ stepId, kind, at, by }) => ({
        record: stepId,
        step: kind,
        at: at.toISOString(),
        by,
      })),
    }
    return { kind: 'closed', detail }
  })
