export { dialogueRoutes } from './routes/index.ts'
export { saveDialogueRound, saveReply } from './service/library.ts'
export { answerReferral, mailReferral, refer, referralLink } from './service/refer.ts'
