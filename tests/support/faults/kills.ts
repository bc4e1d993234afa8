import { systemClock } from '../../../src/kernel/index.ts'
import { testHouse } from '../house.ts'
import { randomFrom } from '../random.ts'
import { countVersions, openScene, settle, startCollector } from './scene.ts'

/** kill -9 of the collecting process at moments of chance, while people write; afterwards nothing is lost or twice. */
export async function killCollectors(count: number, seed: number) {
  const random = randomFrom(seed)
  const place = await testHouse()
  const scene = await openScene({ ...place.house, clock: systemClock })
  let acknowledged = 0
  let fewer = 0
  try {
    for (let n = 0; n < count; n += 1) {
      const before = await countVersions(scene)
      const collector = startCollector(
        { database: place.database.appConfig },
        place.folder,
        scene.municipality,
      )
      const writing = setInterval(() => scene.happen(random), 10)
      await collector.collecting
      await new Promise((resolve) => setTimeout(resolve, random() * 200))
      await collector.kill()
      clearInterval(writing)
      acknowledged += collector.acknowledged()
      if ((await countVersions(scene)) < before + collector.acknowledged()) fewer += 1
    }
    return { seed, count, acknowledged, fewer, written: scene.ledger().size, ...(await settle(scene)) }
  } finally {
    await scene.blog.close()
    await place.close()
  }
}
