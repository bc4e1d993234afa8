export { publicPagesRoutes } from './routes/index.ts'
export { addPolitician, changePublicPages } from './service.ts'
export type { PublicSettings } from './types.ts'
