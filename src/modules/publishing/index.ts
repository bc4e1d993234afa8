export type { Finding, ToCheck } from './checks/index.ts'
export { remindOfLicences } from './licences/remind.ts'
export { readLicence, readLicences, registerLicence, withdrawLicence } from './licences/service.ts'
export { fetchNews } from './news/fetch.ts'
export { addFeed, changeFeed, draftNews, readNews, skipNews } from './news/service.ts'
export { answerQuestion, askOfficer } from './officer/service.ts'
export { publishingRoutes } from './routes/index.ts'
export { confirmByHand, leaveIt, tryAgain } from './service/after.ts'
export { approve, decline, handOn } from './service/approve.ts'
export {
  type NewPublication,
  saveDraft,
  startPublication,
  startWritten,
  takeBack,
  throwAway,
} from './service/drafts.ts'
export { send, sendDue } from './service/due.ts'
export { filmChannels } from './service/film-channels.ts'
export {
  accountChoices,
  listPublications,
  openPublication,
  readMedia,
  waitingPublications,
} from './service/read.ts'
export { sendTo } from './service/send.ts'
export type { Around } from './types.ts'
