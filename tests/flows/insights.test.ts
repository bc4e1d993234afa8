import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InstagramDouble, startInstagramDouble } from '../../doubles/instagram/index.ts'
import { type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { type AccountId, fail, type MunicipalityId, type StaffId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { ingestItems } from '../../src/modules/archive/index.ts'
import { askInsights } from '../../src/modules/insights/index.ts'
import { addMunicipality, addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import type { Failure, Insights, Platform } from '../../src/platforms/contract.ts'
import { launchBrowser, listen } from '../support/browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { connectionTo } from '../support/instagram-stage.ts'
import { comment, incoming } from '../support/items.ts'
import { platformOf } from '../support/platform.ts'
import { lookThrough, windows } from '../support/screens.ts'

/** An account's figures, from the platform's answer to the sheet that is handed out. */

let place: TestHouse
let municipality: MunicipalityId
let instagram: InstagramDouble
let account: AccountId
let server: Awaited<ReturnType<typeof listen>>
let gunnel: StaffId

const day = 24 * 60 * 60_000

beforeAll(async () => {
  place = await testHouse(new Date('2026-11-20T09:00:00Z'))
  const { house } = place
  municipality = await addMunicipality(house, { name: 'Storlunda kommun', policy: 'falun' })
  instagram = await startInstagramDouble({ clock: house.clock })
  const { settings, secrets } = connectionTo(instagram, house.clock)
  account = await add('instagram', 'Kvarnen', 'Kultur', { ...settings }, { ...secrets })
  await add('feed', 'Nyheter', 'Ledning', { url: 'https://exempel.se/nytt.xml' }, {})
  await add('feed', 'Anslagstavlan', 'Ledning', { url: 'https://exempel.se/anslag.xml' }, {})
  const blog = { url: 'https://blogg.exempel.se', username: 'redaktionen' }
  await add('wordpress', 'Bloggen', 'Ledning', blog, { password: 'x' })
  const hired = { email: 'gunnel@storlunda.test', name: 'Gunnel Ask' }
  const roles = [{ role: 'registrar' as Role }]
  gunnel = (await addStaff(house, systemActor(municipality), { ...hired, roles })).staffId
  const context = { municipalityId: municipality, accountId: account }
  await withMunicipality(house.db, municipality, (tx) =>
    ingestItems(house, tx, context, [
      incoming(comment('c1', 'När öppnar ni?', { publishedAt: '2026-11-12T08:00:00Z' })),
      incoming(comment('c2', 'Bra!', { publishedAt: '2026-11-13T08:00:00Z' })),
      incoming(comment('c0', 'I våras', { publishedAt: '2026-03-13T08:00:00Z' })),
    ]),
  )
  server = await listen(createApp(house).fetch)
})
afterAll(async () => {
  await server?.close()
  await instagram?.close()
  await place?.close()
})

function add(
  id: string,
  name: string,
  department: string,
  settings: Record<string, string>,
  secrets: Record<string, string>,
): Promise<AccountId> {
  const platform = platformOf(id)
  const about = { platform: id, name, department, settings, secrets }
  return registerAccount(place.house, systemActor(municipality), platform, about)
}

/** What fails, by metric; the platform itself answers the rest. */
const faults = new Map<string, Failure>()
const asked: string[] = []
const ask = async (): Promise<readonly string[]> => {
  asked.length = 0
  const real = catalogue.get('instagram')
  const insights = real?.insights as Insights
  const faulty: Platform = {
    ...(real as Platform),
    insights: {
      metrics: insights.metrics,
      async read(connection, metric, period) {
        asked.push(`${metric} ${period.from} ${period.to}`)
        const fault = faults.get(metric)
        return fault ? fail(fault) : insights.read(connection, metric, period)
      },
    },
  }
  await askInsights(place.house, systemActor(municipality), new Map([...catalogue, ['instagram', faulty]]))
  return [...asked]
}

const stored = (metric: string) =>
  withMunicipality(place.house.db, municipality, (tx) =>
    tx
      .selectFrom('insight_value')
      .select(['day', 'value', 'source'])
      .where('municipality_id', '=', municipality)
      .where('account_id', '=', account)
      .where('metric', '=', metric)
      .orderBy('day')
      .execute(),
  )

/** Sessions end while the clock is moved, so that each visit has its own. */
const session = async (): Promise<string> => (await startSession(place.house, municipality, gunnel)).token

const open = async (path: string) =>
  fetch(`${server.url}${path}`, { headers: { cookie: `uppsikt=${await session()}` } })

async function read(path: string): Promise<string> {
  const answer = await open(path)
  return (await answer.text())
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')
}

describe('the platform is asked', () => {
  test('for each metric alone, and one that it has taken away does not fail the rest', async () => {
    const detail = 'Instagram har tagit bort måttet.'
    faults.set('profileLinkTaps', { kind: 'rejected', detail })
    const questions = await ask()
    expect(questions.filter((one) => one.startsWith('reach '))).toEqual(['reach 2026-10-23 2026-11-19'])
    expect(questions.filter((one) => one.startsWith('likes '))).toHaveLength(7)
    expect(questions.some((one) => one.startsWith('item'))).toBe(false)
    const reach = await stored('reach')
    expect(reach).toHaveLength(28)
    expect(reach[0]).toMatchObject({ day: '2026-10-23', value: 5 })
    expect(await stored('likes')).toHaveLength(7)
    expect(await stored('profileLinkTaps')).toEqual([])
    expect(await read(`/statistik?konto=${account}`)).toContain('Instagram ger inte ut siffran.')
  })

  test('once a day, whatever the clock does, and where it was read holds no key', async () => {
    expect(await ask()).toEqual([])
    place.house.clock.advance(5 * 60 * 60_000)
    expect(await ask()).toEqual([])
    const [first] = await stored('reach')
    expect(first?.source).toMatch(/^http:\/\/[^?]+\/insights$/)
    expect(first?.source).not.toContain(instagram.token)
  })

  test('the next day for the day that has passed, the last ones again, and not for what it does not give', async () => {
    place.house.clock.advance(day)
    const questions = await ask()
    expect(questions).toContain('reach 2026-11-17 2026-11-20')
    expect(questions.some((one) => one.startsWith('profileLinkTaps'))).toBe(false)
    expect(await stored('reach')).toHaveLength(29)
  })

  test('to wait: then nothing of the account is asked for until the time that it said', async () => {
    place.house.clock.advance(day)
    const until = new Date(place.house.clock.now().getTime() + 6 * 60 * 60_000)
    faults.set('reach', { kind: 'retryLater', at: until, detail: 'För många frågor.' })
    expect(await ask()).toHaveLength(1)
    place.house.clock.advance(5 * 60 * 60_000)
    expect(await ask()).toEqual([])
    faults.delete('reach')
    place.house.clock.advance(2 * 60 * 60_000)
    expect(await ask()).toContain('reach 2026-11-18 2026-11-21')
  })

  test('a number that ends is said to have ended, with its day, and what there was stays', async () => {
    place.house.clock.advance(day)
    faults.set('views', { kind: 'rejected', detail: 'Borttaget.' })
    await ask()
    expect(await read(`/statistik?konto=${account}`)).toMatch(
      /Visningar .*Instagram ger inte längre ut siffran, sedan 23 nov 2026\./,
    )
    expect((await stored('views')).length).toBeGreaterThan(0)
    faults.delete('views')
    place.house.clock.advance(8 * day)
    await ask()
    expect(await read(`/statistik?konto=${account}`)).not.toContain('ger inte längre ut siffran')
  })
})

describe('what is told', () => {
  test('the municipality, with our own counts, and a platform without figures says so', async () => {
    const words = await read('/statistik')
    expect(words).toMatch(/Kvarnen Instagram .*5 om dagen/)
    expect(words).toMatch(/Nyheter Nyhetsflöde Okänt Okänt Okänt /)
    expect(
      words.split(
        'hur många som nås (Nyhetsflöde och WordPress) eller hur många som reagerar (Nyhetsflöde och WordPress).',
      ),
    ).toHaveLength(2)
    expect(words).toMatch(/Kommentarer in 2 .*förut 1/)
    expect(words).toContain('Siffrorna från Instagram börjar 23 okt 2026.')
    expect(words).toContain('Jämförs med 1 jan 2026–')
  })

  test('a department or a period alone, and never another municipality’s account', async () => {
    expect(await read('/statistik?forvaltning=Ledning')).not.toContain('Kvarnen Instagram')
    const spring = await read('/statistik?period=2026-1')
    expect(spring).toMatch(/Kommentarer in 1 /)
    expect(spring).toContain('Ingen siffra för de här dagarna')
    expect(await read('/statistik?konto=018f0000-0000-7000-8000-000000000000')).toContain(
      'Inget konto att visa',
    )
  })

  test('to whoever asks for it, as a sheet with source and what is lacking', async () => {
    const answer = await open(`/statistik.csv?konto=${account}`)
    expect(answer.headers.get('content-disposition')).toContain('statistik-2026-2.csv')
    const lines = (await answer.text()).split('\r\n')
    expect(lines[0]).toContain('"Förvaltning";"Konto";"Plattform";"Mått"')
    const reach = lines.find((line) => line.includes('Konton som har nåtts'))
    expect(reach).toMatch(/"Snitt per dag";"\d+"/)
    expect(reach).toContain('/insights"')
    expect(lines.find((line) => line.includes('"Kommentarer in"'))).toContain('"2";"Summa";"";"1";"1"')
  })
})

describe('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  test.each(windows)('the pages are whole and readable: $name', async (window) => {
    const paths = ['/statistik', `/statistik?konto=${account}`]
    await lookThrough(browser, { url: server.url, session: await session() }, window, paths)
  })
})
