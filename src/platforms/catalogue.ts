import type { Platform } from './contract.ts'
import { feed } from './feed/platform.ts'

/** Every platform there is, by its stored code. A new one is added here and nowhere else. */
export const catalogue: ReadonlyMap<string, Platform> = new Map(
  [feed].map((platform) => [platform.id, platform]),
)
