import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId } from '../../kernel/index.ts'
import { listTasks } from './store.ts'
import type { TaskFilter } from './types.ts'

let place: TestHouse
let municipality: MunicipalityId
const [large, quiet] = [randomUUID(), randomUUID()] as [AccountId, AccountId]
const tasks = 20_000

beforeAll(async () => {
  place = await testHouse()
  municipality = await bareMunicipality(place)
  await place.database.owner.query(
    `INSERT INTO task (municipality_id, task_id, kind, subject_id, account_id, labels, urgency, due_at, created_at, done_at)
     SELECT 1, gen_random_uuid(), 'item', n::text, CASE WHEN n % 4000 = 1 THEN $1::uuid ELSE $2 END,
       CASE WHEN n % 5000 IN (0, 1) THEN '{threat,question}'::text[] WHEN n % 10 IN (0, 1) THEN '{question}' ELSE '{}' END,
       CASE WHEN n % 10 IN (0, 1) THEN 1 ELSE 3 END, timestamptz '2026-11-01' + n * interval '1 minute', now(),
       CASE WHEN n % 2 = 0 THEN timestamptz '2026-11-02' + n * interval '1 minute' END
     FROM generate_series(1, $3::int) n`,
    [quiet, large, tasks],
  )
  await place.database.owner.query('VACUUM ANALYZE task')
})
afterAll(() => place.close())

/** How many entries of the table's indexes, and rows of its own, have been read in this transaction. */
async function read(tx: Tx): Promise<number> {
  const { rows } = await sql<{ entries: number }>`
    SELECT (sum(pg_stat_get_xact_tuples_returned(indexrelid)) + pg_stat_get_xact_tuples_returned('task'::regclass))::int AS entries
    FROM pg_index WHERE indrelid = 'task'::regclass`.execute(tx)
  return rows[0]?.entries ?? Number.NaN
}

const asked: [string, Partial<TaskFilter>, subjects: number[], mostRead: number][] = [
  ['open with a rare reason', { label: 'threat' }, [1, 5001, 10_001, 15_001], tasks / 10 + 100],
  [
    'done with a rare reason',
    { selection: 'done', label: 'threat' },
    [20_000, 15_000, 10_000, 5_000],
    tasks / 10 + 100,
  ],
  ['open with a reason that there is none of', { label: 'copyright' }, [], tasks / 10 + 100],
  [
    'done with a reason that there is none of',
    { selection: 'done', label: 'copyright' },
    [],
    tasks / 10 + 100,
  ],
  ['done on an account where nothing is', { selection: 'done', accountId: quiet }, [], 100],
  ['open on a quiet account', { accountId: quiet }, [1, 4001, 8001, 12_001, 16_001], 100],
]

test.each(asked)(
  'what is %s is found without reading all the others',
  async (_what, filter, subjects, mostRead) => {
    await withMunicipality(place.house.db, municipality, async (tx) => {
      const before = await read(tx)
      const found = await listTasks(
        tx,
        municipality,
        { kind: 'all' },
        { selection: 'todo', limit: 51, ...filter },
        undefined,
        place.house.clock.now(),
      )
      expect(found.map(({ subjectId }) => Number(subjectId))).toEqual(subjects)
      expect((await read(tx)) - before).toBeLessThan(mostRead)
    })
  },
)
