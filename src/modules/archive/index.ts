export { bulkIngest } from './bulk/bulk.ts'
export { waitingForLog } from './log-store.ts'
export { aboutOf, publishedAt, wasMissed } from './rules.ts'
export { acceptRecords } from './service/accept.ts'
export { makeBundle, writeBundle, zipOf } from './service/bundle.ts'
export { recordPolicyChange } from './service/decisions.ts'
export { ingestGone, ingestItems, ingestState, newOrChanged } from './service/ingest.ts'
export { startIntake } from './service/intake.ts'
export { rotateLogKey } from './service/log-keys.ts'
export { beginLogAnew } from './service/new-log.ts'
export {
  itemsByIds,
  lastVersion,
  partBytes,
  requireItem,
  sealOf,
  type Thread,
  threadOf,
  versionsOf,
} from './service/read.ts'
export { logSize, publicCheckpoint, publicTile, sealLog, sequence } from './service/sequence.ts'
export { stampDaily } from './service/timestamp.ts'
export { type RangeVerifier, verifyArchive } from './service/verify/verify.ts'
export { startVerifyThreads } from './service/verify/verify-threads.ts'
export {
  type HeldMedia,
  release,
  removeWithdrawn,
  type WithdrawnFile,
  withdrawMedia,
  withhold,
} from './service/withhold.ts'
export { selectItems, toItem } from './store.ts'
export type {
  GoneItem,
  IncomingItem,
  IngestOutcome,
  Item,
  LargePart,
  NewPart,
  NewRecord,
  Problem,
  RecordVersion,
  VerifyReport,
  VersionRef,
} from './types.ts'
