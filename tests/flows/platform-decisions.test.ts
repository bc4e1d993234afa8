import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { recordsWith } from '../../src/modules/archive/store.ts'
import { accountsDue, collectAccount } from '../../src/modules/collection/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { axeViolations, launchBrowser, listen, visit } from '../support/browser.ts'
import { platformOf } from '../support/platform.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

let stage: RecordsStage

beforeAll(async () => {
  stage = await recordsStage()
})
afterAll(() => stage?.close())

type Name = keyof RecordsStage['people']

const cookie = (who: Name) => ({ cookie: `uppsikt=${stage.people[who].session}` })
const page = '/installningar/plattformar/feed'

const read = async (path: string, who: Name): Promise<string> =>
  (await fetch(`${stage.url}${path}`, { headers: cookie(who) })).text()

async function decide(who: Name, fields: Readonly<Record<string, string>>): Promise<Response> {
  const token = /name="_csrf" value="([^"]+)"/.exec(await read(page, who))?.[1] ?? ''
  const body = new URLSearchParams({ _csrf: token, ...fields })
  return fetch(`${stage.url}${page}`, { method: 'POST', redirect: 'manual', headers: cookie(who), body })
}

/** The pages in a browser, wide and narrow: nothing amiss, and a picture of each for those who ask. */
async function looked(paths: readonly string[], name: string, url: string): Promise<void> {
  const browser = await launchBrowser()
  for (const width of [1440, 320]) {
    const { session } = stage.people.maja
    const { page, context } = await visit(browser, url, { session, viewport: { width, height: 900 } })
    for (const [at, path] of paths.entries()) {
      await page.goto(path)
      const pictures = process.env['UPPSIKT_PICTURES']
      if (pictures) await page.screenshot({ path: `${pictures}/${name}-${width}-${at}.png`, fullPage: true })
      if (width > 320) continue
      expect([path, await axeViolations(page)]).toEqual([path, []])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect([path, wide <= 0]).toEqual([path, true])
    }
    await context.close()
  }
  await browser.close()
}

const wordsOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('a no to a platform stops collection and new accounts, is sealed, and is followed by a yes', async () => {
  const { house } = stage.place
  const feed = platformOf('feed')
  expect((await decide('samira', { beslut: 'nej', diarienummer: '1', skal: 'x' })).status).toBe(403)
  expect((await decide('maja', { beslut: 'nej', diarienummer: '1', skal: 'x' })).status).toBe(403)
  const empty = await decide('hanna', { beslut: 'nej', diarienummer: '', skal: '' })
  expect(wordsOf(await empty.text())).toContain('Skriv diarienumret för beslutet')
  const no = { beslut: 'nej', diarienummer: 'KS 2026/14', skal: 'It-säkerheten avråder' }
  expect((await decide('hanna', no)).status).toBe(303)
  expect(wordsOf(await read('/installningar/plattformar', 'samira'))).toMatch(
    /Används inte KS 2026\/14.*It-säkerheten avråder/,
  )
  stage.place.house.clock.advance(25 * 60_000)
  // The worker goes on with the others.
  await withMunicipality(house.db, stage.municipality, (tx) =>
    tx
      .updateTable('collection_state')
      .set({ next_attempt_at: house.clock.now() })
      .where('account_id', '=', stage.accounts.blog)
      .execute(),
  )
  const account = `/register/${stage.accounts.news}`
  const told = wordsOf(await read(account, 'maja'))
  expect(told).toMatch(/Kommunen har beslutat att inte använda Nyhetsflöde \(KS 2026\/14, i dag \)/)
  expect(told).toContain('Ska det användas behövs ett nytt beslut')
  expect(told).not.toMatch(/står still|Hämta nu|Prova anslutningen/)
  for (const path of ['/register', '/oversikt']) {
    const words = wordsOf(await read(path, 'maja'))
    expect(words).toContain('ommunen har sagt nej till plattformen')
    expect(words).not.toContain('står still')
  }
  await looked([account, '/register', '/oversikt'], 'nej', stage.url)
  const system = systemActor(stage.municipality)
  const add = () =>
    registerAccount(house, system, feed, {
      platform: 'feed',
      name: 'Ett flöde till',
      department: 'Kultur',
      settings: { url: 'https://exempel.se/flode' },
      secrets: {},
    })
  await expect(add()).rejects.toThrow('beslutat att inte använda Nyhetsflöde (KS 2026/14)')
  // Said before anything is filled in, of one that is refused and of one that nobody has decided on.
  const refused = await read('/register/nytt?plattform=feed', 'maja')
  expect(wordsOf(refused)).toContain('Kommunen har beslutat att inte använda Nyhetsflöde (KS 2026/14)')
  const undecided = await read('/register/nytt?plattform=x', 'maja')
  expect(wordsOf(undecided)).toContain('Kommunen har inte beslutat om X får användas')
  for (const page of [refused, undecided]) expect(page).not.toContain('<input type="password"')
  expect(await accountsDue(house, system)).not.toContain(stage.accounts.news)
  await expect(collectAccount(house, system, catalogue, stage.accounts.news)).rejects.toThrow('Inget hämtas')
  const yes = { beslut: 'ja', diarienummer: 'KS 2026/15', skal: 'Nytt yttrande' }
  expect((await decide('hanna', yes)).status).toBe(303)
  const decided = await withMunicipality(house.db, stage.municipality, (tx) =>
    recordsWith(tx, stage.municipality, 11, { name: 'decision', value: 'platform' }),
  )
  expect(decided).toHaveLength(2)
})

test('the overview says when a platform that we are on closes the version that we speak with, and what to do', async () => {
  const { house } = stage.place
  const wordpress = platformOf('wordpress')
  const apiVersion = { name: 'wp/v2', ends: '2027-02-01', source: 'https://exempel.se' }
  const platforms = new Map([...catalogue, ['wordpress', { ...wordpress, apiVersion }]])
  const server = await listen(createApp(house, platforms).fetch)
  const answer = await fetch(`${server.url}/oversikt`, { headers: cookie('maja') })
  expect(wordsOf(await answer.text())).toContain(
    'WordPress stänger version wp/v2 Den stängs måndag 1 februari 2027. Uppsikt behöver uppgraderas före dess, annars hämtas inget från WordPress.',
  )
  await looked(['/oversikt'], 'version', server.url)
  await server.close()
})
