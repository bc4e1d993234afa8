import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { processExists } from '../../../src/infra/db/embedded/process.ts'
import { clusterFolder } from '../cluster.ts'
import { randomFrom } from '../random.ts'
import { until } from '../until.ts'
import { ownHouse } from './own-house.ts'
import { countVersions, openScene, type Scene, settle, startCollector } from './scene.ts'

/** PostgreSQL stopped at once (SIGQUIT: no shutdown checkpoint, recovery at the next start) while people write. */
export async function stopDatabase(count: number, seed: number) {
  const random = randomFrom(seed)
  const place = clusterFolder()
  const own = await ownHouse(place.folder)
  const scene = await openScene(own.house)
  const collector = startCollector({ dataDir: own.dataDir }, place.folder, scene.municipality)
  const writing = setInterval(() => scene.happen(random), 5)
  let slowestMilliseconds = 0
  let fewer = 0
  try {
    await collector.collecting
    for (let n = 0; n < count; n += 1) {
      await pause(100 + random() * 300)
      const acknowledged = collector.acknowledged()
      const server = postmaster(own.dataDir)
      process.kill(server, 'SIGQUIT')
      const from = performance.now()
      // On a busy machine it still answers for a while; what is asked for is the next one's answer.
      await until('the old server is gone', () => !processExists(server), 15_000)
      const versions = await untilAnswered(scene)
      slowestMilliseconds = Math.max(slowestMilliseconds, performance.now() - from)
      if (versions < acknowledged) fewer += 1
    }
    clearInterval(writing)
    await collector.kill()
    const written = scene.ledger().size
    return {
      seed,
      count,
      fewer,
      written,
      slowestMilliseconds: Math.round(slowestMilliseconds),
      ...(await settle(scene)),
    }
  } finally {
    clearInterval(writing)
    await collector.kill()
    await scene.blog.close()
    await own.close()
    await place.remove()
  }
}

/** The server's process by its own file: the collector may have been the one that started it again. */
const postmaster = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgresql', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

/** The number of versions, as soon as the database is back. */
async function untilAnswered(scene: Scene): Promise<number> {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      return await countVersions(scene)
    } catch {
      await pause(50)
    }
  }
  throw new Error('the database did not come back within fifteen seconds')
}
