export { dialogueRoutes } from './routes/index.ts'
export { saveDialogueRound } from './service/library.ts'
export { mailReferral, refer } from './service/refer.ts'
