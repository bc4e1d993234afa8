import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FacebookDouble, scopes, startFacebookDouble } from '../../doubles/facebook/index.ts'
import { startYoutubeDouble, type YoutubeDouble } from '../../doubles/youtube/index.ts'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import type { AccountId } from '../../src/kernel/index.ts'
import {
  appsOf,
  connectionOf,
  enterApp,
  registerAccount,
  requireAccount,
} from '../../src/modules/accounts/index.ts'
import { axeViolations, launchBrowser, type Visit, visit } from '../support/browser.ts'
import { platformOf } from '../support/platform.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

let stage: RecordsStage
let browser: Browser
let facebook: FacebookDouble
let youtube: YoutubeDouble
/** Addresses on this machine that may be asked all the same. */
const reachable: string[] = []
const pictures = process.env['UPPSIKT_PICTURES']

beforeAll(async () => {
  stage = await recordsStage()
  const { clock } = stage.place.house
  const otherPages = [
    { id: '104000000000007', name: 'Storlunda bibliotek' },
    { id: '104000000000008', name: 'Ishallen' },
  ]
  facebook = await startFacebookDouble({ clock, name: 'Storlunda kommun', otherPages })
  youtube = await startYoutubeDouble({ clock })
  // The doubles stand on this machine, where nothing that is typed in a form may lead otherwise.
  reachable.push(facebook.url, youtube.url)
  Object.assign(stage.place.house, {
    publicUrl: stage.url,
    http: (origins: readonly string[]) =>
      createHttp({ allowOrigins: [...origins, ...reachable], userAgent: 'uppsikt', version: 'test' }),
  })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await facebook?.close()
  await youtube?.close()
  await stage?.close()
})

const at = (width: number, more: Parameters<typeof visit>[2] = {}): Promise<Visit> =>
  visit(browser, stage.url, {
    session: stage.people.maja.session,
    viewport: { width, height: 900 },
    ...more,
  })

async function isGood({ page, complaints }: Visit, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
  expect([name, await axeViolations(page)]).toEqual([name, []])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect([name, wide <= 0]).toEqual([name, true])
  // What was sent wrong on purpose.
  const others = complaints.filter((text) => !text.includes('status of 422'))
  expect([name, others]).toEqual([name, []])
}

const enterFacebookApp = async (page: Page): Promise<void> => {
  await page.getByLabel('Appens id').fill(facebook.appId)
  await page.getByLabel('Appens hemlighet').fill(facebook.appSecret)
  await page.getByLabel('Annan serveradress').fill(facebook.url)
}

/** The account that the page shows, as a platform is met with it. */
const connectionOn = (page: Page) => {
  const accountId = /\/register\/([0-9a-f-]{36})/.exec(page.url())?.[1] as AccountId
  return withMunicipality(stage.place.house.db, stage.municipality, async (tx) => {
    const account = await requireAccount(tx, stage.municipality, accountId)
    return { account, ...(await connectionOf(stage.place.house, tx, stage.municipality, account)) }
  })
}

const apps = () => appsOf(stage.place.house, systemActor(stage.municipality), platformOf('facebook'))

const waiting = () =>
  withMunicipality(stage.place.house.db, stage.municipality, (tx) =>
    tx.selectFrom('sign_in_reached').select('registration_id').execute(),
  )

test('a page on Facebook: the app is entered once, somebody signs in, and chooses among the pages', async () => {
  const seen = await at(1440)
  const { page } = seen
  await page.goto('/register')
  await page.getByRole('link', { name: 'Lägg till ett konto' }).click()
  await page.getByRole('link', { name: 'Facebook' }).click()
  await isGood(seen, 'anslut-app-1440')
  expect(await page.locator('main').textContent()).toContain(`${stage.url}/register/anslut/svar`)
  await page.getByRole('button', { name: 'Spara appen' }).click()
  expect(await page.locator('main').textContent()).toContain('Fyll i det här. Appens id')
  await enterFacebookApp(page)
  await page.getByLabel('Appens id').fill('555000111222330')
  await page.getByRole('button', { name: 'Spara appen' }).click()
  // The id was typed wrongly: it is seen, and corrected before anything goes through the app.
  await page.getByText('Stämmer inte appens uppgifter?').click()
  expect(await page.locator('main').textContent()).toContain('555000111222330')
  await isGood(seen, 'anslut-ratta-1440')
  await page.getByRole('link', { name: 'Rätta uppgifterna' }).click()
  expect(await page.getByLabel('Appens id').inputValue()).toBe('555000111222330')
  await page.getByLabel('Appens id').fill(facebook.appId)
  await page.getByRole('button', { name: 'Spara appen' }).click()
  expect(await page.locator('main').textContent()).toContain('Fyll i det här.')
  await page.getByLabel('Appens hemlighet').fill(facebook.appSecret)
  await page.getByRole('button', { name: 'Spara appen' }).click()
  expect(await apps()).toMatchObject([{ settings: { appId: facebook.appId }, accounts: 0 }])
  await isGood(seen, 'anslut-logga-in-1440')
  expect(await page.content()).not.toContain(facebook.appSecret)
  await page.getByRole('link', { name: 'Logga in hos Facebook' }).click()
  expect(await page.locator('h1').textContent()).toBe('Välj konto på Facebook')
  expect(await page.getByRole('radio').count()).toBe(3)
  await isGood(seen, 'anslut-valj-1440')
  for (const token of [facebook.token, 'EAAusertoken', 'EAApage'])
    expect(await page.content()).not.toContain(token)
  await page.getByRole('button', { name: 'Prova och lägg till kontot' }).click()
  expect(await page.locator('main').textContent()).toContain('Välj vilket konto som ska läggas till')
  await page.getByRole('radio', { name: 'Storlunda kommun' }).check()
  await page.getByLabel('Förvaltning').fill('Kommunledning')
  await page.getByRole('button', { name: 'Prova och lägg till kontot' }).click()
  const words = await page.locator('main').textContent()
  expect(words).toContain('Provet gick bra. Kontot är med i registret')
  expect(words).toContain('Läsa kommentarer: Fungerar')
  await isGood(seen, 'anslut-klart-1440')
  const { account, settings, secrets } = await connectionOn(page)
  expect(account).toMatchObject({ name: 'Storlunda kommun', platform: 'facebook' })
  expect([settings['pageId'], secrets['token']]).toEqual([facebook.pageId, facebook.token])
  expect(await waiting()).toEqual([])
  await seen.context.close()
})

test('the next page goes through the same app; the one that is here already cannot be entered twice', async () => {
  const seen = await at(320, { colorScheme: 'dark' })
  const { page } = seen
  await page.goto('/register/nytt?plattform=facebook')
  await isGood(seen, 'anslut-logga-in-320')
  await page.getByRole('link', { name: 'Logga in hos Facebook' }).click()
  const words = await page.locator('main').textContent()
  expect(words).toContain('Finns redan i registret: Storlunda kommun')
  expect(await page.getByRole('radio').count()).toBe(2)
  await isGood(seen, 'anslut-valj-320')
  await seen.context.close()
})

test('a channel on YouTube, without script: the code is worth something with its verifier alone', async () => {
  const seen = await at(320, { javaScriptEnabled: false })
  const { page } = seen
  await page.goto('/register/nytt?plattform=youtube')
  await page.getByLabel('Appens klient-id').fill(youtube.settings['clientId'] ?? '')
  await page.getByLabel('Appens klienthemlighet').fill(youtube.secrets['clientSecret'] ?? '')
  await page.getByLabel('Annan serveradress').fill(youtube.url)
  await page.getByRole('button', { name: 'Spara appen' }).click()
  await page.getByRole('link', { name: 'Logga in hos YouTube' }).click()
  expect(await page.locator('h1').textContent()).toBe('Välj konto på YouTube')
  await page.getByLabel('Namn').fill('Kommunens filmer')
  await page.getByLabel('Förvaltning').fill('Kommunledning')
  await page.getByRole('button', { name: 'Prova och lägg till kontot' }).click()
  expect(await page.locator('main').textContent()).toContain('Provet gick bra')
  const { account, settings, secrets } = await connectionOn(page)
  expect(account.name).toBe('Kommunens filmer')
  expect(settings['channelId']).toBe(youtube.settings['channelId'])
  expect(secrets['refreshToken']).toMatch(/^1\/\/double-renewal-/)
  const asked = youtube.server.log.filter(({ url }) => url.pathname === '/token')
  expect(asked.some(({ body }) => /code_verifier=[\w-]{43}(&|$)/.test(body.toString('utf8')))).toBe(true)
  await seen.context.close()
})

test('a secret that the platform has rotated is tried before it holds', async () => {
  const seen = await at(1440)
  const { page } = seen
  const before = facebook.appSecret
  facebook.access.rotate('utbytt-hemlighet')
  await page.goto('/register/nytt?plattform=facebook')
  await page.getByRole('link', { name: 'Kommunens app hos Facebook' }).click()
  expect(await page.locator('main').textContent()).toContain('Sparad, visas aldrig')
  await page.getByRole('button', { name: 'Prova och byt' }).click()
  expect(await page.locator('main').textContent()).toContain('Skriv den nya hemligheten')
  await page.getByLabel('Appens hemlighet').fill('felskriven-hemlighet')
  await page.getByRole('button', { name: 'Prova och byt' }).click()
  expect(await page.locator('main').textContent()).toMatch(/gick inte med det nya, så inget byttes/)
  await isGood(seen, 'app-fel-1440')
  await page.getByLabel('Appens hemlighet').fill('utbytt-hemlighet')
  await page.getByRole('button', { name: 'Prova och byt' }).click()
  expect(await page.locator('main').textContent()).toContain('Det nya gäller nu för alla konton')
  for (const secret of ['utbytt-hemlighet', before, 'felskriven'])
    expect(await page.content()).not.toContain(secret)
  await seen.context.close()
})

const ask = (path: string, who: keyof RecordsStage['people']) =>
  fetch(`${stage.url}${path}`, {
    redirect: 'manual',
    headers: { cookie: `uppsikt=${stage.people[who].session}` },
  })

test('an app is removed while no account goes through it, and stays when one does; both are on the trail', async () => {
  const { house } = stage.place
  const actor = systemActor(stage.municipality)
  const facebookPlatform = platformOf('facebook')
  const given = { settings: { appId: '555000111222331' }, secrets: { appSecret: 'b'.repeat(32) } }
  const wrong = await enterApp(house, actor, facebookPlatform, given)
  const used = (await apps()).find(({ accounts }) => accounts > 0)
  const token = /name="_csrf" value="([^"]+)"/.exec(
    await (await ask('/register/nytt?plattform=facebook', 'maja')).text(),
  )?.[1]
  const remove = (app: string) =>
    fetch(`${stage.url}/register/nytt/app/ta-bort`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: `uppsikt=${stage.people.maja.session}` },
      body: new URLSearchParams({ _csrf: token ?? '', app }),
    })
  expect((await remove(wrong)).headers.get('location')).toBe('/register/nytt?plattform=facebook')
  expect((await remove(wrong)).status).toBe(404)
  const refused = await remove(used?.registrationId ?? '')
  expect([refused.status, await refused.text()]).toEqual([
    409,
    expect.stringContaining('Storlunda kommun är anslutet genom appen'),
  ])
  expect(await apps()).toEqual([used])
  const trail = await withMunicipality(house.db, stage.municipality, (tx) =>
    tx.selectFrom('audit_event').select('verb').where('verb', '=', 'accounts.removeApp').execute(),
  )
  // The one that was corrected, and this one.
  expect(trail).toHaveLength(2)
})

test('an account moves to a new app by a sign-in through it; nothing that was kept is sent there', async () => {
  const { clock } = stage.place.house
  const other = await startFacebookDouble({ clock, name: 'Storlunda kommun', appId: '700000000000002' })
  reachable.push(other.url)
  const seen = await at(320)
  const { page } = seen
  const [before] = await apps()
  await page.goto(`/register/nytt/app?app=${before?.registrationId}`)
  await isGood(seen, 'app-320')
  await page.getByRole('link', { name: 'Lägg in den nya appens uppgifter' }).click()
  await page.getByLabel('Appens id').fill(other.appId)
  await page.getByLabel('Appens hemlighet').fill(other.appSecret)
  await page.getByLabel('Annan serveradress').fill(other.url)
  await page.getByRole('button', { name: 'Spara appen' }).click()
  await page.locator(`a[href="/register/nytt/logga-in?app=${(await apps()).at(-1)?.registrationId}"]`).click()
  await isGood(seen, 'app-flytta-320')
  await page.getByRole('button', { name: 'Prova och flytta' }).click()
  expect(await page.locator('main').textContent()).toContain('Välj vilka konton som ska flyttas')
  other.access.revoke(other.token)
  await page.getByRole('checkbox', { name: 'Storlunda kommun' }).check()
  await page.getByRole('button', { name: 'Prova och flytta' }).click()
  expect(await page.locator('main').textContent()).toContain('Provet mot Facebook gick inte')
  expect((await apps()).map(({ accounts }) => accounts)).toEqual([1, 0])
  const token = { token: other.token, of: other.pageId, type: 'PAGE', scopes, endsAt: null } as const
  other.access.give(token)
  await page.getByRole('checkbox', { name: 'Storlunda kommun' }).check()
  await page.getByRole('button', { name: 'Prova och flytta' }).click()
  expect(await page.locator('main').textContent()).toContain('Det du valde går nu genom den här appen')
  expect((await apps()).map(({ settings, accounts }) => [settings['appId'], accounts])).toEqual([
    [other.appId, 1],
    [facebook.appId, 0],
  ])
  const sent = other.server.log.map(({ url, headers, body }) => `${url} ${JSON.stringify(headers)} ${body}`)
  expect(sent.filter((text) => text.includes('utbytt-hemlighet'))).toEqual([])
  // And back again, so that the app that nothing goes through any more can be taken away.
  await page.goto('/register/nytt?plattform=facebook')
  await page.locator(`a[href="/register/nytt/logga-in?app=${before?.registrationId}"]`).click()
  await page.getByRole('checkbox', { name: 'Storlunda kommun' }).check()
  await page.getByRole('button', { name: 'Prova och flytta' }).click()
  await page.goto('/register/nytt?plattform=facebook')
  await page.getByText('Stämmer inte appens uppgifter?').click()
  await page.getByRole('button', { name: 'Ta bort appen' }).click()
  expect(await apps()).toEqual([before])
  await seen.context.close()
  await other.close()
})

/** As a browser goes: from the sign-in link to where the platform sends the person back. */
async function throughFacebook(): Promise<string> {
  const html = await (await ask('/register/nytt?plattform=facebook', 'maja')).text()
  const link = /href="(\/register\/nytt\/logga-in\?app=[^"]+)"/.exec(html)?.[1] ?? ''
  const there = (await ask(link, 'maja')).headers.get('location') ?? ''
  const back = new URL((await fetch(there, { redirect: 'manual' })).headers.get('location') ?? '')
  return back.pathname + back.search
}

test('a wrong, spent or foreign answer says what to do, and enters nothing', async () => {
  const back = await throughFacebook()
  expect((await ask(back, 'hanna')).status).toBe(422)
  const wrong = await ask(back.replace(/state=[^&]+/, 'state=fel'), 'maja')
  expect(wrong.status).toBe(422)
  const words = await wrong.text()
  expect(words).toContain('Inloggningen hos plattformen gäller inte')
  expect(words).toContain('välj Lägg till ett konto')
  const done = await ask(back, 'maja')
  expect([done.status, done.headers.get('location')]).toEqual([303, '/register/nytt/konto'])
  expect((await ask(back, 'maja')).status).toBe(422)
  expect((await ask('/register/nytt/konto', 'maja')).status).toBe(200)
  const others = await ask('/register/nytt/konto', 'hanna')
  expect(others.status).toBe(404)
  expect(await others.text()).toContain('logga in hos plattformen igen')
  stage.place.house.clock.advance(30 * 60_000)
  expect((await ask('/register/nytt/konto', 'maja')).status).toBe(404)
  expect((await ask('/register/nytt/logga-in?app=fel', 'maja')).status).toBe(404)
  expect((await ask('/register/nytt/konto', 'samira')).status).toBe(403)
})

test('a no at the platform is told, with what stands as it was', async () => {
  const refused = await ask((await throughFacebook()).replace(/code=[^&]+/, 'error=access_denied'), 'maja')
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('Inloggningen hos Facebook avbröts. Inget konto har lagts till.')
})

test('an address on this machine is reached only through an app that the operator has entered', async () => {
  const { house } = stage.place
  const http = (allowOrigins: readonly string[]) =>
    createHttp({ allowOrigins, userAgent: 'uppsikt', version: 'test' })
  Object.assign(house, { http })
  const refused = await ask(await throughFacebook(), 'maja')
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(/privat/)
  await registerAccount(house, systemActor(stage.municipality), platformOf('facebook'), {
    platform: 'facebook',
    name: 'Ishallen',
    department: 'Kultur',
    settings: { appId: facebook.appId, api: facebook.url, pageId: '104000000000008' },
    secrets: { appSecret: facebook.appSecret, token: 'EAApage104000000000008' },
  })
  const done = await ask(await throughFacebook(), 'maja')
  expect([done.status, done.headers.get('location')]).toEqual([303, '/register/nytt/konto'])
})
