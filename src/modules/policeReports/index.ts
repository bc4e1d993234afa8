export { policeReportRoutes } from './routes/index.tsx'
export { findReport } from './store.ts'
export { addCapture, saveReport } from './service/draft.ts'
