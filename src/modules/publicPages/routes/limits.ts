import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { addressOf, municipalityOf, TooMany, type WebContext } from '../../../web/index.ts'
import { attemptsLeft, countAttempt } from '../../organisation/index.ts'

const hour = 60 * 60_000

/** From one address in an hour: a whole school may sit behind it, and so may a flood. miss: numbers that do not exist. */
const most = { send: 20, miss: 30 } as const

type Counted = Awaited<ReturnType<typeof countAttempt>>

async function ask(
  house: House,
  c: WebContext,
  what: keyof typeof most,
  count: (...asked: Parameters<typeof countAttempt>) => Promise<Counted>,
): Promise<void> {
  const { id } = municipalityOf(c)
  const limit = { key: `public/${what}/${addressOf(c)}`, most: most[what], window: hour }
  const counted = await withMunicipality(house.db, id, (tx) => count(tx, id, limit, house.clock.now()))
  if (!counted.ok) throw new TooMany(counted.error.until)
}

/** @throws TooMany. */
export const countFrom = (house: House, c: WebContext, what: keyof typeof most): Promise<void> =>
  ask(house, c, what, countAttempt)

/**
 * Before what stands at a number is shown: whoever has guessed too often is told nothing of the next one either, right or
 * wrong. @throws TooMany.
 */
export const refuseGuessing = (house: House, c: WebContext): Promise<void> =>
  ask(house, c, 'miss', attemptsLeft)

/** A number as somebody may have typed it: 'a-2026-k7qf2mxr ' → 'A-2026-K7QF2MXR'; undefined for what is none. */
export function numberIn(text: unknown, letter: 'A' | 'K'): string | undefined {
  const number = (typeof text === 'string' ? text.slice(0, 40) : '').toUpperCase().replace(/\s+/g, '')
  return new RegExp(`^${letter}-\\d{4}-[0-9A-Z]{8}$`).test(number) ? number : undefined
}
