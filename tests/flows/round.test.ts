import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { versionsOf } from '../../src/modules/archive/index.ts'
import { historyOf } from '../../src/modules/measures/index.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let browser: Browser

const system = () => systemActor(stage.municipality)

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
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

test('a measure that the platform cannot take is done by hand, and confirmed with words and a picture', async () => {
  const { samira } = stage.people
  await stage.commentOnFeed('kultur-2', 'Vilken jävla skitsida')
  const task = await until('in the queue', async () =>
    (await stage.open()).find((one) => one.accountId === stage.accounts.feed && one.kind === 'item'),
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
  expect(await page.locator('dialog').textContent()).toContain('Leta upp kommentaren och dölj den.')
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
  const plain = await stage.arrived('Fint väder på torget', 'Olle')
  const asks = await stage.arrived('Var ligger återvinningen?', 'Siv')
  const unseen = await stage.arrived('Hälsningar från Åre', 'Ulla')
  const nothing = await stage.send(path, path, {})
  expect([nothing.status, await nothing.text()]).toEqual([
    422,
    expect.stringContaining('Välj det sista inlägget du såg'),
  ])
  const foreign = (await stage.open()).find((one) => one.accountId === stage.accounts.feed && one.recordId)
  if (foreign?.recordId) expect((await stage.send(path, path, { sist: foreign.recordId })).status).toBe(422)

  const { page, context } = await asMaja({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await page.goto('/ko/runda')
  await page.getByRole('link', { name: 'Storlundabloggen' }).click()
  await page.waitForURL(`**${path}`)
  for (let steps = 0; steps < 30; steps += 1) {
    if ((await page.locator('article.card').textContent())?.includes('återvinningen')) break
    await page.getByRole('link', { name: 'Sedd, nästa' }).click()
    await page.waitForURL(/sedd=/)
  }
  await page.getByRole('link', { name: 'Sedd, nästa' }).click()
  await page.getByRole('heading', { name: 'Ulla kommenterade' }).waitFor()
  expect(await page.getByRole('radio', { name: /Siv/ }).isChecked()).toBe(true)
  await page.getByText('Skriv en anteckning').tap()
  await page.getByLabel('Anteckning').fill('Lugnt i kväll')
  await page.getByRole('button', { name: 'Avsluta rundan' }).click()
  await page.getByText('Rundan för Storlundabloggen är sparad').waitFor()
  const left = (await stage.open()).map((task) => task.taskId)
  expect(left).not.toContain(plain.taskId)
  expect(left).toContain(asks.taskId)
  expect(left).toContain(unseen.taskId)
  await page.goto(path)
  expect(await textOf(page)).toContain('0 av 1 sedda')
  await page.getByRole('button', { name: 'Jag har sett det, avsluta rundan' }).tap()
  await page.getByText('1 inlägg genomgångna').waitFor()
  await page.goto(path)
  expect(await textOf(page)).toContain('Inget nytt')
  await page.getByRole('button', { name: 'Jag har sett det, avsluta rundan' }).tap()
  await page.getByText('0 inlägg genomgångna').waitFor()
  const kept = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx.selectFrom('supervision_round').select('note').orderBy('at').execute(),
  )
  expect(kept.map(({ note }) => note)).toEqual(['Lugnt i kväll', '', ''])
  await context.close()
})

test('several are given to a colleague, put away, or left, at once', async () => {
  const first = await stage.arrived('Hej från bussen', 'Per')
  const second = await stage.arrived('Hej från tåget', 'Pia')
  const { page, context } = await asMaja()
  await page.goto('/ko')
  for (const name of ['Per kommenterade', 'Pia kommenterade'])
    await page.getByLabel(`Markera: ${name}`).check()
  await page.locator('.bulk').getByRole('button', { name: 'Tilldela' }).click()
  await page.getByLabel('Till', { exact: true }).selectOption({ label: 'Maja Lindqvist (du)' })
  await page.getByRole('button', { name: 'Tilldela ärendena' }).click()
  await page.getByText('2 ärenden är tilldelade.').waitFor()
  await page.goto('/ko?urval=mina')
  expect(await page.locator('.q-item').count()).toBe(2)
  await page.goto(`/ko/${first.taskId}`)
  await page.keyboard.press('z')
  await page.waitForSelector('dialog[open]')
  await page.locator('dialog').getByRole('radio').first().check()
  await page.getByRole('button', { name: 'Lägg undan ärendet' }).click()
  await page.getByText('Ärendet är undanlagt.').waitFor()
  expect((await stage.open()).map((task) => task.taskId)).not.toContain(first.taskId)
  await page.goto('/ko')
  await page.getByLabel('Markera: Pia kommenterade').check()
  await page.locator('.bulk').getByRole('button', { name: 'Låt stå' }).click()
  await page.getByText('1 ärende fick stå.').waitFor()
  expect((await stage.open()).map((task) => task.taskId)).not.toContain(second.taskId)
  await context.close()
})

test('in a round the post above is veiled where screening warns of it', async () => {
  const { house, municipality, accounts } = stage
  await stage.arrived('Vilken tid gäller?', 'Kim')
  const post = await withMunicipality(house.db, municipality, async (tx) => {
    const { record_id } = await tx
      .selectFrom('item')
      .select('record_id')
      .where('account_id', '=', accounts.blog)
      .where('kind', '=', 'post')
      .executeTakeFirstOrThrow()
    await tx
      .updateTable('screening')
      .set({ labels: ['threat'] })
      .where('record_id', '=', record_id)
      .execute()
    return record_id
  })
  const round = await (await stage.ask(`/ko/runda/${accounts.blog}?sedd=${post}`)).text()
  expect(round).toMatch(/class="txt written veiled" id="ovan" aria-hidden="true"/)
})
