export { reachOf } from './queue-store.ts'
export { supervisionRoutes } from './routes.tsx'
export { isVeiled } from './rules.ts'
export { type Deps, type Screen, taskIdOf } from './screens/deps.ts'
export { DiaryLink } from './screens/item/diary.tsx'
export { ReadVersion } from './screens/item/measures-bar.tsx'
export { ItemPictures } from './screens/item/pictures/shown.tsx'
export { replyFault, replyHint } from './screens/item/reply.tsx'
export { cut, dueState, excerpt, type RowContext, TaskRow } from './screens/rows.tsx'
export { SeenFields, seenFields, seenOf, TakenNote } from './screens/seen.tsx'
export { authorOf, stateOf, takenAwayText, titleOf } from './screens/words.ts'
export { type Escalation, escalate, escalationsDue } from './service/escalate.ts'
export { type OpenedItem, type OpenedTask, openedTask } from './service/item.ts'
export { leaveItem } from './service/leave-item.ts'
export {
  closeHealthTask,
  openHealthTask,
  openItemTasks,
  raiseTasks,
  type ScreenedItem,
} from './service/open-tasks.ts'
export { type AccountCoverage, type Coverage, supervisionCoverage } from './service/overview.ts'
export type { QueueEntry } from './service/queue.ts'
export { confirmRound, explainMissedDay, itemsToLookThrough } from './service/rounds.ts'
export { tellSunsets } from './service/sunset.ts'
export { tellLacking } from './service/tell-lacking.ts'
export { failingIn, tellOwner } from './service/tell-owner.ts'
export { tellUrgent } from './service/tell-urgent.ts'
export { toldOf, writeTold } from './told-store.ts'
export type { Cell, CellState, DiaryLookup, DiaryStanding, Round, WatchRule } from './types.ts'
export { answerDue, answersPraise, quietDays, watchRuleOf } from './watch-rule.ts'
