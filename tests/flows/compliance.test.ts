import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MastodonDouble, startMastodonDouble } from '../../doubles/mastodon/index.ts'
import { type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { jobHandlers } from '../../src/app/jobs.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { readGuideline } from '../../src/modules/compliance/index.ts'
import { addMunicipality, addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { keepDetails } from '../../src/modules/vault/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { axeViolations, launchBrowser, listen, visit } from '../support/browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { platformOf } from '../support/platform.ts'
import { windows } from '../support/screens.ts'

const day = 24 * 60 * 60_000
const pictures = process.env['UPPSIKT_PICTURES']

let place: TestHouse
let municipality: MunicipalityId
let double: MastodonDouble
let account: AccountId
let other: AccountId
let server: Awaited<ReturnType<typeof listen>>
let people: Readonly<Record<'hanna' | 'maja' | 'samira' | 'nils' | 'arvid', StaffId>>

beforeAll(async () => {
  place = await testHouse(new Date('2026-11-19T09:00:00Z'))
  const { house } = place
  municipality = await addMunicipality(house, { name: 'Storlunda kommun', policy: 'gotene' })
  double = await startMastodonDouble({
    clock: house.clock,
    handle: 'storlundabibliotek',
    name: 'Storlunda bibliotek',
  })
  account = await add('mastodon', 'Storlunda bibliotek', 'Kultur', {
    settings: { server: double.url, handle: double.handle },
    secrets: { accessToken: double.token },
  })
  other = await add('feed', 'Skolnytt', 'Skola', {
    settings: { url: 'https://exempel.se/skola.xml' },
    secrets: {},
  })
  people = {
    hanna: await hire('Hanna Ek', 'headOfCommunications'),
    maja: await hire('Maja Lindqvist', 'communicator'),
    samira: await hire('Samira Haddad', 'editor', 'Kultur'),
    nils: await hire('Nils Annan', 'editor', 'Skola'),
    arvid: await hire('Arvid Arkivarie', 'archivist'),
  }
  server = await listen(createApp(house).fetch)
})
afterAll(async () => {
  await server?.close()
  await double?.close()
  await place?.close()
})

const add = (
  id: string,
  name: string,
  department: string,
  given: { settings: Record<string, string>; secrets: Record<string, string> },
) => {
  const platform = platformOf(id)
  const more = { platform: id, name, department, purpose: 'Locka fler att läsa', ...given }
  return registerAccount(place.house, systemActor(municipality), platform, more)
}

async function hire(name: string, role: Role, department?: string): Promise<StaffId> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@storlunda.test`
  const roles = [{ role, ...(department && { department }) }]
  return (await addStaff(place.house, systemActor(municipality), { email, name, roles })).staffId
}

/** Sessions end while the clock is moved, so that each visit has its own. */
const session = async (who: keyof typeof people): Promise<string> =>
  (await startSession(place.house, municipality, people[who])).token

async function read(who: keyof typeof people, path: string) {
  const headers = { cookie: `uppsikt=${await session(who)}` }
  const answer = await fetch(`${server.url}${path}`, { headers, redirect: 'manual' })
  return { status: answer.status, html: await answer.text(), headers: answer.headers }
}

async function send(who: keyof typeof people, path: string, fields: Readonly<Record<string, string>> = {}) {
  const headers = { cookie: `uppsikt=${await session(who)}` }
  const page = await (await fetch(`${server.url}/register`, { headers })).text()
  const token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const body = new URLSearchParams({ _csrf: token, ...fields })
  const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body, redirect: 'manual' })
  return { status: answer.status, html: await answer.text() }
}

const job = async (): Promise<void> => {
  await jobHandlers(place.house, catalogue)['compliance.judge']?.(municipality, {})
}
const wait = (milliseconds: number) => place.house.clock.advance(milliseconds)

/** How a demand stands on the account. */
async function standing(checkId: string, id = account) {
  const { lines } = await readGuideline(place.house, systemActor(municipality), id)
  return lines.find(({ check }) => check.id === checkId)?.standing
}
const outcome = async (checkId: string, id = account) => (await standing(checkId, id))?.outcome

const wordsOf = (html: string): string =>
  html
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

test('a blog for staff alone stands in the register and not on the public list, and no contact details are asked of it', async () => {
  const kind = `/register/${other}/lasare`
  expect((await read('maja', '/konton')).html).toContain('Skolnytt')
  expect((await send('nils', kind, { lasare: 'internal' })).status).toBe(403)
  expect((await send('maja', kind, { lasare: 'grannar' })).html).toContain('Välj vilka kontot är till för.')
  expect((await send('maja', kind, { lasare: 'internal', blogg: '1' })).status).toBe(303)
  expect((await read('maja', '/konton')).html).not.toContain('Skolnytt')
  expect((await read('maja', '/konton.json')).html).not.toContain('Skolnytt')
  expect((await read('nils', `/register/${other}`)).html).toContain('Bara medarbetare (internt). Blogg.')
  expect(await outcome('blogWriters', other)).toBe('unknown')
  const attested = { krav: 'blogWriters', svar: 'ja', anteckning: 'Står på sidan Om.', manader: '6' }
  expect((await send('nils', `/register/${other}/riktlinje/intyga`, attested)).status).toBe(303)
  expect(await outcome('blogWriters', other)).toBe('met')
})

const shownDemands = ['official', 'unitNamed', 'websiteLinked', 'contact', 'houseRules', 'hoursStated']

describe('an account that lacks what the guideline demands', () => {
  test('is told so demand by demand, with what to do, and what nobody can know is for a person', async () => {
    const guideline = `/register/${account}/riktlinje`
    expect((await send('maja', `${guideline}/enheter`, { enheter: 'Biblioteket' })).status).toBe(303)
    const particulars = { webbplats: 'https://www.storlunda.example', ombud: 'dso@storlunda.example' }
    expect((await send('maja', '/register/riktlinje/uppgifter', particulars)).status).toBe(303)
    double.profile.open = false
    await job()
    expect(await outcome('municipalityNamed')).toBe('met')
    for (const check of ['official', 'websiteLinked', 'contact', 'houseRules', 'hoursStated', 'open'])
      expect([check, await outcome(check)]).toEqual([check, 'notMet'])
    expect(await outcome('administrators')).toBe('unknown')
    expect(await outcome('profileBand')).toBe('notDemanded')
    const words = wordsOf((await read('arvid', guideline)).html)
    expect(words).toContain('Ordet officiell finns inte i presentationen.')
    expect(words).toContain('Lägg in länken till kommunens webbplats på kontot.')
    expect(words).toContain('Den ansvariga')
    expect(words).not.toContain('%')
  })

  test('is met the day after it has been mended on the platform, and the page says since when', async () => {
    const before = await standing('official')
    Object.assign(double.profile, {
      description:
        'Officiellt konto för Biblioteket i Storlunda kommun. Bevakas vardagar 9–16, svar samma dag. Frågor: bibliotek@storlunda.example. Läs våra samtalsregler.',
      website: 'https://www.storlunda.example/bibliotek',
      follows: 12,
      open: true,
    })
    expect(await outcome('official')).toBe('notMet')
    wait(day)
    await job()
    for (const check of [...shownDemands, 'naming', 'open'])
      expect([check, await outcome(check)]).toEqual([check, 'met'])
    const after = await standing('official')
    expect(after?.since.getTime()).toBe((before?.since.getTime() ?? 0) + day)
    const html = wordsOf((await read('samira', `/register/${account}/riktlinje`)).html)
    expect(html).toContain('Vad som har ändrats')
    expect(html).toContain('Ordet officiell finns inte i presentationen.')
  })

  test('nothing new is written when nothing has changed, and the outcomes cannot be changed', async () => {
    const count = async () =>
      (await place.database.owner.query('SELECT count(*)::int AS n FROM guideline_outcome')).rows[0]?.n
    const before = await count()
    wait(day)
    await job()
    expect(await count()).toBe(before)
    await expect(
      withMunicipality(place.house.db, municipality, (tx) =>
        tx.updateTable('guideline_outcome').set({ outcome: 'met' }).execute(),
      ),
    ).rejects.toThrow()
  })
})

describe('what a person attests', () => {
  const path = () => `/register/${account}/riktlinje/intyga`
  const attested = { krav: 'restraint', svar: 'ja', anteckning: 'Bara bibliotek.', manader: '1' }

  test('counts until its day, and then somebody must look again', async () => {
    expect(await outcome('restraint')).toBe('unknown')
    expect((await send('samira', path(), { ...attested, anteckning: ' ' })).status).toBe(422)
    expect((await send('samira', path(), attested)).status).toBe(303)
    const stands = await standing('restraint')
    expect(stands?.outcome).toBe('met')
    expect(stands?.why).toContain('Samira Haddad har intygat det')
    wait(32 * day)
    await job()
    expect(await standing('restraint')).toMatchObject({ outcome: 'unknown' })
    expect((await standing('restraint'))?.why).toContain('Intyget gick ut')
  })

  test('is for those who may, and only where data does not say it', async () => {
    expect((await send('nils', path(), attested)).status).toBe(403)
    expect((await send('arvid', path(), attested)).status).toBe(403)
    const administrators = { ...attested, krav: 'administrators' }
    expect((await send('samira', path(), administrators)).status).toBe(403)
    expect((await send('maja', path(), administrators)).status).toBe(303)
    expect(await outcome('administrators')).toBe('met')
    expect((await send('maja', path(), { ...attested, krav: 'owner' })).status).not.toBe(200)
    expect(await outcome('owner')).toBe('notMet')
  })

  test('stands over a machine’s reading, which is said beside it', async () => {
    double.profile.description = double.profile.description.replace('Läs våra samtalsregler.', '')
    await send('samira', `/register/${account}/riktlinje/prova`)
    expect(await outcome('houseRules')).toBe('notMet')
    await send('samira', path(), { ...attested, krav: 'houseRules', anteckning: 'I det fästa inlägget.' })
    const stands = await standing('houseRules')
    expect(stands?.outcome).toBe('met')
    expect(stands?.why).toMatch(/I det fästa inlägget\. Uppsikt läste: Det finns inga regler/)
  })
})

describe('when a platform does not show the profile', () => {
  test('what was seen stands for a week, and then nobody knows', async () => {
    double.fault({ kind: 'revoked' })
    wait(day)
    await job()
    expect(await outcome('official')).toBe('met')
    expect((await read('maja', `/register/${account}/riktlinje`)).html).toContain(
      'Plattformen visade inte profilen.',
    )
    wait(8 * day)
    await job()
    expect(await outcome('official')).toBe('unknown')
    double.fault(undefined)
    await job()
    expect(await outcome('official')).toBe('met')
  })
})

describe('the whole municipality', () => {
  test('is counted per account and department, worst first, and can be taken out as a table', async () => {
    const words = wordsOf((await read('arvid', '/register/riktlinje')).html)
    expect(words).toContain('2 konton:')
    expect(words.indexOf('Skolnytt')).toBeGreaterThan(0)
    expect(wordsOf((await read('arvid', '/register')).html)).toMatch(/Riktlinjen: \d+ brister på 2 konton/)
    const csv = await read('arvid', '/register/riktlinje/csv')
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(csv.html).toContain('"Skola";"Skolnytt";"Nyhetsflöde"')
  })

  test('a row that a spreadsheet would take for a formula is text', async () => {
    await withMunicipality(place.house.db, municipality, (tx) =>
      tx.updateTable('account').set({ name: '=1+1' }).where('account_id', '=', other).execute(),
    )
    expect((await read('arvid', '/register/riktlinje/csv')).html).toContain(`"'=1+1"`)
    await withMunicipality(place.house.db, municipality, (tx) =>
      tx.updateTable('account').set({ name: 'Skolnytt' }).where('account_id', '=', other).execute(),
    )
  })

  test('the record of processing says which board, why and on what basis, and what is missing', async () => {
    const path = `/register/${account}/riktlinje/personuppgifter`
    const stated = { andamal: 'Tipsa om böcker', grund: 'Allmänt intresse', personer: 'De som skriver' }
    expect((await send('maja', path, stated)).status).toBe(422)
    expect((await send('maja', path, { ...stated, mottagare: 'Ingen' })).status).toBe(303)
    expect(await outcome('processing')).toBe('notMet')
    const { html } = await read('hanna', '/register/riktlinje/uppgifter')
    const field = /name="(namnd-[^"]+)"/.exec(html)?.[1] ?? ''
    const page = { webbplats: 'https://www.storlunda.example', ombud: 'dso@storlunda.example' }
    await send('hanna', '/register/riktlinje/uppgifter', { ...page, [field]: 'Kulturnämnden' })
    await job()
    expect(await outcome('processing')).toBe('met')
    const words = wordsOf((await read('arvid', '/register/riktlinje/behandling')).html)
    for (const text of ['Kulturnämnden', 'Tipsa om böcker', 'Allmänt intresse', 'dso@storlunda.example'])
      expect(words).toContain(text)
    expect(words).toContain('Ett konto är inte färdigt beskrivet.')
    expect((await read('samira', '/register/riktlinje/uppgifter')).status).toBe(403)
  })

  test('a closed account is not judged', async () => {
    await withMunicipality(place.house.db, municipality, (tx) =>
      tx.updateTable('account').set({ state: 'closed' }).where('account_id', '=', other).execute(),
    )
    await job()
    expect(wordsOf((await read('arvid', '/register/riktlinje')).html)).toContain('1 konto:')
    await withMunicipality(place.house.db, municipality, (tx) =>
      tx.updateTable('account').set({ state: 'active' }).where('account_id', '=', other).execute(),
    )
  })
})

describe('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
    const { house } = place
    const keys = {
      ownerAddress: 'bibliotek@storlunda.example',
      details: { password: 'Hemligt-9', totpSeed: 'JBSWY3DPEHPK3PXP' },
    }
    await keepDetails(house, systemActor(municipality), account, keys)
  })
  afterAll(() => browser?.close())

  test.each(windows)(
    'no page has an axe violation or a sideways scroll: $name',
    async ({ name, ...options }) => {
      const { page, context, complaints } = await visit(browser, server.url, {
        session: await session('hanna'),
        ...options,
      })
      const own = `/register/${account}`
      const paths = [
        '/register',
        own,
        `${own}/riktlinje`,
        `${own}/riktlinje/intyga?krav=restraint`,
        `${own}/riktlinje/enheter`,
        `${own}/riktlinje/personuppgifter`,
        '/register/riktlinje',
        '/register/riktlinje/behandling',
        '/register/riktlinje/uppgifter',
        `/register/${other}/valv`,
        `${own}/valv/uppgifter`,
        `${own}/valv`,
      ]
      const check = async (path: string) => {
        if (pictures) {
          mkdirSync(pictures, { recursive: true })
          const file = path.replaceAll(account, 'konto').replaceAll(other, 'annat').replace(/\W+/g, '_')
          await page.screenshot({ path: `${pictures}/${name}${file}.png`, fullPage: true })
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect([path, wide <= 0]).toEqual([path, true])
        // Forms of the same parts: once is enough.
        if (name === '320' && !/valv$|riktlinje$/.test(path)) return
        expect([path, await axeViolations(page)]).toEqual([path, []])
      }
      for (const path of name === '1440' || name === '320'
        ? paths
        : paths.filter((one) => /valv$|riktlinje$/.test(one))) {
        const answer = await page.goto(path, { waitUntil: 'load' })
        expect([path, answer?.status()]).toEqual([path, 200])
        await check(path)
      }
      if (name === '1440') {
        await page.getByLabel('Vad har hänt?').fill('Kontot är kapat.')
        // Looked at when the page behind the button has come, not while it is on its way.
        const press = (button: string) =>
          Promise.all([page.waitForNavigation(), page.getByRole('button', { name: button }).click()])
        await press('Öppna valvet ensam')
        await check('valv')
        await press('Visa uppgifterna i tio minuter')
        await check('visat')
      }
      expect(complaints).toEqual([])
      await context.close()
    },
  )

  test('without script one attests, opens the vault in a crisis, sees, and it does not come back', async () => {
    // What was opened above has been closed again.
    wait(2 * 60 * 60_000)
    const { page, context } = await visit(browser, server.url, {
      session: await session('hanna'),
      javaScriptEnabled: false,
      viewport: { width: 1280, height: 900 },
    })
    const own = `/register/${account}`
    await page.goto(`${own}/riktlinje`)
    await page.getByRole('link', { name: /återhållsamt med att följa/ }).click()
    await page.getByLabel('Ja, det stämmer').check()
    await page.getByLabel('Anteckning').fill('Bara andra bibliotek.')
    await page.getByRole('button', { name: 'Intyga' }).click()
    expect(await page.locator('main').textContent()).toContain('Intyget är sparat.')
    await page.goto(`${own}/valv`)
    await page.getByLabel('Vad har hänt?').fill('Kontot är kapat.')
    await page.getByRole('button', { name: 'Öppna valvet ensam' }).click()
    await page.getByRole('button', { name: 'Visa uppgifterna i tio minuter' }).click()
    expect(await page.locator('main').textContent()).toContain('Hemligt-9')
    if (pictures) await page.screenshot({ path: `${pictures}/visat.png`, fullPage: true })
    await page.goto(`${own}/valv`)
    // The browser has kept nothing of it to go back to.
    await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS')
    await context.close()
  })
})
