import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { versionsOf } from '../../src/modules/archive/index.ts'
import { historyOf } from '../../src/modules/measures/index.ts'
import { type Task, tasksFor } from '../../src/modules/tasks/index.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let browser: Browser
let post: number

const system = () => systemActor(stage.municipality)
const open = (): Promise<Task[]> => tasksFor(stage.house, system(), { selection: 'todo', limit: 50 })

/** A comment that has come all the way into the queue. */
async function arrived(text: string, author = 'Roger K.'): Promise<Task & { number: number }> {
  const before = new Set((await open()).map((task) => task.taskId))
  const number = stage.blog.addComment({ post, author, text, at: stage.ago(2) })
  // The worker looks again in a minute by itself; here somebody has pressed "hämta nu".
  await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .updateTable('collection_state')
      .set({ next_attempt_at: stage.house.clock.now() })
      .where('account_id', '=', stage.accounts.blog)
      .execute(),
  )
  const task = await until(`"${text}" in the queue`, async () =>
    (await open()).find((one) => one.kind === 'item' && !before.has(one.taskId)),
  )
  return { ...task, number }
}

const statusOf = (number: number) => stage.blog.comments().find((one) => one.id === number)?.status

const asMaja = (options: Parameters<typeof visit>[2] = {}) =>
  visit(browser, stage.url, {
    session: stage.people.maja.session,
    viewport: { width: 1440, height: 900 },
    ...options,
  })

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
      .where('item.record_id', '=', recordId ?? '')
      .executeTakeFirst()
    const waiting = await tx.selectFrom('outbox').select('outbox_id').executeTakeFirst()
    const jobs = await sql<{
      n: number
    }>`SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = 'supervision.openTasks'`.execute(
      tx,
    )
    return item && !waiting && jobs.rows[0]?.n === 0 ? item : undefined
  })

/** Answers of the server to one person, without a browser. */
const ask = (path: string, session = stage.people.maja.session, headers: Record<string, string> = {}) =>
  fetch(`${stage.url}${path}`, { redirect: 'manual', headers: { cookie: `uppsikt=${session}`, ...headers } })

/** Sends a form as the page at `from` would: with the token that the page carries. */
async function send(from: string, path: string, fields: Record<string, string>, session?: string) {
  const page = await (await ask(from, session)).text()
  const token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  return fetch(`${stage.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `uppsikt=${session ?? stage.people.maja.session}` },
    body: new URLSearchParams({ _csrf: token, ...fields }),
  })
}

const pictures = process.env['UPPSIKT_PICTURES']

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${name}.png` })
}

const textOf = (page: Page) => page.locator('main').innerText()

beforeAll(async () => {
  stage = await queueStage()
  browser = await launchBrowser()
  post = stage.blog.addPost({
    title: 'Parkering',
    content: 'Avgiften ändras den 1 december.',
    at: stage.ago(30),
  })
  await arrived('Blir det samma taxa för oss som jobbar natt?', 'Lena Wikström')
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

test('a threat is opened veiled, hidden with its ground, seen as it happens, and undone', async () => {
  const task = await arrived('Jag ska döda dig, jag vet var du bor')
  const { page, context, complaints } = await asMaja()
  await page.goto('/ko')
  expect(await textOf(page)).toMatch(/kan inte vänta/)
  expect(await page.locator('.q-item').first().innerText()).not.toContain('döda')
  await page.locator('.q-item a').first().click()
  await page.waitForURL(`**/ko/${task.taskId}`)
  const text = page.locator('#texten')
  expect(await text.getAttribute('aria-hidden')).toBe('true')
  await page.keyboard.press('v')
  expect(await text.getAttribute('aria-hidden')).toBeNull()
  expect(await text.innerText()).toContain('döda dig')
  expect(await textOf(page)).toMatch(/Ordlistan Hot, \p{L}+ träffade/u)

  await page.keyboard.press('d')
  await page.waitForSelector('dialog[open]')
  await page.getByRole('button', { name: 'Genomför åtgärden' }).click()
  await page.waitForSelector('dialog .err-sum')
  expect(await page.locator('dialog .err-sum').innerText()).toContain('Välj en grund')
  expect(statusOf(task.number)).toBe('approved')
  await page.locator('dialog').getByLabel('Olaga hot').check()
  await page.getByRole('button', { name: 'Genomför åtgärden' }).click()
  await page.waitForURL(`**/ko/${task.taskId}`)
  await page
    .getByText(/Dold på WordPress kl\. \d\d\.\d\d/)
    .first()
    .waitFor()
  expect(statusOf(task.number)).toBe('hold')
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
  expect(statusOf(task.number)).toBe('approved')
  await until('what the undoing brought is screened', () => screenedAfter(task.recordId))
  expect((await open()).some((one) => one.recordId === task.recordId)).toBe(false)
  expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
  await context.close()
})

test('without script an item is opened, shown, left, taken up again and hidden, by forms alone', async () => {
  const task = await arrived('Jag ska slå ihjäl dig', 'Anonym')
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
  await until('the comment is held', async () => (statusOf(task.number) === 'hold' ? true : undefined))
  await until('the page says so', async () => {
    await page.reload()
    return /Dold på WordPress kl\./.test(await textOf(page)) ? true : undefined
  })
  await context.close()
})

test('an answer is a record before it is sent, signed as the policy says, and its outcome is the next version', async () => {
  const task = await arrived('När öppnar badhuset på lördag?', 'Birgitta Sörman')
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
  const task = await arrived('Vilken jävla dålig sak', 'Arg')
  const from = `/ko/${task.taskId}/atgard`
  const noGround = await send(from, from, { atgard: 'hide', version: '1' })
  expect([noGround.status, await noGround.text()]).toEqual([422, expect.stringContaining('Välj en grund')])
  const house = await send(from, from, { atgard: 'hide', version: '1', grund: 'house-swearing' })
  expect([house.status, await house.text()]).toEqual([422, expect.stringContaining('Skriv en motivering')])
  const unknown = await send(from, from, { atgard: 'radera', version: '1', grund: 'must-unlawful-threat' })
  expect(unknown.status).toBe(422)
  stage.blog.editComment(task.number, 'Vilken fin sak')
  await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .updateTable('collection_state')
      .set({ next_attempt_at: stage.house.clock.now(), last_reconciled_at: null })
      .execute(),
  )
  await until('the edit is collected', async () => {
    const page = await (await ask(`/ko/${task.taskId}`)).text()
    return page.includes('Vilken fin sak') ? true : undefined
  })
  const old = await send(from, from, {
    atgard: 'hide',
    version: '1',
    grund: 'house-swearing',
    motivering: 'Svordom',
  })
  expect([old.status, await old.text()]).toEqual([422, expect.stringContaining('ändrats sedan du öppnade')])
  expect(statusOf(task.number)).toBe('approved')
  const unsigned = await fetch(`${stage.url}${from}`, {
    method: 'POST',
    headers: { cookie: `uppsikt=${stage.people.maja.session}` },
    body: new URLSearchParams({ atgard: 'hide', version: '2', grund: 'must-unlawful-threat' }),
  })
  expect(unsigned.status).toBe(403)
})

test('what lies outside the department is neither listed, opened nor acted upon', async () => {
  const { samira } = stage.people
  const task = (await open()).find((one) => one.accountId === stage.accounts.blog)
  if (!task) throw new Error('the queue is empty')
  await stage.commentOnFeed('kultur-1', 'Tack för bokbussen')
  await until('her own department', async () =>
    (await (await ask('/ko', samira.session)).text()).includes('Kerstin') ? true : undefined,
  )
  for (const path of ['/ko', '/ko?urval=inkommet', '/ko?urval=klart', '/ko/runda']) {
    const answer = await ask(path, samira.session)
    expect([path, answer.status]).toEqual([path, 200])
    expect(await answer.text()).not.toMatch(/Lena Wikström|Storlundabloggen/)
  }
  const { blog } = stage.accounts
  for (const path of [`/ko/${task.taskId}`, `/ko/${task.taskId}/atgard`, `/ko/runda/${blog}`])
    expect([path, (await ask(path, samira.session)).status]).toEqual([path, 403])
  expect((await send('/ko', `/ko/${task.taskId}/lat-sta`, {}, samira.session)).status).toBe(403)
  expect((await send('/ko', '/ko/valda', { val: task.taskId, gor: 'lat' }, samira.session)).status).toBe(403)
  expect((await ask(`/ko/${task.taskId.replace(/^./, '0')}`)).status).toBe(404)
  expect((await ask('/ko/hej')).status).toBe(404)
  const reader = await (await ask(`/ko/${task.taskId}`, stage.people.rut.session)).text()
  expect(reader).toContain('Du kan läsa ärendet men inte åtgärda det')
  expect((await send('/ko', `/ko/${task.taskId}/lat-sta`, {}, stage.people.rut.session)).status).toBe(403)
})

test('a measure that the platform cannot take is done by hand, and confirmed with words and a picture', async () => {
  const { samira } = stage.people
  await stage.commentOnFeed('kultur-2', 'Vilken jävla skitsida')
  const task = await until('in the queue', async () =>
    (await open()).find((one) => one.accountId === stage.accounts.feed && one.kind === 'item'),
  )
  const { page, context } = await asMaja({ session: samira.session })
  await page.goto(`/ko/${task.taskId}`)
  await page.keyboard.press('d')
  await page.locator('dialog summary').filter({ hasText: 'förhållningsregler' }).click()
  await page.locator('dialog').getByLabel('Svordomar och obscena ord').check()
  await page.locator('dialog textarea').fill('Svär åt personalen')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('link', { name: 'Så gör du, och bekräfta' }).click()
  await page.waitForSelector('dialog[open]')
  expect(await page.locator('dialog').innerText()).toContain('Leta upp kommentaren och dölj den.')
  await page.getByLabel('Vad gjorde du?').fill('Dolde den i verktyget.')
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  await page
    .locator('dialog input[type=file]')
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') })
  await page.getByRole('button', { name: 'Bekräfta att det är gjort' }).click()
  await page.waitForSelector('dialog .err-sum')
  await page
    .locator('dialog input[type=file]')
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png })
  await page.getByRole('button', { name: 'Bekräfta att det är gjort' }).click()
  await page.getByText('Åtgärden är bekräftad').waitFor()
  if (!task.recordId) throw new Error('no record')
  const [history] = await historyOf(stage.house, system(), task.recordId)
  const step = history?.steps.find(({ kind }) => kind === 'confirmedByHand')
  const versions = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    versionsOf(tx, stage.municipality, step?.recordId as typeof task.recordId & string),
  )
  expect(versions[0]?.parts).toMatchObject([{ name: 'capture', mediaType: 'image/png', bytes: png.length }])
  await context.close()
})

test('a round is confirmed only by naming the last item seen; plain items up to there leave, reasons stay', async () => {
  const path = `/ko/runda/${stage.accounts.blog}`
  const plain = await arrived('Fint väder på torget', 'Olle')
  const asks = await arrived('Var ligger återvinningen?', 'Siv')
  const unseen = await arrived('Hälsningar från Åre', 'Ulla')
  const nothing = await send(path, path, {})
  expect([nothing.status, await nothing.text()]).toEqual([
    422,
    expect.stringContaining('Välj det sista inlägget du såg'),
  ])
  const foreign = (await open()).find((one) => one.accountId === stage.accounts.feed && one.recordId)
  if (foreign?.recordId) expect((await send(path, path, { sist: foreign.recordId })).status).toBe(422)

  const { page, context } = await asMaja({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await page.goto('/ko/runda')
  await page.getByRole('link', { name: 'Storlundabloggen' }).click()
  await page.waitForURL(`**${path}`)
  for (let steps = 0; steps < 30; steps += 1) {
    if ((await page.locator('article.card').innerText()).includes('återvinningen')) break
    await page.getByRole('link', { name: 'Sedd, nästa' }).click()
    await page.waitForURL(/sedd=/)
  }
  await page.getByRole('link', { name: 'Sedd, nästa' }).click()
  await page.getByRole('heading', { name: 'Ulla kommenterade' }).waitFor()
  expect(await page.getByRole('radio', { name: /Siv/ }).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Avsluta rundan' }).click()
  await page.getByText('Rundan för Storlundabloggen är sparad').waitFor()
  const left = (await open()).map((task) => task.taskId)
  expect(left).not.toContain(plain.taskId)
  expect(left).toContain(asks.taskId)
  expect(left).toContain(unseen.taskId)
  await page.goto(path)
  expect(await textOf(page)).toContain('0 av 1 sedda')
  await context.close()
})

test('what comes while one reads is told, and waits until it is asked for', async () => {
  const since = stage.house.clock.now().toISOString()
  expect((await ask(`/ko/nytt?sedan=${since}`)).status).toBe(204)
  await arrived('Jag ska döda er alla', 'Hotfull')
  const news = await ask(`/ko/nytt?sedan=${since}`, stage.people.maja.session, { 'hx-request': 'true' })
  expect(await news.text()).toContain('1 ny, visa')
  expect(news.headers.get('hx-trigger')).toContain('br\\u00e5dskande')
  expect((await ask(`/ko/nytt?sedan=${since}`, stage.people.samira.session)).status).toBe(204)
})

test('several are given to a colleague, put away, or left, at once', async () => {
  const first = await arrived('Hej från bussen', 'Per')
  const second = await arrived('Hej från tåget', 'Pia')
  const { page, context } = await asMaja()
  await page.goto('/ko')
  for (const name of ['Per kommenterade', 'Pia kommenterade'])
    await page.getByLabel(`Markera: ${name}`).check()
  await page.locator('.bulk').getByRole('button', { name: 'Tilldela' }).click()
  await page.getByLabel('Till', { exact: true }).selectOption({ label: 'Maja Lindqvist (du)' })
  await page.getByRole('button', { name: 'Tilldela ärendena' }).click()
  await page.getByText('2 ärenden tilldelade.').waitFor()
  await page.goto('/ko?urval=mina')
  expect(await page.locator('.q-item').count()).toBe(2)
  await page.goto(`/ko/${first.taskId}`)
  await page.keyboard.press('z')
  await page.waitForSelector('dialog[open]')
  await page.locator('dialog').getByRole('radio').first().check()
  await page.getByRole('button', { name: 'Lägg undan ärendet' }).click()
  await page.getByText('Ärendet är undanlagt.').waitFor()
  expect((await open()).map((task) => task.taskId)).not.toContain(first.taskId)
  await page.goto('/ko')
  await page.getByLabel('Markera: Pia kommenterade').check()
  await page.locator('.bulk').getByRole('button', { name: 'Låt stå' }).click()
  await page.getByText('1 ärende fick stå.').waitFor()
  expect((await open()).map((task) => task.taskId)).not.toContain(second.taskId)
  await context.close()
})

const windows = [
  { name: '1440', viewport: { width: 1440, height: 900 } },
  { name: '768', viewport: { width: 768, height: 1024 } },
  { name: '320', viewport: { width: 320, height: 640 } },
  { name: 'dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const },
]

/** Every screen, with things to show on it. */
async function everyPage(): Promise<readonly (readonly [name: string, path: string])[]> {
  const tasks = await open()
  const threat = tasks.find((task) => task.urgency === 0)
  const failing = tasks.find((task) => task.kind === 'accountFailing')
  const done = (await tasksFor(stage.house, system(), { selection: 'done', limit: 50 })).find(
    (task) => task.outcome === 'measured' && task.accountId === stage.accounts.blog,
  )
  if (!threat || !failing || !done?.recordId) throw new Error('the stage is not set')
  const history = await historyOf(stage.house, system(), done.recordId)
  const item = `/ko/${threat.taskId}`
  return [
    ['ko', '/ko'],
    ['mina', '/ko?urval=mina'],
    ['inkommet', '/ko?urval=inkommet'],
    ['klart', '/ko?urval=klart'],
    ['tomt', '/ko?skal=copyright'],
    ['hot', item],
    ['atgardad', `/ko/${done.taskId}`],
    ['konto', `/ko/${failing.taskId}`],
    ['atgard', `${item}/atgard?val=hide`],
    ['angra', `/ko/${done.taskId}/angra/${history.at(-1)?.measure.measureId}`],
    ['svara', `${item}/svara`],
    ['tilldela', `${item}/tilldela`],
    ['snooza', `${item}/snooza`],
    ['runda', '/ko/runda'],
    ['rundan', `/ko/runda/${stage.accounts.blog}`],
    ['forklara', `/ko/runda/${stage.accounts.blog}/forklara`],
  ]
}

test.each(windows)(
  'in a window of $name no screen has an axe violation, sideways scroll or complaint',
  async ({ name, ...options }) => {
    const { page, context, complaints } = await asMaja(options)
    for (const [screen, path] of await everyPage()) {
      const answer = await page.goto(path, { waitUntil: 'load' })
      expect([screen, answer?.status()]).toEqual([screen, 200])
      await page.evaluate(() => document.fonts.ready.then(() => scrollTo(0, 0)))
      const axe = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      const found = axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))])
      expect([screen, found]).toEqual([screen, []])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect([screen, Math.max(0, wide)]).toEqual([screen, 0])
      await picture(page, `${screen}-${name}`)
    }
    expect(complaints).toEqual([])
    await context.close()
  },
)
