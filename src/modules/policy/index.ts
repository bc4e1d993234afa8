export { policyRoutes } from './routes.tsx'
export { choosableGrounds, groundById, groundsAt, presetById, presets } from './rulebook.ts'
export { differences } from './rules.ts'
export { everyText, settingWords } from './screens/words.ts'
export {
  beginPolicy,
  changePolicy,
  currentPolicy,
  policiesSince,
  policyHistory,
  readPolicy,
} from './service.ts'
export { policyVersion, sessionIdleMinutes } from './store.ts'
export type { ForbiddenGroup, Ground, GroundGroup, Policy, PolicySettings } from './types.ts'
