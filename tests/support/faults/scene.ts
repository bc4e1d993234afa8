import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { startWordPressDouble } from '../../../doubles/wordpress/index.ts'
import { systemActor } from '../../../src/access/index.ts'
import { withMunicipality } from '../../../src/infra/db/index.ts'
import type { House } from '../../../src/infra/house.ts'
import type { MunicipalityId } from '../../../src/kernel/index.ts'
import { registerAccount } from '../../../src/modules/accounts/index.ts'
import { verifyArchive } from '../../../src/modules/archive/index.ts'
import { collectNow } from '../../../src/modules/collection/index.ts'
import { addMunicipality } from '../../../src/modules/organisation/index.ts'
import { catalogue } from '../../../src/platforms/catalogue.ts'
import { platformOf } from '../platform.ts'

/** A municipality with one blog on which people keep writing, and the blog's own ledger of what was written. */
export interface Scene {
  readonly house: House
  readonly municipality: MunicipalityId
  readonly blog: Awaited<ReturnType<typeof startWordPressDouble>>
  /** Somebody writes, edits or takes away something. */
  happen(random: () => number): void
  /** Everything that must be in the archive: text by comment id, for those that are still there. */
  ledger(): Map<number, string>
}

const mostComments = 2_000

export async function openScene(house: House): Promise<Scene> {
  const municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  const blog = await startWordPressDouble({})
  const platform = platformOf('wordpress')
  await registerAccount(house, systemActor(municipality), platform, {
    platform: platform.id,
    name: 'Bloggen',
    department: 'Kommunledning',
    settings: { url: blog.url, username: blog.username },
    secrets: { password: blog.password },
  })
  const post = blog.addPost({ title: 'Snöröjning', content: 'Vi plogar.' })
  const ledger = new Map<number, string>()
  let written = 0
  return {
    house,
    municipality,
    blog,
    happen(random) {
      const dice = random()
      const ids = [...ledger.keys()]
      const chosen = ids[Math.floor(random() * ids.length)]
      // Past some thousand comments people edit instead: a long run is about the kills, not about a growing blog.
      if (chosen !== undefined && (dice < 0.15 || ids.length > mostComments)) {
        const text = `ändrad kommentar ${written}`
        blog.editComment(chosen, text)
        ledger.set(chosen, text)
      } else if (chosen !== undefined && dice < 0.2) {
        blog.removeComment(chosen)
        ledger.delete(chosen)
      } else {
        const text = `kommentar ${written} om snöröjningen`
        ledger.set(blog.addComment({ post, author: `Person ${written % 17}`, text }), text)
      }
      written += 1
    },
    ledger: () => new Map(ledger),
  }
}

const program = fileURLToPath(new URL('./collector.ts', import.meta.url))

export interface Collector {
  /** Resolves when it has said that it has done its first round. */
  readonly collecting: Promise<void>
  /** kill -9, and gone. */
  kill(): Promise<void>
  /** Items that it has said are in the archive. */
  readonly acknowledged: () => number
}

/** The collecting program as a process of its own. */
export function startCollector(
  where: { readonly database: pg.PoolConfig } | { readonly dataDir: string },
  folder: string,
  municipality: MunicipalityId,
): Collector {
  const argument = JSON.stringify({ ...where, folder, municipality })
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), program, argument], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let acknowledged = 0
  let rest = ''
  const collecting = new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const report = JSON.parse(line) as { new?: number; changed?: number; gone?: number }
        acknowledged += (report.new ?? 0) + (report.changed ?? 0) + (report.gone ?? 0)
        if (report.new !== undefined) resolve()
      }
    })
    child.once('exit', (code) => reject(new Error(`the collector ended by itself (${code})`)))
  })
  collecting.catch(() => undefined)
  return {
    collecting,
    acknowledged: () => acknowledged,
    kill: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve()
        child.once('exit', () => resolve())
        child.kill('SIGKILL')
      }),
  }
}

/** How many record versions there are: none that was acknowledged may ever be missing. */
export async function countVersions({
  house,
  municipality,
}: Pick<Scene, 'house' | 'municipality'>): Promise<number> {
  const row = await withMunicipality(house.db, municipality, (tx) =>
    tx
      .selectFrom('entry')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('municipality_id', '=', municipality)
      .executeTakeFirstOrThrow(),
  )
  return Number(row.count)
}

/** Collects in peace until nothing more comes, then sets the archive against the ledger and the log. */
export async function settle(scene: Scene): Promise<{
  readonly lost: number
  readonly twice: number
  readonly wrong: number
  readonly problems: number
}> {
  const { house, municipality } = scene
  const actor = systemActor(municipality)
  for (let round = 0; round < 6; round += 1) {
    await withMunicipality(house.db, municipality, (tx) =>
      tx
        .updateTable('collection_state')
        .set({ last_reconciled_at: null })
        .where('municipality_id', '=', municipality)
        .execute(),
    )
    const [report] = await collectNow(house, actor, catalogue)
    if (report && report.error === null && report.new + report.changed + report.gone === 0) break
  }
  const items = await withMunicipality(house.db, municipality, (tx) =>
    tx
      .selectFrom('item')
      .select(['platform_id', 'text', 'state'])
      .where('municipality_id', '=', municipality)
      .where('kind', '=', 'comment')
      .where('state', '!=', 'gone')
      .execute(),
  )
  const texts = new Map<number, string[]>()
  for (const item of items) {
    const id = Number(item.platform_id.split('/').at(-1))
    texts.set(id, [...(texts.get(id) ?? []), item.text])
  }
  const ledger = scene.ledger()
  return {
    lost: [...ledger.keys()].filter((id) => !texts.has(id)).length,
    twice: [...texts.values()].filter((list) => list.length > 1).length,
    wrong:
      [...ledger].filter(([id, text]) => texts.has(id) && texts.get(id)?.[0] !== text).length +
      [...texts.keys()].filter((id) => !ledger.has(id)).length,
    problems: (await verifyArchive(house, municipality)).problems.length,
  }
}
