import { randomUUID } from 'node:crypto'
import { bareMunicipality } from '../tests/support/house.ts'
import { loadRows, saveRows } from './support/copy.ts'
import { importer } from './support/importer.ts'
import { durableInserts, inserts, liveItems } from './support/live.ts'
import { atMost, type Measured, ratio, say, timed } from './support/result.ts'
import { type Scratch, scratch } from './support/scratch.ts'

const chunk = 50_000

/**
 * Bulk import, a chunk at a time, each followed by COPY of the very same finished rows into the same tables of another
 * server with the same settings; then live items from eight callers beside inserts of their finished rows.
 */
export async function run(size = 1_000_000): Promise<Measured[]> {
  const [own, other] = [await scratch(), await scratch()]
  try {
    return [...(await live(own)), ...(await bulk(own, other, size))]
  } finally {
    await own.close()
    await other.close()
  }
}

async function bulk(own: Scratch, other: Scratch, size: number): Promise<Measured[]> {
  const municipalityId = await bareMunicipality(own, 1)
  await bareMunicipality(other, 1)
  const imports = await importer(own.folder)
  const accountId = randomUUID()
  const total = { own: 0, anchor: 0, resident: 0 }
  const client = await own.owner.connect()
  const otherClient = await other.owner.connect()
  try {
    for (let from = 0; from < size; from += chunk) {
      const count = Math.min(chunk, size - from)
      const { rows } = await client.query('SELECT coalesce(max(outbox_id), 0)::int AS last FROM outbox')
      const taken = await imports.ask({ municipalityId, accountId, count, seed: from + 1 })
      if (taken.taken !== count) throw new Error(`${taken.taken} of ${count} were taken in`)
      total.resident = taken.resident
      const slice = { municipalityId, from, to: from + count, outboxAfter: rows[0]?.last ?? 0 }
      await saveRows(client, slice, own.folder)
      const copied = await timed(() => loadRows(otherClient, own.folder))
      total.own += taken.ms
      total.anchor += copied.ms
      say(
        `${from + count}: import ${Math.round(taken.ms)} ms, COPY ${Math.round(copied.ms)} ms, ratio ${(copied.ms / taken.ms).toFixed(2)}, ${Math.round(taken.resident / 2 ** 20)} MB`,
      )
    }
  } finally {
    client.release()
    otherClient.release()
    await imports.end()
  }
  return [
    ratio(
      `bulk import of ${size} records`,
      { count: size, ms: total.own },
      { name: 'COPY of the same rows', count: size, ms: total.anchor },
      0.7,
    ),
    atMost(`memory while importing ${size} records`, total.resident / 2 ** 20, 300, 'MB'),
  ]
}

const rounds = 2
const seconds = 5

/** Round about: inserts, then items, so that both meet the same machine. */
async function live(place: Scratch): Promise<Measured[]> {
  const municipalityId = await bareMunicipality(place, 2)
  const own = { count: 0, ms: 0 }
  const whole = { count: 0, ms: 0, name: '' }
  const slowest: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const bare = await durableInserts(place, inserts.bare, seconds)
    const rows = await durableInserts(place, inserts.whole, seconds)
    const items = await liveItems(place, municipalityId, seconds, 1_000_000 + round)
    Object.assign(whole, { count: whole.count + rows.count, ms: whole.ms + rows.ms, name: rows.name })
    own.count += items.count
    own.ms += items.ms
    slowest.push(items.p99)
    const rates = [items, rows, bare].map(({ count, ms }) => Math.round((count * 1000) / ms))
    say(`live ${rates[0]}/s, finished rows of one item ${rates[1]}/s, a row of a bare table ${rates[2]}/s`)
  }
  return [
    ratio('live items, one each from 8 callers, beside their finished rows', own, whole, 0.7),
    atMost('a live item until it is committed, p99', Math.max(...slowest), 50, 'ms'),
  ]
}
