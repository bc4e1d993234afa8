import { isObject, type Json, ok } from '../../kernel/index.ts'
import type { Outcome, RoundPage } from '../contract.ts'
import { saysDayIsOver } from './failures.ts'

/**
 * In Development Tier a member may ask a hundred questions a day. No answer says which tier an app is in, so it is learnt:
 * where a day's questions have run out, the rounds of the week after are spread over the day.
 */

const week = 7 * 86_400_000
/** Six rounds a day of a dozen questions at the most, and a quarter left for what people order. */
const between = 4 * 3_600_000

const ranOutIn = (cursor: Json | null): number | undefined =>
  isObject(cursor) && typeof cursor['ranOut'] === 'number' ? cursor['ranOut'] : undefined

/**
 * A round's pages, with what is learnt kept in their cursors.
 * @param begun the cursor that the round began with.
 */
export async function* scarce(
  pages: AsyncGenerator<Outcome<RoundPage>>,
  begun: Json | null,
  now: Date,
): AsyncGenerator<Outcome<RoundPage>> {
  const at = ranOutIn(begun)
  const ranOut = at !== undefined && now.getTime() - at < week ? at : undefined
  let cursor = begun
  for await (const page of pages) {
    if (page.ok) {
      cursor = page.value.cursor
      yield ranOut === undefined
        ? page
        : ok({
            ...page.value,
            cursor: withRanOut(cursor, ranOut),
            notBefore: new Date(now.getTime() + between),
          })
      continue
    }
    if (saysDayIsOver(page.error)) yield ok({ items: [], cursor: withRanOut(cursor, now.getTime()) })
    yield page
  }
}

const withRanOut = (cursor: Json | null, ranOut: number): Json => ({
  ...(isObject(cursor) ? cursor : {}),
  ranOut,
})
