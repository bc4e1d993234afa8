import { systemActor } from '../../../src/access/index.ts'
import { withMunicipality } from '../../../src/infra/db/index.ts'
import { decideOnPlatform, registerAccount } from '../../../src/modules/accounts/index.ts'
import { verifyArchive } from '../../../src/modules/archive/index.ts'
import { collectAccount } from '../../../src/modules/collection/index.ts'
import { addMunicipality } from '../../../src/modules/organisation/index.ts'
import { reconcile } from '../../../src/platforms/conformance/world.ts'
import type { ItemRef, Platform } from '../../../src/platforms/contract.ts'
import type { TestHouse } from '../house.ts'
import { platformOf } from '../platform.ts'
import { randomFrom } from '../random.ts'
import { happen } from './campaign.ts'
import { kinds, spoiler } from './spoil.ts'
import { stages } from './stages.ts'

const hour = 3_600_000
/** The shortest time back that a platform lists (X: seven days). */
const listed = 6 * 24 * hour
/** Every platform lists everything in the window at least once a day. */
const untilReconcile = 25 * hour

/**
 * Spoiled answers through the real collector into PostgreSQL. After each fault, rounds in peace must end with what the
 * double holds, and the archive must verify.
 * @param count spoiled answers, over the platforms alike.
 * @returns how many there were, and what went wrong.
 */
export async function spoilCollector(
  { house }: TestHouse,
  count: number,
  seed: number,
): Promise<{ readonly total: number; readonly broken: readonly string[] }> {
  const municipalityId = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  const actor = systemActor(municipalityId)
  const broken: string[] = []
  let total = 0
  const ids = Object.keys(stages)
  for (const id of ids) {
    const platform = platformOf(id)
    const chance = randomFrom(seed + id.length * 31 + id.charCodeAt(0))
    const stage = await (stages[id] as (typeof stages)[string])(house.clock)
    const spoiling = spoiler(stage.connection.http, chance, house.clock)
    const { collection } = platform
    const through = <T extends object>(connection: T) => ({ ...connection, http: spoiling.http })
    const platforms = new Map([
      [
        id,
        {
          ...platform,
          collection: {
            round: (connection, options) => collection.round(through(connection), options),
            fetchItem: (connection, ref) => collection.fetchItem(through(connection), ref),
          },
        } satisfies Platform,
      ],
    ])
    if (platform.terms?.connectable === 'onceAccepted')
      await decideOnPlatform(house, actor, platform, { allowed: true, diaryNumber: 'KS 1', reason: 'Prov' })
    const account = await registerAccount(house, actor, platform, {
      platform: id,
      name: id,
      department: 'Kommunledning',
      settings: stage.connection.settings,
      secrets: stage.connection.secrets,
    })
    const held = () =>
      withMunicipality(house.db, municipalityId, (tx) =>
        tx
          .selectFrom('item')
          .select(['platform_id', 'version_key', 'published_at'])
          .where('account_id', '=', account)
          .where('state', '<>', 'gone')
          .execute(),
      )
    const known: ItemRef[] = []
    const spoiled = () => Object.values(spoiling.counts).reduce((sum, one) => sum + one, 0)
    for (let n = 0; spoiled() < count / ids.length && broken.length < 20; n++) {
      const kind = kinds[n % kinds.length] as (typeof kinds)[number]
      const say = (what: string) => broken.push(`${id} ${kind} ${n}: ${what}`)
      try {
        await happen(stage, platform, known, { chance, n, pass: () => house.clock.advance(60_000) })
        house.clock.advance(untilReconcile * Math.round(chance()) + hour)
        spoiling.set(kind, 0.6)
        await collectAccount(house, actor, platforms, account)
        spoiling.set(undefined)
        // One ends a listing that was cut, the next lists everything.
        for (let time = 0; time < 2; time++) {
          house.clock.advance(untilReconcile)
          const { error } = await collectAccount(house, actor, platforms, account)
          if (error) say(`after the fault: ${error}`)
        }
        const there = await reconcile(platform, { ...stage.connection, memory: new Map() })
        const rows = await held()
        const pairs = rows.map((row) => `${row.platform_id} ${row.version_key}`)
        const wanted = there.items.map((item) => `${item.platformId} ${item.versionKey}`)
        const lost = wanted.filter((one) => !pairs.includes(one))
        // What is older than a platform lists is not there to compare with.
        const extra = pairs.filter(
          (one, at) =>
            !wanted.includes(one) &&
            (rows[at]?.published_at.getTime() ?? 0) > house.clock.now().getTime() - listed,
        )
        if (lost.length + extra.length > 0) say(`lost ${lost.slice(0, 2)} extra ${extra.slice(0, 2)}`)
      } catch (thrown) {
        say(`threw ${thrown instanceof Error ? thrown.stack?.slice(0, 500) : thrown}`)
      }
    }
    total += spoiled()
    await stage.close()
  }
  const { problems } = await verifyArchive(house, municipalityId)
  broken.push(...problems.map(({ kind, detail }) => `the archive: ${kind} ${detail}`))
  return { total, broken }
}
