import { get } from 'node:http'
import { roles, systemActor } from '../src/access/index.ts'
import { createApp } from '../src/app/http.ts'
import { allRoutes } from '../src/app/routes.ts'
import { addStaff, startSession } from '../src/modules/organisation/index.ts'
import { catalogue } from '../src/platforms/catalogue.ts'
import { listen } from '../tests/support/browser.ts'
import { atMost, type Measured, percentile, say } from './support/result.ts'
import { type Scratch, scratch } from './support/scratch.ts'
import { fillTown, type Town, town } from './support/town.ts'

const goalMs = 100
const turns = 20
/** Pages that answer with what they are asked for alone: no screen. */
const noScreen = /^\/(webhooks|log|scim|readyz|healthz|metrics)\b/

/**
 * Every screen of the table of routes over HTTP at a million records, as somebody with every role meets it: lists, and
 * those that show one task, record or account. One person, so that nobody waits for another; ten at once: queue.ts.
 */
export async function run(size = 1_000_000): Promise<Measured[]> {
  const place = await scratch()
  try {
    const large = await town(place.house, 'stor')
    await fillTown(place, large, { open: size / 100, all: size })
    await fillAudit(place, large, size / 4)
    await place.owner.query('VACUUM ANALYZE')
    return await measure(place, large)
  } finally {
    await place.close()
  }
}

/** What a year of reading and deciding leaves behind. */
const fillAudit = ({ owner }: Scratch, { municipalityId }: Town, count: number) =>
  owner.query(
    `INSERT INTO audit_event (municipality_id, at, staff_id, actor, verb, subject_kind, subject_id)
     SELECT i.municipality_id, i.collected_at, s.staff_id, s.name, 'record.read', 'record', i.record_id::text
     FROM (SELECT * FROM item WHERE municipality_id = $1 LIMIT $2) i
     CROSS JOIN (SELECT staff_id, name FROM staff WHERE municipality_id = $1 LIMIT 1) s`,
    [municipalityId, count],
  )

async function measure(place: Scratch, where: Town): Promise<Measured[]> {
  const session = await everyRole(place, where)
  const server = await listen(createApp(place.house).fetch)
  const lines: Measured[] = []
  try {
    for (const path of await screensOf(place, where)) {
      const times: number[] = []
      const headers = { host: where.host, cookie: `uppsikt=${session}` }
      let status = 0
      for (let turn = 0; turn <= turns; turn += 1) {
        const begun = performance.now()
        status = await ask(`${server.url}${path}`, headers)
        // What is compiled and read once is not what is measured.
        if (turn > 0) times.push(performance.now() - begun)
      }
      if (status >= 400) {
        say(`not measured: ${path} answered ${status}`)
        continue
      }
      const p95 = percentile(times, 0.95)
      if (p95 > goalMs / 2)
        say(`${path}: p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`)
      lines.push(atMost(`screen ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '<id>')}`, p95, goalMs, 'ms p95'))
    }
    return lines
  } finally {
    await server.close()
  }
}

async function everyRole({ house }: Scratch, { municipalityId, host }: Town): Promise<string> {
  const { staffId } = await addStaff(house, systemActor(municipalityId), {
    email: `alla@${host}`,
    name: 'Alla Rollers',
    roles: roles.map((role) => ({ role })),
  })
  return (await startSession(house, municipalityId, staffId)).token
}

/** The paths of all screens whose parameters we can give; the rest is said. */
async function screensOf({ house, owner }: Scratch, { municipalityId, accounts }: Town): Promise<string[]> {
  const { rows } = await owner.query(
    `SELECT task_id, record_id FROM task WHERE municipality_id = $1 AND urgency = 1 AND done_at IS NULL LIMIT 1`,
    [municipalityId],
  )
  const ids: Readonly<Record<string, string>> = {
    ko: rows[0].task_id,
    dialog: rows[0].task_id,
    handlingar: rows[0].record_id,
    register: accounts[0] ?? '',
  }
  const paths: string[] = []
  for (const { method, path } of allRoutes(house, catalogue)) {
    if (method !== 'GET' || path === '/' || noScreen.test(path)) continue
    const id = ids[path.split('/')[1] ?? ''] ?? ':id'
    const filled = path.replace(/^(\/\w+\/):id\b/, `$1${id}`).replace(':account', accounts[0] ?? '')
    if (/[:*]/.test(filled)) say(`not asked: ${path}`)
    else paths.push(filled)
  }
  return paths
}

const ask = (url: string, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
      answer.on('error', reject)
    }).on('error', reject)
  })
