import type { Failure } from '../../platforms/contract.ts'

/** How an account's tokens last. */
export interface Lasting {
  readonly refreshedAt: Date
  /** null: they do not end, or nobody has said when. */
  readonly endsAt: Date | null
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const life = ({ refreshedAt, endsAt }: Lasting): number =>
  endsAt ? Math.max(0, endsAt.getTime() - refreshedAt.getTime()) : 0

/** Half of its life is left for trying again and for people to act. */
const renewAt = (lasting: Lasting): Date => new Date(lasting.refreshedAt.getTime() + life(lasting) / 2)

/** Ends so soon that what is begun now may not be done before it. */
export const endsSoon = (lasting: Lasting, now: Date): boolean =>
  lasting.endsAt !== null &&
  lasting.endsAt.getTime() - now.getTime() <= Math.min(10 * minute, life(lasting) / 2)

/** From when a person must know that it will end: a quarter of its life is left. */
const tellFrom = (lasting: Lasting): number => lasting.refreshedAt.getTime() + life(lasting) * (3 / 4)

/** What only a person can mend is asked for again after hours; the rest more often the less time there is. */
export function renewAgainAt(lasting: Lasting, failure: Failure, now: Date): Date {
  if (failure.kind !== 'retryLater' && failure.kind !== 'outcomeUnknown')
    return new Date(now.getTime() + 6 * hour)
  const left = lasting.endsAt ? lasting.endsAt.getTime() - now.getTime() : 10 * hour
  const ours = now.getTime() + Math.min(hour, Math.max(minute, left / 10))
  return new Date(failure.kind === 'retryLater' ? Math.max(ours, failure.at.getTime()) : ours)
}

/**
 * Whether a person must know of a renewal that fails: at once when it is refused, otherwise when time begins to run out.
 * Where nobody has said the end a refusal may only mean that it is too early, so that it must have lasted a day; should
 * the access itself be gone, collection says so.
 */
export function mustTell(lasting: Lasting, failingSince: Date, failure: Failure, now: Date): boolean {
  if (!lasting.endsAt) return now.getTime() - failingSince.getTime() >= day
  return failure.kind === 'reauthorise' || now.getTime() >= tellFrom(lasting)
}

/** When something is to be done: renewing, or else telling somebody of the end. null: it does not end. */
export function nextStep(lasting: Lasting, renewable: boolean): Date | null {
  if (!lasting.endsAt) return null
  return renewable ? renewAt(lasting) : new Date(Math.ceil(tellFrom(lasting)))
}
