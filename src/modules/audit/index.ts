export { auditRoutes } from './routes.tsx'
export { audit, auditEach, auditTrail } from './service.ts'
export { readingsOf } from './store.ts'
