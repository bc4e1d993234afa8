export { policeReportRoutes } from './routes/index.tsx'
export { findReport } from './store.ts'
