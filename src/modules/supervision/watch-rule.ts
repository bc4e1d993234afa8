import { due } from '../../kernel/index.ts'
import type { PolicySettings } from '../policy/index.ts'
import type { WatchRule } from './types.ts'

/** The policy's words on supervision as the rule that rounds are set against. */
export function watchRuleOf({ supervision, responseTarget }: PolicySettings): WatchRule {
  const { days, perDay, perWorkingDay, perWeek, evenings } = supervision
  return {
    days,
    perDay,
    perWorkingDay: Math.max(perDay, perWorkingDay),
    perWeek,
    evenings,
    office: responseTarget.officeHours,
  }
}

/** Whether praise too is to be answered within the response target. */
export const answersPraise = ({ responseTarget }: PolicySettings): boolean => responseTarget.answerPositiveToo

/** When something received at an instant is to have its answer (D1). */
export const answerDue = ({ responseTarget }: PolicySettings, received: Date): Date =>
  due(received, responseTarget.rule, {
    clock: responseTarget.clock,
    officeHours: responseTarget.officeHours,
  })

/** How old something may be when it is collected and still wake somebody, in days. */
export const quietDays = (settings: PolicySettings): number => settings.importQuietDays
