import { catalogue } from '../../src/platforms/catalogue.ts'
import type { Platform } from '../../src/platforms/contract.ts'

/** @throws Error when there is none by that name. */
export function platformOf(id: string): Platform {
  const platform = catalogue.get(id)
  if (!platform) throw new Error(`no platform ${id}`)
  return platform
}
