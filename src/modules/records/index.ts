export { recordsRoutes } from './routes.tsx'
export { reaches } from './service/find.ts'
