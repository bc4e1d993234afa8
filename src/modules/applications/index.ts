export { type ChecklistGone, checklistDue } from './checklist.ts'
export { audienceText } from './plan.ts'
export { applicationsRoutes } from './routes/index.ts'
export { LifePanel } from './screens/life.tsx'
export { checklistsGone, goThroughChecklist, remindOfChecklists } from './service/checklist.ts'
export {
  type ClosingRuling,
  closeAccount,
  confirmFinalCapture,
  confirmNotice,
  decideClosing,
  handOverTasks,
  stopClosing,
} from './service/closing.ts'
export { enterApproved } from './service/enter.ts'
export { followUpPlan, followUpsDue } from './service/follow-up.ts'
export { type HandOver, handOver, lifeOf, pauseAccount, resumeAccount } from './service/life.ts'
export { enterList, readList, waitingList } from './service/list.ts'
export { publishNotice } from './service/notice.ts'
export { beginApplication, savePlan } from './service/plan.ts'
export { beginPlan, planInHand, tiePlan } from './service/plan-afterwards.ts'
export { applicationsFor, readApplication } from './service/read.ts'
export {
  answerMandate,
  askMandate,
  comment,
  decide,
  judgeTerms,
  sendApplication,
  tick,
  withdraw,
} from './service/steps.ts'
export { remindOfFollowUps, tellNext } from './service/tell-next.ts'
export type { LifeStep } from './types.ts'
