import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FeedDouble, startFeedDouble } from '../../doubles/feed/index.ts'
import { type MastodonDouble, startMastodonDouble } from '../../doubles/mastodon/index.ts'
import { type Actor, type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import type { AccountId, MunicipalityId, PublicationId, StaffId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { partBytes } from '../../src/modules/archive/index.ts'
import {
  addMunicipality,
  addStaff,
  resolveSession,
  startSession,
} from '../../src/modules/organisation/index.ts'
import {
  addFeed,
  answerQuestion,
  askOfficer,
  changeFeed,
  draftNews,
  fetchNews,
  handOn,
  openPublication,
  readLicence,
  readNews,
  registerLicence,
  remindOfLicences,
  saveDraft,
  sendDue,
  skipNews,
  withdrawLicence,
} from '../../src/modules/publishing/index.ts'
import { catalogue, newsReader } from '../../src/platforms/catalogue.ts'
import { launchBrowser, listen, visit } from '../support/browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { mastodonConnection } from '../support/mastodon-stage.ts'
import { platformOf } from '../support/platform.ts'
import { lookThrough, windows } from '../support/screens.ts'

/** From a news on the website to a draft, and from a permission that is taken back to a post that does not leave. */

let place: TestHouse
let house: House
let municipality: MunicipalityId
let site: FeedDouble
let mastodon: MastodonDouble
let account: AccountId
let browser: Browser
let web: Awaited<ReturnType<typeof listen>>
const people: Record<string, StaffId> = {}

const around = { platforms: catalogue, websiteHosts: async () => [] }
const all = { which: 'all', from: 0, count: 50 } as const
const day = 24 * 60 * 60_000

async function hire(name: string, role: Role): Promise<void> {
  const about = { email: `${name}@storlunda.test`.toLowerCase(), name: `${name} Lind`, roles: [{ role }] }
  people[name] = (await addStaff(house, systemActor(municipality), about)).staffId
}

beforeAll(async () => {
  place = await testHouse(new Date('2026-11-19T08:00:00Z'))
  site = await startFeedDouble({ clock: place.house.clock })
  // The website stands on this machine, which else is closed to what somebody writes in a form.
  house = {
    ...place.house,
    http: (own) => createHttp({ allowOrigins: [...own, site.url], userAgent: 'uppsikt', version: 'test' }),
  }
  municipality = await addMunicipality(house, { name: 'Storlunda kommun', policy: 'falun' })
  mastodon = await startMastodonDouble({ clock: house.clock })
  const platform = platformOf('mastodon')
  const { settings, secrets } = mastodonConnection(mastodon) as {
    settings: Record<string, string>
    secrets: Record<string, string>
  }
  account = await registerAccount(house, systemActor(municipality), platform, {
    ...{ platform: 'mastodon', name: 'Storlunda', department: 'Ledning', settings, secrets },
  })
  await hire('Maja', 'headOfCommunications')
  await hire('Disa', 'dataProtectionOfficer')
  web = await listen(createApp(house).fetch)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await web?.close()
  await site?.close()
  await mastodon?.close()
  await place?.close()
})

const sessionOf = async (name: string) =>
  (await startSession(house, municipality, people[name] as StaffId)).token
async function as(name: string): Promise<Actor> {
  const session = await resolveSession(house, municipality, await sessionOf(name))
  if (!session) throw new Error(`${name} is not signed in`)
  return session.actor
}
const fetched = async () => {
  await fetchNews(house, municipality, newsReader)
  return (await readNews(house, await as('Maja'), all)).rows
}
const opened = async (id: PublicationId) => openPublication(house, await as('Maja'), around, id)
const codes = async (id: PublicationId) =>
  Object.fromEntries((await opened(id)).findings.map(({ code, weight }) => [code, weight]))
const told = async (name: string) =>
  (
    await place.database.owner.query<{ kind: string; subject: string; line: string }>(
      'SELECT kind, subject, line FROM notice WHERE staff_id = $1 ORDER BY notice_id',
      [people[name]],
    )
  ).rows
const feedRequests = () => site.log.filter(({ url }) => url.pathname === '/feed.xml')

let feedId: string
let id: PublicationId
let licenceId: string

test('a feed that answers is added, an inner address never is', async () => {
  const maja = await as('Maja')
  const closed = { ...house, http: place.house.http }
  await expect(addFeed(closed, maja, newsReader, { name: '', url: `${site.url}/feed.xml` })).rejects.toThrow(
    'gick inte att lägga till',
  )
  site.addPost({ title: 'Sommarens bad', text: 'Det var i somras.', publishedAt: '2026-07-01T08:00:00Z' })
  feedId = await addFeed(house, maja, newsReader, { name: '', url: `${site.url}/feed.xml` })
  await expect(
    addFeed(house, maja, newsReader, { name: '', url: `${site.url}/feed.xml` }),
  ).rejects.toMatchObject({
    fields: { adress: 'Flödet finns redan här' },
  })
  await changeFeed(house, maja, feedId, { name: 'Nyheter', accounts: [account] })
  const rows = await fetched()
  expect(rows.map(({ title, publication }) => [title, publication])).toEqual([['Sommarens bad', null]])
})

test('a new news becomes one draft on the chosen account, with its link, and is sent nowhere', async () => {
  site.addPost({
    title: 'Vinterspåren är öppna',
    text: 'Nu är vinterspåren vid Storlundabadet öppna.',
  })
  const [news] = await fetched()
  expect(news).toMatchObject({ title: 'Vinterspåren är öppna', publication: { state: 'draft' } })
  id = news?.publication?.id as PublicationId
  const { whole } = await opened(id)
  expect(whole.publication).toMatchObject({
    text: 'Vinterspåren är öppna\n\nNu är vinterspåren vid Storlundabadet öppna.',
    link: news?.url,
    origin: { url: news?.url, title: 'Vinterspåren är öppna' },
    createdBy: null,
  })
  expect(whole.places.map(({ accountId }) => accountId)).toEqual([account])
  expect(await codes(id)).toMatchObject({ website: 'fine', length: 'fine', personalData: 'fine' })

  const before = feedRequests().length
  expect(await fetched()).toHaveLength(2)
  expect(
    feedRequests()
      .slice(before)
      .map(({ headers }) => headers['if-none-match'] !== undefined),
  ).toEqual([true])
  const { rows } = await place.database.owner.query('SELECT 1 FROM publication')
  expect(rows).toHaveLength(1)
})

test('two who make a draft of the same news at once get the same', async () => {
  const maja = await as('Maja')
  const [, old] = await fetched()
  const drafts = await Promise.all([1, 2, 3].map(() => draftNews(house, maja, old?.newsId ?? '')))
  expect(new Set(drafts).size).toBe(1)
  await expect(skipNews(house, maja, old?.newsId ?? '', true)).rejects.toThrow('Det finns redan ett utkast')
})

test('a feed that turns hostile is said to fail, and what was kept stays', async () => {
  for (const kind of ['bomb', 'html', 'cut'] as const) {
    site.fault({ kind })
    const rows = await fetched()
    expect([kind, rows.length]).toEqual([kind, 2])
    const { feeds } = await readNews(house, await as('Maja'), all)
    expect([kind, feeds[0]?.failing?.why.length]).not.toEqual([kind, undefined])
  }
  site.fault(undefined)
  await fetched()
  expect((await readNews(house, await as('Maja'), all)).feeds[0]?.failing).toBeNull()
})

test('a picture is used under a licence, whose paper is sealed and read by few', async () => {
  const maja = await as('Maja')
  const paper = { bytes: Buffer.from('%PDF-1.7 underskrivet'), mediaType: 'application/pdf' }
  const licence = {
    ...{ what: 'Vinterspåren', holder: 'Disa Engman', named: false, persons: 2, minors: true },
    ...{ purpose: 'Berätta om spåren', channels: 'Webbplatsen och sociala medier', validUntil: '2026-12-31' },
  }
  const made = await registerLicence(house, maja, licence, paper)
  expect(made.number).toBe('F-2026-1')
  licenceId = made.licenceId
  const numbers = await Promise.all([1, 2].map(() => registerLicence(house, maja, licence, undefined)))
  expect(numbers.map(({ number }) => number).sort()).toEqual(['F-2026-2', 'F-2026-3'])
  const { recordId } = (await readLicence(house, maja, licenceId)).licence
  const kept = await withMunicipality(house.db, municipality, async (tx) =>
    recordId ? partBytes(house, tx, municipality, { recordId, version: 1, name: 'paper' }) : undefined,
  )
  expect(kept?.bytes).toEqual(paper.bytes)

  const { version } = (await opened(id)).whole.publication
  const content = Buffer.from('bild')
  const words = {
    title: '',
    link: '',
    plannedAt: null,
    removed: [],
    places: [{ accountId: account, ownText: null }],
  }
  const text = 'Nu är vinterspåren öppna.'
  const empty = new Map<string, never>()
  await saveDraft(house, maja, id, {
    ...{ ...words, text, version, alts: empty, licences: empty },
    added: [{ kind: 'picture', name: 'spar.jpg', mediaType: 'image/jpeg', alt: 'Skidspår i sol', content }],
  })
  expect(await codes(id)).toMatchObject({ noLicence: 'warns' })
  const [media] = (await opened(id)).whole.media
  await saveDraft(house, maja, id, {
    ...{ ...words, text, version: version + 1, added: [], alts: empty },
    licences: new Map([[media?.mediaId ?? '', licenceId]]),
    plannedAt: new Date('2026-11-20T09:00:00Z'),
  })
  expect(await codes(id)).toMatchObject({ licence: 'fine', alt: 'fine' })
  expect(await handOn(house, maja, around, id, version + 2)).toBe('planned')
})

test('a permission that is taken back holds what is planned, and nothing leaves', async () => {
  const maja = await as('Maja')
  const { uses } = await readLicence(house, maja, licenceId)
  expect(uses.map(({ publicationId, account: name, state }) => [publicationId, name, state])).toEqual([
    [id, 'Storlunda', 'planned'],
  ])
  await withdrawLicence(house, maja, licenceId, { on: '2026-11-19', why: 'Muntligt' })
  expect((await opened(id)).whole.publication).toMatchObject({
    state: 'held',
    detail: expect.stringContaining('Tillståndet F-2026-1 är återkallat'),
  })
  expect(await codes(id)).toMatchObject({ licenceWithdrawn: 'stops' })
  place.house.clock.set(new Date('2026-11-20T10:00:00Z'))
  await sendDue(house, municipality, around)
  expect((await opened(id)).whole.publication.state).toBe('held')
  expect(mastodon.statuses()).toEqual([])
  expect((await told('Maja')).map(({ subject }) => subject)).toContain('Ett planerat inlägg har hållits kvar')
  await expect(withdrawLicence(house, maja, licenceId, { on: '2026-11-19', why: '' })).rejects.toThrow(
    'redan återkallat',
  )
})

test('a news that is changed after its draft is told once, and never what it says', async () => {
  const [news] = await fetched()
  site.editPost(news?.itemId ?? '', 'Spåren stängs för hemligt underhåll.')
  await fetched()
  const [changed] = await fetched()
  expect(changed?.changedAt).toEqual(house.clock.now())
  const notices = (await told('Maja')).filter(({ subject }) => subject.startsWith('En nyhet har ändrats'))
  expect(notices).toHaveLength(1)
  expect(JSON.stringify(notices)).not.toContain('hemligt')
})

test('the data protection officer is asked without a word of the draft, and the answer is kept', async () => {
  const maja = await as('Maja')
  await askOfficer(house, maja, id, 'Får vi nämna Kalle?')
  const [notice] = await told('Disa')
  expect(notice).toMatchObject({ kind: 'dataProtectionAsked' })
  expect(JSON.stringify(notice)).not.toMatch(/Kalle|vinterspår/i)
  const { page, context } = await visit(browser, web.url, {
    ...{ session: await sessionOf('Disa'), javaScriptEnabled: false },
  })
  await page.goto(`/publicering/${id}/dataskydd`)
  expect(await page.locator('main').textContent()).toContain('Nu är vinterspåren öppna.')
  await page.getByLabel('Ditt svar').fill('Ja, om Kalle har sagt ja.')
  await page.getByRole('button', { name: 'Skicka svaret' }).click()
  expect(await page.locator('main').textContent()).toContain('Ja, om Kalle har sagt ja.')
  expect((await page.goto(`/publicering/${id}`))?.status()).toBe(403)
  await context.close()
  const { rows } = await place.database.owner.query<{ question_id: string }>(
    'SELECT question_id FROM data_protection_question',
  )
  await expect(
    answerQuestion(house, await as('Disa'), id, rows[0]?.question_id ?? '', 'Igen'),
  ).rejects.toThrow('redan besvarad')
  expect((await told('Maja')).map(({ kind }) => kind)).toContain('dataProtectionAnswered')
})

test('a licence that is about to end is told of once, a month before and a week before', async () => {
  const ends = async () => (await told('Maja')).filter(({ kind }) => kind === 'licenceEnds').length
  expect(await ends()).toBe(0)
  for (const [at, count] of [
    ['2026-12-02T08:00:00Z', 2],
    ['2026-12-25T08:00:00Z', 4],
    ['2027-01-02T08:00:00Z', 6],
  ] as const) {
    place.house.clock.set(new Date(at))
    await remindOfLicences(house, municipality)
    await remindOfLicences(house, municipality)
    expect([at, await ends()]).toEqual([at, count])
  }
  place.house.clock.set(new Date(Date.parse('2026-11-20T10:00:00Z') + day))
})

test('what nothing is to be made of is skipped, and can be taken up again', async () => {
  const maja = await as('Maja')
  site.addPost({ title: 'Biblioteket har nya tider', text: 'Från måndag är det öppet till 19.' })
  await changeFeed(house, maja, feedId, { name: 'Nyheter', accounts: [] })
  const [news] = await fetched()
  const undecided = async () => (await readNews(house, maja, { ...all, which: 'undecided' })).total
  expect([news?.publication, await undecided()]).toEqual([null, 1])
  await skipNews(house, maja, news?.newsId ?? '', true)
  expect(await undecided()).toBe(0)
  await skipNews(house, maja, news?.newsId ?? '', false)
  expect(await undecided()).toBe(1)
})

test('whoever may publish confirms once to have read about private words', async () => {
  const { page, context } = await visit(browser, web.url, {
    ...{ session: await sessionOf('Maja'), javaScriptEnabled: false },
  })
  await page.goto('/mitt')
  await page.getByRole('link', { name: 'När du skriver privat om jobbet' }).click()
  await page.getByRole('button', { name: 'Jag har läst' }).click()
  expect(await page.locator('main').textContent()).toContain('Du bekräftade att du har läst')
  await context.close()
  const { rows } = await place.database.owner.query('SELECT staff_id, name FROM training')
  expect(rows).toEqual([{ staff_id: people['Maja'], name: 'Privat om jobbet (vägledning)' }])
})

test.each(windows)('the screens are whole and for everybody, %s', async (window) => {
  await lookThrough(browser, { url: web.url, session: await sessionOf('Maja') }, window, [
    '/publicering/nyheter',
    '/publicering/nyheter?visa=alla',
    `/publicering/nyheter/floden/${feedId}`,
    '/publicering/nyheter/floden',
    '/publicering/tillstand',
    `/publicering/tillstand/${licenceId}`,
    '/publicering/tillstand/nytt',
    '/publicering/privat',
    `/publicering/${id}/dataskydd`,
    `/publicering/${id}`,
  ])
})
