/**
 * Counts attempts across all processes; src/app hands in one that stands on the database.
 * Sign-in is asked about twice: per address it comes from, and per e-mail address it is for.
 */
interface RateLimiter {
  /** Counts one attempt. retryAt: when the next will be taken. */
  take(key: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly retryAt: Date }>
}

/** Too many attempts; errors.tsx answers 429 and says until when. */
export class TooMany extends Error {
  readonly retryAt: Date

  constructor(retryAt: Date) {
    super('too many attempts')
    this.name = 'TooMany'
    this.retryAt = retryAt
  }
}

/** @throws TooMany when any of the keys has been used up. Every key is counted. */
export async function assertNotTooMany(limiter: RateLimiter, keys: readonly string[]): Promise<void> {
  const answers = await Promise.all(keys.map((key) => limiter.take(key)))
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.retryAt.getTime()]))
  if (refused.length > 0) throw new TooMany(new Date(Math.max(...refused)))
}
