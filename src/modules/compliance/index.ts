export { complianceRoutes } from './routes/index.ts'
export { watchesOf } from './screens/account.tsx'
export { explainHref, spanText } from './screens/hours.tsx'
