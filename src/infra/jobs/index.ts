export { announce, oldestAnnouncement } from './outbox.ts'
export { type JobOptions, type Listeners, queueJob, type Relaying, relay } from './relay.ts'
export { listenForWakes, startWaking } from './wake.ts'
export { type JobHandler, startJobs } from './worker.ts'
