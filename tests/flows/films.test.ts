import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startYoutubeDouble, type YoutubeDouble } from '../../doubles/youtube/index.ts'
import { type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { jobHandlers } from '../../src/app/jobs.ts'
import type { AccountId, MunicipalityId, PublicationId, StaffId } from '../../src/kernel/index.ts'
import { registerAccount, setResponsible } from '../../src/modules/accounts/index.ts'
import {
  addMunicipality,
  addStaff,
  resolveSession,
  startSession,
} from '../../src/modules/organisation/index.ts'
import { approve, handOn, openPublication, sendTo, startWritten } from '../../src/modules/publishing/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import type { Platform } from '../../src/platforms/contract.ts'
import { launchBrowser, listen, visit } from '../support/browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { lookThrough, windows } from '../support/screens.ts'

/** C8: films reach the common channel through those who publish on it, and are shown on the website. */

let place: TestHouse
let municipality: MunicipalityId
let youtube: YoutubeDouble
let channel: AccountId
let browser: Browser
let web: Awaited<ReturnType<typeof listen>>
const people: Record<string, StaffId> = {}
/** The one that is out. */
let published: PublicationId
/** Films on their way to YouTube at this moment, and the most there have been. */
const leaving = { now: 0, most: 0, release: [] as (() => void)[], held: false }

/** YouTube, whose line can be held. */
function slow(platform: Platform): Platform {
  const { publishing } = platform
  if (!publishing) throw new Error('nothing is published there')
  return {
    ...platform,
    publishing: {
      ...publishing,
      async publish(...given) {
        leaving.now += 1
        leaving.most = Math.max(leaving.most, leaving.now)
        if (leaving.held) await new Promise<void>((resolve) => leaving.release.push(resolve))
        return publishing.publish(...given).finally(() => {
          leaving.now -= 1
        })
      },
    },
  }
}

const platforms = new Map(
  [...catalogue].map(([id, platform]) => [id, id === 'youtube' ? slow(platform) : platform]),
)
const around = { platforms, websiteHosts: async () => [] }

beforeAll(async () => {
  place = await testHouse(new Date('2026-11-19T08:00:00Z'))
  municipality = await addMunicipality(place.house, { name: 'Storlunda kommun', policy: 'falun' })
  youtube = await startYoutubeDouble({ clock: place.house.clock })
  const actor = systemActor(municipality)
  const platform = platforms.get('youtube')
  if (!platform) throw new Error('no YouTube')
  channel = await registerAccount(place.house, actor, platform, {
    ...{ platform: 'youtube', name: 'Storlunda i film', department: 'Kommunikation' },
    ...{ settings: youtube.settings, secrets: youtube.secrets },
  })
  for (const [name, role, department] of [
    ['Petra', 'headOfCommunications', undefined],
    ['Beda', 'editor', 'Gata'],
  ] as [string, Role, string | undefined][]) {
    const { staffId } = await addStaff(place.house, actor, {
      email: `${name}@storlunda.test`.toLowerCase(),
      name: `${name} Lind`,
      roles: [{ role, ...(department && { department }) }],
    })
    people[name] = staffId
  }
  await setResponsible(place.house, actor, channel, { owner: people['Petra'] ?? null, deputy: null })
  web = await listen(createApp(place.house, platforms).fetch)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await web?.close()
  await youtube?.close()
  await place?.close()
})

const sessionOf = async (name: string) =>
  (await startSession(place.house, municipality, people[name] as StaffId)).token
const open = async (name: string) =>
  visit(browser, web.url, { session: await sessionOf(name), javaScriptEnabled: false })
const said = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ')
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const opened = async (id: PublicationId) =>
  (await openPublication(place.house, systemActor(municipality), around, id)).whole

const film = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42'), Buffer.alloc(300_000, 'film')])

async function handIn(page: Page, title: string): Promise<PublicationId> {
  await page.goto('/publicering/ny')
  await page.getByLabel('Storlunda i film').check()
  await page.getByLabel('Text för alla konton').fill('Så plogas gatorna, från natt till morgon.')
  await page.getByLabel('Rubrik').fill(title)
  await page
    .getByLabel('Lägg till bilder eller film')
    .setInputFiles([{ name: 'plogning.mp4', mimeType: 'video/mp4', buffer: film }])
  const buffer = await sharp({ create: { width: 64, height: 36, channels: 3, background: '#cde' } })
    .png()
    .toBuffer()
  await page
    .getByLabel('Omslagsbild till filmen')
    .setInputFiles([{ name: 'plog.png', mimeType: 'image/png', buffer }])
  await press(page, 'Spara utkastet')
  await press(page, 'Skicka för godkännande')
  expect(await said(page)).toContain('Skickat för godkännande')
  return new URL(page.url()).pathname.split('/')[2] as PublicationId
}

test('the head of communications names the film channel in the policy', async () => {
  const { page, context } = await open('Beda')
  await page.goto('/publicering/ny')
  expect(await page.getByLabel('Storlunda i film').count()).toBe(0)
  await context.close()
  const petra = await open('Petra')
  await petra.page.goto('/installningar/riktlinje/publishing')
  expect(await said(petra.page)).toContain('Filmer laddas upp genom kommunikationskontoret')
  await petra.page
    .getByLabel('Kommunens gemensamma filmkanal')
    .selectOption({ label: 'Storlunda i film, YouTube' })
  await petra.page.getByLabel('Skäl').fill('Riktlinjen säger det.')
  await press(petra.page, 'Spara som version 2')
  expect(await said(petra.page)).toContain('Filmer går till kommunens gemensamma filmkanal')
  await petra.context.close()
})

test('a unit’s film is handed in, taken on by communications, and can be shown on the website', async () => {
  const { page, context } = await open('Beda')
  await page.goto('/publicering/ny')
  // Of another department's accounts she sees the film channel alone.
  expect(await said(page)).toContain('Storlunda i film är kommunens filmkanal.')
  const made = await handIn(page, 'Så plogas "våra" gator')
  expect(await page.getByRole('button', { name: 'Godkänn inlägget' }).count()).toBe(0)
  await context.close()
  const session = await resolveSession(place.house, municipality, await sessionOf('Beda'))
  if (!session) throw new Error('Beda is not signed in')
  await expect(approve(place.house, session.actor, around, made, 2)).rejects.toThrow('behörighet')
  const told = await place.database.owner.query<{ to: string }>(
    `SELECT staff_id AS to FROM notice WHERE kind = 'publicationWaits' AND thing LIKE $1`,
    [`publication/${made}/%`],
  )
  expect(told.rows.map(({ to }) => to)).toEqual([people['Petra']])

  const petra = await open('Petra')
  await petra.page.goto(`/publicering/${made}`)
  await press(petra.page, 'Godkänn inlägget')
  await jobHandlers(place.house, platforms)['publishing.sendDue']?.(municipality, {})
  await sendTo(place.house, municipality, around, made, channel)
  expect(youtube.videos().at(-1)).toMatchObject({ title: 'Så plogas "våra" gator', privacy: 'public' })
  expect(youtube.videos().at(-1)?.thumbnail).toBeGreaterThan(200)
  published = made
  const { places, media } = await opened(made)
  await petra.page.goto(`/publicering/${made}`)
  expect(await petra.page.getByLabel('Kod att klistra in på sidan, Storlunda i film').inputValue()).toBe(
    `<iframe src="https://www.youtube-nocookie.com/embed/${places[0]?.platformId}" title="Så plogas &quot;våra&quot; gator" width="560" height="315" loading="lazy" allowfullscreen referrerpolicy="strict-origin-when-cross-origin"></iframe>`,
  )
  await petra.page.getByText('Visa filmen på webbplatsen').click()
  const kept = media.find(({ kind }) => kind === 'film')
  const sent = await petra.page.request.get(`/publicering/${made}/fil/${kept?.mediaId}`)
  expect((await sent.body()).equals(film)).toBe(true)
  await petra.context.close()
})

test('two films leave at a time; the third waits where it stands, and leaves when there is room', async () => {
  const session = await resolveSession(place.house, municipality, await sessionOf('Petra'))
  if (!session) throw new Error('Petra is not signed in')
  const made: PublicationId[] = []
  for (const n of [1, 2, 3]) {
    const id = await startWritten(place.house, session.actor, {
      ...{ title: `Vintern ${n}`, text: `Film ${n} om vintern.`, link: '', plannedAt: null },
      ...{ places: [{ accountId: channel, ownText: null }], alts: new Map(), licences: new Map() },
      removed: [],
      added: [{ kind: 'film', name: 'vinter.mp4', mediaType: 'video/mp4', alt: '', content: film }],
    })
    await handOn(place.house, session.actor, around, id, 2)
    made.push(id)
  }
  await jobHandlers(place.house, platforms)['publishing.sendDue']?.(municipality, {})
  Object.assign(leaving, { most: 0, held: true })
  const send = (id: PublicationId) => sendTo(place.house, municipality, around, id, channel)
  const first = made.slice(0, 2).map(send)
  while (leaving.now < 2) await new Promise((resolve) => setTimeout(resolve, 10))
  const third = made[2] as PublicationId
  expect(await send(third)).toMatchObject({ again: expect.any(Date) })
  expect((await opened(third)).places[0]?.state).toBe('chosen')
  leaving.held = false
  for (const release of leaving.release) release()
  await Promise.all(first)
  expect(await send(third)).toBeUndefined()
  expect(leaving.most).toBe(2)
  expect((await opened(third)).places[0]?.state).toBe('published')
})

test('how answers are signed is agreed for the account (C3)', async () => {
  const { page, context } = await open('Petra')
  await page.goto(`/register/${channel}`)
  await page.getByRole('link', { name: 'Så undertecknas svar' }).click()
  expect(await said(page)).toContain('undertecknas nu /Petra, Storlunda i film.')
  await page.getByLabel('Namn som kontots redaktörer').selectOption({ label: 'För- och efternamn' })
  await page.getByLabel('Arbetsplats').fill('Kommunikation')
  await press(page, 'Spara')
  expect(await said(page)).toContain('Underskriften är sparad.')
  await page.goto(`/register/${channel}/underskrift`)
  expect(await said(page)).toContain('undertecknas nu /Petra Lind, Kommunikation.')
  await context.close()
  const beda = await open('Beda')
  expect((await beda.page.goto(`/register/${channel}/underskrift`))?.status()).toBe(403)
  await beda.context.close()
})

test.each(windows)('its screens can be used by all, $name', async (window) => {
  const at = { url: web.url, session: await sessionOf('Petra') }
  const paths = [
    `/publicering/${published}`,
    `/register/${channel}/underskrift`,
    '/installningar/riktlinje/publishing',
  ]
  await lookThrough(browser, at, window, paths)
})
