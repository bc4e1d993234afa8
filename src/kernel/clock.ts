/** The only place where time is read. Everything else is handed a Clock (tests/house/time.test.ts). */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is moved; for tests and for filling the demo with the past. */
export function settableClock(
  start: Date,
): Clock & { set(at: Date): void; advance(milliseconds: number): void } {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    set: (next) => {
      at = next.getTime()
    },
    advance: (milliseconds) => {
      at += milliseconds
    },
  }
}
