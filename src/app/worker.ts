import { systemActor } from '../access/index.ts'
import { requestTimestamp } from '../gateways/timestamp/rfc3161.ts'
import { createWorkersDb, withMunicipality } from '../infra/db/index.ts'
import type { House } from '../infra/house.ts'
import { listenForWakes, queueJob, relay, startJobs } from '../infra/jobs/index.ts'
import type { Log } from '../infra/log/index.ts'
import { describeError, type Json, type MunicipalityId } from '../kernel/index.ts'
import { accessDue, probesDue } from '../modules/accounts/index.ts'
import { sealLog, sequence, stampDaily } from '../modules/archive/index.ts'
import { accountsDue, eventsToRenew, pushesToRenew } from '../modules/collection/index.ts'
import { unfinished } from '../modules/measures/index.ts'
import { municipalities } from '../modules/organisation/index.ts'
import { prepareScreening } from '../modules/screening/index.ts'
import { escalationsDue } from '../modules/supervision/index.ts'
import { catalogue } from '../platforms/catalogue.ts'
import type { Platform } from '../platforms/contract.ts'
import type { OpenHouse } from './compose.ts'
import { jobHandlers, patient, relaying, schedule } from './jobs.ts'
import { type Waits, waitingAt } from './waiting.ts'

const tickMilliseconds = 500
/** Milliseconds between two of the same that are done promptly; from an event to its order it is four hops of the first. */
const rests = { first: 15, rest: 500, places: 100 }
const checkpointMilliseconds = 60_000
/** How often it is asked which accounts' access or subscriptions are to be renewed or tried. */
const accessMilliseconds = 10_000
const stampMilliseconds = 60 * 60_000
/** Rows in which what waits for others' servers is done by the clock. */
const patientRows = 12
/** What is done by the clock begins for so many municipalities at once, and for all within this time. */
const begins = { together: 10, within: 10 * 60_000 }

const byClock: ReadonlySet<string> = new Set(schedule.map(({ job }) => job))

export interface Worker {
  /** Ends after what is under way. */
  stop(): Promise<void>
}

/**
 * The background half: runs jobs, relays announcements, gives records their place in the log, signs a checkpoint each
 * minute while there is something new, and starts each account's round when it is due. Any number may run at once.
 */
export async function startWorker(
  { house: shared, pool }: Pick<OpenHouse, 'house' | 'pool'>,
  platforms: ReadonlyMap<string, Platform> = catalogue,
  tsaUrl?: string,
): Promise<Worker> {
  const house: House = { ...shared, db: createWorkersDb(pool) }
  const prompt = relayer(house)
  await prepareScreening()
  // For what is announced by the clock the tick is soon enough.
  const onDone = (municipalityId: MunicipalityId, job: string): void => {
    if (!byClock.has(job)) prompt.wake(municipalityId)
  }
  const jobs = await startJobs(pool, jobHandlers(house, platforms), house.log, onDone, patient)
  for (const { municipalityId } of await municipalities(house)) await takeUpMeasures(house, municipalityId)
  const isTime = byTheClock(house)
  let stopped = false

  const tickOf = async (municipalityId: MunicipalityId, share: number, waits: Waits): Promise<void> => {
    if (waits.announced) await relay(house.db, municipalityId, relaying, 'all')
    if (waits.due) await queueAll(house, municipalityId, await roundsDue(house, municipalityId))
    if (waits.unplaced) await sequence(house, municipalityId)
    if (isTime(municipalityId, 'checkpoint', checkpointMilliseconds)) await sealLog(house, municipalityId)
    if (isTime(municipalityId, 'access', accessMilliseconds))
      await queueAll(house, municipalityId, await accessWork(house, municipalityId, platforms))
    const timed = schedule.filter(({ job, every }) => isTime(municipalityId, job, every, share))
    await queueAll(
      house,
      municipalityId,
      timed.map(({ job }) => ({
        job,
        event: {},
        key: `${job}/${municipalityId}`,
        turn: turnOf(job, municipalityId),
      })),
    )
    if (tsaUrl && isTime(municipalityId, 'stamp', stampMilliseconds))
      await stampLog(house, municipalityId, tsaUrl)
  }
  const loop = (async (): Promise<void> => {
    while (!stopped) {
      const begun = performance.now()
      try {
        const all = await municipalities(house)
        const waiting = await waitingAt(house, all)
        await eachAlone(house.log, all, (municipalityId, share) =>
          tickOf(municipalityId, share, waiting.get(municipalityId) ?? {}),
        )
      } catch (thrown) {
        // The database may be away for a while: said, and tried again. Nothing is lost: all that waits is in tables.
        house.log.error({ reason: describeError(thrown) }, 'the worker could not do its round')
      }
      // Where there are many municipalities the round takes its time, and then rests as long: half is left for others.
      const rest = Math.max(tickMilliseconds, performance.now() - begun)
      await new Promise((resolve) => setTimeout(resolve, rest))
    }
  })()
  const wakes = await listenForWakes(pool, house.log, prompt.wake)

  return {
    async stop() {
      stopped = true
      wakes.stop()
      await loop
      await jobs.stop()
      await prompt.settled()
    },
  }
}

/**
 * One after the other; one whose log does not hold, say, must not keep the others from being worked for.
 * @param work told of the share of all municipalities that come before, ten taken as one.
 */
export async function eachAlone(
  log: Log,
  all: readonly { readonly municipalityId: MunicipalityId }[],
  work: (municipalityId: MunicipalityId, share: number) => Promise<void>,
): Promise<void> {
  for (const [at, { municipalityId }] of all.entries())
    await work(municipalityId, (at - (at % begins.together)) / all.length).catch((thrown: unknown) =>
      log.error(
        { municipality: municipalityId, reason: describeError(thrown) },
        'a municipality could not be worked for',
      ),
    )
}

interface Prompt {
  wake(municipalityId: MunicipalityId): void
  settled(): Promise<unknown>
}

/**
 * Does a municipality's work at once when it is woken; woken meanwhile, once more after a rest, so that what has come by
 * then goes together.
 */
function promptly(
  house: House,
  restMilliseconds: number,
  work: (municipalityId: MunicipalityId) => Promise<void>,
): Prompt {
  const running = new Map<MunicipalityId, Promise<void>>()
  const again = new Set<MunicipalityId>()
  const run = async (municipalityId: MunicipalityId): Promise<void> => {
    do {
      again.delete(municipalityId)
      await work(municipalityId)
      await new Promise((resolve) => setTimeout(resolve, restMilliseconds))
    } while (again.has(municipalityId))
  }
  return {
    wake(municipalityId) {
      if (running.has(municipalityId)) {
        again.add(municipalityId)
        return
      }
      const told = run(municipalityId)
        // The tick does it, when the database is there again.
        .catch((thrown) => house.log.warn({ reason: describeError(thrown) }, 'nothing was done at once'))
        .finally(() => running.delete(municipalityId))
      running.set(municipalityId, told)
    },
    settled: () => Promise.all(running.values()),
  }
}

/**
 * Relays when an event, or a job that may have announced something, wakes it: what starts a job that goes first at once,
 * the rest twice a second. What was recorded gets its place before somebody meets it in the queue, since measures wait
 * for that; the jobs on the way to an order do not wait for it.
 */
function relayer(house: House): Prompt {
  const places = promptly(house, rests.places, async (municipalityId) => {
    await sequence(house, municipalityId)
  })
  const first = promptly(house, rests.first, async (municipalityId) => {
    if ((await relay(house.db, municipalityId, relaying, 'first')) > 0) places.wake(municipalityId)
  })
  const rest = promptly(house, rests.rest, async (municipalityId) => {
    if ((await relay(house.db, municipalityId, relaying, 'all')) > 0) places.wake(municipalityId)
  })
  return {
    wake(municipalityId) {
      first.wake(municipalityId)
      rest.wake(municipalityId)
    },
    async settled() {
      await first.settled()
      await rest.settled()
      await places.settled()
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

type IsTime = (municipalityId: MunicipalityId, what: string, every: number, share?: number) => boolean

/**
 * Whether it is time again, by what was answered last time. The first time it is at once for the first municipalities, and
 * for the others by their share: hundreds of them would otherwise all want everything in the same second, for ever after.
 */
function byTheClock(house: House): IsTime {
  const last = new Map<string, number>()
  const begun = house.clock.now().getTime()
  return (municipalityId, what, every, share = 0) => {
    const key = `${municipalityId}/${what}`
    const now = house.clock.now().getTime()
    const first = begun + share * Math.min(every, begins.within) - every
    if (now - (last.get(key) ?? first) < every) return false
    last.set(key, now)
    return true
  }
}

/**
 * What is done by the clock is done for one municipality after the other, so that hundreds of them never fill the workers;
 * what waits for others' servers in some rows side by side.
 */
const turnOf = (job: string, municipalityId: MunicipalityId): string =>
  patient.has(job) ? `${job}/${municipalityId % patientRows}` : job

interface Work {
  readonly job: string
  readonly event: Readonly<Record<string, Json>>
  /** Work of the same key waits once. */
  readonly key: string
  /** One at a time with others of the same turn. */
  readonly turn?: string
  /** Work that waits already keeps its time. */
  readonly keepTime?: boolean
}

async function queueAll(house: House, municipalityId: MunicipalityId, works: readonly Work[]): Promise<void> {
  for (const { job, event, key, turn, keepTime } of works)
    await withMunicipality(house.db, municipalityId, (tx) =>
      queueJob(
        tx,
        job,
        { municipality: municipalityId, event },
        { key, ...(turn ? { queue: turn } : {}), ...(keepTime ? { keepTime } : {}) },
      ),
    )
}

async function roundsDue(house: House, municipalityId: MunicipalityId): Promise<Work[]> {
  const due = await accountsDue(house, systemActor(municipalityId))
  return due.map((account) => ({
    job: 'collection.collect',
    event: { account },
    key: `collect/${account}`,
    turn: `collect/${account}`,
  }))
}

async function accessWork(
  house: House,
  municipalityId: MunicipalityId,
  platforms: ReadonlyMap<string, Platform>,
): Promise<Work[]> {
  const actor = systemActor(municipalityId)
  const due = [
    ...(await accessDue(house, actor, platforms)).map(
      (account) => ['accounts.refreshAccess', account] as const,
    ),
    ...(await probesDue(house, actor, platforms)).map((account) => ['accounts.probe', account] as const),
  ].map(([job, account]) => {
    const key = `${job}/${account}`
    return { job, event: { account }, key, turn: key }
  })
  const renewals = [
    ...(await pushesToRenew(house, actor, platforms)).map(
      (account) => ['collection.subscribe', account] as const,
    ),
    ...(await eventsToRenew(house, actor, platforms)).map(
      (account) => ['collection.subscribeEvents', account] as const,
    ),
  ].map(([job, account]) => ({ job, event: { account }, key: `${job}/${account}`, keepTime: true }))
  const unseen = (await escalationsDue(house, municipalityId)).map((event) => ({
    job: 'supervision.escalate',
    event: { ...event },
    key: `escalate/${event.task}/${event.step}`,
    turn: `escalate/${municipalityId}`,
  }))
  return [...due, ...renewals, ...unseen]
}

async function takeUpMeasures(house: House, municipalityId: MunicipalityId): Promise<void> {
  const measures = await unfinished(house, systemActor(municipalityId))
  await queueAll(
    house,
    municipalityId,
    measures.map((measure) => ({
      job: 'measures.carryOut',
      event: { measure },
      key: `measures.carryOut/${measure}/again`,
    })),
  )
}
