import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemActor } from '../../../src/access/index.ts'
import { describeError } from '../../../src/kernel/index.ts'
import { collectNow } from '../../../src/modules/collection/index.ts'
import { catalogue } from '../../../src/platforms/catalogue.ts'
import { clusterFolder } from '../cluster.ts'
import { randomFrom } from '../random.ts'
import { ownHouse } from './own-house.ts'
import { countVersions, openScene, settle } from './scene.ts'

/** A disk of 256 MB that is filled to the last byte while people write, and then given room again. Needs root. */
export async function fillDisk(count: number, seed: number) {
  const random = randomFrom(seed)
  const place = clusterFolder()
  const disk = join(place.folder, 'disk')
  mkdirSync(disk, { mode: 0o755 })
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m,mode=0755', 'tmpfs', disk])
  const own = await ownHouse(disk)
  const scene = await openScene(own.house)
  const actor = systemActor(scene.municipality)
  const collect = async (): Promise<string | undefined> => {
    try {
      const [report] = await collectNow(own.house, actor, catalogue)
      return report?.error ?? undefined
    } catch (thrown) {
      return describeError(thrown)
    }
  }
  let refused = 0
  let fewer = 0
  try {
    for (let n = 0; n < count; n += 1) {
      await collect()
      const before = await countVersions(scene)
      const filler = join(disk, 'filler')
      fill(filler)
      for (let tries = 0; tries < 40; tries += 1) {
        for (let m = 0; m < 40; m += 1) scene.happen(random)
        if (await collect()) {
          refused += 1
          break
        }
      }
      rmSync(filler)
      if ((await answered(() => countVersions(scene))) < before) fewer += 1
    }
    return {
      seed,
      count,
      refused,
      fewer,
      written: scene.ledger().size,
      ...(await answered(() => settle(scene))),
    }
  } finally {
    await scene.blog.close()
    await own.close()
    execFileSync('umount', ['-l', disk])
    await place.remove()
  }
}

/** Writes until the disk says that it is full. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (let size = 1 << 20; size >= 4096; size /= 2) {
      const bytes = Buffer.alloc(size)
      try {
        for (;;) writeSync(file, bytes)
      } catch (thrown) {
        if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')) throw thrown
      }
    }
  } finally {
    closeSync(file)
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask()
    } catch (thrown) {
      if (tries > 200) throw thrown
      await pause(100)
    }
  }
}
