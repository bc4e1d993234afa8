import { afterAll, beforeAll, expect, test } from 'vitest'
import { softAuthenticator } from '../../../../tests/support/authenticator.ts'
import { formsBrowser, webFor } from '../../../../tests/support/forms-browser.ts'
import { type TestHouse, testHouse } from '../../../../tests/support/house.ts'
import { type Role, systemActor } from '../../../access/index.ts'
import { identityGateway } from '../../../gateways/identity/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, ok, type StaffId } from '../../../kernel/index.ts'
import { auditRoutes } from '../../audit/index.ts'
import {
  addMunicipality,
  addStaff,
  newSignInLink,
  organisationRoutes,
  resolveSession,
  startSession,
} from '../index.ts'

let stage: TestHouse
let house: House
let here: MunicipalityId
let app: ReturnType<typeof webFor>
const origin = 'http://localhost:3000'

beforeAll(async () => {
  stage = await testHouse()
  house = { ...stage.house, mailer: { configured: true, send: async () => ok(undefined) } }
  here = await addMunicipality(house, { name: 'Storlunda', policy: 'allman' })
  app = webFor(house, here, [...organisationRoutes(house, identityGateway), ...auditRoutes(house)])
})
afterAll(() => stage.close())

const browser = () => formsBrowser(app, origin)

let people = 0
async function linkFor(...roles: Role[]): Promise<string> {
  people += 1
  const email = `m${people}@kommun.test`
  const { link } = await addStaff(house, systemActor(here), {
    email,
    name: 'Maja Lindqvist',
    roles: roles.map((role) => ({ role })),
  })
  return new URL(link).pathname
}

async function signedIn(...roles: Role[]) {
  const one = browser()
  const link = await linkFor(...roles)
  await one.get(link)
  await one.post(link)
  return one
}

test('opening the link shows a button; pressing it signs in; the link is gone after that', async () => {
  const link = await linkFor('editor')
  const one = browser()
  expect((await one.get(link)).status).toBe(200)
  expect(await (await one.get(link)).text()).toContain('Logga in i Uppsikt')
  const entered = await one.post(link)
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/oversikt'])
  expect(entered.headers.getSetCookie().join()).toMatch(/uppsikt=[\w-]{43};.*HttpOnly.*SameSite=Lax/i)
  expect((await one.get('/installningar/mig')).status).toBe(200)
  const again = await browser().get(link)
  expect(again.status).toBe(410)
})

test('a link is not used by a form from elsewhere', async () => {
  const link = await linkFor()
  expect((await browser().forged(link)).status).toBe(403)
  const one = browser()
  await one.get(link)
  expect((await one.post(link)).status).toBe(303)
})

test('the answer to a known and an unknown address is the same page', async () => {
  const one = browser()
  const link = await linkFor()
  expect(link).toBeTruthy()
  await one.get('/logga-in')
  const page = async (epost: string) => {
    const answer = await one.post('/logga-in', { epost })
    return {
      status: answer.status,
      text: (await answer.text()).replaceAll(epost, '…').replace(/value="[\w-]+"/g, ''),
    }
  }
  const known = await page(`m${people}@kommun.test`)
  expect(known).toEqual(await page('ingen@kommun.test'))
  expect(known.text).toContain('Titta i din e-post')
})

test('a faulty address is told beside the field, too many questions with until when', async () => {
  const one = browser()
  await one.get('/logga-in')
  const faulty = await one.post('/logga-in', { epost: 'inte en adress' })
  expect(faulty.status).toBe(422)
  expect(await faulty.text()).toContain('till exempel namn@kommun.se')
  let last = faulty
  for (let n = 0; n < 6; n += 1) last = await one.post('/logga-in', { epost: 'ofta@kommun.test' })
  expect(last.status).toBe(429)
  expect(await last.text()).toContain('Försök igen i dag 09.15')
})

test('signing out ends the session, not only the cookie', async () => {
  const one = await signedIn('editor')
  const kept = new Map(one.jar)
  await one.get('/installningar/mig')
  expect((await one.post('/logga-ut')).headers.get('location')).toBe('/logga-in')
  for (const [name, value] of kept) one.jar.set(name, value)
  const after = await one.get('/installningar/mig')
  expect([after.status, after.headers.get('location')]).toEqual([
    303,
    '/logga-in?till=%2Finstallningar%2Fmig',
  ])
})

test('a person sees where they are signed in and signs out everywhere else; whoever may change them signs them out', async () => {
  const [one, two] = [await signedIn('editor'), browser()]
  // The same person again, at another computer.
  const { staffId } = (await resolveSession(house, here, one.jar.get('uppsikt') ?? ''))?.actor ?? {}
  const { token } = await startSession(house, here, staffId as StaffId)
  two.jar.set('uppsikt', token)
  const page = await (await one.get('/installningar/mig')).text()
  expect(page.match(/\(här\)/g)).toHaveLength(1)
  expect((await one.post('/installningar/mig/logga-ut-ovriga')).status).toBe(303)
  expect((await two.get('/installningar/mig')).status).toBe(303)
  expect(await (await one.get('/installningar/mig')).text()).not.toContain('Logga ut överallt')
  const head = await signedIn('headOfCommunications')
  const link = await newSignInLink(house, systemActor(here), staffId as StaffId)
  await head.get('/installningar/medarbetare')
  expect((await head.post(`/installningar/medarbetare/${staffId}/logga-ut`)).status).toBe(303)
  expect((await one.get('/installningar/mig')).status).toBe(303)
  expect((await browser().get(new URL(link).pathname)).status).toBe(410)
})

test('a key is added, signs in, leads where the person was going, and only within this site', async () => {
  const one = await signedIn()
  const key = softAuthenticator(origin)
  await one.get('/installningar/mig')
  const options = await (await one.post('/installningar/mig/nyckel/fraga')).json()
  const svar = JSON.stringify(key.register(options))
  expect((await one.post('/installningar/mig/nyckel', { svar, label: 'Jobbmobilen' })).status).toBe(303)
  expect(await (await one.get('/installningar/mig')).text()).toContain('Jobbmobilen')
  for (const [till, leads] of [
    ['/ko?vy=mina', '/ko?vy=mina'],
    ['//ond.example/', '/oversikt'],
  ] as const) {
    const other = browser()
    await other.get('/logga-in')
    const question = await (await other.post('/logga-in/nyckel/fraga')).json()
    const answer = JSON.stringify(key.authenticate(question))
    const entered = await other.post('/logga-in/nyckel', { svar: answer, till })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, leads])
  }
  const nobody = browser()
  await nobody.get('/logga-in')
  expect((await nobody.post('/logga-in/nyckel', { svar: '{' })).status).toBe(422)
})

test('the head of communications adds, changes and ends staff; an editor does not see them', async () => {
  const head = await signedIn('headOfCommunications')
  await head.get('/installningar/medarbetare')
  const fields = { name: 'Åsa <b>Öberg', email: 'asa@kommun.test', roles: 'editor', department: '' }
  const added = await (await head.post('/installningar/medarbetare', fields)).text()
  expect(added).toContain('Länken visas bara nu')
  expect(added).toContain('Åsa &lt;b&gt;Öberg')
  const list = await (await head.get('/installningar/medarbetare')).text()
  const path = /href="(\/installningar\/medarbetare\/[0-9a-f-]{36})">Åsa/.exec(list)?.[1] ?? ''
  expect((await head.post(path, { name: 'Åsa Öberg', roles: 'registrar', department: '' })).status).toBe(303)
  expect(await (await head.get('/installningar/medarbetare')).text()).toContain('Registrator, hela kommunen')
  expect(await (await head.post(`${path}/lank`)).text()).toMatch(/\/logga-in\/lank\/[\w-]{43}/)
  expect((await head.post(`${path}/avsluta`)).status).toBe(303)
  expect(await (await head.get(path)).text()).toContain('Slutade')
  const twice = await head.post('/installningar/medarbetare', { ...fields, email: 'm1@kommun.test' })
  expect(twice.status).toBe(422)
  const editor = await signedIn('editor')
  expect((await editor.get('/installningar/medarbetare')).status).toBe(403)
})

test('the auditor reads who did what, page by page and for one person; an editor does not', async () => {
  const auditor = await signedIn('auditor')
  const text = await (await auditor.get('/installningar/handelser')).text()
  expect(text).toContain('Loggade in')
  expect(text).toContain('Avslutade en medarbetare')
  const older = /href="(\/installningar\/handelser\?fore=\d+)"/.exec(text)
  expect(older === null || (await auditor.get(older[1] ?? '')).status === 200).toBe(true)
  const one = /href="(\/installningar\/handelser\?slag=staff&amp;id=[0-9a-f-]{36})"/.exec(text)?.[1] ?? ''
  const about = await auditor.get(one.replace('&amp;', '&'))
  expect(await about.text()).toContain('Det som har hänt med en sak')
  expect((await (await signedIn('editor')).get('/installningar/handelser')).status).toBe(403)
})
