import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWordPressDouble, type WordPressDouble } from '../../doubles/wordpress/index.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'
import { assertAccessible, windows } from '../support/screens.ts'

let stage: RecordsStage
let browser: Browser
let blog: WordPressDouble
const pictures = process.env['UPPSIKT_PICTURES']

beforeAll(async () => {
  stage = await recordsStage()
  blog = await startWordPressDouble({ clock: stage.place.house.clock })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await blog?.close()
  await stage?.close()
})

type Name = keyof RecordsStage['people']

const ask = (path: string, who?: Name) =>
  fetch(`${stage.url}${path}`, {
    redirect: 'manual',
    headers: who ? { cookie: `uppsikt=${stage.people[who].session}` } : {},
  })
const read = async (path: string, who?: Name): Promise<string> => (await ask(path, who)).text()

const pagesOf = (): readonly string[] => {
  const blogAccount = `/register/${stage.accounts.blog}`
  const hours = `fran=2026-11-19T01:00:00.000Z&till=2026-11-19T02:00:00.000Z`
  const of = (id: string) => `/handlingar/${stage.records.get(id)}`
  return [
    '/oversikt',
    '/oversikt/uppsikt',
    '/register',
    blogAccount,
    `/register/${stage.accounts.news}`,
    `${blogAccount}/ansvarig`,
    `${blogAccount}/anslutning`,
    `${blogAccount}/forklara?${hours}`,
    '/register/nytt',
    '/register/nytt?plattform=wordpress',
    '/installningar/plattformar',
    '/installningar/plattformar/wordpress',
    '/konton',
    '/sok?q=ishall',
    '/sok?q=finnsinte&slag=kommentar',
    of('inlagg-1'),
    of('fraga-1'),
    of('hot-1'),
    `${of('fraga-1')}/bevis`,
  ]
}

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${name.replace(/[^\w-]/g, '_')}.png`, fullPage: true })
}

describe('in a browser', () => {
  test.each(windows)(
    'no page has an axe violation, a sideways scroll or a complaint: $name',
    async ({ name, ...options }) => {
      const { page, context, complaints } = await visit(browser, stage.url, {
        session: stage.people.maja.session,
        ...options,
      })
      for (const [at, path] of pagesOf().entries()) {
        const answer = await page.goto(path, { waitUntil: 'load' })
        expect([path, answer?.status()]).toEqual([path, 200])
        await picture(page, `${name}-${String(at).padStart(2, '0')}-${path.slice(1, 30)}`)
        await assertAccessible(page, path)
        expect([path, complaints]).toEqual([path, []])
      }
      await context.close()
    },
  )

  test('in a narrow window what the register says of an account is read in its order, and none of it is cut off', async () => {
    const { page, context } = await visit(browser, stage.url, {
      session: stage.people.maja.session,
      viewport: { width: 320, height: 640 },
    })
    await page.goto('/register')
    const states = await page.locator('.table.cards .state').evaluateAll((found) =>
      found.map((one) => ({
        pieces: one.childNodes.length,
        cut: one.getBoundingClientRect().right > (one.closest('tr')?.getBoundingClientRect().right ?? 0),
      })),
    )
    expect(states.length).toBeGreaterThan(4)
    // An icon and one text: words and times beside each other would each have a column of their own.
    expect(states.filter(({ pieces, cut }) => pieces > 2 || cut)).toEqual([])
    await context.close()
  })

  test('without script one searches, narrows, reads, and downloads the proof', async () => {
    const { page, context } = await visit(browser, stage.url, {
      session: stage.people.maja.session,
      javaScriptEnabled: false,
      viewport: { width: 1280, height: 800 },
    })
    await page.goto('/sok')
    await page.getByRole('searchbox', { name: 'Sök i handlingar' }).fill('ishall')
    await page.getByRole('button', { name: 'Sök', exact: true }).click()
    await page.getByLabel('Riktning').selectOption({ label: 'Upprättad' })
    await page.getByRole('button', { name: 'Visa' }).click()
    expect(await page.locator('#h-t').textContent()).toBe('1 handling')
    await page.getByRole('link', { name: 'Inlägg av Storlunda kommun' }).click()
    await page.getByRole('link', { name: 'Version 1' }).click()
    expect(await page.locator('.txt').first().textContent()).toContain('10–12')
    await page.getByRole('link', { name: 'Ladda ner bevispaket' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Ladda ner bevispaketet' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^bevispaket-[0-9a-f]{8}\.zip$/)
    await context.close()
  })

  test('no link on the first screens leads to a refusal, and the register offers the platforms in use', async () => {
    const register = await read('/register', 'maja')
    expect(register).toContain('plattform=wordpress')
    expect(register).not.toContain('plattform=snapchat')
    for (const who of ['rut', 'samira'] as const) {
      const links = new Map<string, string>()
      for (const screen of ['/oversikt', '/dialog', '/installningar/riktlinje'])
        for (const [, href = ''] of (await read(screen, who)).matchAll(/ href="(\/[^"#]+)"/g))
          links.set(href.replace(/[0-9a-f-]{36}/g, 'x').replace(/\?.*/, ''), href.replaceAll('&amp;', '&'))
      const refused = []
      for (const href of links.values()) if ((await ask(href, who)).status === 403) refused.push(href)
      expect([who, refused]).toEqual([who, []])
    }
  })

  test('every page answers within its budget', async () => {
    for (const path of pagesOf()) {
      await read(path, 'maja')
      const begun = performance.now()
      const html = await read(path, 'maja')
      const took = performance.now() - begun
      expect([path, took < 500, html.length < 120_000]).toEqual([path, true, true])
    }
  })
})
