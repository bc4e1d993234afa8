import { systemActor } from '../access/index.ts'
import { requestTimestamp } from '../gateways/timestamp/rfc3161.ts'
import { withMunicipality } from '../infra/db/index.ts'
import type { House } from '../infra/house.ts'
import { queueJob, relay, startJobs } from '../infra/jobs/index.ts'
import { describeError, type MunicipalityId } from '../kernel/index.ts'
import { accessDue, probesDue } from '../modules/accounts/index.ts'
import { sealLog, sequence, stampDaily } from '../modules/archive/index.ts'
import { accountsDue, eventsToRenew, pushesToRenew } from '../modules/collection/index.ts'
import { unfinished } from '../modules/measures/index.ts'
import { municipalities } from '../modules/organisation/index.ts'
import { escalationsDue } from '../modules/supervision/index.ts'
import { catalogue } from '../platforms/catalogue.ts'
import type { Platform } from '../platforms/contract.ts'
import type { OpenHouse } from './compose.ts'
import { jobHandlers, listeners } from './jobs.ts'

const tickMilliseconds = 500
const checkpointMilliseconds = 60_000
/** How often it is asked which accounts' access is to be renewed or tried. */
const accessMilliseconds = 10_000
const sunsetMilliseconds = 24 * 60 * 60_000
const stampMilliseconds = 60 * 60_000
const disposeMilliseconds = 24 * 60 * 60_000

export interface Worker {
  /** Ends after what is under way. */
  stop(): Promise<void>
}

/**
 * The background half: runs jobs, relays announcements, gives records their place in the log, signs a checkpoint each
 * minute while there is something new, and starts each account's round when it is due. Any number may run at once.
 */
export async function startWorker(
  { house, pool }: Pick<OpenHouse, 'house' | 'pool'>,
  platforms: ReadonlyMap<string, Platform> = catalogue,
  tsaUrl?: string,
): Promise<Worker> {
  const jobs = await startJobs(pool, jobHandlers(house, platforms), house.log)
  for (const { municipalityId } of await municipalities(house)) await takeUpMeasures(house, municipalityId)
  const checkpointAt = new Map<MunicipalityId, number>()
  const accessAt = new Map<MunicipalityId, number>()
  const sunsetAt = new Map<MunicipalityId, number>()
  const stampedAt = new Map<MunicipalityId, number>()
  const disposedAt = new Map<MunicipalityId, number>()
  let stopped = false

  const tick = async (): Promise<void> => {
    for (const { municipalityId } of await municipalities(house)) {
      await relay(house.db, municipalityId, listeners)
      await startDueRounds(house, municipalityId, platforms)
      await sequence(house, municipalityId)
      const now = house.clock.now().getTime()
      if (now - (checkpointAt.get(municipalityId) ?? 0) >= checkpointMilliseconds) {
        await sealLog(house, municipalityId)
        checkpointAt.set(municipalityId, now)
      }
      if (now - (disposedAt.get(municipalityId) ?? 0) >= disposeMilliseconds) {
        disposedAt.set(municipalityId, now)
        await queueDisposal(house, municipalityId)
      }
      if (now - (accessAt.get(municipalityId) ?? 0) >= accessMilliseconds) {
        accessAt.set(municipalityId, now)
        await lookAfterAccess(house, municipalityId, platforms)
      }
      if (now - (sunsetAt.get(municipalityId) ?? 0) >= sunsetMilliseconds) {
        sunsetAt.set(municipalityId, now)
        await withMunicipality(house.db, municipalityId, (tx) =>
          queueJob(
            tx,
            'supervision.tellSunsets',
            { municipality: municipalityId, event: {} },
            { key: `tellSunsets/${municipalityId}`, queue: `tellSunsets/${municipalityId}` },
          ),
        )
      }
      if (tsaUrl && now - (stampedAt.get(municipalityId) ?? 0) >= stampMilliseconds) {
        stampedAt.set(municipalityId, now)
        await stampLog(house, municipalityId, tsaUrl)
      }
    }
  }
  const loop = (async (): Promise<void> => {
    while (!stopped) {
      try {
        await tick()
      } catch (thrown) {
        // The database may be away for a while: said, and tried again. Nothing is lost: all that waits is in tables.
        house.log.error({ reason: describeError(thrown) }, 'the worker could not do its round')
      }
      await new Promise((resolve) => setTimeout(resolve, tickMilliseconds))
    }
  })()

  return {
    async stop() {
      stopped = true
      await loop
      await jobs.stop()
    },
  }
}

/** A failure is said and tried again in an hour: polling the authority each tick would be unkind. */
async function stampLog(house: House, municipalityId: MunicipalityId, url: string): Promise<void> {
  // The operator has named the authority, so that it may lie on the municipality's own net.
  const http = house.http([new URL(url).origin])
  const done = await stampDaily(house, municipalityId, (digest) => requestTimestamp(http, url, digest))
  if (done?.kept === false) house.log.warn({ reason: done.reason }, 'the time-stamp authority gave no token')
}

async function startDueRounds(
  house: House,
  municipalityId: MunicipalityId,
  platforms: ReadonlyMap<string, Platform>,
): Promise<void> {
  for (const account of await accountsDue(house, systemActor(municipalityId))) {
    await withMunicipality(house.db, municipalityId, (tx) =>
      queueJob(
        tx,
        'collection.collect',
        { municipality: municipalityId, event: { account } },
        { key: `collect/${account}`, queue: `collect/${account}` },
      ),
    )
  }
  const actor = systemActor(municipalityId)
  for (const [job, accounts] of [
    ['collection.subscribe', await pushesToRenew(house, actor, platforms)],
    ['collection.subscribeEvents', await eventsToRenew(house, actor, platforms)],
  ] as const) {
    for (const account of accounts)
      await withMunicipality(house.db, municipalityId, (tx) =>
        queueJob(
          tx,
          job,
          { municipality: municipalityId, event: { account } },
          { key: `${job}/${account}`, keepTime: true },
        ),
      )
  }
}

/** Once a day from each process's start; twice does no harm. */
const queueDisposal = (house: House, municipalityId: MunicipalityId): Promise<void> =>
  withMunicipality(house.db, municipalityId, (tx) =>
    queueJob(
      tx,
      'collection.disposeDeliveries',
      { municipality: municipalityId, event: {} },
      { key: `disposeDeliveries/${municipalityId}` },
    ),
  )

async function lookAfterAccess(
  house: House,
  municipalityId: MunicipalityId,
  platforms: ReadonlyMap<string, Platform>,
): Promise<void> {
  const actor = systemActor(municipalityId)
  const due = [
    ...(await accessDue(house, actor, platforms)).map(
      (account) => ['accounts.refreshAccess', account] as const,
    ),
    ...(await probesDue(house, actor, platforms)).map((account) => ['accounts.probe', account] as const),
  ].map(([job, account]) => ({ job, event: { account }, key: `${job}/${account}` }))
  const unseen = (await escalationsDue(house, municipalityId)).map((event) => ({
    job: 'supervision.escalate',
    event: { ...event },
    key: `escalate/${event.task}/${event.step}`,
  }))
  await withMunicipality(house.db, municipalityId, async (tx) => {
    for (const { job, event, key } of [...due, ...unseen])
      await queueJob(tx, job, { municipality: municipalityId, event }, { key, queue: key })
  })
}

async function takeUpMeasures(house: House, municipalityId: MunicipalityId): Promise<void> {
  for (const measure of await unfinished(house, systemActor(municipalityId))) {
    await withMunicipality(house.db, municipalityId, (tx) =>
      queueJob(
        tx,
        'measures.carryOut',
        { municipality: municipalityId, event: { measure } },
        { key: `measures.carryOut/${measure}/again` },
      ),
    )
  }
}
