const day = 86_400_000
const firstYear = Date.UTC(1990, 0, 1)

/**
 * When an item was published, ISO with Z: what the platform said when that can be so, else when we first saw it.
 * A year 9999 or 0001 or a date that is none would lie on top or at the bottom of every list for ever;
 * what was said stays in the raw bytes. One day ahead is let through: servers' clocks and zones are wrong that much.
 */
export function publishedTime(stated: string | undefined, fetchedAt: Date): string {
  const at = stated === undefined ? Number.NaN : Date.parse(stated)
  const believable = at >= firstYear && at <= fetchedAt.getTime() + day
  return (believable ? new Date(at) : fetchedAt).toISOString()
}

/** A time that is told as a number. @param unit milliseconds in one of what is counted. */
export function saidAt(value: unknown, unit: 1 | 1_000): { readonly publishedAt?: string } {
  const at = new Date(typeof value === 'number' ? value * unit : Number.NaN)
  return Number.isNaN(at.getTime()) ? {} : { publishedAt: at.toISOString() }
}
