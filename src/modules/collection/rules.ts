import type { Failure, Platform } from '../../platforms/contract.ts'
import type { CollectionHealth, Gap, GapSpan } from './types.ts'

/** How often an account is asked for what is new, and how often all is listed again. Milliseconds. */
export const rhythm = {
  newEvery: 20_000,
  reconcileEvery: 60 * 60_000,
  /** How far back a regular reconciliation lists. */
  reconcileWindow: 90 * 24 * 60 * 60_000,
  /** After a failure: at first, doubled for each failed hour, at most. */
  retryFirst: 30_000,
  retryMost: 15 * 60_000,
} as const

/** Begins the platform id of what was recorded by hand: no platform knows it, so it is never looked for there. */
export const byHandPrefix = 'for-hand/'

/** Whether a person recorded the item: the platform cannot be asked about it, nor told to do anything with it. */
export const isRecordedByHand = ({ platformId }: { readonly platformId: string }): boolean =>
  platformId.startsWith(byHandPrefix)

export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)

/** A clock that was years off leaves no more than this behind it; nobody looks further back for an hour. */
const mostHours = 366 * 24

/** The whole hours that lie between two moments, neither of their own hours included; of very many, the last. */
export function hoursBetween(from: Date, to: Date): Date[] {
  const hours: Date[] = []
  const end = hourOf(to).getTime()
  const first = Math.max(hourOf(from).getTime() + 3_600_000, end - mostHours * 3_600_000)
  for (let hour = first; hour < end; hour += 3_600_000) hours.push(new Date(hour))
  return hours
}

/** How often an account is asked, in milliseconds. */
export interface Pace {
  readonly newEvery: number
  readonly reconcileEvery: number
}

/**
 * So many accounts of a registration are listed again as often as their platform says. More share what that takes, so that
 * a day of three times the traffic stays within what is allowed too (bench/platforms.ts).
 */
const listedInTime = 50

/** @param sharing active accounts of the same registration, this one included. */
export function paceOf({ pace }: Pick<Platform, 'pace'>, sharing: number): Pace {
  if (!pace) return rhythm
  const times = pace.shared ? Math.max(1, sharing) : 1
  return {
    newEvery: pace.newSeconds * 1_000 * times,
    reconcileEvery: pace.reconcileHours * 3_600_000 * Math.max(1, times / listedInTime),
  }
}

/** When to try again: never before the platform's own word, slower the longer it has failed. */
export function nextAttempt(
  now: Date,
  failingSince: Date | null,
  failure: Failure | undefined,
  pace: Pace = rhythm,
): Date {
  if (!failure) return new Date(now.getTime() + pace.newEvery)
  const failedFor = failingSince ? now.getTime() - failingSince.getTime() : 0
  const wait = Math.min(rhythm.retryMost, Math.max(rhythm.retryFirst, failedFor / 4))
  const ours = now.getTime() + wait
  return new Date(failure.kind === 'retryLater' ? Math.max(ours, failure.at.getTime()) : ours)
}

/** Whether this round lists everything again. */
export const dueForReconcile = (now: Date, lastReconciledAt: Date | null, pace: Pace = rhythm): boolean =>
  lastReconciledAt === null || now.getTime() - lastReconciledAt.getTime() >= pace.reconcileEvery

const meaning: Readonly<Record<Failure['kind'], (name: string) => string>> = {
  reauthorise: (name) => `${name} släpper inte in oss. Anslut kontot på nytt.`,
  retryLater: (name) => `${name} svarar inte som det ska. Vi försöker igen av oss själva.`,
  gone: (name) => `${name} säger att kontot inte finns. Kontrollera adressen.`,
  rejected: (name) => `${name} avvisar det vi frågar om.`,
  outcomeUnknown: (name) => `Svaret från ${name} kom inte fram. Vi försöker igen av oss själva.`,
}

/** A failure in words for the account's owner (Swedish): what it means and what to do, and what the platform said. */
export const failureText = (platformName: string, failure: Failure): string =>
  `${meaning[failure.kind](platformName)} ${failure.detail}`.trim()

/** Hours in a row as one gap: per account, newest first. */
export function gapSpans(gaps: readonly Gap[]): GapSpan[] {
  const spans: GapSpan[] = []
  const inOrder = [...gaps].sort(
    (a, b) => a.accountId.localeCompare(b.accountId) || a.hour.getTime() - b.hour.getTime(),
  )
  for (const { accountId, hour, reason, explanation } of inOrder) {
    const last = spans.at(-1)
    const goesOn =
      last?.accountId === accountId &&
      hour.getTime() - last.to.getTime() === 3_600_000 &&
      last.reason === reason &&
      last.explanation === explanation
    if (goesOn) spans[spans.length - 1] = { ...last, to: hour }
    else spans.push({ accountId, from: hour, to: hour, reason, explanation })
  }
  return spans.sort((a, b) => b.to.getTime() - a.to.getTime() || a.accountId.localeCompare(b.accountId))
}

/** How long a round may be late before collection is said to stand still: longer than any queue of rounds. */
const stillAfter = 10 * 60_000

/**
 * How collection stands for an account. An account whose round is long overdue is not healthy, whatever came of the
 * last one: nobody is collecting it.
 */
export const standingOf = (
  health: Pick<CollectionHealth, 'state' | 'nextAttemptAt'>,
  now: Date,
): CollectionHealth['state'] | 'still' =>
  (health.state === 'healthy' || health.state === 'neverCollected') &&
  now.getTime() - health.nextAttemptAt.getTime() > stillAfter
    ? 'still'
    : health.state
