export { insightsRoutes } from './routes.tsx'
export { askInsights } from './service/ask.ts'
export { type Reached, reachedSince, readInsights } from './service/read.ts'
export { spanText } from './words.ts'
