import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { identityGateway } from '../../src/gateways/identity/index.ts'
import type { MunicipalityId } from '../../src/kernel/index.ts'
import {
  addMunicipality,
  mapGroup,
  setProvider,
  staffList,
  testProvider,
} from '../../src/modules/organisation/index.ts'
import { formsBrowser } from '../support/forms-browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { samlAnswer, samlAttributes, samlIssuer, selfSigned } from '../support/saml-stage.ts'

const origin = 'http://storlunda.test:3000'
const ours = selfSigned()
const anna = { id: 'anna-1', email: 'anna@kommun.test', name: 'Anna Edit', groups: ['Redaktörer', 'Alla'] }
let place: TestHouse
let here: MunicipalityId
let app: ReturnType<typeof createApp>
const reasons: string[] = []

beforeAll(async () => {
  // The libraries compare with the machine's own clock.
  place = await testHouse(new Date())
  here = await addMunicipality(place.house, { name: 'Storlunda', policy: 'falun', host: 'storlunda.test' })
  await addMunicipality(place.house, { name: 'Annanby', policy: 'falun', host: 'annanby.test' })
  const log = { ...place.house.log, warn: (detail: object) => void reasons.push(JSON.stringify(detail)) }
  app = createApp({ ...place.house, log })
  await setProvider(place.house, systemActor(here), {
    settings: {
      protocol: 'saml',
      issuer: samlIssuer,
      signInUrl: 'https://idp.test/saml',
      certificates: [ours.cert],
      ...samlAttributes,
    },
    matchEmail: false,
    private: false,
  })
  await mapGroup(place.house, systemActor(here), { group: 'Redaktörer', role: 'editor' })
})
afterAll(() => place?.close())

/** A browser that has been sent to the provider. */
async function begun() {
  const browser = formsBrowser(app, origin)
  const start = await browser.get('/logga-in/kommun?till=/ko')
  return { browser, url: start.headers.get('location') ?? '' }
}

/** The provider's page posts, without any cookie of ours. */
const post = (answer: Readonly<Record<string, string>>) =>
  app.request(`${origin}/logga-in/saml/svar`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://idp.test' },
    body: new URLSearchParams(answer),
  })

const pathOf = (response: Response): string => response.headers.get('location') ?? ''

test('somebody in a group signs in with SAML, and has what the group gives', async () => {
  const { browser, url } = await begun()
  expect(new URL(url).origin).toBe('https://idp.test')
  const taken = await post(await samlAnswer(url, anna, ours))
  expect(taken.status).toBe(303)
  const entered = await browser.get(pathOf(taken))
  expect([entered.status, pathOf(entered)]).toEqual([303, '/ko'])
  expect((await browser.get('/ko')).status).toBe(200)
  const [staff] = await staffList(place.house, systemActor(here))
  expect(staff).toMatchObject({ name: 'Anna Edit', roles: [{ role: 'editor', source: 'group' }] })
})

test('an answer counts once, and only in the browser that asked', async () => {
  const { browser, url } = await begun()
  const answer = await samlAnswer(url, anna, ours)
  const taken = await post(answer)
  expect((await post(answer)).status).toBe(403)
  expect((await formsBrowser(app, origin).get(pathOf(taken))).status).toBe(403)
  expect((await browser.get(pathOf(taken))).status).toBe(403)
  expect((await browser.get('/ko')).status).toBe(303)
  const late = await begun()
  const ticket = pathOf(await post(await samlAnswer(late.url, anna, ours)))
  place.house.clock.advance(60_000)
  expect((await late.browser.get(ticket)).status).toBe(403)
  place.house.clock.set(new Date())
})

const decode = (text: string): string => Buffer.from(text, 'base64').toString()
const encode = (text: string): string => Buffer.from(text).toString('base64')

/** What somebody may try, and what the provider may do wrong. */
const wrong: Readonly<Record<string, (url: string) => Promise<Record<string, string>>>> = {
  'an altered assertion': async (url) => {
    const answer = await samlAnswer(url, anna, ours)
    return { ...answer, SAMLResponse: encode(decode(answer.SAMLResponse).replaceAll('Alla', 'Redaktörer')) }
  },
  'an altered name': async (url) => {
    const answer = await samlAnswer(url, anna, ours)
    return { ...answer, SAMLResponse: encode(decode(answer.SAMLResponse).replaceAll('anna-1', 'chefen')) }
  },
  'no signature at all': (url) => samlAnswer(url, anna, ours, { signResponse: false, signAssertion: false }),
  'a signature on the assertion alone': (url) =>
    samlAnswer(url, anna, ours, { signResponse: false, signAssertion: true }),
  'a signature that has been taken away': async (url) => {
    const answer = await samlAnswer(url, anna, ours)
    return {
      ...answer,
      SAMLResponse: encode(decode(answer.SAMLResponse).replace(/<Signature[\s\S]*?<\/Signature>/, '')),
    }
  },
  'a second assertion beside the signed one': async (url) => {
    const answer = await samlAnswer(url, anna, ours)
    const xml = decode(answer.SAMLResponse)
    const assertion = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)?.[0] ?? ''
    const evil = assertion.replaceAll('anna-1', 'chefen')
    return { ...answer, SAMLResponse: encode(xml.replace(assertion, evil + assertion)) }
  },
  "somebody else's key": (url) => samlAnswer(url, anna, selfSigned()),
  'a signature with SHA-1': (url) =>
    samlAnswer(url, anna, ours, { signatureAlgorithm: 'rsa-sha1', digestAlgorithm: 'sha1' }),
  'another issuer': (url) => samlAnswer(url, anna, ours, { issuer: 'urn:elak' }),
  'another audience': (url) =>
    samlAnswer(url, anna, ours, { audience: 'http://annanby.test:3000/logga-in/saml/metadata' }),
  'an answer to another question': (url) => samlAnswer(url, anna, ours, { inResponseTo: '_annan' }),
  'an answer to no question': (url) => samlAnswer(url, anna, ours, { inResponseTo: ' ' }),
  'an old answer': (url) => samlAnswer(url, anna, ours, { lifetimeInSeconds: -120 }),
  'no RelayState': async (url) => ({ SAMLResponse: (await samlAnswer(url, anna, ours)).SAMLResponse }),
  nothing: async () => ({}),
  'what is not XML': async (url) => ({ ...(await samlAnswer(url, anna, ours)), SAMLResponse: 'hej' }),
  'an XML bomb': async (url) => ({
    ...(await samlAnswer(url, anna, ours)),
    SAMLResponse: encode(
      `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(1_000)}"><!ENTITY c "${'&b;'.repeat(1_000)}">]><a>${'&c;'.repeat(1_000)}</a>`,
    ),
  }),
}

/** Why: so that none of them is refused for another reason than its own. */
const because: Readonly<Record<string, RegExp>> = {
  'a signature with SHA-1': /SHA-1/,
  'another issuer': /issued by another: urn:elak/,
  'another audience': /audience mismatch/,
  'an answer to another question': /InResponseTo is not valid/,
  'an answer to no question': /InResponseTo is not valid/,
  'an old answer': /No valid subject confirmation/,
  'no RelayState': /^$/,
  nothing: /^$/,
  'what is not XML': /Not a valid XML/,
  'an XML bomb': /entity not found/,
}

test.each(Object.keys(wrong))('%s is refused', async (kind) => {
  const { url } = await begun()
  const answer = await wrong[kind]?.(url)
  reasons.length = 0
  const refused = await post(answer ?? {})
  expect([refused.status, pathOf(refused)]).toEqual([403, ''])
  expect(await refused.text()).toMatch(/godtogs inte|gäller inte längre/)
  expect(reasons.join()).toMatch(because[kind] ?? /Invalid document signature/)
})

test('a comment in the name does not make it another name', async () => {
  const { browser, url } = await begun()
  const answer = await samlAnswer(url, { ...anna, id: 'anna-1.elak' }, ours)
  const commented = encode(decode(answer.SAMLResponse).replaceAll('anna-1.elak', 'anna-1<!---->.elak'))
  const taken = await post({ ...answer, SAMLResponse: commented })
  const entered = await browser.get(pathOf(taken))
  expect([entered.status, await entered.text()]).toEqual([403, expect.stringContaining('knytas ihop')])
})

test('the provider reads in our metadata who we are and where we take answers', async () => {
  const metadata = await app.request(`${origin}/logga-in/saml/metadata`)
  const text = await metadata.text()
  expect(metadata.headers.get('content-type')).toContain('application/samlmetadata+xml')
  expect(text).toContain(`entityID="${origin}/logga-in/saml/metadata"`)
  expect(text).toContain(`Location="${origin}/logga-in/saml/svar"`)
  expect(await testProvider(place.house, systemActor(here), identityGateway)).toEqual({
    ok: true,
    value: 'certificatesHold',
  })
  place.house.clock.advance(5 * 86_400_000)
  expect((await testProvider(place.house, systemActor(here), identityGateway)).ok).toBe(false)
})
