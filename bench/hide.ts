import { systemActor } from '../src/access/index.ts'
import { startWorker } from '../src/app/worker.ts'
import { createPool } from '../src/infra/db/index.ts'
import { silentLog } from '../src/infra/log/index.ts'
import { registerAccount, webhookAddress } from '../src/modules/accounts/index.ts'
import { addMunicipality } from '../src/modules/organisation/index.ts'
import { platformOf } from '../tests/support/platform.ts'
import { costFrom, costText, load } from './support/cost.ts'
import { facebookCrowd } from './support/facebook-crowd.ts'
import { atMost, type Measured, percentile, say } from './support/result.ts'
import { type Scratch, scratch } from './support/scratch.ts'
import { served } from './support/served.ts'
import { countTrips } from './support/trips.ts'

const perSecond = 200
const goalMs = 1_000
/** One comment in so many is caught by the word filter: ten a second. */
const oneIn = 20
/** How long the platform takes to answer: as fast as a double can, and as a platform far away. */
const answerTimes = [0, 100]

/**
 * Comments by webhook, 200 a second to one page, some caught by the word filter: from the webhook being sent to the
 * order to hide coming to the platform, the state before sealed in between. The web and the worker in one process, as
 * `start` has them; the platform in another. Beside the same for a single comment at a time.
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
  const background = createPool({ ...place.app, max: 10 }, silentLog)
  const worked = countTrips(background)
  const server = await served(place)
  const { house } = server
  const crowd = await facebookCrowd()
  const municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  const platform = platformOf('facebook')
  const actor = systemActor(municipality)
  const { url: api, appId, pageId, token, appSecret, verifyToken } = crowd.told
  const account = await registerAccount(house, actor, platform, {
    platform: platform.id,
    name: 'Kommunen',
    department: 'Kommunledning',
    settings: { api, appId, pageId },
    secrets: { token, appSecret, verifyToken },
  })
  const path = new URL((await webhookAddress(house, actor, platform, account)) ?? '').pathname
  const worker = await startWorker({ house, pool: background })
  const write = (rate: number, number: number, every: number, answerMilliseconds: number) =>
    crowd.ask({
      address: `${server.url}${path}`,
      perSecond: rate,
      count: number,
      oneIn: every,
      answerMilliseconds,
    })
  try {
    const lines: Measured[] = []
    // What autovacuum does within a quarter of a minute: a server that knows nothing of its tables finds other ways.
    await write(perSecond, 2_000, oneIn, 0)
    await place.owner.query('ANALYZE')
    for (const answerMilliseconds of answerTimes) {
      const alone = await write(2, 20, 1, answerMilliseconds)
      const cost = costFrom(place, () => server.trips() + worked.count)
      const found = await write(perSecond, count, oneIn, answerMilliseconds)
      say(
        `a comment: ${costText(cost(count))}; webhooks answered p50 ${percentile(found.answers, 0.5).toFixed(0)} ms, p99 ${percentile(found.answers, 0.99).toFixed(0)} ms; ${found.missed} not hidden`,
      )
      say(`where the time goes, p50/p99: ${await stages(place, count)}`)
      const p99 = found.missed > 0 ? Number.POSITIVE_INFINITY : percentile(found.toHide, 0.99)
      const bare = percentile(alone.toHide, 0.99)
      lines.push({
        ...atMost(
          `webhook to hide order, ${perSecond}/s, ${perSecond / oneIn}/s caught, answers in ${answerMilliseconds} ms, p50 ${percentile(found.toHide, 0.5).toFixed(0)}, load ${load()}`,
          p99,
          goalMs,
          'ms p99',
        ),
        anchor: `${bare.toFixed(0)} ms p99, p50 ${percentile(alone.toHide, 0.5).toFixed(0)}, at 2/s`,
        ratio: p99 / bare,
      })
    }
    return lines
  } finally {
    await crowd.end()
    await worker.stop()
    await server.close()
    await background.end()
  }
}

/** From each caught comment's webhook being taken to each of its stages, milliseconds; of the last `count` comments. */
async function stages({ owner }: Scratch, count: number): Promise<string> {
  const { rows } = await owner.query<Record<string, number>>(
    `WITH told AS (
       SELECT convert_from(bytes, 'UTF8')::jsonb #>> '{entry,0,changes,0,value,comment_id}' AS id, received_at
         FROM webhook_delivery ORDER BY received_at DESC LIMIT $1),
     step AS (SELECT measure_id, min(at) FILTER (WHERE kind = 'sealedBefore') AS sealed,
                     min(at) FILTER (WHERE kind = 'sent') AS sent FROM measure_step GROUP BY measure_id)
     SELECT extract(epoch FROM collected_at - received_at) AS "taken in",
            extract(epoch FROM screening.at - received_at) AS "being screened",
            extract(epoch FROM requested_at - received_at) AS "being decided",
            extract(epoch FROM sealed - received_at) AS "sealed",
            extract(epoch FROM sent - received_at) AS "sent"
       FROM told JOIN item ON item.platform_id = told.id JOIN measure USING (municipality_id, record_id)
       JOIN screening USING (municipality_id, record_id) JOIN step USING (measure_id)
      WHERE screening.version = 1`,
    [count],
  )
  return Object.keys(rows[0] ?? {})
    .map((stage) => {
      const times = rows.map((row) => Number(row[stage]) * 1_000)
      return `${stage} ${percentile(times, 0.5).toFixed(0)}/${percentile(times, 0.99).toFixed(0)}`
    })
    .join(', ')
}
