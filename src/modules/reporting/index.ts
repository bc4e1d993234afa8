export { reportingRoutes } from './routes.tsx'
