import { loadavg } from 'node:os'
import { systemActor } from '../src/access/index.ts'
import { createApp } from '../src/app/http.ts'
import { createDb, createPool } from '../src/infra/db/index.ts'
import type { House } from '../src/infra/house.ts'
import { silentLog } from '../src/infra/log/index.ts'
import type { AccountId, MunicipalityId, StaffId } from '../src/kernel/index.ts'
import { registerAccount } from '../src/modules/accounts/index.ts'
import { addMunicipality, addStaff, startSession } from '../src/modules/organisation/index.ts'
import { catalogue } from '../src/platforms/catalogue.ts'
import { listen } from '../tests/support/browser.ts'
import { processorTime } from './support/cpu.ts'
import { importProcess } from './support/import-process.ts'
import { atMost, type Measured, percentile, say } from './support/result.ts'
import { type Scratch, scratch } from './support/scratch.ts'
import { type Times, tenPeople } from './support/ten-people.ts'
import { countTrips } from './support/trips.ts'

const goals = { screen: 100, act: 150 }
const few = 100
const people = 10
const accounts = 20
const turns = 4
/** Each person asks for something this often, milliseconds: far more often than anybody reads. */
const pause = 500

interface Town {
  readonly municipalityId: MunicipalityId
  readonly host: string
  readonly sessions: readonly string[]
  readonly accounts: readonly AccountId[]
}

/**
 * A queue of 100,000 open tasks: ten people at once through its pages and items over HTTP, as the application's role;
 * beside the same ten in a municipality with a hundred tasks, in the same database.
 */
export async function run(size = 100_000): Promise<Measured[]> {
  const place = await scratch()
  try {
    const large = await town(place.house, 'stor')
    const small = await town(place.house, 'liten')
    await fill(place, large, size)
    await fill(place, small, few)
    await place.owner.query('VACUUM ANALYZE')
    return await measure(place, large, small, size)
  } finally {
    await place.close()
  }
}

async function town(house: House, name: string): Promise<Town> {
  const host = `${name}.test`
  const municipalityId = await addMunicipality(house, { name, policy: 'falun', host })
  const actor = systemActor(municipalityId)
  const platform = catalogue.get('wordpress')
  if (!platform) throw new Error('no platform')
  const all: AccountId[] = []
  for (let n = 0; n < accounts; n += 1) {
    const account = {
      platform: platform.id,
      name: `Bloggen ${n}`,
      department: n % 4 ? `Förvaltning ${n % 4}` : 'Kultur',
      settings: { url: 'https://exempel.se', username: 'u' },
      secrets: { password: 'p' },
    }
    all.push(await registerAccount(house, actor, platform, account))
  }
  const sessions: string[] = []
  for (let n = 0; n < people; n += 1) {
    const roles =
      n % 2 ? [{ role: 'editor' as const, department: 'Kultur' }] : [{ role: 'communicator' as const }]
    const email = `p${n}@${host}`
    const { staffId } = await addStaff(house, actor, { email, name: `Person ${n}`, roles })
    sessions.push((await startSession(house, municipalityId, staffId as StaffId)).token)
  }
  return { municipalityId, host, sessions, accounts: all }
}

/** One thing in a thousand is urgent, one in twenty a question, a fifth has reasons; and half as many are done. */
async function fill(place: Scratch, { municipalityId, accounts: own }: Town, size: number): Promise<void> {
  const importer = await importProcess(place.folder)
  const count = Math.ceil((size * 1.5) / own.length)
  for (const [n, accountId] of own.entries())
    await importer.take({ municipalityId, accountId, count, seed: n + 1 })
  await importer.close()
  await place.owner.query(
    `INSERT INTO task (municipality_id, task_id, kind, subject_id, record_id, account_id, department_id, labels, urgency,
       due_at, created_at, seen_at, done_at, outcome)
     SELECT i.municipality_id, gen_random_uuid(), 'item', i.record_id::text, i.record_id, i.account_id, a.department_id,
       CASE WHEN n.at % 1000 = 0 THEN '{threat}'::text[] WHEN n.at % 20 = 0 THEN '{question}'
            WHEN n.at % 5 = 0 THEN '{profanity}' ELSE '{}' END,
       CASE WHEN n.at % 1000 = 0 THEN 0 WHEN n.at % 20 = 0 THEN 1 WHEN n.at % 5 = 0 THEN 2 ELSE 3 END,
       i.published_at + interval '1 day', i.published_at, i.published_at + interval '1 hour',
       CASE WHEN n.at > $2 THEN i.published_at + interval '2 hours' END,
       CASE WHEN n.at > $2 THEN 'lookedThrough' END
     FROM (SELECT *, row_number() OVER (ORDER BY hashtext(record_id::text)) AS at FROM item WHERE municipality_id = $1) n
     JOIN item i USING (municipality_id, record_id) JOIN account a ON a.municipality_id = i.municipality_id AND a.account_id = i.account_id`,
    [municipalityId, size],
  )
}

async function measure(place: Scratch, large: Town, small: Town, size: number): Promise<Measured[]> {
  const pool = createPool({ ...place.app, max: 10 }, silentLog)
  const trips = countTrips(pool)
  const house = { ...place.house, db: createDb(pool) }
  const server = await listen(createApp(house).fetch)
  const go = (where: Town, times: number) =>
    tenPeople({
      url: server.url,
      host: where.host,
      sessions: where.sessions,
      accountId: where.accounts[0] as string,
      turns: times,
      pause,
    })
  try {
    // What is read and compiled once is not what is measured.
    await go(large, 1)
    const anchor = await go(small, turns)
    const [before, sent] = [processorTime(place), trips.count]
    const found = await go(large, turns)
    const after = processorTime(place)
    const asked = Object.values(found).flat().length
    const load = (loadavg()[0] ?? 0).toFixed(1)
    say(
      `a request: ${((trips.count - sent) / asked).toFixed(1)} round trips, ${((after.program - before.program) / asked).toFixed(1)} ms of processor time in the program and ${((after.database - before.database) / asked).toFixed(1)} ms in PostgreSQL; load ${load}`,
    )
    return lines(found, anchor, `${size} open, load ${load}`)
  } finally {
    await server.close()
    await pool.end()
  }
}

const lines = (found: Times, anchor: Times, where: string): Measured[] =>
  Object.entries(found).map(([what, times]) => {
    const [p95, bare] = [percentile(times, 0.95), percentile(anchor[what] ?? [], 0.95)]
    return {
      ...atMost(
        `queue, ${people} at once: ${what}, p50 ${percentile(times, 0.5).toFixed(0)}, ${where}`,
        p95,
        what.startsWith('act') ? goals.act : goals.screen,
        'ms p95',
      ),
      anchor: `${bare.toFixed(0)} ms p95 with ${few} open`,
      ratio: p95 / bare,
    }
  })
