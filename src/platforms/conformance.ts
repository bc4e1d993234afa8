import { afterEach, describe } from 'vitest'
import { conformsInCollection } from './conformance/collection.ts'
import { conformsInFailure } from './conformance/failures.ts'
import { conformsInListing } from './conformance/listing.ts'
import { conformsInOrders } from './conformance/orders.ts'
import { conformsInPublishing } from './conformance/publishing.ts'
import type { Setup, Stage } from './conformance/world.ts'

export type { Setup, World, WorldFault } from './conformance/world.ts'

/**
 * The duties that every platform has, run against its double. Called from the platform's own test file:
 * `conformance(platform.id, { platform, start })`. Each test gets a world of its own from `start`.
 */
export function conformance(name: string, setup: Setup): void {
  const open: Stage[] = []
  const stage = async (): Promise<Stage> => {
    const started = await setup.start()
    open.push(started)
    return started
  }
  describe(`${name} as every platform`, () => {
    afterEach(async () => {
      for (const started of open.splice(0)) await started.stop()
    })
    conformsInCollection(setup, stage)
    conformsInListing(setup.platform, stage)
    conformsInOrders(setup, stage)
    conformsInPublishing(setup.platform, stage)
    conformsInFailure(setup.platform, stage)
  })
}
