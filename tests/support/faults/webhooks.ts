import { systemActor } from '../../../src/access/index.ts'
import { createApp } from '../../../src/app/http.ts'
import { startWorker } from '../../../src/app/worker.ts'
import { createPool, withMunicipality } from '../../../src/infra/db/index.ts'
import { silentLog } from '../../../src/infra/log/index.ts'
import { systemClock } from '../../../src/kernel/index.ts'
import { registerAccount, webhookAddress } from '../../../src/modules/accounts/index.ts'
import { verifyArchive } from '../../../src/modules/archive/index.ts'
import { addMunicipality } from '../../../src/modules/organisation/index.ts'
import { type EventWorld, eventPlatform, eventWorld, sign, type Told } from '../event-platform.ts'
import { testHouse } from '../house.ts'
import { randomFrom } from '../random.ts'

interface Call {
  readonly told: Told
  readonly body: Buffer
  readonly signature: string
  readonly right: boolean
}

/** Callers at once. */
const callers = 16
const badShare = 0.1
const againShare = 0.3

/**
 * `count` deliveries: three in ten of them again, one in ten with a wrong signature, all in disorder, while the comments
 * that they name are written, changed and taken away.
 */
function deliveries(count: number, random: () => number): { calls: Call[]; right: number } {
  const bad = Math.round(count * badShare)
  const again = Math.round(count * againShare)
  const right = count - bad - again
  const call = (told: Told, secret: string): Call => {
    const body = Buffer.from(JSON.stringify(told))
    return { told, body, signature: sign(body, secret), right: secret === 'shared' }
  }
  const told = (n: number): Told => {
    // Two deliveries a comment on the average; one in five says that it is gone.
    const ids = [`c${Math.floor(random() * (count / 3))}`]
    return { id: String(n), page: 'page', ...(random() < 0.2 ? { gone: ids } : { items: ids }) }
  }
  const calls = Array.from({ length: right }, (_, n) => call(told(n), 'shared'))
  for (let n = 0; n < again; n += 1) calls.push(calls[Math.floor(random() * right)] as Call)
  for (let n = 0; n < bad; n += 1) {
    const forged = { id: `bad${n}`, page: 'page', items: [`forged${n}`] }
    calls.push(call(forged, 'wrong'))
  }
  for (let at = calls.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    ;[calls[at], calls[other]] = [calls[other] as Call, calls[at] as Call]
  }
  return { calls, right }
}

/** Sends them to the web application while a worker reads them, and sets the archive against what the platform holds. */
export async function sendWebhooks(count: number, seed: number) {
  const random = randomFrom(seed)
  const world = eventWorld()
  const stage = await openStage(world)
  try {
    const { calls, right } = deliveries(count, random)
    const told = new Set<string>()
    let [badAccepted, refused, later, at] = [0, 0, 0, 0]
    const unexpected: number[] = []
    const send = async (): Promise<void> => {
      for (let call = calls[at++]; call; call = calls[at++]) {
        happen(world.comments, call, told, random)
        const status = await stage.post(call)
        // As a platform does: what could not be kept just now is sent again.
        if (status === 503) {
          later += 1
          calls.push(call)
          continue
        }
        if (call.right && status !== 200) refused += 1
        if (!call.right && status < 300) badAccepted += 1
        if (status !== (call.right ? 200 : 404)) unexpected.push(status)
      }
    }
    const began = performance.now()
    await Promise.all(Array.from({ length: callers }, send))
    const sentMs = Math.round(performance.now() - began)
    await stage.settle()
    const settledMs = Math.round(performance.now() - began)
    const named = new Set(
      calls
        .filter((call) => call.right)
        .flatMap(({ told: { items = [], gone = [] } }) => [...items, ...gone]),
    )
    const kept = await stage.kept()
    const here = new Map(
      kept.items.filter(({ state }) => state !== 'gone').map((item) => [item.platform_id, item]),
    )
    return {
      seed,
      count,
      right,
      sentMs,
      settledMs,
      refused,
      later,
      badAccepted,
      unexpected,
      ...kept.counts,
      items: kept.items.length,
      fetched: world.fetched.length,
      forged: kept.items.filter(({ platform_id }) => platform_id.startsWith('forged')).length,
      twice: kept.items.length - new Set(kept.items.map(({ platform_id }) => platform_id)).size,
      lost: [...named].filter((id) => world.comments.has(id) && !here.has(id)).length,
      wrong: [...here.values()].filter(({ platform_id, text }) => world.comments.get(platform_id) !== text)
        .length,
      problems: await stage.problems(),
    }
  } finally {
    await stage.close()
  }
}

/** What the result of `right` deliveries must say. */
export const exactlyOnce = (right: number) => ({
  ...{ deliveries: right, refused: 0, badAccepted: 0, unexpected: [], forged: 0, unread: 0, waiting: 0 },
  ...{ twice: 0, versionsTwice: 0, withoutWebhook: 0, lost: 0, wrong: 0, problems: 0 },
})

async function openStage(world: EventWorld) {
  const place = await testHouse()
  const house = { ...place.house, clock: systemClock }
  const platform = eventPlatform([], world)
  const platforms = new Map([[platform.id, platform]])
  const municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  const actor = systemActor(municipality)
  const account = await registerAccount(house, actor, platform, {
    platform: platform.id,
    name: 'Sidan',
    department: 'Kommunledning',
    settings: { app: 'one', page: 'page' },
    secrets: { appSecret: 'shared', token: 't' },
  })
  const address = (await webhookAddress(house, actor, platform, account)) ?? ''
  const app = createApp(house, platforms)
  // Connections of its own, as src/app/compose.ts gives it.
  const background = createPool(place.database.appConfig, silentLog)
  const worker = await startWorker({ house, pool: background }, platforms)
  let stopping: Promise<void> | undefined
  const stopped = (): Promise<void> => {
    stopping ??= worker.stop()
    return stopping
  }
  const number = async (text: string): Promise<number> =>
    Number((await place.database.owner.query(text)).rows[0].n)
  return {
    post: async ({ body, signature }: Call): Promise<number> => {
      const headers = { 'x-signature': signature }
      const request = new Request(address, { method: 'POST', body: new Uint8Array(body), headers })
      return (await app.fetch(request)).status
    },
    /** Until every delivery is read and nothing waits. */
    async settle(): Promise<void> {
      const left = `SELECT (SELECT count(*) FROM outbox WHERE event = 'deliveries.kept')
        + (SELECT count(*) FROM graphile_worker.jobs
            WHERE task_identifier IN ('collection.takeEvents', 'collection.takeItems')) AS n`
      while ((await number(left)) > 0) await new Promise((resolve) => setTimeout(resolve, 100))
      await stopped()
    },
    kept: async () => ({
      items: await withMunicipality(house.db, municipality, (tx) =>
        tx.selectFrom('item').select(['platform_id', 'text', 'state']).execute(),
      ),
      counts: {
        deliveries: await number('SELECT count(*) AS n FROM webhook_delivery'),
        unread: await number(
          'SELECT count(*) AS n FROM webhook_delivery LEFT JOIN webhook_read r USING (registration_id, sha256) WHERE r.sha256 IS NULL',
        ),
        waiting: await number('SELECT count(*) AS n FROM event_item'),
        versions: await number('SELECT count(*) AS n FROM entry JOIN item USING (record_id)'),
        // The same words twice in a row of one comment would be one version taken twice.
        versionsTwice: await number(`SELECT count(*) AS n FROM (
          SELECT fields::json->>'text' = lag(fields::json->>'text') OVER w AND type = lag(type) OVER w AS same
            FROM content JOIN entry USING (record_id, version) JOIN item USING (record_id)
          WINDOW w AS (PARTITION BY record_id ORDER BY content.version)) v WHERE same`),
        withoutWebhook: await number(`SELECT count(*) AS n FROM entry JOIN item USING (record_id)
          WHERE NOT EXISTS (SELECT FROM part p WHERE p.record_id = entry.record_id AND p.version = entry.version
            AND p.name = 'webhook')`),
      },
    }),
    problems: async () => (await verifyArchive(house, municipality)).problems.length,
    async close(): Promise<void> {
      await stopped()
      await background.end()
      await place.close()
    },
  }
}

/**
 * What a delivery tells of happens just before it is first sent, and nothing else does: so the archive must end as the
 * platform does. Half of the tellings are of something that stands as it did.
 */
function happen(comments: Map<string, string>, call: Call, told: Set<string>, random: () => number): void {
  const { id, items = [], gone = [] } = call.told
  if (told.has(id)) return
  told.add(id)
  if (random() < 0.5 && items.every((one) => comments.has(one))) return
  for (const one of items) comments.set(one, `kommentar ${one} efter ${id}`)
  for (const one of gone) comments.delete(one)
}
