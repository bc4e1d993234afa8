export { screeningOf, screenRecords } from './service.ts'
export type { Label, Reason, Screening } from './types.ts'
