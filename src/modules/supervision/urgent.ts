import type { PolicySettings } from '../policy/index.ts'
import type { TaskKind } from '../tasks/index.ts'
import type { Pending } from './urgent-store.ts'

/** What happens when nobody sees to what cannot wait: when who is told. */

const minute = 60_000

/**
 * first: whoever is on duty, at once · next: the next in line · communications: all of them, since nobody has opened it ·
 * undone: all of them, since somebody has opened it and it has not ended
 */
const urgentSteps = ['first', 'next', 'communications', 'undone'] as const
export type UrgentStep = (typeof urgentSteps)[number]

/** How long each waits, in milliseconds: from when it could not wait, or from when it was opened. */
export const waitsBy = ({ alarms }: PolicySettings): Readonly<Record<UrgentStep, number>> => ({
  first: 0,
  next: alarms.nextAfterMinutes * minute,
  communications: alarms.communicationsAfterMinutes * minute,
  undone: alarms.undoneAfterMinutes * minute,
})

/** Of these somebody is told when the task is opened, by whoever opens it. */
const toldAlready: readonly TaskKind[] = ['secondPerson', 'suspectedAbuse', 'byHand']

interface StepDue<T> {
  readonly step: UrgentStep
  /** Those of which it is to be taken now. */
  readonly tasks: readonly T[]
  /** Whether anybody is told: not where they know already of another that lies in the same way. */
  readonly rings: boolean
}

/** @param own what cannot wait on one account, and has not ended. */
export function stepsDue<T extends Pick<Pending, 'kind' | 'since' | 'openedAt' | 'told'>>(
  own: readonly T[],
  waits: Readonly<Record<UrgentStep, number>>,
  now: Date,
): StepDue<T>[] {
  return urgentSteps.flatMap((step) => {
    const asked = own.filter((one) => concerns(step, one))
    const tasks = asked.filter(({ since, openedAt, told }) => {
      const from = step === 'undone' ? openedAt : since
      return from !== null && now.getTime() - from.getTime() >= waits[step] && !told.includes(step)
    })
    const rings = !asked.some(({ told }) => told.includes(step))
    return tasks.length > 0 ? [{ step, tasks, rings }] : []
  })
}

const concerns = (step: UrgentStep, { kind, openedAt }: Pick<Pending, 'kind' | 'openedAt'>): boolean =>
  (step === 'undone') === (openedAt !== null) && (step !== 'first' || !toldAlready.includes(kind))
