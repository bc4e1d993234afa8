export { hourOf } from './rules.ts'
export { collectAccount } from './service/collect.ts'
export { accountsDue, collectionGaps, collectionHealth, collectNow } from './service/run.ts'
export type { CollectionHealth, Gap, RoundReport } from './types.ts'
