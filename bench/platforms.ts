import type { Json } from '../src/kernel/index.ts'
import { settableClock } from '../src/kernel/index.ts'
import { paceOf, rhythm } from '../src/modules/collection/rules.ts'
import { catalogue } from '../src/platforms/catalogue.ts'
import type { Connection, ItemRef, Platform } from '../src/platforms/contract.ts'
import { stages } from '../tests/support/answers/stages.ts'
import { platformOf } from '../tests/support/platform.ts'
import { type Measured, say } from './support/result.ts'

const accounts = 100
const dayMillis = 86_400_000
/** A believable account: so much within the reconciliation's window, and so many new comments a day. */
const believable = { posts: 300, commentsPerPost: 5, newPerDay: 20 }
/** A day when everybody writes. */
const storm = 3

/** What a platform lets 100 accounts ask for in a day (reference/platforms.md), at which each is counted. */
interface Limit {
  readonly perDay: number
  /** Said of one account: its own limit, or its part of what all share. */
  readonly words: string
}

const account = (perDay: number, words: string): Limit => ({ perDay: perDay * accounts, words })
const published: Readonly<Record<string, Limit>> = {
  facebook: account(4_800, '4 800 × engaged users per page and day; one user'),
  instagram: account(
    4_800,
    '4 800 × impressions per account and day; the formula from memory; one impression',
  ),
  threads: account(48_000, '4 800 × impressions per account and day, counted as ten at least'),
  youtube: { perDay: 8_000, words: '10 000 units per project and day, 8 000 of them for rounds' },
  mastodon: account(86_400, '300 per 5 minutes and account'),
  bluesky: { perDay: 864_000, words: '3 000 per 5 minutes and address' },
}

interface Costs {
  /** The platform counts units, not questions; then its limit leaves a reserve for orders. */
  readonly counted: boolean
  readonly first: number
  readonly quiet: number
  readonly busy: number
  readonly reconcile: number
}

/** Counts quota units where the platform counts them, otherwise requests. */
function counting(connection: Connection): {
  readonly connection: Connection
  readonly counted: () => boolean
  take(): number
} {
  let [requests, units, counted] = [0, 0, false]
  return {
    counted: () => counted,
    connection: {
      ...connection,
      http: {
        request: (request) => {
          requests++
          return connection.http.request(request)
        },
      },
      quota: {
        take: async (name, count) => {
          units += count
          if (name === 'units') counted = true
          return true
        },
      },
    },
    take: () => {
      const used = units > 0 ? units : requests
      ;[requests, units] = [0, 0]
      return used
    },
  }
}

async function costsOf(id: string, posts: number, times = 1): Promise<Costs> {
  const [platform, open] = [catalogue.get(id), stages[id]]
  if (!platform || !open) throw new Error(`no double of ${id}`)
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const stage = await open(clock)
  const counted = counting(stage.connection)
  let cursor: Json | null = null
  const round = async (mode: 'new' | 'reconcile', from: string | null): Promise<number> => {
    for await (const page of platform.collection.round(counted.connection, { cursor, mode, since: from })) {
      if (!page.ok) throw new Error(`${id}: ${page.error.detail}`)
      cursor = page.value.cursor
    }
    return counted.take()
  }
  const written: ItemRef[] = []
  for (let n = 0; n < posts; n++) {
    // The last one stands apart, so that what was just changed is not the whole account.
    clock.advance(n === posts - 1 ? 20 * 60_000 : 1_000)
    const post = await stage.post(`Inlägg nummer ${n} om snöröjningen`)
    written.push(post)
    for (let m = 0; m < believable.commentsPerPost * times && platform.collects.comments; m++)
      await stage.comment(post, `Kommentar ${n}.${m}`)
  }
  clock.advance(10_000)
  const first = await round('reconcile', null)
  const window = new Date(clock.now().getTime() - rhythm.reconcileWindow).toISOString()
  // Past what platforms read again to be sure, which is 70 minutes at the most: most rounds of a day are like this one.
  clock.advance(90 * 60_000)
  await round('new', null)
  const quiet = await round('new', null)
  const newest = written.at(-1)
  clock.advance(10_000)
  if (newest && platform.collects.comments) await stage.comment(newest, 'En kommentar till')
  const busy = await round('new', null)
  const reconcile = await round('reconcile', window)
  await stage.close()
  return { counted: counted.counted(), first, quiet, busy, reconcile }
}

/** A day of one account among the 100, at the pace of its platform. */
function perDay(platform: Platform, { quiet, busy, reconcile }: Costs, times = 1): number {
  const pace = paceOf(platform, accounts)
  const [rounds, listings] = [dayMillis / pace.newEvery, dayMillis / pace.reconcileEvery]
  const answered = Math.min(believable.newPerDay * times, Math.max(0, rounds - listings))
  return Math.max(0, rounds - listings - answered) * quiet + answered * busy + listings * reconcile
}

/** The shortest time between rounds that stays within the share, when everything is listed again every `every`. */
function rhythmThatFits(costs: Costs, limit: Limit): string {
  for (const hours of [1, 6, 24, 168]) {
    const left =
      (limit.perDay * 0.8) / accounts - (24 / hours) * costs.reconcile - believable.newPerDay * costs.busy
    if (left <= costs.quiet) continue
    const seconds = Math.ceil((86_400 * costs.quiet) / left)
    if (seconds < 6 * 3_600) return `a round every ${Math.max(20, seconds)} s, all again every ${hours} h`
  }
  return 'no rhythm fits: a larger quota is needed'
}

/** Whether rounds stay within their part, and so leave the rest to orders, on a day of three times the traffic. */
async function stormLine(id: string, platform: Platform, limit: Limit, size: number): Promise<Measured> {
  const costs = await costsOf(id, Math.min(size, believable.posts), storm)
  const day = Math.round(perDay(platform, costs, storm) * accounts)
  say(
    `${id}, ${storm} times the traffic: quiet ${costs.quiet}, busy ${costs.busy}, reconcile ${costs.reconcile}`,
  )
  return {
    what: `${id}: ${storm} times the traffic, units`,
    value: day.toLocaleString('sv-SE'),
    anchor: `${limit.perDay.toLocaleString('sv-SE')} (${limit.words})`,
    ratio: day / limit.perDay,
    goal: '<= 1',
    met: day <= limit.perDay,
  }
}

/** What collecting 100 accounts costs a day at each platform, against what the platform has published. */
export async function run(size = believable.posts): Promise<Measured[]> {
  const lines: Measured[] = []
  for (const id of Object.keys(stages)) {
    const costs = await costsOf(id, Math.min(size, believable.posts))
    const platform = platformOf(id)
    const day = Math.round(perDay(platform, costs) * accounts)
    const limit = published[id]
    const { first, quiet, busy, reconcile } = costs
    say(`${id}: first ${first}, quiet ${quiet}, busy ${busy}, reconcile ${reconcile}`)
    const share = limit ? day / limit.perDay : undefined
    lines.push({
      what: `${id}: ${accounts} accounts a day, ${costs.counted ? 'units' : 'requests'}`,
      value: day.toLocaleString('sv-SE'),
      anchor: limit ? `${limit.perDay.toLocaleString('sv-SE')} (${limit.words})` : 'none published',
      ratio: share,
      goal:
        share === undefined || !limit
          ? 'no limit known'
          : share > 1
            ? `<= 1; ${rhythmThatFits(costs, limit)}`
            : '<= 1',
      met: share === undefined || share <= 1,
    })
    if (costs.counted && limit) lines.push(await stormLine(id, platform, limit, size))
  }
  return lines
}
