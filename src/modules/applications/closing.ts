import type { PolicySettings } from '../policy/index.ts'
import { latest } from './rules.ts'
import type { ClosingLine, Decider, LifeStep } from './types.ts'

/** avslut: what must be done before an account is closed (R14), and what of it is done. */

export interface ClosingFacts {
  /** Of the account, oldest first. */
  readonly steps: readonly LifeStep[]
  readonly settings: PolicySettings
  /** Tasks in the queue that nobody has finished. */
  readonly openTasks: readonly string[]
  /** When collection last went through; null: never. undefined: nothing is collected here. */
  readonly collectedAt: Date | null | undefined
}

/** The decision that the account is being closed on; undefined: it is not. */
export function closingDecision(steps: readonly LifeStep[]): LifeStep | undefined {
  const last = latest(steps, 'closingDecided', 'closingStopped', 'closed')
  return last?.kind === 'closingStopped' ? undefined : latest(steps, 'closingDecided')
}

/** Steps that belong to the closing that goes on. */
export function closingSteps(steps: readonly LifeStep[]): readonly LifeStep[] {
  const decided = closingDecision(steps)
  return decided ? steps.slice(steps.indexOf(decided)) : []
}

/** Open tasks that somebody has taken over for the time after. */
export const takenOver = (steps: readonly LifeStep[]): ReadonlySet<string> =>
  new Set(
    closingSteps(steps).flatMap(({ kind, detail }) =>
      kind === 'tasksHandedOver' && Array.isArray(detail['tasks']) ? detail['tasks'].map(String) : [],
    ),
  )

export function closingLines(facts: ClosingFacts): ClosingLine[] {
  const { settings } = facts
  const steps = closingSteps(facts.steps)
  const decided = steps[0]
  const wait = decided ? '' : 'Först behövs ett beslut.'
  const over = takenOver(facts.steps)
  const left = facts.openTasks.filter((task) => !over.has(task)).length
  const notice = latest(steps, 'noticeShown')
  const capture = latest(steps, 'finalCapture')
  const noticeWait =
    wait || (settings.closing.noticeOnAccount && !notice ? 'Först ska beskedet stå på kontot.' : '')
  const collected =
    facts.collectedAt === undefined ||
    Boolean(capture?.detail['uncollected']) ||
    Boolean(decided && facts.collectedAt && facts.collectedAt > (notice ?? decided).at)
  return [
    { what: 'Beslut om att stänga', done: decided !== undefined, waits: '' },
    {
      what: left > 0 ? `Öppna ärenden: ${left} kvar` : 'Öppna ärenden',
      done: decided !== undefined && left === 0,
      waits: wait,
    },
    ...(settings.closing.noticeOnAccount
      ? [{ what: 'Besked på kontot', done: notice !== undefined, waits: wait }]
      : []),
    { what: 'Sista hämtningen', done: decided !== undefined && collected, waits: noticeWait },
    { what: 'Sista skärmbilden', done: capture !== undefined, waits: noticeWait },
  ]
}

/** Why the account cannot be closed; undefined when it can. */
export function closingLacks(facts: ClosingFacts): string | undefined {
  const lacks = closingLines(facts).filter(({ done }) => !done)
  if (lacks.length === 0) return undefined
  return `Kontot kan inte stängas än. Kvar att göra: ${lacks.map(({ what }) => lower(what)).join(', ')}.`
}

const lower = (text: string): string => text.charAt(0).toLocaleLowerCase('sv') + text.slice(1)

/** Who decided that the account was opened; undefined where there was no application. */
export const openedBy = (steps: readonly LifeStep[]): Decider | undefined =>
  latest(steps, 'decided')?.detail['decider'] as Decider | undefined

/** The notice that the account shows: what, when, why, and where to turn. */
export const noticeText = (about: {
  readonly name: string
  readonly on: string
  readonly reason: string
  readonly contact: string
}): string =>
  `${about.name} stänger ${about.on}. ${sentence(about.reason)} Det du har skrivit till oss finns kvar i kommunens arkiv. Har du frågor: vänd dig till ${about.contact}.`

const sentence = (text: string): string => (/[.!?]$/u.test(text) ? text : `${text}.`)

const yearMilliseconds = 365 * 24 * 60 * 60_000

/**
 * When an account's plan is next to be followed up (R15): a year after the account was entered, or after it was last
 * followed up. undefined: there is no plan.
 */
export function followUpDue(steps: readonly LifeStep[]): Date | undefined {
  const from = latest(steps, 'entered', 'planFollowedUp')
  return from && new Date(from.at.getTime() + yearMilliseconds)
}

/** Whether somebody is to be told that it is time, and has not been. */
export function isFollowUpUntold(steps: readonly LifeStep[], now: Date): boolean {
  const due = followUpDue(steps)
  if (!due || due > now || latest(steps, 'closed')) return false
  return latest(steps, 'followUpDue', 'entered', 'planFollowedUp')?.kind !== 'followUpDue'
}
