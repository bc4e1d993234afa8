import { randomUUID } from 'node:crypto'
import { systemActor } from '../src/access/index.ts'
import { startWorker } from '../src/app/worker.ts'
import { createPool } from '../src/infra/db/index.ts'
import { registerAccount, webhookAddress } from '../src/modules/accounts/index.ts'
import { addMunicipality } from '../src/modules/organisation/index.ts'
import { eventPlatform, eventWorld, sign } from '../tests/support/event-platform.ts'
import { type Cost, costFrom, costText, load } from './support/cost.ts'
import { atMost, type Measured, percentile, say } from './support/result.ts'
import { type Scratch, scratch } from './support/scratch.ts'
import { send } from './support/sender.ts'
import { served } from './support/served.ts'

const perSecond = 200
const goalMs = 100
const municipalities = 300
/** Deliveries of a quiet day: none waits when the next one comes. */
const quiet = { perSecond: 5, count: 100 }

/**
 * Deliveries at an even rate, sent by another process: first with the worker off, for what a delivery costs the web; then
 * with the worker on in the same process, as `start` has it, among many municipalities; beside a route that does nothing.
 */
export async function run(size = 2_000): Promise<Measured[]> {
  const place = await scratch()
  try {
    return await measure(place, Math.min(size, 2_000))
  } finally {
    await place.close()
  }
}

async function measure(place: Scratch, count: number): Promise<Measured[]> {
  const stage = await openStage(place)
  try {
    const alone = await stage.costOf(count)
    say(`a delivery, the worker off: ${costText(alone)}`)
    await stage.startWorker()
    const anchor = await send({
      url: stage.health,
      perSecond,
      calls: Array.from({ length: count }, () => ({})),
    })
    const few = await stage.deliver(quiet.count, quiet.perSecond)
    const many = await stage.deliver(count, perSecond)
    say(`a delivery, the worker on: ${costText(many.cost)}`)
    say(`answers: p50 ${half(many.answers)} ms; /healthz: p50 ${half(anchor.times)} ms`)
    say(`the sender itself was late, which is not counted: p99 ${late(many.late)} ms`)
    say(`to the committed item at ${perSecond}/s: p50 ${half(many.waits)} ms, p99 ${late(many.waits)} ms`)
    say(`to the committed item at ${quiet.perSecond}/s: p50 ${half(few.waits)} ms, p99 ${late(few.waits)} ms`)
    const bare = percentile(anchor.times, 0.99)
    const p99 = percentile(many.answers, 0.99)
    return [
      {
        ...atMost(
          `webhooks, ${perSecond}/s, ${municipalities} municipalities: the answer, load ${many.load}`,
          p99,
          goalMs,
          'ms p99',
        ),
        anchor: `${bare.toFixed(1)} ms p99 /healthz`,
        ratio: p99 / bare,
      },
      atMost(
        `from a webhook to its item committed, ${quiet.perSecond}/s, load ${few.load}`,
        percentile(few.waits, 0.99),
        1_000,
        'ms p99',
      ),
      // One to keep it, and a share of the word to the worker.
      atMost('round trips a delivery', alone.trips, 1.6, 'trips'),
    ]
  } finally {
    await stage.close()
  }
}

const half = (times: readonly number[]): string => percentile(times, 0.5).toFixed(1)
const late = (times: readonly number[]): string => percentile(times, 0.99).toFixed(0)

async function openStage(place: Scratch) {
  for (let n = 2; n <= municipalities; n += 1)
    await addMunicipality(place.house, { name: `Kommun ${n}`, policy: 'falun', host: `kommun${n}.test` })
  const world = eventWorld()
  const platform = eventPlatform([], world)
  const platforms = new Map([[platform.id, platform]])
  const server = await served(place, platforms)
  const { house } = server
  const own = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  const actor = systemActor(own)
  const account = await registerAccount(house, actor, platform, {
    platform: platform.id,
    name: 'Sidan',
    department: 'Kommunledning',
    settings: { app: 'one', page: 'page' },
    secrets: { appSecret: 'shared', token: 't' },
  })
  const path = new URL((await webhookAddress(house, actor, platform, account)) ?? '').pathname
  // Connections of its own, as src/app/compose.ts gives it.
  const background = createPool(place.app, house.log)
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined
  const sendOut = async (count: number, rate: number) => {
    const ids = Array.from({ length: count }, () => randomUUID())
    const calls = ids.map((id) => {
      world.comments.set(id, `kommentar ${id}`)
      const body = JSON.stringify({ id, page: 'page', items: [id] })
      return { body, signature: sign(Buffer.from(body), 'shared') }
    })
    const { times, late, sentAt } = await send({ url: `${server.url}${path}`, perSecond: rate, calls })
    return { times, late, load: load(), sentAt: new Map(ids.map((id, at) => [id, sentAt[at] ?? 0])) }
  }
  return {
    health: `${server.url}/healthz`,
    /** Round trips and milliseconds of processor time a delivery, HTTP and all. */
    async costOf(count: number): Promise<Cost> {
      await sendOut(perSecond, perSecond)
      const cost = costFrom(place, server.trips)
      await sendOut(count, perSecond)
      return cost(count)
    },
    async startWorker() {
      worker = await startWorker({ house, pool: background }, platforms)
      await untilAll(place, world.comments.size)
    },
    /** Milliseconds of processor time a delivery until its item is committed, all that goes on meanwhile included. */
    async deliver(count: number, rate: number) {
      const cost = costFrom(place, server.trips)
      const { times, late, load, sentAt } = await sendOut(count, rate)
      const waits = await waitsOf(place, world.comments.size, sentAt)
      return { answers: times, late, load, waits, cost: cost(count) }
    },
    async close() {
      await worker?.stop()
      await background.end()
      await server.close()
    },
  }
}

async function untilAll(place: Scratch, count: number): Promise<void> {
  for (;;) {
    const { rows } = await place.owner.query('SELECT count(*)::int AS n FROM item')
    if (rows[0].n >= count) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Milliseconds from each delivery to its item's acceptance, once all are there. */
async function waitsOf(
  place: Scratch,
  count: number,
  sentAt: ReadonlyMap<string, number>,
): Promise<number[]> {
  await untilAll(place, count)
  const { rows } = await place.owner.query('SELECT platform_id, collected_at FROM item')
  return rows
    .filter(({ platform_id }) => sentAt.has(platform_id))
    .map(({ platform_id, collected_at }) => collected_at.getTime() - (sentAt.get(platform_id) ?? 0))
}
