import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import type { House } from '../../src/infra/house.ts'
import {
  type AccountId,
  addDays,
  dayOf,
  type MunicipalityId,
  ok,
  type StaffId,
} from '../../src/kernel/index.ts'
import { registerAccount, setResponsible } from '../../src/modules/accounts/index.ts'
import {
  addMunicipality,
  addStaff,
  delegateRole,
  mapGroup,
  newScimToken,
  setBreakGlass,
  setOnlyProvider,
  setProvider,
  staffList,
  startSession,
} from '../../src/modules/organisation/index.ts'
import { axeViolations, launchBrowser, listen, visit } from '../support/browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { client, type OidcStage, oidcStage } from '../support/oidc-stage.ts'
import { platformOf } from '../support/platform.ts'
import { windows } from '../support/screens.ts'

const pictures = process.env['UPPSIKT_PICTURES']
let browser: Browser
let place: TestHouse
let house: House
let here: MunicipalityId
let server: Awaited<ReturnType<typeof listen>>
let provider: OidcStage
let account: AccountId
let operatorId: StaffId

beforeAll(async () => {
  place = await testHouse(new Date())
  let app: ReturnType<typeof createApp> | undefined
  server = await listen((request) => app?.fetch(request) ?? new Response('', { status: 503 }))
  const mailer = { configured: true, send: async () => ok(undefined) }
  house = { ...place.house, mailer, publicUrl: server.url }
  here = await addMunicipality(house, { name: 'Storlunda kommun', policy: 'falun' })
  app = createApp(house)
  provider = await oidcStage({
    redirectUri: `${server.url}/logga-in/kommun/svar`,
    logoutUri: `${server.url}/logga-in/kommun/utloggning`,
    returnTo: `${server.url}/logga-in`,
    deliver: async () => new Response(),
  })
  await fill(systemActor(here))
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await provider?.close()
  await server?.close()
  await place?.close()
})

async function fill(system: ReturnType<typeof systemActor>) {
  await setProvider(house, system, {
    settings: { protocol: 'oidc', issuer: provider.issuer, clientId: client.id, groups: 'groups' },
    secret: client.secret,
    matchEmail: true,
    private: true,
  })
  await mapGroup(house, system, {
    group: 'SOC-Moderatorer',
    role: 'editor',
    department: 'Kultur- och fritidsförvaltningen',
  })
  await mapGroup(house, system, { group: '5f1c2a34-0b7e-4f7b-9a51-1d2f6a7c9e10', role: 'registrar' })
  await newScimToken(house, system)
  const hire = async (name: string, email: string, ...roles: Parameters<typeof addStaff>[2]['roles']) =>
    (await addStaff(house, system, { name, email, roles })).staffId
  operatorId = await hire('Omar Drift', 'omar@kommun.test', { role: 'operator' })
  const hanna = await hire('Hanna Högström', 'hanna@kommun.test', { role: 'headOfCommunications' })
  const [editor] = [{ role: 'editor' as const, department: 'Kultur- och fritidsförvaltningen' }]
  await hire('Jonas Berg', 'jonas@kommun.test', editor)
  await setBreakGlass(house, system, 'omar@kommun.test', true)
  const today = dayOf(house.clock.now())
  const reason = 'Semester för Hanna Högström'
  await delegateRole(house, system, {
    staffId: operatorId,
    role: 'headOfCommunications',
    from: today,
    to: addDays(today, 14),
    reason,
  })
  account = await registerAccount(house, system, platformOf('feed'), {
    platform: 'feed',
    name: 'Kulturnytt',
    department: 'Kultur- och fritidsförvaltningen',
    settings: { url: 'https://kultur.exempel.se/feed' },
    secrets: {},
  })
  await setResponsible(house, system, account, { owner: hanna, deputy: null })
  provider.people.set('anna', { email: 'anna@kommun.test', name: 'Anna Edit', groups: ['SOC-Moderatorer'] })
  provider.people.set('ulf', { email: 'ulf@kommun.test', name: 'Ulf Utanför', groups: ['Alla'] })
}

async function judge(page: Page, screen: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => scrollTo(0, 0)))
  expect([screen, await axeViolations(page)]).toEqual([screen, []])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect([screen, Math.max(0, wide)]).toEqual([screen, 0])
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${screen}.png`, fullPage: true })
}

/** The provider's own pages: who one is, and that Uppsikt may know. */
async function throughProvider(page: Page, who: string): Promise<void> {
  await page.fill('input[name=login]', who)
  await page.fill('input[name=password]', 'x')
  await page.click('button[type=submit]')
  await page.click('button[type=submit]')
}

test.each(windows)(
  'in a window of $name the pages of sign-in and of rights are in order',
  async ({ name, ...options }) => {
    const outside = await visit(browser, server.url, options)
    for (const [screen, path] of [
      ['logga-in', '/logga-in'],
      ['utloggad', '/logga-in?ut=1'],
    ] as const) {
      await outside.page.goto(path)
      await judge(outside.page, `${screen}-${name}`)
    }
    await setOnlyProvider(house, systemActor(here), true)
    await outside.page.goto('/logga-in')
    await outside.page.click('summary')
    await judge(outside.page, `bara-kommunen-${name}`)
    await setOnlyProvider(house, systemActor(here), false)
    expect(outside.complaints).toEqual([])
    await outside.context.close()
    const session = (await startSession(house, here, operatorId)).token
    const inside = await visit(browser, server.url, { ...options, session })
    const pages = [
      ['inloggning', '/installningar/inloggning'],
      ['person', `/installningar/medarbetare/${operatorId}`],
      ['behorighet', `/register/${account}/behorighet`],
    ] as const
    for (const [screen, path] of pages) {
      const answer = await inside.page.goto(path)
      expect([screen, answer?.status()]).toEqual([screen, 200])
      for (const closed of await inside.page.locator('main details:not([open]) > summary').all())
        await closed.click()
      await judge(inside.page, `${screen}-${name}`)
    }
    expect(inside.complaints).toEqual([])
    await inside.context.close()
  },
)

test('in a real browser an editor signs in through the provider, and who is in no group is told what to do', async () => {
  const { page, context } = await visit(browser, server.url, { viewport: { width: 1440, height: 900 } })
  await page.goto('/ko')
  await page.click('text=Logga in med kommunens inloggning')
  await throughProvider(page, 'anna')
  await page.waitForURL(`${server.url}/ko`)
  expect(await page.textContent('body')).toContain('Anna Edit')
  await context.close()
  const other = await visit(browser, server.url, { viewport: { width: 320, height: 640 } })
  await other.page.goto('/logga-in')
  await other.page.click('text=Logga in med kommunens inloggning')
  await throughProvider(other.page, 'ulf')
  await other.page.waitForSelector('text=Du finns inte bland medarbetarna i Uppsikt')
  await judge(other.page, 'utan-grupp-320')
  await other.context.close()
  expect((await staffList(house, systemActor(here))).some((one) => one.name === 'Ulf Utanför')).toBe(false)
})

test('the operator tries the provider, lets a group give a role and takes it back, without script', async () => {
  const session = (await startSession(house, here, operatorId)).token
  const { page, context } = await visit(browser, server.url, { session, javaScriptEnabled: false })
  await page.goto('/installningar/inloggning')
  await page.click('text=Prova inloggningstjänsten')
  expect(await page.textContent('.note.ok')).toContain('svarar och känner igen Uppsikt')
  await page.fill('#f-group', 'Arkivet')
  await page.selectOption('#f-role', 'archivist')
  await page.click('text=Låt gruppen ge rollen')
  await page.click('[aria-label="Ta bort rollen Arkivarie från Arkivet"]')
  expect(await page.textContent('main')).not.toContain('Arkivet')
  await page.click('text=Gör en ny nyckel')
  expect(await page.textContent('main')).toMatch(/Nyckeln visas bara nu[\s\S]*[\w-]{43}/)
  await context.close()
})
