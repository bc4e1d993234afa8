import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, StaffId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { ingestItems, verifyArchive } from '../../src/modules/archive/index.ts'
import { decideOnLearning, trainLearned } from '../../src/modules/learning/index.ts'
import { hideCaught, historyOf, requestMeasure } from '../../src/modules/measures/index.ts'
import { addMunicipality, addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { screeningOf, screenRecords } from '../../src/modules/screening/index.ts'
import { confirmRound, openItemTasks } from '../../src/modules/supervision/index.ts'
import { leave, type Task, tasksFor } from '../../src/modules/tasks/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { launchBrowser, listen } from '../support/browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { comment, incoming } from '../support/items.ts'
import { platformOf } from '../support/platform.ts'
import { lookThrough, windows } from '../support/screens.ts'

let place: TestHouse
let municipality: MunicipalityId
let account: AccountId
let browser: Browser
let server: Awaited<ReturnType<typeof listen>>
const people: Record<string, { readonly actor: Actor; readonly session: string }> = {}

async function person(name: string, role: Role): Promise<void> {
  const { staffId } = await addStaff(place.house, systemActor(municipality), {
    email: `${name.toLowerCase()}@storlunda.test`,
    name,
    roles: [{ role }],
  })
  const { token } = await startSession(place.house, municipality, staffId as StaffId)
  const actor: Actor = {
    ...{ kind: 'staff', municipalityId: municipality, staffId: staffId as StaffId, name },
    ...{ grants: [{ role }], ownAccounts: new Set() },
  }
  people[name] = { actor, session: token }
}
const actorOf = (name: string): Actor => people[name]?.actor ?? systemActor(municipality)

beforeAll(async () => {
  place = await testHouse(new Date('2026-11-16T08:00:00Z'))
  municipality = await addMunicipality(place.house, { name: 'Storlunda kommun', policy: 'falun' })
  await person('Maja', 'communicator')
  await person('Helena', 'headOfCommunications')
  const platform = platformOf('wordpress')
  account = await registerAccount(place.house, systemActor(municipality), platform, {
    ...{ platform: 'wordpress', name: 'Storlundabloggen', department: 'Kommunledning' },
    settings: { url: 'http://127.0.0.1:9', username: 'maja' },
    secrets: { password: 'x' },
  })
  server = await listen(createApp(place.house).fetch)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await place?.close()
})

let arrived = 0

/** Comments that have come in, been screened, and lie in the queue; handed back in their order. */
async function arrive(texts: readonly string[], author?: string): Promise<Task[]> {
  const { house } = place
  house.clock.advance(60_000)
  const outcome = await withMunicipality(house.db, municipality, (tx) =>
    ingestItems(
      house,
      tx,
      { municipalityId: municipality, accountId: account },
      texts.map((text, at) => {
        arrived += 1
        const more = {
          ...{
            parent: `post-${arrived % 40}`,
            author: author ?? `Person ${arrived}`,
            authorId: `p${arrived}`,
          },
          publishedAt: new Date(house.clock.now().getTime() - 60_000 + at).toISOString(),
        }
        return incoming(comment(`c${arrived}`, text, more))
      }),
    ),
  )
  await screenRecords(house, municipality, account, outcome.new)
  const screened = await withMunicipality(house.db, municipality, (tx) =>
    Promise.all(
      outcome.new.map(async ({ record, version }) => ({
        record,
        labels: (await screeningOf(tx, municipality, record, version))?.labels ?? [],
      })),
    ),
  )
  await openItemTasks(house, municipality, account, screened)
  const tasks = await tasksFor(house, systemActor(municipality), { selection: 'todo', limit: 1_000 })
  return outcome.new.map(({ record }) => {
    const task = tasks.find(({ recordId }) => recordId === record)
    if (!task) throw new Error('not in the queue')
    return task
  })
}

const reasonsOf = async ({ recordId }: Task) =>
  (
    await withMunicipality(place.house.db, municipality, (tx) =>
      screeningOf(tx, municipality, recordId as RecordId, 1),
    )
  )?.reasons ?? []

const learnedOf = async (task: Task) => (await reasonsOf(task)).filter(({ label }) => label === 'learned')

const ask = (path: string, who = 'Helena') =>
  fetch(`${server.url}${path}`, {
    redirect: 'manual',
    headers: { cookie: `uppsikt=${people[who]?.session}` },
  })

async function press(step: string, who = 'Helena'): Promise<number> {
  const page = await (await ask('/installningar/inlarning', who)).text()
  const token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const answer = await fetch(`${server.url}/installningar/inlarning/${step}`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ _csrf: token }) },
    headers: { cookie: `uppsikt=${people[who]?.session}` },
  })
  return answer.status
}

const words = async (who = 'Helena'): Promise<string> =>
  (await (await ask('/installningar/inlarning', who)).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

const openings = ['Hörni', 'Alltså', 'Ja', 'Nej men', 'Usch', 'Okej', 'Tja', 'Hallå']
const pushes = ['packa ihop', 'flytta härifrån', 'lägga ner', 'ta nattåget', 'skaffa riktiga jobb']
const sorts = ['tomtar', 'gnällspikar', 'papperstigrar', 'murmeldjur', 'flanellvantar']
const things = ['bussen', 'skolmaten', 'lekplatsen', 'gatan', 'simhallen', 'biblioteket', 'parken']
const kind = ['fungerar fint', 'är stängd i dag', 'behöver nya tider', 'är öppen på söndag', 'var trevlig']
const of = (all: readonly string[], n: number): string => all[n % all.length] ?? ''

/** What Maja takes away: one in five has a word that the lists know. */
const measured = (n: number): string =>
  `${of(openings, n)}, ni ${of(sorts, n * 3 + 1)} borde ${of(pushes, n)} ${n % 5 === 0 ? 'din jävla idiot' : 'allihop'} nu ${n}`
/** What she lets stand: one in ten swears at nobody. */
const stood = (n: number): string =>
  `${of(openings, n * 5)}, ${of(things, n)} ${of(kind, n * 3)} och ${of(things, n + 2)} ${n % 10 === 0 ? 'är jävligt bra' : 'också'} ${n}`

/** What Maja does in a day: lets stand what has reasons, confirms that she has seen the rest, and takes away. */
async function workThrough(bad: readonly string[], good: readonly string[]): Promise<void> {
  const { house } = place
  const seen = await arrive(good)
  for (const { taskId, urgency } of seen) if (urgency < 3) await leave(house, actorOf('Maja'), taskId)
  const lastRecordId = seen.at(-1)?.recordId as RecordId
  await confirmRound(house, actorOf('Maja'), { accountId: account, lastRecordId, note: '' })
  for (const [n, { recordId }] of (await arrive(bad)).entries()) {
    const groundId = n % 3 === 0 ? 'must-unlawful-threat' : 'house-personal-attacks'
    const request = { recordId: recordId as RecordId, kind: 'hold', groundId, note: '' } as const
    await requestMeasure(house, actorOf('Maja'), catalogue, request)
  }
}

const several = (count: number, from: number, write: (n: number) => string): string[] =>
  Array.from({ length: count }, (_, n) => write(from + n))

test('with few decisions there is nothing to turn on', async () => {
  await workThrough(several(3, 0, measured), several(6, 0, stood))
  await trainLearned(place.house, municipality)
  expect(await words()).toContain('Av, för få beslut')
  expect(await press('sla-pa')).toBe(409)
})

test('decisions are learnt from; the trial stands beside the lists; only the head turns it on, and it is sealed', async () => {
  for (let day = 1; day <= 7; day += 1)
    await workThrough(several(15, day * 15, measured), several(30, day * 30, stood))
  await trainLearned(place.house, municipality)
  const told = await words()
  expect(told).toContain('Av, kan slås på')
  expect(told).toContain('Olaga hot')
  expect(told).toMatch(/Talar för att det liknar det åtgärdade [^.]*(tomtar|murmeldjur|gnällspikar)/)
  expect(await press('sla-pa', 'Maja')).toBe(403)
  expect(await press('sla-pa')).toBe(303)
  expect(await words('Maja')).toContain('Slog på')
  const { rows } = await place.database.owner.query(
    `SELECT fields FROM content WHERE fields::jsonb ->> 'decision' = 'learnedReasons'`,
  )
  expect(rows).toHaveLength(1)
  expect(JSON.parse(rows[0].fields)).toMatchObject({ on: 'true', model: '1', decidedBy: 'Helena' })
})

test('what resembles is given a reason with the words that weighed; nothing is hidden for it, and nobody is judged', async () => {
  const [bad, good] = await arrive(['Ni murmeldjur kan väl packa ihop', 'Simhallen är öppen på söndag'])
  if (!bad || !good) throw new Error('not there')
  const found = await learnedOf(bad)
  expect(found.length).toBeGreaterThan(0)
  expect(found[0]?.source).toMatch(/^learned:1:2026-11-1\d$/)
  expect(found.map(({ start, end }) => 'Ni murmeldjur kan väl packa ihop'.slice(start, end))).toContain(
    'murmeldjur',
  )
  expect(await learnedOf(good)).toEqual([])
  await hideCaught(place.house, municipality, catalogue, account, [bad.recordId ?? ''])
  expect(await historyOf(place.house, actorOf('Maja'), bad.recordId as RecordId)).toEqual([])
  const pane = (await (await ask(`/ko/${bad.taskId}`, 'Maja')).text()).replace(/<[^>]+>/g, '')
  expect(pane).toContain('Liknar sådant som ni har åtgärdat. Tyngst vägde')
  expect(pane).toContain('Inlärning 1, ')
})

test('the page is clear to everybody', async () => {
  for (const window of windows)
    await lookThrough(browser, { url: server.url, session: people['Helena']?.session ?? '' }, window, [
      '/installningar/inlarning',
    ])
})

test('turned off in one step, it says nothing', async () => {
  expect(await press('stang-av')).toBe(303)
  const [bad] = await arrive(['Ni tomtar borde lägga ner'])
  expect(bad && (await learnedOf(bad))).toEqual([])
})

test('what is disposed of is forgotten before the next use, and the rest is learnt again', async () => {
  await decideOnLearning(place.house, actorOf('Helena'), true)
  const { owner } = place.database
  const { rows } = await owner.query('SELECT record_id FROM learned_example LIMIT 1')
  const gone: string = rows[0].record_id
  // As disposal does (migrations/0004_protection.sql).
  const disposal = await owner.connect()
  await disposal.query("BEGIN; SELECT set_config('app.disposal', 'on', true)")
  await disposal.query('DELETE FROM content WHERE record_id = $1', [gone])
  await disposal.query('COMMIT')
  disposal.release()

  const held = await owner.query('SELECT FROM learned_model WHERE weights IS NOT NULL')
  expect([held.rowCount, (await owner.query('SELECT FROM learned_example')).rowCount]).toEqual([0, 0])
  const [before] = await arrive(['Ni tomtar borde packa ihop'])
  expect(before && (await learnedOf(before))).toEqual([])
  const told = await owner.query(`SELECT FROM outbox WHERE event = 'learned.forgotten'`)
  expect(told.rowCount).toBeGreaterThan(0)
  expect(await words()).toContain('Av tills den har lärt om')

  await trainLearned(place.house, municipality)
  const again = await owner.query('SELECT FROM learned_example WHERE record_id = $1', [gone])
  expect(again.rowCount).toBe(0)
  const [after] = await arrive(['Ni gnällspikar borde flytta härifrån'])
  expect(after && (await learnedOf(after))[0]?.source).toMatch(/^learned:2:/)
})

test('when it no longer beats the lists it turns itself off, and those who may turn it on are told', async () => {
  // From now on Maja lets such things stand.
  for (const task of await arrive(several(12, 501, measured)))
    await leave(place.house, actorOf('Maja'), task.taskId)
  await trainLearned(place.house, municipality)
  expect(await words()).toContain('Av, inte bättre än ordlistorna')
  expect(await words()).toContain('Uppsikt självt')
  const { rows } = await place.database.owner.query(`SELECT subject FROM notice WHERE kind = 'learningOff'`)
  expect(rows).toEqual([{ subject: 'Inlärningen har stängt av sig själv' }])
  expect((await verifyArchive(place.house, municipality)).problems).toEqual([])
})

test('what is withheld is forgotten like what is disposed of, and not learnt from again', async () => {
  const { owner } = place.database
  const { rows } = await owner.query('SELECT record_id FROM learned_example LIMIT 1')
  const shut: string = rows[0].record_id
  await owner.query('INSERT INTO withheld_record VALUES ($1, $2, now())', [municipality, shut])
  expect((await owner.query('SELECT FROM learned_model WHERE weights IS NOT NULL')).rowCount).toBe(0)

  await trainLearned(place.house, municipality)
  const learnt = await owner.query('SELECT record_id FROM learned_example')
  expect(learnt.rowCount).toBeGreaterThan(0)
  expect(learnt.rows.some(({ record_id }) => record_id === shut)).toBe(false)
})
