import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import type { House } from '../../src/infra/house.ts'
import { type MunicipalityId, ok, type StaffId } from '../../src/kernel/index.ts'
import { addMunicipality, addStaff, resolveSession } from '../../src/modules/organisation/index.ts'
import { formsBrowser } from '../support/forms-browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'

const origin = 'http://storlunda.test'
let place: TestHouse
let house: House
let here: MunicipalityId
let there: MunicipalityId
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  place = await testHouse()
  house = { ...place.house, mailer: { configured: true, send: async () => ok(undefined) } }
  here = await addMunicipality(house, { name: 'Storlunda', policy: 'falun', host: 'storlunda.test' })
  there = await addMunicipality(house, { name: 'Annanby', policy: 'falun', host: 'annanby.test' })
  app = createApp(house)
})
afterAll(() => place.close())

let people = 0
async function linkAt(municipality: MunicipalityId): Promise<{ link: string; staffId: StaffId }> {
  people += 1
  const added = await addStaff(house, systemActor(municipality), {
    email: `m${people}@kommun.test`,
    name: `Maja Nummer ${people}`,
    roles: [{ role: 'communicator' }],
  })
  return { link: new URL(added.link).pathname, staffId: added.staffId }
}

/** A browser on the confirmation page of a link of its own. */
async function atTheDoor() {
  const { link, staffId } = await linkAt(here)
  const browser = formsBrowser(app, origin)
  await browser.get(link)
  return { browser, link, staffId }
}

async function signedIn() {
  const { browser, link, staffId } = await atTheDoor()
  await browser.post(link)
  return { browser, staffId, session: browser.jar.get('uppsikt') ?? '' }
}

const holds = async (token: string) => (await resolveSession(house, here, token)) !== undefined

test('a session that somebody planted is not the one that sign-in begins', async () => {
  const planted = 'P'.repeat(43)
  const { browser, link } = await atTheDoor()
  browser.jar.set('uppsikt', planted)
  expect((await browser.post(link)).status).toBe(303)
  expect(browser.jar.get('uppsikt')).not.toBe(planted)
  expect(await holds(planted)).toBe(false)
  expect(await holds(browser.jar.get('uppsikt') ?? '')).toBe(true)
})

test('signing in as another person ends the session that the browser had, also on the server', async () => {
  const { browser, session } = await signedIn()
  const { link } = await linkAt(here)
  await browser.get(link)
  await browser.post(link)
  expect(await holds(session)).toBe(false)
  expect(await holds(browser.jar.get('uppsikt') ?? '')).toBe(true)
})

test("a form's token from before the sign-in is worth nothing after it", async () => {
  const { browser, link } = await atTheDoor()
  const old = /name="_csrf" value="([^"]+)"/.exec(await (await browser.get(link)).text())?.[1] ?? ''
  await browser.post(link)
  const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const body = new URLSearchParams({ _csrf: old, tema: 'morkt' })
  const answer = await app.request(`${origin}/utseende`, { method: 'POST', headers: { cookie }, body })
  expect(answer.status).toBe(403)
})

test('logging out ends the session on the server: a kept copy of the cookie opens nothing', async () => {
  const { browser, session } = await signedIn()
  await browser.get('/mitt')
  const out = await browser.post('/logga-ut')
  expect(out.headers.getSetCookie().join()).toMatch(/uppsikt=;.*Max-Age=0/i)
  const again = await app.request(`${origin}/oversikt`, { headers: { cookie: `uppsikt=${session}` } })
  expect([again.status, await holds(session)]).toEqual([303, false])
})

test('over https the cookies are bound to the host, secret to script, and not sent along from other sites', async () => {
  const secure = createApp({ ...house, publicUrl: 'https://storlunda.test' })
  const { link } = await linkAt(here)
  const page = await secure.request(`${origin}${link}`)
  const form = page.headers.getSetCookie().join()
  expect(form).toMatch(/^__Host-uppsikt-form=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const body = new URLSearchParams({
    _csrf: /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '',
  })
  const answer = await secure.request(`${origin}${link}`, {
    method: 'POST',
    headers: { cookie: form.split(';')[0] ?? '' },
    body,
  })
  const cookie = answer.headers.getSetCookie().join()
  expect(cookie).toMatch(/^__Host-uppsikt=[\w-]{43};/)
  for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(flag)
  expect(cookie).not.toContain('Domain')
})

test('a link that is confirmed from eight places at once lets one of them in', async () => {
  const { link } = await linkAt(here)
  const browsers = Array.from({ length: 8 }, () => formsBrowser(app, origin))
  for (const browser of browsers) await browser.get(link)
  const answers = await Promise.all(browsers.map((browser) => browser.post(link)))
  expect(answers.map((one) => one.status).sort()).toEqual([303, ...Array(7).fill(410)])
})

test('forty questions at once for one address: five are taken, the rest are told when to come back', async () => {
  const browsers = Array.from({ length: 40 }, () => formsBrowser(app, origin))
  for (const browser of browsers) await browser.get('/logga-in')
  const answers = await Promise.all(
    browsers.map((one) => one.post('/logga-in', { epost: 'nagon@kommun.test' })),
  )
  expect(answers.filter((one) => one.status === 200)).toHaveLength(5)
  const refused = answers.filter((one) => one.status === 429)
  expect(refused).toHaveLength(35)
  for (const one of refused) expect(Number(one.headers.get('retry-after'))).toBeGreaterThan(0)
})

test("another municipality's host name knows neither the session, the link nor the form", async () => {
  const { session } = await signedIn()
  const elsewhere = await app.request('http://annanby.test/oversikt', {
    headers: { cookie: `uppsikt=${session}` },
  })
  expect(elsewhere.status).toBe(303)
  const { link } = await linkAt(there)
  expect((await formsBrowser(app, origin).get(link)).status).toBe(410)
  expect((await formsBrowser(app, 'http://annanby.test').get(link)).status).toBe(200)
})

test.each(['elak.test', 'storlunda.test.elak.test', 'elak.test:80', '', 'storlunda.test@elak.test'])(
  'a host name that no municipality has (%j) is nobody',
  async (host) => {
    const { session } = await signedIn()
    const headers = { host, cookie: `uppsikt=${session}` }
    const answer = await app.request('http://okand.test/oversikt', { headers })
    expect(await answer.text()).not.toContain('Maja')
    expect(answer.headers.get('location') ?? '/').toMatch(/^\//)
  },
)

const elsewhere = [
  '//elak.test',
  '/\\elak.test',
  '\\\\elak.test',
  'https://elak.test',
  'https:elak.test',
  'javascript:alert(1)',
  '/\t/elak.test',
  '/\n/elak.test',
  '/%0d%0aset-cookie:x=1\r\nset-cookie: y=1',
  ' //elak.test',
  '.elak.test',
  '@elak.test',
]

test.each(elsewhere)('?till=%j does not lead away from here', async (till) => {
  const page = await formsBrowser(app, origin).get(`/logga-in?${new URLSearchParams({ till })}`)
  expect(/name="till" value="([^"]*)"/.exec(await page.text())?.[1]).toBe('')
  const browser = formsBrowser(app, origin)
  await browser.get('/logga-in')
  const location = (await browser.post('/utseende', { tillbaka: till })).headers.get('location') ?? ''
  expect(location).toBe('/')
})

test('where a person was going is kept through the sign-in, as a path of ours', async () => {
  const answer = await app.request(`${origin}/sok?q=snö&till=%2F%2Felak.test`)
  const location = answer.headers.get('location') ?? ''
  expect(location).toMatch(/^\/logga-in\?till=%2Fsok/)
})
