import type pg from 'pg'

/** Counts the statements that a pool's connections send; each is a round trip. Before the first connection. */
export function countTrips(pool: pg.Pool): { count: number } {
  const trips = { count: 0 }
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown
    Object.assign(client, {
      query: (...given: unknown[]) => {
        trips.count += 1
        return query(...given)
      },
    })
  })
  return trips
}
