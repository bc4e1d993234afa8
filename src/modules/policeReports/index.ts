export { policeReportRoutes } from './routes/index.tsx'
export { addCapture, saveReport } from './service/draft.ts'
export { remindOfReports } from './service/remind.ts'
export { findReport } from './store.ts'
