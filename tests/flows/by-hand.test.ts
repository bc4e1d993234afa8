import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { type AccountId, asId, type RecordId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { sealLog, verifyArchive } from '../../src/modules/archive/index.ts'
import {
  collectAccount,
  collectionHealth,
  collectNow,
  recordByHand,
} from '../../src/modules/collection/index.ts'
import { confirmByHand, requestMeasure } from '../../src/modules/measures/index.ts'
import { resolveSession } from '../../src/modules/organisation/index.ts'
import { leave } from '../../src/modules/tasks/index.ts'
import { isCollected } from '../../src/platforms/capabilities.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { axeViolations, launchBrowser, visit } from '../support/browser.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let browser: Browser
let account: AccountId
const actor = () => systemActor(stage.municipality)

beforeAll(async () => {
  stage = await queueStage()
  browser = await launchBrowser()
  const platform = [...catalogue.values()].find((one) => !isCollected(one))
  if (!platform) throw new Error('no platform is recorded by hand')
  account = await registerAccount(stage.house, actor(), platform, {
    platform: platform.id,
    name: 'Ungdomens hus',
    department: 'Kultur',
    settings: { url: 'https://exempel.se/@ungdomenshus' },
    secrets: {},
  })
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

const picture = {
  name: 'skarmbild.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
    'base64',
  ),
}

async function faultless(page: Page): Promise<void> {
  expect(await axeViolations(page)).toEqual([])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(wide).toBeLessThanOrEqual(0)
}

async function fill(page: Page, text: string): Promise<void> {
  await page.getByLabel('Slag').selectOption({ label: 'Kommentar' })
  await page.getByLabel('Avsändare').fill('Kim på skolan')
  await page.getByLabel('Text', { exact: true }).fill(text)
  await page.getByLabel('Länk').fill('https://exempel.se/@ungdomenshus/1')
  await page.getByLabel('Dag då det publicerades').fill('2026-11-18')
  await page.getByLabel('Tid då det publicerades').fill('21:15')
  await page.getByLabel('Bilder som visar det').setInputFiles([picture, picture])
  await page.getByLabel('Varför registreras det för hand?').fill('Plattformen går inte att hämta från.')
  await page.getByLabel('Någon mer som såg det').fill('Ali Haddad')
}

const without = { javaScriptEnabled: false }

test('no round is run for an account that nothing is collected from, and it is neither well nor failing', async () => {
  const reports = await collectNow(stage.house, actor(), catalogue)
  expect(reports.map(({ id }) => id)).not.toContain(account)
  const health = await collectionHealth(stage.house, actor())
  expect(health.find(({ accountId }) => accountId === account)).toMatchObject({
    state: 'byHand',
    lastSuccessAt: null,
    failingSince: null,
  })
  const overview = await (await stage.ask('/oversikt')).text()
  expect(overview).toContain('1 konto registreras för hand')
  const page = await (await stage.ask(`/register/${account}`)).text()
  expect(page).toContain('Registreras för hand')
  expect(page).not.toContain('Hämta nu')
})

test('an item recorded by hand without script is sealed, queued, found, and says who saw it', async () => {
  const { page, context, complaints } = await visit(browser, stage.url, {
    ...without,
    session: stage.people.maja.session,
  })
  await page.goto(`/register/${account}`)
  await page.getByRole('link', { name: 'Registrera för hand' }).click()
  const text = 'Kanelbullarna var slut klockan tre'
  await fill(page, text)
  await page.getByRole('button', { name: 'Registrera handlingen' }).click()
  await page.waitForURL(/\/handlingar\//)
  const said = (await page.locator('main').textContent()) ?? ''
  expect(said).toContain(text)
  expect(said).toMatch(/Registrerat för hand av\s*Maja Lindqvist/)
  expect(said).toMatch(/Sågs också av\s*Ali Haddad/)
  expect(said).toContain('Plattformen går inte att hämta från.')
  expect(said).toContain('Bild eller film 2')
  const recordId = asId<RecordId>(new URL(page.url()).pathname.split('/')[2] ?? '')

  const task = await until('the item in the queue', async () =>
    (await stage.open()).find((one) => one.recordId === recordId),
  )
  expect(task.kind).toBe('item')
  await page.goto('/sok?q=kanelbullarna')
  expect(await page.locator('main').textContent()).toContain(text)
  await sealLog(stage.house, stage.municipality)
  expect((await verifyArchive(stage.house, stage.municipality)).problems).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

test('what an employee got in the own name on duty, and what we wrote elsewhere, say which of the two they are (A1)', async () => {
  const { page, context } = await visit(browser, stage.url, {
    ...without,
    session: stage.people.maja.session,
  })
  const record = async (text: string, where: string, more: () => Promise<unknown>) => {
    await page.goto(`/register/${account}/for-hand`)
    await fill(page, text)
    await page.getByLabel('Var stod det?').selectOption({ label: where })
    await more()
    await page.getByRole('button', { name: 'Registrera handlingen' }).click()
    await page.waitForURL(/\/handlingar\//)
    return ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ')
  }
  const own = await record('Kan du ta emot min ansökan?', 'Hos en anställd, i eget namn och i tjänsten', () =>
    page.getByLabel('Den anställda').fill('Olle Brandt'),
  )
  expect(own).toMatch(/Var det stod\s*Hos en anställd, i eget namn och i tjänsten/)
  expect(own).toMatch(/Den anställda\s*Olle Brandt/)
  const ours = await record('Vi svarade i ortens grupp', 'Hos någon annan: vi skrev det där', () =>
    page.getByLabel('Riktning').selectOption({ label: 'Upprättad' }),
  )
  expect(ours).toContain('Hos någon annan, där vi själva skrev det')
  await context.close()
})

test.each([{ width: 1440 }, { width: 768 }, { width: 320 }])(
  'the form and its faults can be used by all at $width',
  async ({ width }) => {
    const { page, context, complaints } = await visit(browser, stage.url, {
      session: stage.people.samira.session,
      viewport: { width, height: 900 },
    })
    await page.goto(`/register/${account}/for-hand`)
    await faultless(page)
    await page.getByRole('button', { name: 'Registrera handlingen' }).click()
    await page.getByText('Skriv av texten, eller skriv vad bilden visar').first().waitFor()
    await faultless(page)
    const expected = complaints.filter((one) => !one.includes('422'))
    expect(expected).toEqual([])
    await context.close()
  },
)

test('a picture that is none, no picture, and a time to come are refused with words that say what to do', async () => {
  const { page, context } = await visit(browser, stage.url, {
    ...without,
    session: stage.people.maja.session,
  })
  const send = async (change: () => Promise<void>): Promise<string | null> => {
    await page.goto(`/register/${account}/for-hand`)
    await fill(page, 'Ett försök')
    await change()
    await page.getByRole('button', { name: 'Registrera handlingen' }).click()
    expect(new URL(page.url()).pathname).toBe(`/register/${account}/for-hand`)
    return page.locator('main').textContent()
  }
  const files = page.getByLabel('Bilder som visar det')
  const notPicture = { ...picture, name: 'bild.png', buffer: Buffer.from('<script>alert(1)</script>') }
  expect(await send(() => files.setInputFiles([notPicture]))).toContain('PNG, JPEG eller WebP')
  expect(await send(() => files.setInputFiles([]))).toContain('Välj minst en bild som visar det')
  const tomorrow = () => page.getByLabel('Dag då det publicerades').fill('2027-01-01')
  expect(await send(tomorrow)).toContain('som har varit')
  const link = () => page.getByLabel('Länk').fill('javascript:alert(1)')
  expect(await send(link)).toContain('Kopiera länken från webbläsaren')
  const where = (label: string) => () =>
    page
      .getByLabel('Var stod det?')
      .selectOption({ label })
      .then(() => {})
  expect(await send(where('Hos en anställd, i eget namn och i tjänsten'))).toContain(
    'Skriv namnet på den anställda',
  )
  // What others keep on their own accounts is no record of the municipality's.
  expect(await send(where('Hos någon annan: vi skrev det där'))).toContain(
    'Andras ord på egna konton registreras inte',
  )
  await context.close()
})

test('who may not work with the account may not record on it', async () => {
  const path = `/register/${stage.accounts.blog}/for-hand`
  expect((await stage.ask(path, stage.people.maja.session)).status).toBe(200)
  for (const who of [stage.people.samira, stage.people.rut])
    expect((await stage.ask(path, who.session)).status).toBe(403)
})

test('what was recorded by hand on a collected account is never said to be gone from it', async () => {
  const session = await resolveSession(stage.house, stage.municipality, stage.people.maja.session)
  if (!session) throw new Error('Maja is not signed in')
  const recordId = await recordByHand(stage.house, session.actor, stage.accounts.blog, {
    kind: 'comment',
    direction: 'received',
    author: '',
    text: 'Stod under inlägget i går',
    link: '',
    publishedAt: new Date('2026-11-18T09:00:00Z'),
    reason: 'Togs bort innan den hann hämtas.',
    ...{ where: 'account', employee: '', secondWitness: '' },
    pictures: [{ bytes: picture.buffer, mediaType: 'image/png' }],
  })
  const owed = async () => (await stage.open()).filter((task) => task.recordId === recordId)
  await until('it is in the queue', async () => (await owed())[0])
  await stage.collectNow()
  const asked = await collectAccount(stage.house, actor(), catalogue, stage.accounts.blog)
  expect(asked).toMatchObject({ gone: 0, gap: false })
  const hide = { recordId, kind: 'hide', groundId: 'must-unlawful-threat', note: '' } as const
  const measure = await requestMeasure(stage.house, session.actor, catalogue, hide)
  expect(measure).toMatchObject({ state: 'byHand' })
  // A decision takes nothing from view: it is a task until somebody says that it is done.
  expect(await owed()).toEqual([expect.objectContaining({ kind: 'byHand', urgency: 0 })])
  const [task] = await owed()
  await expect(leave(stage.house, session.actor, task?.taskId as never)).rejects.toThrow(/bekräfta/)
  const row = await (await stage.ask(`/ko/${task?.taskId}`, stage.people.maja.session)).text()
  expect(row).toContain('Så gör du, och bekräfta')
  await confirmByHand(stage.house, session.actor, measure.measureId, { note: 'Dold 9.10' })
  expect(await owed()).toEqual([])
  const page = await (await stage.ask(`/handlingar/${recordId}`)).text()
  expect(page).toContain('Finns kvar')
  expect(page).not.toContain('Borta från plattformen')
})
