export { supervisionRoutes } from './routes.tsx'
export { dueState } from './screens/rows.tsx'
export { isVeiled, titleOf } from './screens/words.ts'
export { type Escalation, escalate, escalationsDue } from './service/escalate.ts'
export {
  closeHealthTask,
  openHealthTask,
  openItemTasks,
  type ScreenedItem,
} from './service/open-tasks.ts'
export { type AccountCoverage, type Coverage, supervisionCoverage } from './service/overview.ts'
export {
  confirmRound,
  explainMissedDay,
  itemsToLookThrough,
  type RoundConfirmation,
} from './service/rounds.ts'
export { tellSunsets } from './service/sunset.ts'
export { failingIn, tellOwner } from './service/tell-owner.ts'
export type { Cell, CellState, Round, WatchRule } from './types.ts'
export { answerDue, answersPraise, quietDays, watchRuleOf } from './watch-rule.ts'
