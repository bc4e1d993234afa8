import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { RecordId } from '../../src/kernel/index.ts'
import { versionsOf } from '../../src/modules/archive/index.ts'
import { historyOf } from '../../src/modules/measures/index.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let browser: Browser

const system = () => systemActor(stage.municipality)

/** The item, once its present version has been screened and what that announces has been handed on. */
const screenedAfter = (recordId: string | null) =>
  withMunicipality(stage.house.db, stage.municipality, async (tx) => {
    const item = await tx
      .selectFrom('item')
      .innerJoin('screening', (join) =>
        join
          .onRef('screening.record_id', '=', 'item.record_id')
          .onRef('screening.version', '=', 'item.version'),
      )
      .select('item.version')
      .where('item.record_id', '=', recordId as RecordId)
      .executeTakeFirst()
    const waiting = await tx.selectFrom('outbox').select('outbox_id').executeTakeFirst()
    const jobs = await sql<{
      n: number
    }>`SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = 'supervision.openTasks'`.execute(
      tx,
    )
    return item && !waiting && jobs.rows[0]?.n === 0 ? item : undefined
  })

const asMaja = (options: Parameters<typeof visit>[2] = {}) =>
  visit(browser, stage.url, {
    session: stage.people.maja.session,
    viewport: { width: 1440, height: 900 },
    ...options,
  })

const textOf = (page: Page) => page.locator('main').textContent()

beforeAll(async () => {
  stage = await queueStage()
  browser = await launchBrowser()
  await stage.arrived('Blir det samma taxa för oss som jobbar natt?', 'Lena Wikström')
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

test('a threat is opened veiled, hidden with its ground, seen as it happens, and undone', async () => {
  const task = await stage.arrived('Jag ska döda dig, jag vet var du bor')
  const { page, context, complaints } = await asMaja()
  await page.goto('/ko')
  expect(await textOf(page)).toMatch(/kan inte vänta/)
  expect(await page.locator('.q-item').first().textContent()).not.toContain('döda')
  await page.locator('.q-item a').first().click()
  await page.waitForURL(`**/ko/${task.taskId}`)
  const text = page.locator('#texten')
  expect(await text.getAttribute('aria-hidden')).toBe('true')
  await page.keyboard.press('v')
  expect(await text.getAttribute('aria-hidden')).toBeNull()
  expect(await text.textContent()).toContain('döda dig')
  expect(await textOf(page)).toMatch(/Ordlistan Hot, \p{L}+ träffade/u)

  await page.keyboard.press('d')
  await page.waitForSelector('dialog[open]')
  await page.getByRole('button', { name: 'Genomför åtgärden' }).click()
  await page.waitForSelector('dialog .err-sum')
  expect(await page.locator('dialog .err-sum').textContent()).toContain('Välj en grund')
  expect(stage.statusOf(task.number)).toBe('approved')
  await page.locator('dialog').getByLabel('Olaga hot').check()
  await page.getByRole('button', { name: 'Genomför åtgärden' }).click()
  await page.waitForURL(`**/ko/${task.taskId}`)
  await page
    .getByText(/Dold på WordPress kl\. \d\d\.\d\d/)
    .first()
    .waitFor()
  expect(stage.statusOf(task.number)).toBe('hold')
  if (!task.recordId) throw new Error('no record')
  const [history] = await historyOf(stage.house, system(), task.recordId)
  expect(history?.steps.map((step) => step.kind)).toEqual([
    'ordered',
    'sealedBefore',
    'sent',
    'answered',
    'confirmed',
  ])
  expect(history?.measure).toMatchObject({
    groundId: 'must-unlawful-threat',
    staffId: stage.people.maja.staffId,
  })

  await page.getByRole('link', { name: 'Ångra' }).click()
  await page.waitForSelector('dialog[open]')
  await page.locator('dialog').getByLabel('Varför ångrar du?').fill('Fel bedömt')
  await page.getByRole('button', { name: 'Ångra åtgärden' }).click()
  await page
    .getByText(/Visas igen på WordPress kl\./)
    .first()
    .waitFor()
  expect(stage.statusOf(task.number)).toBe('approved')
  await until('what the undoing brought is screened', () => screenedAfter(task.recordId))
  expect((await stage.open()).some((one) => one.recordId === task.recordId)).toBe(false)
  expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
  await context.close()
})

test('without script an item is opened, shown, left, taken up again and hidden, by forms alone', async () => {
  const task = await stage.arrived('Jag ska slå ihjäl dig', 'Anonym')
  const { page, context } = await asMaja({ javaScriptEnabled: false })
  await page.goto('/ko')
  await page.locator(`a[href="/ko/${task.taskId}"]`).click()
  await page.getByRole('button', { name: 'Visa texten' }).click()
  expect(await page.locator('#texten').getAttribute('aria-hidden')).toBeNull()
  await page.getByRole('button', { name: 'Låt stå' }).click()
  await page.getByText('Det fick stå.').waitFor()
  await page.getByRole('button', { name: 'Ångra' }).click()
  await page.waitForURL(`**/ko/${task.taskId}?*`)
  await page.getByRole('link', { name: 'Dölj' }).click()
  await page.getByRole('button', { name: 'Genomför åtgärden' }).click()
  expect(await page.title()).toMatch(/^Fel: /)
  await page.getByLabel('Olaga hot').check()
  await page.getByRole('button', { name: 'Genomför åtgärden' }).click()
  await page.waitForURL(`**/ko/${task.taskId}*`)
  await until('the comment is held', async () => (stage.statusOf(task.number) === 'hold' ? true : undefined))
  await until('the page says so', async () => {
    await page.reload()
    return (await textOf(page))?.includes('Dold på WordPress kl.') ? true : undefined
  })
  await context.close()
})

test('an answer is a record before it is sent, signed as the policy says, and its outcome is the next version', async () => {
  const task = await stage.arrived('När öppnar badhuset på lördag?', 'Birgitta Sörman')
  const { page, context } = await asMaja()
  await page.goto(`/ko/${task.taskId}`)
  await page.keyboard.press('s')
  await page.waitForSelector('dialog[open]')
  await page.getByRole('button', { name: 'Godkänn och skicka svaret' }).click()
  await page.waitForSelector('dialog .err-sum')
  await page.getByLabel('Svara som Storlundabloggen').fill('Klockan tio.')
  await page.keyboard.press('Control+Enter')
  await page
    .getByText(/Svaret är skickat på WordPress kl\./)
    .first()
    .waitFor()
  const sent = stage.blog.comments().filter((one) => one.content.includes('Klockan tio.'))
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ parent: task.number })
  expect(sent[0]?.content).toContain('/Maja, Storlundabloggen')
  if (!task.recordId) throw new Error('no record')
  const [history] = await historyOf(stage.house, system(), task.recordId)
  const recordId = history?.measure.measureId as unknown as typeof task.recordId
  const versions = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    versionsOf(tx, stage.municipality, recordId),
  )
  expect(versions.map(({ version, type }) => [version, type])).toEqual([
    [1, 12],
    [2, 12],
  ])
  expect(versions[1]?.parts.map(({ name }) => name)).toContain('raw')
  await context.close()
})

test('wrong input changes nothing and says what to do: no ground, a house rule without a motive, an old page', async () => {
  const task = await stage.arrived('Vilken jävla dålig sak', 'Arg')
  const from = `/ko/${task.taskId}/atgard`
  const noGround = await stage.send(from, from, { atgard: 'hide', version: '1' })
  expect([noGround.status, await noGround.text()]).toEqual([422, expect.stringContaining('Välj en grund')])
  const house = await stage.send(from, from, { atgard: 'hide', version: '1', grund: 'house-swearing' })
  expect([house.status, await house.text()]).toEqual([422, expect.stringContaining('Skriv en motivering')])
  const unknown = await stage.send(from, from, {
    atgard: 'radera',
    version: '1',
    grund: 'must-unlawful-threat',
  })
  expect(unknown.status).toBe(422)
  stage.blog.editComment(task.number, 'Vilken fin sak')
  await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .updateTable('collection_state')
      .set({ next_attempt_at: stage.house.clock.now(), last_reconciled_at: null })
      .execute(),
  )
  await until('the edit is collected', async () => {
    const page = await (await stage.ask(`/ko/${task.taskId}`)).text()
    return page.includes('Vilken fin sak') ? true : undefined
  })
  const old = await stage.send(from, from, {
    atgard: 'hide',
    version: '1',
    grund: 'house-swearing',
    motivering: 'Svordom',
  })
  expect([old.status, await old.text()]).toEqual([422, expect.stringContaining('ändrats sedan du öppnade')])
  expect(stage.statusOf(task.number)).toBe('approved')
  const unsigned = await fetch(`${stage.url}${from}`, {
    method: 'POST',
    headers: { cookie: `uppsikt=${stage.people.maja.session}` },
    body: new URLSearchParams({ atgard: 'hide', version: '2', grund: 'must-unlawful-threat' }),
  })
  expect(unsigned.status).toBe(403)
})

test('what lies outside the department is neither listed, opened nor acted upon', async () => {
  const { samira } = stage.people
  const task = (await stage.open()).find((one) => one.accountId === stage.accounts.blog)
  if (!task) throw new Error('the queue is empty')
  await stage.commentOnFeed('kultur-1', 'Tack för bokbussen')
  await until('her own department', async () =>
    (await (await stage.ask('/ko', samira.session)).text()).includes('Kerstin') ? true : undefined,
  )
  for (const path of ['/ko', '/ko?urval=inkommet', '/ko?urval=klart', '/ko/runda']) {
    const answer = await stage.ask(path, samira.session)
    expect([path, answer.status]).toEqual([path, 200])
    expect(await answer.text()).not.toMatch(/Lena Wikström|Storlundabloggen/)
  }
  const { blog } = stage.accounts
  for (const path of [`/ko/${task.taskId}`, `/ko/${task.taskId}/atgard`, `/ko/runda/${blog}`])
    expect([path, (await stage.ask(path, samira.session)).status]).toEqual([path, 403])
  expect((await stage.send('/ko', `/ko/${task.taskId}/lat-sta`, {}, samira.session)).status).toBe(403)
  expect(
    (await stage.send('/ko', '/ko/valda', { val: task.taskId, gor: 'lat' }, samira.session)).status,
  ).toBe(403)
  expect(
    (await stage.ask(`/ko/${task.taskId.replace(/^./, (first) => (first === '0' ? '1' : '0'))}`)).status,
  ).toBe(404)
  expect((await stage.ask('/ko/hej')).status).toBe(404)
  const reader = await (await stage.ask(`/ko/${task.taskId}`, stage.people.rut.session)).text()
  expect(reader).toContain('Du kan läsa ärendet men inte åtgärda det')
  expect((await stage.send('/ko', `/ko/${task.taskId}/lat-sta`, {}, stage.people.rut.session)).status).toBe(
    403,
  )
})

test('what comes while one reads is told, and waits until it is asked for', async () => {
  const since = stage.house.clock.now().toISOString()
  expect((await stage.ask(`/ko/nytt?sedan=${since}`)).status).toBe(204)
  await stage.arrived('Jag ska döda er alla', 'Hotfull')
  const news = await stage.ask(`/ko/nytt?sedan=${since}`, stage.people.maja.session, { 'hx-request': 'true' })
  expect(await news.text()).toContain('1 ny, visa')
  expect(news.headers.get('hx-trigger')).toContain('br\\u00e5dskande')
  expect((await stage.ask(`/ko/nytt?sedan=${since}`, stage.people.samira.session)).status).toBe(204)
})
