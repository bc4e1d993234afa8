import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Outcome } from '../contract.ts'

/**
 * What calls cost in quota units, and how many a day there are for one Google Cloud project
 * (developers.google.com/youtube/v3/determine_quota_cost). A day's units begin anew at midnight in California.
 */
export const cost = { list: 1, captionsList: 50, write: 50, captionsInsert: 400 } as const
const perDay = 10_000
/** Uploads are counted for themselves: so many a day, and no units. */
const uploadsPerDay = 100

/**
 * How far into the day's units each use may go, so that collecting never takes what hiding needs.
 * single: one item looked up, by a round as well as before and after an order.
 */
const mostFor = { round: 8_000, single: 9_000, order: perDay } as const
export type Use = keyof typeof mostFor

const pacific = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
})

const pacificParts = (at: Date) => {
  const parts = new Map(pacific.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour') }
}

const hour = 3_600_000

/** The next midnight in California. Clocks there change at two in the morning, so midnight is never in doubt. */
export function nextReset(now: Date): Date {
  const { year, month, day } = pacificParts(now)
  const winter = Date.UTC(year, month - 1, day + 1, 8)
  return new Date(pacificParts(new Date(winter)).hour === 0 ? winter : winter - hour)
}

const spent = (what: string, at: Date): Outcome<never> =>
  fail({
    kind: 'retryLater',
    at,
    detail: `${what} Det fortsätter av sig självt när dygnet börjar om hos YouTube.`,
  })

/** Takes units before the call is made; what is asked for and refused still counts at YouTube. */
export async function spend(connection: Connection, units: number, use: Use): Promise<Outcome<void>> {
  const until = nextReset(connection.clock.now())
  if (await connection.quota.take('units', units, mostFor[use], until)) return ok(undefined)
  return use === 'order'
    ? spent('Dagens utrymme hos YouTube är slut, så åtgärden väntar.', until)
    : spent('Hämtningens del av dagens utrymme hos YouTube är använd; resten sparas till åtgärder.', until)
}

export async function spendUpload(connection: Connection): Promise<Outcome<void>> {
  const until = nextReset(connection.clock.now())
  return (await connection.quota.take('uploads', 1, uploadsPerDay, until))
    ? ok(undefined)
    : spent(`YouTube tar emot ${uploadsPerDay} filmer om dygnet, och de är använda.`, until)
}
