export { type ChecklistGone, checklistDue } from './checklist.ts'
export { audienceText } from './plan.ts'
export { applicationsRoutes } from './routes/index.ts'
export { LifePanel } from './screens/life.tsx'
export { checklistsGone, goThroughChecklist, remindOfChecklists } from './service/checklist.ts'
export { closeAccount, confirmFinalCapture, confirmNotice, decideClosing } from './service/closing.ts'
export { enterApproved } from './service/enter.ts'
export { followUpsDue } from './service/follow-up.ts'
export { handOver, lifeOf, pauseAccount } from './service/life.ts'
export { publishNotice } from './service/notice.ts'
export { beginApplication, savePlan } from './service/plan.ts'
export { planInHand } from './service/plan-afterwards.ts'
export { readApplication } from './service/read.ts'
export {
  answerMandate,
  askMandate,
  comment,
  decide,
  judgeTerms,
  sendApplication,
  tick,
} from './service/steps.ts'
export { remindOfFollowUps, tellNext } from './service/tell-next.ts'
export type { LifeStep } from './types.ts'
