import type { Platform } from '../../platforms/contract.ts'

/** How long before its end an API's version is told of: time for a new release and for taking it in use. */
const tellDays = 120
const dayMilliseconds = 24 * 60 * 60_000

interface EndingVersion {
  readonly platform: Platform
  readonly version: string
  /** ISO date. */
  readonly ends: string
}

/** Platforms whose version of the API ends soon, or has ended. */
export const endingVersions = (platforms: Iterable<Platform>, now: Date): EndingVersion[] =>
  [...platforms].flatMap((platform) => {
    const { name: version = '', ends = null } = platform.apiVersion ?? {}
    if (!ends || Date.parse(ends) - now.getTime() > tellDays * dayMilliseconds) return []
    return [{ platform, version, ends }]
  })
