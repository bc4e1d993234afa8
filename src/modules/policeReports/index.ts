export { policeReportRoutes } from './routes/index.tsx'
