import type { Clock } from '../kernel/index.ts'
import type { Quota } from './contract.ts'

/** A quota that is forgotten with the process: for trying an account out before it is kept, and for tests. */
export function memoryQuota(clock: Clock): Quota {
  const used = new Map<string, { units: number; until: Date }>()
  return {
    take: async (name, units, most, until) => {
      const now = clock.now()
      const known = used.get(name)
      const before = known && known.until > now ? known.units : 0
      if (before + units > most) return false
      used.set(name, { units: before + units, until })
      return true
    },
  }
}
