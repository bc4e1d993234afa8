import { type DoubleAnswer, type DoubleRequest, type Fault, touching } from '../server.ts'
import { problem } from './api.ts'

const limit = { 'x-rate-limit-limit': '900' }

/** The faults that have a shape of X's own; the rest are the server's, or the list's. */
export function faultAnswer(
  set: Fault | undefined,
  request: DoubleRequest,
  now: Date,
): DoubleAnswer | undefined {
  const fault = touching(set, request.method)
  if (fault?.kind === 'revoked') return problem(401, 'about:blank', 'Unauthorized')
  if (fault?.kind === 'error') return problem(500, 'about:blank', 'Internal Server Error')
  if (fault?.kind !== 'tooMany') return undefined
  const reset = String(Math.floor(now.getTime() / 1_000) + fault.seconds)
  const said = problem(429, 'about:blank', 'Too Many Requests')
  return {
    ...said,
    headers: { ...said.headers, ...limit, 'x-rate-limit-reset': reset, 'x-rate-limit-remaining': '0' },
  }
}

/** By the double's own clock, as callers compare theirs with it; and what is left of the quarter of an hour. */
export const dated = (answer: DoubleAnswer, now: Date): DoubleAnswer => ({
  ...answer,
  headers: {
    ...limit,
    'x-rate-limit-remaining': '899',
    'x-rate-limit-reset': String(Math.floor(now.getTime() / 1_000) + 900),
    ...answer.headers,
    date: now.toUTCString(),
  },
})

/** The posts that may be read in a calendar month (UTC), after which every read of posts is refused. */
export class MonthlyCap {
  readonly #most: number
  #month = ''
  #read = 0

  constructor(most: number) {
    this.#most = most
  }

  /** The answer, or the refusal in its place. */
  through(answer: () => DoubleAnswer, now: Date): DoubleAnswer {
    const month = now.toISOString().slice(0, 7)
    if (month !== this.#month) [this.#month, this.#read] = [month, 0]
    if (this.#read >= this.#most) {
      const about = { title: 'UsageCapExceeded', period: 'Monthly', scope: 'Product', product_name: 'x-api' }
      return problem(429, 'usage-capped', 'Usage cap exceeded: Monthly product cap', about)
    }
    const said = answer()
    const { data } = said.body as { data?: unknown }
    this.#read += Array.isArray(data) ? data.length : 0
    return said
  }
}
