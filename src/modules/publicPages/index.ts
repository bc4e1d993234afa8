export { publicPagesRoutes } from './routes/index.ts'
