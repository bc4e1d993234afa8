import { expect } from 'vitest'
import type { Json } from '../../src/kernel/index.ts'
import { roundOf } from '../../src/platforms/conformance/world.ts'
import type { CollectedItem, Connection, Platform } from '../../src/platforms/contract.ts'

/**
 * Rounds of one account, each going on from the one before; what is new or another in each of them. A round may show
 * again what has been seen, which the archive knows by its version.
 */
export function follow(platform: Platform, connection: Connection) {
  let cursor: Json | null = null
  const seen = new Map<string, string>()
  return async (): Promise<readonly CollectedItem[]> => {
    const round = await roundOf(platform, connection, { cursor })
    expect(round.failure).toBeUndefined()
    cursor = round.cursor
    const found = round.items.filter(({ platformId, versionKey }) => seen.get(platformId) !== versionKey)
    for (const { platformId, versionKey } of found) seen.set(platformId, versionKey)
    return found
  }
}
