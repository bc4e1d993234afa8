/** Something that a person opened, and whether screening warned of it. */
export interface Opening {
  readonly recordId: string
  readonly at: Date
  readonly warned: boolean
}

/** A pause is so long without opening anything. */
const pauseMilliseconds = 15 * 60_000
/** Farther back nobody needs to look. */
export const stretchMilliseconds = 4 * 60 * 60_000

/**
 * Whether a break is due for the one who reads: after so many items with a warning, or so many minutes since the first
 * of them, without a pause in between. 0 means never.
 * @param openings oldest first.
 */
export function breakDue(
  openings: readonly Opening[],
  now: Date,
  after: { readonly items: number; readonly minutes: number },
): { readonly items: number; readonly minutes: number } | undefined {
  const warned = new Map<string, Date>()
  let later = now
  for (const { recordId, at, warned: isWarned } of openings.toReversed()) {
    if (later.getTime() - at.getTime() > pauseMilliseconds) break
    later = at
    if (isWarned) warned.set(recordId, at)
  }
  const first = [...warned.values()].at(-1)
  if (!first) return undefined
  const minutes = Math.floor((now.getTime() - first.getTime()) / 60_000)
  const due =
    (after.items > 0 && warned.size >= after.items) || (after.minutes > 0 && minutes >= after.minutes)
  return due ? { items: warned.size, minutes } : undefined
}
