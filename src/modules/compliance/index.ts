export { complianceRoutes } from './routes/index.ts'
