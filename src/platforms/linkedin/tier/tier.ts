import { isObject, type Json, ok } from '../../../kernel/index.ts'
import type { Connection, Outcome, RoundPage } from '../../contract.ts'
import { midnightAfter, saysDayIsOver, saysShareIsUsed } from '../failures.ts'

/**
 * In Development Tier a member may ask a hundred questions a day, until midnight UTC. No answer says which tier an app
 * is in, and every app begins there, so rounds are spread over the day until it is known to be in Standard Tier: by the
 * setting, or since more than a hundred questions were answered in a day. That is tried in the day's last hour, when
 * hardly anything is left to save for.
 */
const perDay = 100
/** Of them, what rounds may use; the rest is for what people order, and for looking at it. */
const forRounds = 75
/** Five rounds a day. */
const perRound = 15
const between = 4.8 * 3_600_000
const lastHour = 3_600_000
const week = 7 * 86_400_000

/** careful: Development Tier, as far as anybody knows · trying: the same, in the day's last hour */
type Pace = 'standard' | 'careful' | 'trying'

export interface Tier {
  readonly pace: Pace
  /** What a round is asked through: its questions are counted. */
  readonly connection: Connection
  /** Whether more questions than Development Tier has have been taken in this day. */
  readonly beyond: () => boolean
}

const timeIn = (cursor: Json | null, name: 'ranOut' | 'beyond'): number | undefined => {
  const at = isObject(cursor) ? cursor[name] : undefined
  return typeof at === 'number' ? at : undefined
}

function paceAt({ settings, clock }: Connection, cursor: Json | null): Pace {
  const now = clock.now()
  const ranOut = timeIn(cursor, 'ranOut')
  const learnt = ranOut !== undefined && now.getTime() - ranOut < week
  if (!learnt && (settings['tier'] === 'standard' || timeIn(cursor, 'beyond') !== undefined))
    return 'standard'
  return !learnt && midnightAfter(now).getTime() - now.getTime() <= lastHour ? 'trying' : 'careful'
}

export function tierOf(connection: Connection, cursor: Json | null): Tier {
  const pace = paceAt(connection, cursor)
  const { take } = connection.quota
  let [used, beyond] = [0, false]
  const careful: typeof take = async (name, units, most, until) => {
    used += units
    return used <= perRound && take(name, units, Math.min(most, forRounds), until)
  }
  const trying: typeof take = async (name, units, most, until) => {
    if (!beyond && (await take(name, units, perDay, until))) return true
    beyond = true
    return take(name, units, most, until)
  }
  const quota = pace === 'standard' ? connection.quota : { take: pace === 'careful' ? careful : trying }
  return { pace, connection: { ...connection, quota }, beyond: () => beyond }
}

/** The next round: spread over the day, and one in its last hour. */
function nextRound(now: Date): Date {
  const spread = now.getTime() + between
  const trial = midnightAfter(now).getTime() - lastHour
  return new Date(now.getTime() < trial ? Math.min(spread, trial) : spread)
}

/**
 * A round's pages, with what is learnt kept in their cursors. Where its share of the day is used it ends, and the next
 * one goes on: that is no failure.
 * @param begun the cursor that the round began with.
 */
export async function* paced(
  pages: AsyncGenerator<Outcome<RoundPage>>,
  begun: Json | null,
  { pace, connection: { clock }, beyond }: Tier,
): AsyncGenerator<Outcome<RoundPage>> {
  const now = clock.now()
  const [ranOut, known] = [timeIn(begun, 'ranOut'), timeIn(begun, 'beyond')]
  const notBefore = pace === 'careful' ? { notBefore: nextRound(now) } : {}
  let cursor = begun
  const kept = (): Json => ({
    ...(isObject(cursor) ? cursor : {}),
    ...(pace !== 'standard' && ranOut !== undefined && now.getTime() - ranOut < week && { ranOut }),
    ...(pace === 'standard' && known !== undefined && { beyond: known }),
    ...(beyond() && { beyond: now.getTime() }),
  })
  for await (const page of pages) {
    if (page.ok) {
      cursor = page.value.cursor
      yield ok({ ...page.value, cursor: kept(), ...notBefore })
    } else if (pace === 'careful' && saysShareIsUsed(page.error)) {
      return yield ok({ items: [], cursor: kept(), ...notBefore })
    } else {
      if (saysDayIsOver(page.error)) {
        const { beyond: _, ...rest } = isObject(cursor) ? cursor : {}
        yield ok({ items: [], cursor: { ...rest, ranOut: now.getTime() } })
      }
      yield page
    }
  }
}
