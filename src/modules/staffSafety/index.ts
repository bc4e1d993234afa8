export { staffSafetyRoutes } from './routes.tsx'
export { openRoom } from './service/open.ts'
export { remindOfSupport } from './service/remind.ts'
export { roomSecrets } from './service/room.ts'
