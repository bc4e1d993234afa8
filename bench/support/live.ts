import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { AccountId, MunicipalityId } from '../../src/kernel/index.ts'
import { startIntake } from '../../src/modules/archive/index.ts'
import { syntheticItem } from './items.ts'
import { seeded } from './random.ts'
import { percentile } from './result.ts'
import type { Scratch } from './scratch.ts'
import { vocabulary } from './words.ts'

const callers = 8

export interface LiveResult {
  readonly count: number
  readonly ms: number
  readonly p99: number
}

/** Eight callers, each with one item at a time, for some seconds; each waits until its item is committed. */
export async function liveItems(
  { house }: Scratch,
  municipalityId: MunicipalityId,
  seconds: number,
  seed: number,
): Promise<LiveResult> {
  const intake = startIntake(house)
  const [random, words] = [seeded(seed), vocabulary()]
  const accountId = randomUUID() as AccountId
  const latencies: number[] = []
  const begun = performance.now()
  const call = async (): Promise<void> => {
    while (performance.now() - begun < seconds * 1000) {
      const item = syntheticItem(random, words, randomUUID())
      const from = performance.now()
      await intake.take(municipalityId, accountId, item)
      latencies.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return { count: latencies.length, ms: performance.now() - begun, p99: percentile(latencies, 0.99) }
}

const tables = `CREATE TABLE IF NOT EXISTS one_row (municipality_id int, id bigint GENERATED ALWAYS AS IDENTITY, body text NOT NULL, PRIMARY KEY (municipality_id, id))`

/** A row of a table without anything but a key; and an item's own row, with its full text and its indexes. */
export const inserts = {
  bare: `INSERT INTO one_row (municipality_id, body) VALUES (1, repeat('uppsikt ', 32))`,
  item: `INSERT INTO item (municipality_id, record_id, version, account_id, kind, direction, platform_id, version_key, author, text, state, published_at, collected_at)
    VALUES (3, gen_random_uuid(), 1, '11111111-1111-4111-8111-111111111111', 'comment', 'received', gen_random_uuid()::text, 'v', 'Lena Berg',
    'När blir lekplatsen vid skolan klar, barnen har väntat hela hösten och ingen på kommunen svarar när vi frågar om den', 'visible', now(), now())`,
} as const

/** The anchor: durable one-row inserts at eight connections, on the same server. Says what made them. */
export async function oneRowInserts(
  place: Scratch,
  insert: string,
  seconds: number,
): Promise<{ count: number; ms: number; name: string }> {
  await place.owner.query(tables)
  const config = place.owner.options
  return existsSync('/usr/bin/pgbench')
    ? byPgbench(place, config, insert, seconds)
    : byNode(config, insert, seconds)
}

async function byPgbench({ folder }: Scratch, config: pg.PoolConfig, insert: string, seconds: number) {
  mkdirSync(folder, { recursive: true })
  const script = join(folder, 'one-row.sql')
  writeFileSync(script, `${insert.replaceAll('\n', ' ')};\n`)
  const { stdout } = await promisify(execFile)(
    '/usr/bin/pgbench',
    ['-n', '-c', '8', '-j', '2', '-T', String(seconds), '-f', script, config.database ?? ''],
    {
      env: {
        ...process.env,
        PGHOST: config.host?.replace('/proc/self/', `/proc/${process.pid}/`),
        PGPORT: String(config.port),
        PGUSER: config.user,
        PGPASSWORD: String(config.password),
      },
    },
  )
  const count = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1])
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
  return { count, ms: (count / perSecond) * 1000, name: 'pgbench -c 8' }
}

async function byNode(config: pg.PoolConfig, insert: string, seconds: number) {
  const clients = Array.from({ length: callers }, () => new pg.Client(config))
  for (const client of clients) await client.connect()
  let count = 0
  const begun = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() - begun < seconds * 1000) {
        await client.query({ name: `one-row-${insert.length}`, text: insert })
        count += 1
      }
    }),
  )
  const ms = performance.now() - begun
  for (const client of clients) await client.end()
  return { count, ms, name: 'node, 8 connections, prepared' }
}
