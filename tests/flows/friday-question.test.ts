import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import type { Mail } from '../../src/infra/mail/index.ts'
import { ok, type StaffId } from '../../src/kernel/index.ts'
import { setResponsible } from '../../src/modules/accounts/index.ts'
import { tellLate, tellReferrals } from '../../src/modules/dialogue/index.ts'
import { sendNotices } from '../../src/modules/notices/index.ts'
import { startSession } from '../../src/modules/organisation/index.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'
import { assertAccessible } from '../support/screens.ts'
import { assertThumb, phone } from '../support/thumb.ts'

let stage: Stage
let browser: Browser
let task: Awaited<ReturnType<Stage['arrived']>>
const letters: Mail[] = []

/** Good Friday at half past six in the evening: Saturday, Sunday and Easter Monday nobody works. */
beforeAll(async () => {
  const mailer = {
    configured: true,
    send: async (mail: Mail) => {
      letters.push(mail)
      return ok(undefined)
    },
  }
  stage = await queueStage(new Date('2026-04-03T16:30:00Z'), { mailer })
  browser = await launchBrowser()
  const { maja, samira } = stage.people
  const owners = { owner: maja.staffId, deputy: samira.staffId }
  await setResponsible(stage.house, systemActor(stage.municipality), stage.accounts.blog, owners)
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

/** Letters about questions: what else is amiss in the house (a feed that cannot be reached) is another story. */
const aboutQuestions = () =>
  letters.filter(({ subject, text }) => /fråga|svar/i.test(`${subject} ${text.split('\n')[0]}`))

/** What the browser complains of beside the line that we cut ourselves. */
const isOther = (text: string): boolean => !/ERR_INTERNET_DISCONNECTED|^htmx:/.test(text)

/** Somebody at work on a phone. */
async function onPhone(
  staffId: StaffId,
): Promise<{ page: Page; context: BrowserContext; complaints: readonly string[] }> {
  const { token } = await startSession(stage.house, stage.municipality, staffId)
  return visit(browser, stage.url, { ...phone, session: token })
}

test('a question of Good Friday evening wakes nobody for three days and nights', async () => {
  task = await stage.arrived('Är återvinningen öppen på tisdag?', 'Birgitta Sörman')
  for (const moment of [
    '2026-04-03T21:00:00Z',
    '2026-04-04T09:00:00Z',
    '2026-04-05T03:00:00Z',
    '2026-04-06T07:30:00Z',
    '2026-04-06T14:20:00Z',
    '2026-04-07T04:00:00Z',
  ]) {
    stage.pass(new Date(moment))
    await tellLate(stage.house, stage.municipality)
    await tellReferrals(stage.house, stage.municipality)
    await sendNotices(stage.house, stage.municipality)
    expect([moment, aboutQuestions()]).toEqual([moment, []])
  }
})

test('on Tuesday morning it is seen and referred by thumb, though the line is lost in between', async () => {
  stage.pass(new Date('2026-04-07T06:10:00Z'))
  const { page, context, complaints } = await onPhone(stage.people.maja.staffId)
  await page.goto('/ko')
  await assertThumb(page, 'queue')
  await page.getByRole('link', { name: 'Meny', exact: true }).tap()
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Dialog/ })
    .or(page.getByRole('link', { name: /^Dialog/ }))
    .first()
    .tap()
  await page.getByRole('link', { name: 'Fråga från Birgitta Sörman' }).tap()
  await page.waitForURL(`**/dialog/${task.taskId}`)
  expect(await page.locator('#pane').textContent()).toContain('Besvaras senast i dag 16.30')
  await assertThumb(page, 'question')
  await assertAccessible(page, 'question')
  await page.getByRole('link', { name: 'Hänvisa till en enhet' }).tap()
  await page.locator('dialog[open]').waitFor()
  await page.getByLabel('Enhet', { exact: true }).tap()
  await page.keyboard.type('Återvinning')
  await page.getByLabel('Enhetens e-postadress').tap()
  await page.keyboard.type('atervinning@storlunda.test')
  await page.getByLabel('Vad vill du veta?').tap()
  await page.keyboard.type('Vilka tider gäller på tisdag efter påsk?')
  await assertThumb(page, 'refer')

  // The line is lost: what was written stands, and is sent once when there is a line again.
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Skicka frågan' }).tap()
  await page.locator('dialog[open]').getByText('Det du har skrivit står kvar').waitFor()
  await assertThumb(page, 'lost')
  expect(await page.getByLabel('Vad vill du veta?').inputValue()).toContain('efter påsk')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Skicka frågan' }).tap()
  await page.getByText('Hänvisad till Återvinning').waitFor()
  expect(complaints.filter(isOther)).toEqual([])
  await context.close()
})

test('the unit answers by the link of its letter, and the answer is in the thread before it is due', async () => {
  const letter = await until('the unit has its letter', async () =>
    letters.find(({ to }) => to === 'atervinning@storlunda.test'),
  )
  const path = /\/hanvisning\/[\w-]+/.exec(letter.text)?.[0] ?? ''
  stage.pass(new Date('2026-04-07T08:00:00Z'))
  const unit = await visit(browser, stage.url, phone)
  await unit.page.goto(path)
  await unit.page.getByLabel('Svar', { exact: true }).tap()
  await unit.page.keyboard.type('Öppet 10 till 18.')
  await unit.page.getByLabel('Ditt namn').tap()
  await unit.page.keyboard.type('Ove Lindh')
  await assertThumb(unit.page, 'unit')
  await unit.page.getByRole('button', { name: 'Skicka svaret' }).tap()
  await unit.page.getByText('Tack, svaret har kommit fram').waitFor()
  await unit.context.close()

  stage.pass(new Date('2026-04-07T08:20:00Z'))
  const { page, context, complaints } = await onPhone(stage.people.maja.staffId)
  await page.goto('/dialog')
  await page.getByRole('link', { name: 'Fråga från Birgitta Sörman' }).tap()
  await page.getByText('Ove Lindh, Återvinning, svarade').waitFor()
  await page.getByLabel(/^Svara som/).tap()
  await page.keyboard.type('Hej Birgitta! Ja, 10 till 18.')
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Godkänn och skicka svaret' }).tap()
  await page.locator('#besked').getByText('Tryck igen när du har nät').waitFor()
  expect(await page.getByLabel(/^Svara som/).inputValue()).toContain('10 till 18')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Godkänn och skicka svaret' }).tap()
  await page.waitForURL(`**/ko/${task.taskId}`)
  await page
    .getByText(/Svaret är skickat på WordPress kl\./)
    .first()
    .waitFor()
  await assertThumb(page, 'answered')
  const answers = stage.blog.comments().filter(({ parent }) => parent === task.number)
  expect(answers).toHaveLength(1)
  expect(answers[0]?.content).toContain('Ja, 10 till 18.')
  await page.goto('/dialog?urval=besvarade')
  expect(await page.locator('main').textContent()).toContain('1 besvarad, 1 i tid')
  expect(complaints.filter(isOther)).toEqual([])
  await context.close()
})

test('what a phone fetches: few requests, compressed, kept where nothing personal is in it', async () => {
  const { page, context } = await onPhone(stage.people.maja.staffId)
  const { taskId } = await stage.arrived('Hur länge är det öppet?', 'Kim')
  const seen: {
    readonly url: string
    readonly encoding: string
    readonly cache: string
    readonly bytes: number
  }[] = []
  page.on('requestfinished', async (request) => {
    const answer = await request.response()
    const headers = (await answer?.allHeaders()) ?? {}
    const { responseBodySize: bytes } = await request.sizes()
    const { 'content-encoding': encoding = '', 'cache-control': cache = '' } = headers
    seen.push({ url: new URL(request.url()).pathname, encoding, cache, bytes })
  })
  await page.goto(`/ko/${taskId}`, { waitUntil: 'networkidle' })
  expect(seen.length).toBeLessThanOrEqual(6)
  for (const { url, encoding, cache } of seen) {
    if (!url.endsWith('.woff2') && !url.endsWith('.svg'))
      expect([url, encoding]).toEqual([url, expect.stringMatching(/^(?:br|gzip)$/)])
    expect([url, cache]).toEqual([
      url,
      url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
    ])
  }
  const script = seen.filter(({ url }) => url.endsWith('.js')).reduce((sum, { bytes }) => sum + bytes, 0)
  const html = seen.find(({ url }) => url.startsWith('/ko/'))?.bytes ?? 0
  console.info(
    `first sight of an item: ${seen.length} requests, ${seen.reduce((sum, { bytes }) => sum + bytes, 0)} bytes; script ${script}, html ${html}`,
  )
  expect(script).toBeLessThan(40_000)
  expect(html).toBeLessThan(15_000)
  seen.length = 0
  await page.goto('/ko', { waitUntil: 'networkidle' })
  expect(seen.filter(({ bytes }) => bytes > 0).map(({ url }) => url)).toEqual(['/ko'])
  await context.close()
})
