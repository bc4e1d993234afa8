import { mkdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assets } from '../../src/web/assets.ts'
import { createWeb } from '../../src/web/index.ts'
import { axeViolations, launchBrowser, listen, type Visit, visit } from '../support/browser.ts'
import { galleryDeps, galleryRoutes } from '../support/gallery/index.tsx'
import { assertAccessible, unseenStops, windows } from '../support/screens.ts'

const pictures = process.env['UPPSIKT_PICTURES']
const staffPages = ['/komponenter', '/ko', '/ko/1', '/ko/1/atgard', '/mitt', '/tangenter', '/meny']
const openPages = ['/logga-in', '/konton', '/finns-inte']
/** Every path that the server was asked for. */
const asked: string[] = []
let browser: Browser
let server: Awaited<ReturnType<typeof listen>>

beforeAll(async () => {
  const app = createWeb(galleryDeps(), galleryRoutes)
  server = await listen((request) => {
    asked.push(new URL(request.url).pathname)
    return app.fetch(request)
  })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const staff = (options: Parameters<typeof visit>[2] = {}) =>
  visit(browser, server.url, { session: 'communicator', viewport: { width: 1440, height: 900 }, ...options })

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({
    path: `${pictures}/${name.replaceAll('/', '_')}.png`,
    fullPage: name.includes('komp'),
  })
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
  })

describe.each(windows)('in a window of $name', ({ name, ...options }) => {
  let seat: Visit
  beforeAll(async () => {
    seat = await staff(options)
  })
  afterAll(() => seat?.context.close())

  test.each([...staffPages, ...openPages])(
    '%s has no axe violation, no sideways scroll and no complaint',
    async (path) => {
      const { page, complaints } = seat
      const heard = complaints.length
      const answer = await page.goto(path, { waitUntil: 'load' })
      await page.evaluate(() => document.fonts.ready.then(() => scrollTo(0, 0)))
      await assertAccessible(page, path)
      const unexpected = complaints
        .slice(heard)
        .filter((text) => !(answer?.status() === 404 && text.includes('404')))
      expect(unexpected).toEqual([])
      await picture(page, `${path}-${name}`)
    },
  )
})

test('a page that is hard to use is found to be so, and one with frames is not taken for looked at', async () => {
  const { page, context } = await visit(browser, server.url)
  await page.setContent('<p style="color: #ccc">Svag text</p><img src="/utan-ord.png">')
  const found = (await axeViolations(page)).map(([rule]) => rule)
  expect(found).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang', 'image-alt', 'region']))
  await page.setContent('<iframe srcdoc="<p>Inuti</p>"></iframe>')
  await expect(axeViolations(page)).rejects.toThrow('has frames')
  await context.close()
})

describe('by keyboard', () => {
  test('the first tab stop leads past the menu to the content', async () => {
    const { page, context } = await staff()
    await page.goto('/ko')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Hoppa till innehållet')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('innehall')
    await context.close()
  })

  test('an item is found, opened, its text shown, a measure looked at and left, without a mouse', async () => {
    const { page, context, complaints } = await staff()
    await page.goto('/ko')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await focused(page)).toBe('Birgitta Sörman frågar')
    await page.keyboard.press('k')
    await page.keyboard.press('x')
    expect(await page.getByText('1 vald').isVisible()).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/ko/1')
    await page.waitForFunction(() => document.activeElement?.id === 'arende')
    const text = page.locator('#dold')
    expect(await text.getAttribute('aria-hidden')).toBe('true')
    await page.keyboard.press('v')
    expect(await text.getAttribute('aria-hidden')).toBeNull()
    await page.keyboard.press('d')
    await page.waitForFunction(() => document.querySelector('dialog[open]'))
    expect(await focused(page)).toBe('Dölj kommentaren från Roger K.')
    await picture(page, 'dialog')
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => !document.querySelector('dialog'))
    expect(await focused(page)).toContain('Dölj')
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a form with faults is corrected inside its dialog, and sent with Ctrl Enter', async () => {
    const { page, context } = await staff()
    await page.goto('/ko/1')
    await page.keyboard.press('d')
    await page.locator('dialog textarea').fill('Hotar en medarbetare')
    await page.keyboard.press('Control+Enter')
    await page.waitForFunction(() => document.activeElement?.matches('dialog .err-sum'))
    expect(await focused(page)).toContain('2 saker behöver rättas')
    expect(await page.locator('dialog textarea').inputValue()).toBe('Hotar en medarbetare')
    await page.getByLabel('Grund ett').check()
    await page.locator('dialog').getByLabel('Dölj', { exact: false }).first().check()
    await page.locator('dialog textarea').focus()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL('**/ko?klart=1')
    await context.close()
  })

  test.each([
    [1440, 700, '/ko/1'],
    [320, 560, '/ko/1'],
    [320, 560, '/ko/1/atgard'],
  ])('in a window of %i × %i the focus is seen wherever it goes on %s', async (width, height, path) => {
    const { page, context } = await staff({ viewport: { width, height } })
    await page.goto(path)
    expect(await unseenStops(page)).toEqual([])
    await context.close()
  })

  test('g and a letter goes to a screen; letters can be switched off', async () => {
    const { page, context } = await staff()
    await page.goto('/komponenter')
    await page.keyboard.press('g')
    await page.keyboard.press('k')
    await page.waitForURL('**/ko')
    await page.goto('/mitt')
    await page.getByLabel('Av', { exact: false }).last().check()
    await page.getByRole('button', { name: 'Spara valen' }).click()
    await page.goto('/ko')
    await page.keyboard.press('j')
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
    await context.close()
  })
})

describe('while one watches', () => {
  test('what is new is offered above the list and told once, and the list does not move by itself', async () => {
    const { page, context } = await staff()
    await page.goto('/ko')
    await page.getByRole('link', { name: '3 nya, visa' }).waitFor()
    expect(await page.locator('.q-item').count()).toBe(3)
    await page.waitForFunction(() => document.getElementById('sag')?.textContent === 'Tre nya ärenden i kön')
    await context.close()
  })

  test('a server that does not answer is said in the page, and what was open stays', async () => {
    const { page, context } = await staff()
    await page.goto('/ko/1')
    await page.route('**/ko/**', (route) => route.abort())
    await page.getByText('Vi når inte servern').waitFor()
    expect(await page.locator('#arende').isVisible()).toBe(true)
    await context.close()
  })

  test('the theme changes at once and is there from the first byte of the next page', async () => {
    const { page, context } = await staff({ colorScheme: 'light' })
    await page.goto('/komponenter')
    await page.getByRole('button', { name: 'Byt mellan ljust och mörkt' }).click()
    expect(await page.evaluate(() => document.documentElement.dataset['tema'])).toBe('morkt')
    const html = await (await context.request.get('/ko')).text()
    expect(html).toContain('data-tema="morkt"')
    await context.close()
  })
})

describe('without script', () => {
  const plain = () => staff({ javaScriptEnabled: false })

  test('an item is opened, unveiled and acted upon, with faults shown and typed text kept', async () => {
    const { page, context } = await plain()
    await page.goto('/ko')
    await page.getByRole('link', { name: 'Hot mot en medarbetare' }).click()
    await page.getByRole('button', { name: 'Visa texten' }).click()
    expect(await page.locator('#dold').getAttribute('aria-hidden')).toBeNull()
    await page.getByRole('link', { name: 'Dölj', exact: false }).first().click()
    expect(await page.locator('h1').textContent()).toBe('Dölj kommentaren från Roger K.')
    await page.getByLabel('Motivering').fill('En mening')
    await page.getByRole('button', { name: 'Dölj kommentaren' }).click()
    expect(await page.title()).toMatch(/^Fel: /)
    expect(await page.getByLabel('Motivering').inputValue()).toBe('En mening')
    await page.getByLabel('Grund ett').check()
    await page.locator('#f-atgard-hide').check()
    await page.getByRole('button', { name: 'Dölj kommentaren' }).click()
    await page.waitForURL('**/ko?klart=1')
    await context.close()
  })

  test('the theme is changed by a form, and one comes back to the same page', async () => {
    const { page, context } = await plain()
    await page.goto('/ko?urval=mina')
    await page.getByRole('button', { name: 'Byt mellan ljust och mörkt' }).click()
    await page.waitForURL('**/ko?urval=mina')
    expect(await page.locator('html').getAttribute('data-tema')).toBe('morkt')
    await context.close()
  })
})

test('a phone shows the list, or the opened item with a way back', async () => {
  const { page, context } = await staff({ viewport: { width: 390, height: 844 } })
  await page.goto('/ko')
  expect(await page.locator('.q-list').isVisible()).toBe(true)
  await page.getByRole('link', { name: 'Birgitta Sörman frågar' }).click()
  await page.locator('#arende').waitFor()
  expect(await page.locator('.q-list').isVisible()).toBe(false)
  await picture(page, 'phone-item')
  await page.getByRole('link', { name: 'Till listan' }).click()
  await page.locator('.q-list').waitFor()
  await page.getByRole('link', { name: 'Birgitta Sörman frågar' }).click()
  await page.locator('#arende').waitFor()
  await page.goBack()
  await page.locator('.q-list').waitFor()
  await context.close()
})

test.each(['/komponenter', '/ko/1', '/ko/1/atgard', '/konton'])(
  '%s holds with the widest text spacing (WCAG 1.4.12)',
  async (path) => {
    const { page, context } = await staff({ viewport: { width: 320, height: 640 }, bypassCSP: true })
    await page.goto(path)
    await page.addStyleTag({
      content:
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
    })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    await picture(page, `${path}-spacing`)
    await context.close()
  },
)

test('a passkey is offered where there is script, and its answer comes as a form', async () => {
  const { page, context, complaints } = await staff()
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: true },
  })
  await page.goto('/logga-in')
  await page.getByRole('button', { name: 'Använd nyckel' }).click()
  await page.getByRole('heading', { name: 'public-key: true' }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('the pages keep within their budgets, and the second page fetches nothing but itself', async () => {
  const { page, context } = await staff()
  const fetched: { url: string; type: string; bytes: number }[] = []
  page.on('response', async (response) => {
    const bytes =
      (
        await response
          .request()
          .sizes()
          .catch(() => undefined)
      )?.responseBodySize ?? 0
    if (!response.fromServiceWorker())
      fetched.push({ url: response.url(), type: response.request().resourceType(), bytes })
  })
  await page.goto('/komponenter', { waitUntil: 'networkidle' })
  const of = (type: string) => fetched.filter((each) => each.type === type)
  const kilobytes = (type: string) => of(type).reduce((sum, { bytes }) => sum + bytes, 0) / 1024
  console.info(fetched.map(({ url, bytes }) => `${new URL(url).pathname} ${bytes}`).join('\n'))
  expect(fetched.length).toBeLessThanOrEqual(6)
  expect(kilobytes('document')).toBeGreaterThan(1)
  expect(kilobytes('document')).toBeLessThanOrEqual(15)
  expect(kilobytes('stylesheet')).toBeGreaterThan(1)
  expect(kilobytes('stylesheet')).toBeLessThanOrEqual(14)
  expect(kilobytes('script')).toBeGreaterThan(1)
  expect(kilobytes('script')).toBeLessThanOrEqual(20)
  expect(kilobytes('font')).toBeLessThanOrEqual(36)
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(sum), 200)
      }),
  )
  expect(shift).toBeLessThanOrEqual(0.02)
  asked.length = 0
  await page.goto('/mitt', { waitUntil: 'networkidle' })
  expect(asked).toEqual(['/mitt'])
  await context.close()
})

test('a page without brotli is within the budget with gzip as well', async () => {
  const answer = await fetch(`${server.url}/komponenter`, {
    headers: { cookie: 'uppsikt=communicator', 'accept-encoding': 'gzip' },
  })
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  expect(gzipSync(await answer.text()).length).toBeLessThan(15 * 1024)
  const compressed = (name: string): number => assets().get(name as 'app.js')?.gzip?.length ?? 0
  expect(compressed('app.js')).toBeGreaterThan(10_000)
  expect(compressed('app.js')).toBeLessThan(20 * 1024)
  expect(compressed('app.css')).toBeLessThan(14 * 1024)
  expect(compressed('sign-in.js')).toBeLessThan(20 * 1024)
  console.info('gzip', compressed('app.js'), compressed('app.css'), compressed('sign-in.js'))
})
