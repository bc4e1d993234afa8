export { recordsRoutes } from './routes.tsx'
export { reaches } from './service/find.ts'
export { authorizeRecord } from './service/read.ts'
