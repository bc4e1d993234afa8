export { recordsRoutes } from './routes.tsx'
export { authorizeRecord } from './service/read.ts'
