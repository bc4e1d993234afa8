import type { Account } from '../accounts/index.ts'
import type { Who } from './rules.ts'
import type { LifeStep } from './types.ts'

/** checklista under användning: gone through again each year, by who answers for the account and by a manager (R7). */

/** When each last went through the checklist; left out: never, or not since somebody else took over the account. */
export type ChecklistGone = Readonly<Partial<Record<Who, Date>>>

const yearMilliseconds = 365 * 24 * 60 * 60_000

/** @param steps the account's whole life, oldest first: its application's checklist counts too. */
export function checklistGone(steps: readonly LifeStep[]): ChecklistGone {
  const takenOver = steps.findLast(
    ({ kind, detail }) => kind === 'handedOver' && detail['from'] !== null && detail['from'] !== detail['to'],
  )
  const last = (who: Who, after = -1): Date | undefined =>
    steps.findLast(({ kind, detail }, at) => kind === 'ticked' && detail['as'] === who && at > after)?.at
  const employee = last('employee', takenOver && steps.indexOf(takenOver))
  const manager = last('manager')
  return { ...(employee && { employee }), ...(manager && { manager }) }
}

/** When one of the two is to go through it next; an account that was entered without it: at once. */
export function checklistDue(gone: ChecklistGone, who: Who, { createdAt }: Pick<Account, 'createdAt'>): Date {
  const last = gone[who]
  return last ? new Date(last.getTime() + yearMilliseconds) : createdAt
}
