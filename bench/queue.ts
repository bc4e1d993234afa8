import { costFrom, costText, load } from './support/cost.ts'
import { atMost, type Measured, percentile, say } from './support/result.ts'
import { type Scratch, scratch } from './support/scratch.ts'
import { served } from './support/served.ts'
import { type Times, tenPeople } from './support/ten-people.ts'
import { fillTown, people, type Town, town } from './support/town.ts'

const goals = { screen: 100, act: 150 }
const few = 100
const turns = 4
/** Each person asks for something this often, milliseconds: far more often than anybody reads. */
const pause = 500

/**
 * A queue of 100,000 open tasks: ten people at once through its pages and items over HTTP, as the application's role;
 * beside the same ten in a municipality with a hundred tasks, in the same database.
 */
export async function run(size = 100_000): Promise<Measured[]> {
  const place = await scratch()
  try {
    const large = await town(place.house, 'stor')
    const small = await town(place.house, 'liten')
    await fillTown(place, large, { open: size, all: size * 1.5 })
    await fillTown(place, small, { open: few, all: few * 1.5 })
    await place.owner.query('VACUUM ANALYZE')
    return await measure(place, large, small, size)
  } finally {
    await place.close()
  }
}

async function measure(place: Scratch, large: Town, small: Town, size: number): Promise<Measured[]> {
  const server = await served(place)
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
    const cost = costFrom(place, server.trips)
    const found = await go(large, turns)
    say(`a request: ${costText(cost(Object.values(found).flat().length))}; load ${load()}`)
    return lines(found, anchor, `${size} open, load ${load()}`)
  } finally {
    await server.close()
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
