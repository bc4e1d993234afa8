export { complianceRoutes } from './routes.tsx'
