import type { Fault } from '../../../doubles/server.ts'
import { systemActor } from '../../../src/access/index.ts'
import { systemClock } from '../../../src/kernel/index.ts'
import { collectNow } from '../../../src/modules/collection/index.ts'
import { catalogue } from '../../../src/platforms/catalogue.ts'
import { testHouse } from '../house.ts'
import { randomFrom } from '../random.ts'
import { openScene, settle } from './scene.ts'

const faults: readonly (Fault | undefined)[] = [
  { kind: 'tooMany', seconds: 1 },
  { kind: 'error' },
  { kind: 'empty' },
  { kind: 'half' },
  { kind: 'twice' },
  { kind: 'reversed' },
  { kind: 'revoked' },
  undefined,
]

/** A platform that answers 429, 500, nothing, half, twice and out of order, round after round, while people write. */
export async function troublePlatform(count: number, seed: number) {
  const random = randomFrom(seed)
  const place = await testHouse()
  const scene = await openScene({ ...place.house, clock: systemClock })
  const told: Record<string, number> = {}
  let silent = 0
  try {
    for (let n = 0; n < count; n += 1) {
      for (let m = 0; m < 5; m += 1) scene.happen(random)
      const fault = faults[n % faults.length]
      scene.blog.fault(fault)
      const [report] = await collectNow(scene.house, systemActor(scene.municipality), catalogue)
      const kind = fault?.kind ?? 'none'
      told[kind] = (told[kind] ?? 0) + (report?.error ? 1 : 0)
      if (['tooMany', 'error', 'empty', 'half', 'revoked'].includes(kind) && !report?.error) silent += 1
    }
    scene.blog.fault(undefined)
    return { seed, count, silent, told, written: scene.ledger().size, ...(await settle(scene)) }
  } finally {
    await scene.blog.close()
    await place.close()
  }
}
