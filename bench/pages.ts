import { randomUUID } from 'node:crypto'
import { systemActor } from '../src/access/index.ts'
import { withMunicipality } from '../src/infra/db/index.ts'
import type { AccountId, MunicipalityId } from '../src/kernel/index.ts'
import { itemsByIds } from '../src/modules/archive/index.ts'
import { type SearchFilter, search } from '../src/modules/search/index.ts'
import { type TaskFilter, taskCounts, tasksFor } from '../src/modules/tasks/index.ts'
import { bareMunicipality } from '../tests/support/house.ts'
import { importer } from './support/importer.ts'
import { atMost, type Measured, percentile, say } from './support/result.ts'
import { type Scratch, scratch } from './support/scratch.ts'
import { fillTasks } from './support/tasks.ts'
import { vocabulary } from './support/words.ts'

const goalMs = 100
const turns = 20
const pageSize = 50

/** The queue's and the search's data under the application's role, in a large municipality beside a smaller one. */
export async function run(size = 1_000_000): Promise<Measured[]> {
  const place = await scratch()
  try {
    const accounts = [randomUUID(), randomUUID(), randomUUID()] as AccountId[]
    const large = await bareMunicipality(place, 1)
    await bareMunicipality(place, 2)
    await fill(place, size, accounts)
    return [...(await queue(place, large, accounts)), ...(await searches(place, large, accounts))]
  } finally {
    await place.close()
  }
}

/** Nine tenths in municipality 1, on three accounts of very different size; one tenth in municipality 2. */
async function fill(place: Scratch, size: number, accounts: readonly AccountId[]): Promise<void> {
  const imports = await importer(place.folder)
  const shares = [
    [1, accounts[0], 0.7],
    [1, accounts[1], 0.19],
    [1, accounts[2], 0.01],
    [2, randomUUID(), 0.1],
  ] as const
  for (const [at, [municipalityId, accountId, share]] of shares.entries()) {
    const count = Math.round(size * share)
    await imports.ask({ municipalityId, accountId: accountId ?? '', count, seed: at + 1 })
  }
  await imports.end()
  await fillTasks(place)
  await place.owner.query('VACUUM ANALYZE')
}

async function p95(name: string, work: () => Promise<unknown>): Promise<Measured> {
  const times: number[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    const begun = performance.now()
    await work()
    times.push(performance.now() - begun)
  }
  const found = percentile(times, 0.95)
  say(`${name}: p50 ${percentile(times, 0.5).toFixed(1)} ms, p95 ${found.toFixed(1)} ms`)
  return atMost(name, found, goalMs, 'ms p95')
}

async function queue(
  { house }: Scratch,
  id: MunicipalityId,
  accounts: readonly AccountId[],
): Promise<Measured[]> {
  const actor = systemActor(id)
  const page = async (filter: Partial<TaskFilter>): Promise<void> => {
    const tasks = await tasksFor(house, actor, { selection: 'todo', limit: pageSize, ...filter })
    const ids = tasks.flatMap((task) => task.recordId ?? [])
    await withMunicipality(house.db, id, (tx) => itemsByIds(tx, id, ids))
    await taskCounts(house, actor)
  }
  const [last] = (await tasksFor(house, actor, { selection: 'todo', limit: 1_000 })).slice(-1)
  const deep = last && { after: { urgency: last.urgency, dueAt: last.dueAt, taskId: last.taskId } }
  return [
    await p95('queue: first page, items and counts', () => page({})),
    await p95('queue: page 21', () => page({ ...deep })),
    await p95('queue: the smallest account', () => page({ accountId: accounts[2] as AccountId })),
    await p95('queue: a rare label', () => page({ label: 'threat' })),
    await p95('queue: done', () => page({ selection: 'done' })),
  ]
}

/** By how often they are said: see words.ts. The stemmer leaves them alone. */
const words = { veryCommon: 'hej', common: 'kommun', none: 'xylofonist' }
/** Ranks in words.ts to choose the others from. */
const ranks = { middling: 700, rare: 20_000 }

async function searches(
  { house }: Scratch,
  id: MunicipalityId,
  accounts: readonly AccountId[],
): Promise<Measured[]> {
  const rare = await wordFrom(house, id, ranks.rare)
  const middling = await wordFrom(house, id, ranks.middling)
  const cases: [string, string, SearchFilter][] = [
    ['everything', '', {}],
    ['a very common word', words.veryCommon, {}],
    ['a common word', words.common, {}],
    ['a middling word', middling, {}],
    ['a rare word', rare, {}],
    ['a word that is nowhere', words.none, {}],
    ['very common and common', `${words.veryCommon} ${words.common}`, {}],
    ['very common and rare', `${words.veryCommon} ${rare}`, {}],
    ['very common in the smallest account', words.veryCommon, { accounts: [accounts[2] as AccountId] }],
    [
      'common, a month three years ago',
      words.common,
      { since: new Date('2024-01-01'), until: new Date('2024-02-01') },
    ],
    ['middling, posts only', middling, { kind: 'post' }],
    ['very common, by one author', words.veryCommon, { author: 'Amira Moe' }],
    ['hidden things', '', { state: 'hidden' }],
    ['the beginning of a word', 'lekp*', {}],
  ]
  const found: Measured[] = []
  for (const [name, text, filter] of cases) {
    const one = (after?: { publishedAt: Date; recordId: never }) =>
      withMunicipality(house.db, id, (tx) =>
        search(tx, id, { text, ...filter, limit: pageSize, ...(after && { after }) }),
      )
    const first = await one()
    found.push(await p95(`search: ${name} (${first.total} hits)`, () => one()))
    const middle = {
      publishedAt: new Date('2025-03-01T12:00:00Z'),
      recordId: '80000000-0000-4000-8000-000000000000' as never,
    }
    if (first.total > pageSize) found.push(await p95(`search: ${name}, deep page`, () => one(middle)))
  }
  return found
}

/** The first word from a rank on that is found, and is no stop word. */
async function wordFrom(house: Scratch['house'], id: MunicipalityId, rank: number): Promise<string> {
  for (const word of vocabulary().words.slice(rank, rank + 100)) {
    const { total } = await withMunicipality(house.db, id, (tx) => search(tx, id, { text: word, limit: 1 }))
    if (total > 0) return word
  }
  throw new Error(`no word of rank ${rank} is found`)
}
