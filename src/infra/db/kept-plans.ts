import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { isOutdatedPlan } from './sqlstate.ts'

/** Statements whose plans are kept, and how long their texts may be: each connection has its own of each. */
const atMost = { statements: 200, characters: 3_000 }
/** A statement's plan is kept from this time on. */
const oftenEnough = 3
/** Texts that are counted before all are counted anew: some have a length for each number of rows. */
const countedTexts = 2_000

const counts = new Map<string, number>()
const names = new Map<string, string>()

/** @returns the name under which connections know the statement, when it comes often. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= atMost.statements || text.length > atMost.characters) return known
  const count = (counts.get(text) ?? 0) + 1
  if (counts.size >= countedTexts) counts.clear()
  counts.set(text, count)
  if (count < oftenEnough) return undefined
  const name = `kept_${names.size}`
  names.set(text, name)
  return name
}

/**
 * A pool whose connections keep the plans of what they are asked often: for those who ask the same small questions all
 * day, of which reading and planning cost PostgreSQL more than answering. Not for questions whose best plan hangs on what
 * is asked for, as a search's does. A connection whose plans are outdated is given up after its transaction.
 */
export const keepingPlans = (pool: pg.Pool): PostgresPool => ({
  options: pool.options,
  end: () => pool.end(),
  async connect() {
    const client = await pool.connect()
    let outdated = false
    const query = async (text: string, values: unknown[]): Promise<unknown> => {
      const name = values.length > 0 ? nameOf(text) : undefined
      if (name === undefined) return client.query(text, values)
      try {
        return await client.query({ name, text, values })
      } catch (thrown) {
        outdated ||= isOutdatedPlan(thrown)
        throw thrown
      }
    }
    const release = (destroy = false): void => client.release(destroy || outdated)
    // Kysely asks no more of a client.
    return { query, release } as PostgresPoolClient
  },
})
