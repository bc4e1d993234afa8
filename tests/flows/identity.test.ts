import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Actor, type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { identityGateway } from '../../src/gateways/identity/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import type { Mail } from '../../src/infra/mail/index.ts'
import { type MunicipalityId, ok, type StaffId } from '../../src/kernel/index.ts'
import { auditTrail } from '../../src/modules/audit/index.ts'
import { sendNotices, tellBreakGlass } from '../../src/modules/notices/index.ts'
import {
  addMunicipality,
  addStaff,
  mapGroup,
  newScimToken,
  newSignInLink,
  resolveSession,
  setBreakGlass,
  setOnlyProvider,
  setProvider,
  staffList,
  startSession,
  testProvider,
} from '../../src/modules/organisation/index.ts'
import { softAuthenticator } from '../support/authenticator.ts'
import { formsBrowser } from '../support/forms-browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { client, type OidcStage, oidcStage } from '../support/oidc-stage.ts'
import { until } from '../support/until.ts'

const origin = 'http://storlunda.test:3000'
let place: TestHouse
let house: House
let here: MunicipalityId
let app: ReturnType<typeof createApp>
let provider: OidcStage

const anna = {
  email: 'anna.edit@kommun.test',
  email_verified: true,
  name: 'Anna Edit',
  groups: ['SOC-Moderatorer', 'Alla anställda'],
}

const letters: Mail[] = []

async function headActor(): Promise<Actor> {
  const { staffId } =
    (await staffList(house, systemActor(here))).find((one) => one.name === 'Hanna Hög') ?? {}
  const { token } = await startSession(house, here, staffId as StaffId)
  return (await resolveSession(house, here, token))?.actor as Actor
}

const settings = (change: object = {}) => ({
  settings: { protocol: 'oidc', issuer: provider.issuer, clientId: client.id, groups: 'groups', ...change },
  secret: client.secret,
  matchEmail: false,
  private: true,
})

beforeAll(async () => {
  // The libraries compare with the machine's own clock.
  place = await testHouse(new Date())
  const send = async (mail: Mail) => {
    letters.push(mail)
    return ok(undefined)
  }
  house = { ...place.house, mailer: { configured: true, send } }
  here = await addMunicipality(house, { name: 'Storlunda', policy: 'falun', host: 'storlunda.test' })
  await addMunicipality(house, { name: 'Annanby', policy: 'falun', host: 'annanby.test' })
  app = createApp(house)
  provider = await oidcStage({
    redirectUri: `${origin}/logga-in/kommun/svar`,
    logoutUri: `${origin}/logga-in/kommun/utloggning`,
    returnTo: `${origin}/logga-in`,
    deliver: async (body) =>
      app.request(`${origin}/logga-in/kommun/utloggning`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      }),
  })
  await setProvider(house, systemActor(here), settings())
  await mapGroup(house, systemActor(here), { group: 'SOC-Moderatorer', role: 'editor', department: 'Kultur' })
})
afterAll(async () => {
  await provider?.close()
  await place?.close()
})
beforeEach(() => {
  provider.people.clear()
  provider.people.set('anna', anna)
})

const scim = (key: string, method: string, path: string, body: object) =>
  app.request(`${origin}/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  })

/** A browser that has come back from the provider. */
async function signIn(who: string, till = '') {
  const browser = formsBrowser(app, origin)
  const start = await browser.get(`/logga-in/kommun${till && `?till=${till}`}`)
  const back = new URL(await provider.through(start.headers.get('location') ?? '', who))
  return { browser, back, answer: await browser.get(back.pathname + back.search) }
}

const rolesOf = async (name: string) =>
  (await staffList(house, systemActor(here)))
    .find((one) => one.name === name)
    ?.roles.map((one) => `${one.role} ${one.department} ${one.source}`)

test('an editor comes in by the provider, works, is taken out of the directory and is out at her next click', async () => {
  const key = await newScimToken(house, systemActor(here))
  const disa = { email: 'disa@kommun.test', name: 'Disa Dahl', groups: ['SOC-Moderatorer'] }
  provider.people.set('disa-oid', disa)
  const made = await scim(key, 'POST', '/Users', {
    userName: disa.email,
    externalId: 'disa-oid',
    displayName: disa.name,
  })
  const { id } = (await made.json()) as { id: string }
  const { browser, answer } = await signIn('disa-oid')
  expect(answer.status).toBe(303)
  expect(await rolesOf('Disa Dahl')).toEqual(['editor Kultur group'])
  expect((await browser.get('/ko')).status).toBe(200)
  const gone = { Operations: [{ op: 'Replace', path: 'active', value: false }] }
  expect((await scim(key, 'PATCH', `/Users/${id}`, gone)).status).toBe(200)
  const next = await browser.get('/ko')
  expect([next.status, next.headers.get('location')]).toEqual([303, '/logga-in?till=%2Fko'])
  expect(await (await signIn('disa-oid')).answer.text()).toContain('Du är avslutad i Uppsikt')
})

test('somebody in a group signs in with the municipality’s account, and has what the group gives', async () => {
  const { browser, answer } = await signIn('anna', '/ko')
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/ko'])
  expect(await rolesOf('Anna Edit')).toEqual(['editor Kultur group'])
  expect((await browser.get('/ko')).status).toBe(200)
})

test('groups count anew at each sign-in; what was given by hand stays; who is in no group is told so', async () => {
  const { staffId } =
    (await staffList(house, systemActor(here))).find((one) => one.name === 'Anna Edit') ?? {}
  const head = formsBrowser(app, origin)
  const { link } = await addStaff(house, systemActor(here), {
    email: 'hanna@kommun.test',
    name: 'Hanna Hög',
    roles: [{ role: 'headOfCommunications' }],
  })
  await head.get(new URL(link).pathname)
  await head.post(new URL(link).pathname)
  await head.get(`/installningar/medarbetare/${staffId}`)
  const given = { name: 'Anna Edit', roles: 'registrar', department: '' }
  expect((await head.post(`/installningar/medarbetare/${staffId}`, given)).status).toBe(303)
  expect(await rolesOf('Anna Edit')).toEqual(['registrar null hand', 'editor Kultur group'])
  provider.people.set('anna', { ...anna, groups: ['Alla anställda'] })
  const { answer, browser } = await signIn('anna')
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain('Du är inte med i någon grupp som ger tillträde')
  expect(await rolesOf('Anna Edit')).toEqual(['registrar null hand'])
  expect((await browser.get('/ko')).status).toBe(303)
})

test('a code, a state or a browser that is not the one is refused, and a code counts once', async () => {
  const { back, browser } = await signIn('anna')
  const again = await browser.get(back.pathname + back.search)
  expect([again.status, (await again.text()).includes('gäller inte längre')]).toEqual([403, true])
  const start = await browser.get('/logga-in/kommun')
  const fresh = new URL(await provider.through(start.headers.get('location') ?? '', 'anna'))
  const stranger = await formsBrowser(app, origin).get(fresh.pathname + fresh.search)
  expect(stranger.status).toBe(403)
  const spent = await browser.get(fresh.pathname + fresh.search)
  expect(spent.status).toBe(403)
  for (const change of [/code=[^&]+/, /iss=[^&]+/]) {
    const next = await browser.get('/logga-in/kommun')
    const url = await provider.through(next.headers.get('location') ?? '', 'anna')
    const { pathname, search } = new URL(url)
    const name = change.source.slice(0, 4)
    const wrong = await browser.get(
      pathname + search.replace(change, `${name}fel`.replace('iss=fel', 'iss=https://elak.test')),
    )
    expect([wrong.status, await wrong.text()]).toEqual([403, expect.stringContaining('godtogs inte')])
  }
})

test('an address that is on the staff list is nobody’s until the operator says that addresses count', async () => {
  const added = await addStaff(house, systemActor(here), {
    email: 'bo@kommun.test',
    name: 'Bo Redan',
    roles: [],
  })
  const bo = { email: 'Bo@Kommun.test', name: 'Bo', groups: ['SOC-Moderatorer'] }
  provider.people.set('bo', bo)
  const refused = await signIn('bo')
  expect(await refused.answer.text()).toContain('knytas ihop')
  await setProvider(house, systemActor(here), { ...settings(), matchEmail: true })
  provider.people.set('bo', { ...bo, email_verified: false })
  expect((await signIn('bo')).answer.status).toBe(403)
  provider.people.set('bo', bo)
  expect((await signIn('bo')).answer.status).toBe(303)
  expect((await staffList(house, systemActor(here))).find((one) => one.name === 'Bo Redan')?.staffId).toBe(
    added.staffId,
  )
  // Another subject with the same address is not the same person.
  provider.people.set('bosse', bo)
  expect((await signIn('bosse')).answer.status).toBe(403)
})

test('signing out at the provider ends the session here, once for each token', async () => {
  const { browser } = await signIn('anna')
  expect((await browser.get('/ko')).status).toBe(200)
  await provider.signOut()
  // The provider tells its clients while it answers the browser.
  await until('the session ends', async () => (await browser.get('/ko')).status === 303, 10_000)
  expect(provider.logoutTokens).toHaveLength(1)
  const deliver = (token: string) =>
    app.request(`${origin}/logga-in/kommun/utloggning`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }),
    })
  const [token = ''] = provider.logoutTokens
  const [head, body, signature] = token.split('.')
  const altered = Buffer.from(
    Buffer.from(body ?? '', 'base64url')
      .toString()
      .replace('anna', 'bo'),
  ).toString('base64url')
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
  for (const one of [token, `${head}.${altered}.${signature}`, `${unsigned}.${body}.`, '', 'x'])
    expect((await deliver(one)).status).toBe(400)
})

test('signing out here leads to signing out there', async () => {
  const { browser } = await signIn('anna')
  await browser.get('/mitt')
  expect((await browser.post('/logga-ut')).headers.get('location')).toBe('/logga-in?ut=1')
  expect(await (await browser.get('/logga-in?ut=1')).text()).toContain('href="/logga-ut/kommun"')
  const there = new URL((await browser.get('/logga-ut/kommun')).headers.get('location') ?? '')
  expect(there.origin + there.pathname).toBe(`${provider.issuer}/session/end`)
  expect(there.searchParams.get('post_logout_redirect_uri')).toBe(`${origin}/logga-in`)
})

test('the trial tells a provider that knows us from one that does not, and from none', async () => {
  const trial = () => testProvider(house, systemActor(here), identityGateway)
  expect(await trial()).toEqual({ ok: true, value: 'knowsUs' })
  await setProvider(house, systemActor(here), { ...settings(), secret: 'fel' })
  expect(await trial()).toMatchObject({ ok: false, error: { kind: 'refused', detail: 'invalid_client' } })
  await setProvider(house, systemActor(here), settings({ issuer: `${provider.issuer}/annan` }))
  expect(await trial()).toMatchObject({ ok: false, error: { kind: 'refused' } })
  await setProvider(house, systemActor(here), settings())
  await provider.down()
  expect(await trial()).toMatchObject({ ok: false, error: { kind: 'unreachable' } })
  const shut = await formsBrowser(app, origin).get('/logga-in/kommun')
  expect([shut.status, await shut.text()]).toEqual([
    503,
    expect.stringContaining('Kommunens inloggning svarar inte'),
  ])
  await provider.up()
  expect((await trial()).ok).toBe(true)
})

test('another provider in its place: what the one before said counts no more', async () => {
  const { browser } = await signIn('anna')
  expect((await browser.get('/ko')).status).toBe(200)
  await setProvider(house, systemActor(here), settings({ issuer: `${provider.issuer}/annan` }))
  expect((await browser.get('/ko')).status).toBe(303)
  expect(await rolesOf('Anna Edit')).toEqual(['registrar null hand'])
  await setProvider(house, systemActor(here), settings())
})

test('a private address is reached only where the operator at the machine has said so', async () => {
  const other = systemActor(here)
  await expect(setProvider(house, other, { ...settings(), private: false })).rejects.toMatchObject({
    ending: 'invalid',
  })
  const https = settings({ issuer: provider.issuer.replace('http:', 'https:') })
  await setProvider(house, other, { ...https, private: false })
  expect(await testProvider(house, other, identityGateway)).toMatchObject({
    ok: false,
    error: { kind: 'unreachable', detail: expect.stringContaining('forbidden') },
  })
  await setProvider(house, other, settings())
})

test('with only the provider allowed, and the provider down, a break-glass sign-in works and is told', async () => {
  const system = systemActor(here)
  const person = async (name: string, role: Role) =>
    (await addStaff(house, system, { email: `${name}@kommun.test`, name, roles: [{ role }] })).link
  const ordinary = await person('vanlig', 'communicator')
  await person('reserv', 'communicator')
  await expect(setOnlyProvider(house, system, true)).rejects.toThrow('Ingen har reservinloggning')
  const link = (await setBreakGlass(house, system, 'reserv@kommun.test', true)) ?? ''
  await setOnlyProvider(house, system, true)
  await expect(setBreakGlass(house, system, 'reserv@kommun.test', false)).rejects.toThrow('ensam om')
  await provider.down()
  const open = async (address: string) => {
    const browser = formsBrowser(app, origin)
    const { pathname } = new URL(address)
    await browser.get(pathname)
    return { browser, answer: await browser.post(pathname) }
  }
  const shut = await open(ordinary)
  expect([shut.answer.status, await shut.answer.text()]).toEqual([
    403,
    expect.stringContaining('kommunens inloggning'),
  ])
  const entered = await open(link)
  expect(entered.answer.status).toBe(303)
  expect((await entered.browser.get('/ko')).status).toBe(200)
  const page = await (await formsBrowser(app, origin).get('/logga-in')).text()
  expect([page.includes('Reservinloggning'), page.includes('name="epost"')]).toEqual([true, false])
  const told = await withMunicipality(house.db, here, (tx) =>
    tx.selectFrom('outbox').select('payload').where('event', '=', 'signIn.breakGlass').execute(),
  )
  expect(told).toHaveLength(1)
  const [{ payload }] = told as [{ payload: { staff: StaffId; method: string; at: string } }]
  letters.length = 0
  await tellBreakGlass(house, here, { ...payload, at: new Date(payload.at) })
  await sendNotices(house, here)
  expect(letters.map(({ to, subject }) => [to, subject])).toEqual([
    ['hanna@kommun.test', 'Larm: Reservinloggning i Uppsikt: reserv'],
  ])
  const { events } = await auditTrail(house, system, { subject: { kind: 'staff', id: payload.staff } })
  expect(events.map((one) => one.verb)).toContain('session.breakGlass')
  // A head who could make such a link could come in as the person.
  const head = await headActor()
  await expect(newSignInLink(house, head, payload.staff)).rejects.toMatchObject({ ending: 'refused' })
  await expect(setBreakGlass(house, head, 'vanlig@kommun.test', true)).rejects.toMatchObject({
    ending: 'refused',
  })
  await provider.up()
  await setOnlyProvider(house, system, false)
})

test('a key of somebody with break-glass sign-in works too, that of another does not', async () => {
  const system = systemActor(here)
  const withKey = async (email: string) => {
    const { link } = await addStaff(house, system, { email, name: email, roles: [] })
    const browser = formsBrowser(app, origin)
    await browser.get(new URL(link).pathname)
    await browser.post(new URL(link).pathname)
    const key = softAuthenticator(origin)
    await browser.get('/installningar/mig')
    const options = await (await browser.post('/installningar/mig/nyckel/fraga')).json()
    await browser.post('/installningar/mig/nyckel', {
      svar: JSON.stringify(key.register(options)),
      label: 'Mobil',
    })
    return key
  }
  const [reserve, ordinary] = [await withKey('r2@kommun.test'), await withKey('o2@kommun.test')]
  await setBreakGlass(house, system, 'r2@kommun.test', true)
  await setOnlyProvider(house, system, true)
  const enter = async (key: Awaited<ReturnType<typeof withKey>>) => {
    const browser = formsBrowser(app, origin)
    await browser.get('/logga-in')
    const question = await (await browser.post('/logga-in/nyckel/fraga')).json()
    return (await browser.post('/logga-in/nyckel', { svar: JSON.stringify(key.authenticate(question)) }))
      .status
  }
  expect([await enter(reserve), await enter(ordinary)]).toEqual([303, 403])
  await setOnlyProvider(house, system, false)
  expect(await enter(ordinary)).toBe(303)
})
