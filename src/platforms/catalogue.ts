import { bluesky } from './bluesky/platform.ts'
import type { Platform } from './contract.ts'
import { feed } from './feed/platform.ts'
import { linkedin } from './linkedin/platform.ts'
import { wordpress } from './wordpress/platform.ts'

/** Every platform there is, by its stored code. A new one is added here and nowhere else. */
export const catalogue: ReadonlyMap<string, Platform> = new Map(
  [wordpress, bluesky, feed, linkedin].map((platform) => [platform.id, platform]),
)
