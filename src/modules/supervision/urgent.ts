import type { TaskKind } from '../tasks/index.ts'
import type { Unopened } from './urgent-store.ts'

/** What happens when nobody opens what cannot wait: when who is told. */

const minute = 60_000

/** How long it may lie unopened before each is told: whoever is on duty, the next in line, all of communications. */
const steps = { first: 0, next: 30 * minute, communications: 60 * minute } as const
export type UrgentStep = keyof typeof steps

/** Of these somebody is told when the task is opened, by whoever opens it. */
const toldAlready: readonly TaskKind[] = ['secondPerson', 'suspectedAbuse', 'byHand']

export interface StepDue<T> {
  readonly step: UrgentStep
  /** Those of which it is to be taken now. */
  readonly tasks: readonly T[]
  /** Whether anybody is told: not where they know already of another that lies unopened. */
  readonly rings: boolean
}

/** @param own unopened things of one account. */
export function stepsDue<T extends Pick<Unopened, 'kind' | 'since' | 'told'>>(
  own: readonly T[],
  now: Date,
): StepDue<T>[] {
  return (Object.keys(steps) as UrgentStep[]).flatMap((step) => {
    const asked = own.filter(({ kind }) => step !== 'first' || !toldAlready.includes(kind))
    const tasks = asked.filter(
      ({ since, told }) => now.getTime() - since.getTime() >= steps[step] && !told.includes(step),
    )
    const rings = !asked.some(({ told }) => told.includes(step))
    return tasks.length > 0 ? [{ step, tasks, rings }] : []
  })
}
