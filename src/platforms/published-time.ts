const day = 86_400_000
const firstYear = 1990

/**
 * Whether an item can have been published when it is said to be. One day ahead is let through: servers' clocks and zones
 * are wrong that much.
 */
export function isBelievable(stated: string, fetchedAt: Date): boolean {
  const at = Date.parse(stated)
  return at >= Date.UTC(firstYear, 0, 1) && at <= fetchedAt.getTime() + day
}

/**
 * When an item was published, ISO with Z: what the platform said when that can be so, else when we first saw it.
 * A year 9999 or 0001 or a date that is none would lie on top or at the bottom of every list for ever;
 * what was said stays in the raw bytes.
 */
export const publishedTime = (stated: string | undefined, fetchedAt: Date): string =>
  (stated !== undefined && isBelievable(stated, fetchedAt) ? new Date(stated) : fetchedAt).toISOString()

/** For whoever imports. @param count items whose time was told and is not believed. */
export const unbelievedText = (count: number): string =>
  `${count} inlägg, kommentarer eller meddelanden har en tid som inte kan stämma: i framtiden, eller före ${firstYear}. De fick dagens. Tiden som står i exporten är sparad.`

/** A time that is told as a number. @param unit milliseconds in one of what is counted. */
export function saidAt(value: unknown, unit: 1 | 1_000): { readonly publishedAt?: string } {
  const at = new Date(typeof value === 'number' ? value * unit : Number.NaN)
  return Number.isNaN(at.getTime()) ? {} : { publishedAt: at.toISOString() }
}
