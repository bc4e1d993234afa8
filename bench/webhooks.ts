import { randomUUID } from 'node:crypto'
import { systemActor } from '../src/access/index.ts'
import { createApp } from '../src/app/http.ts'
import { startWorker } from '../src/app/worker.ts'
import { registerAccount, webhookAddress } from '../src/modules/accounts/index.ts'
import { addMunicipality } from '../src/modules/organisation/index.ts'
import { listen } from '../tests/support/browser.ts'
import { eventPlatform, eventWorld, sign } from '../tests/support/event-platform.ts'
import { atMost, type Measured, percentile, say } from './support/result.ts'
import { municipality, type Scratch, scratch } from './support/scratch.ts'

const perSecond = 200
const goalMs = 100
const municipalities = 300

/** Deliveries at an even rate, among many municipalities; beside a route that does nothing, under the same load. */
export async function run(size = 2_000): Promise<Measured[]> {
  const place = await scratch()
  try {
    return await measure(place, Math.min(size, 2_000))
  } finally {
    await place.close()
  }
}

async function measure(place: Scratch, count: number): Promise<Measured[]> {
  const { house } = place
  for (let id = 2; id <= municipalities; id += 1) await municipality(place, id)
  const world = eventWorld()
  const platform = eventPlatform([], world)
  const platforms = new Map([[platform.id, platform]])
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
  const app = createApp(house, platforms)
  const server = await listen((request) => app.fetch(request))
  const worker = await startWorker({ house, pool: place.pool }, platforms)
  try {
    const anchor = await load(count, () => fetch(`${server.url}/healthz`))
    const sentAt = new Map<string, number>()
    const answers = await load(count, () => {
      const id = randomUUID()
      world.comments.set(id, `kommentar ${id}`)
      sentAt.set(id, Date.now())
      const body = JSON.stringify({ id, page: 'page', items: [id] })
      const headers = { 'x-signature': sign(Buffer.from(body), 'shared') }
      return fetch(`${server.url}${path}`, { method: 'POST', body, headers })
    })
    const waits = await untilCommitted(place, sentAt)
    const p99 = percentile(answers, 0.99)
    const bare = percentile(anchor, 0.99)
    const half = (times: readonly number[]): string => percentile(times, 0.5).toFixed(1)
    say(`webhook answers: p50 ${half(answers)} ms; /healthz: p50 ${half(anchor)} ms`)
    say(`delivery to committed item: p50 ${half(waits)} ms, p99 ${percentile(waits, 0.99).toFixed(0)} ms`)
    return [
      {
        ...atMost(
          `webhooks, ${perSecond}/s, ${municipalities} municipalities: the answer`,
          p99,
          goalMs,
          'ms p99',
        ),
        anchor: `${bare.toFixed(1)} ms p99 /healthz`,
        ratio: p99 / bare,
      },
      atMost('from a webhook to its item committed, the half', percentile(waits, 0.5), 1_000, 'ms p50'),
    ]
  } finally {
    await worker.stop()
    await server.close()
  }
}

/** Milliseconds of each answer; asked at an even rate whether or not those before are answered. */
async function load(count: number, ask: () => Promise<Response>): Promise<number[]> {
  const begun = performance.now()
  const times: number[] = []
  const asked: Promise<void>[] = []
  for (let n = 0; n < count; n += 1) {
    const due = begun + (n * 1000) / perSecond
    const early = due - performance.now()
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early))
    const one = async (): Promise<void> => {
      const answer = await ask()
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
      // From when it was due, so that a sender held up by the machine does not hide the wait.
      times.push(performance.now() - due)
    }
    asked.push(one())
  }
  await Promise.all(asked)
  return times
}

/** Milliseconds from each delivery to its item's acceptance, once all are there. */
async function untilCommitted(place: Scratch, sentAt: ReadonlyMap<string, number>): Promise<number[]> {
  for (;;) {
    const { rows } = await place.owner.query('SELECT platform_id, collected_at FROM item')
    if (rows.length >= sentAt.size)
      return rows.map(
        ({ platform_id, collected_at }) => collected_at.getTime() - (sentAt.get(platform_id) ?? 0),
      )
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
