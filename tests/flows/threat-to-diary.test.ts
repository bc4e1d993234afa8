import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { byHand } from '../../src/gateways/diary/by-hand.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { dayOf, newId, type RecordId, Stop, wallTime } from '../../src/kernel/index.ts'
import { acceptRecords, sealLog, verifyArchive, versionsOf } from '../../src/modules/archive/index.ts'
import {
  correctEntry,
  declineEntry,
  enterInDiary,
  proposeEntry,
  registerEntry,
  saveSeries,
  tellWaiting,
} from '../../src/modules/diary/index.ts'
import { requestMeasure } from '../../src/modules/measures/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { keepClosed, onlyPeopleHide } from '../support/policy.ts'
import { lookThrough, windows } from '../support/screens.ts'
import { assertThumb, phone } from '../support/thumb.ts'
import { until } from '../support/until.ts'
import { type Person, type WebhookStage, webhookStage } from '../support/webhook-stage.ts'

let stage: WebhookStage
let browser: Browser
let people: Record<'maja' | 'gunnel', Person>

beforeAll(async () => {
  stage = await webhookStage()
  await onlyPeopleHide(stage.house, stage.municipality)
  people = {
    maja: await stage.hired('Maja Lindqvist', 'communicator'),
    gunnel: await stage.hired('Gunnel Åström', 'registrar'),
  }
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

/** Without script: everything is a form or a link. */
const plain = { ...phone, javaScriptEnabled: false }

/** Asks for the page again until something stands there. */
const untilThere = (page: Page, what: Locator): Promise<void> =>
  until(
    `the page shows ${what}`,
    async () => {
      if ((await what.count()) > 0) return true
      // As the worker does each minute.
      await sealLog(stage.house, stage.municipality)
      await page.reload()
      return false
    },
    20_000,
  )
const untilItSays = (page: Page, text: string | RegExp) => untilThere(page, page.getByText(text))

/** Touches what leads somewhere, and waits for the page behind it. */
const tap = (page: Page, what: Locator) => Promise.all([page.waitForNavigation(), what.tap()])
const tapLink = (page: Page, name: string | RegExp) => tap(page, page.getByRole('link', { name }).first())
const tapButton = (page: Page, name: string) => tap(page, page.getByRole('button', { name, exact: true }))

const entryOf = (recordId: RecordId) =>
  withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .selectFrom('diary_entry')
      .selectAll()
      .where('municipality_id', '=', stage.municipality)
      .where('record_id', '=', recordId)
      .executeTakeFirstOrThrow(),
  )

const threat = 'Jag ska döda dig, jag vet var du bor'

test('a threat comes by webhook, is sealed, hidden with its ground, reported to the police and has its number in the diary', async () => {
  const post = await stage.posted('Receptionen öppnar nio.')
  const comment = stage.page.addComment({ to: post, text: threat, as: 'Roger K.' })
  expect(await stage.tell(comment, post, 'add')).toBe(200)
  await until('the threat is kept', async () => (await stage.itemOf(comment)) !== undefined, 10_000)
  const recordId = (await stage.itemOf(comment))?.record_id as RecordId

  // Maja finds it first in the queue, veiled, with its proof.
  const maja = await visit(browser, stage.server.url, { session: people.maja.session, ...plain })
  const { page } = maja
  await page.goto('/ko')
  await untilThere(page, page.getByRole('link', { name: /^Hot/ }))
  await tapLink(page, /^Hot/)
  await untilItSays(page, 'Beviset är förseglat')
  const item = new URL(page.url()).pathname
  await page.getByText('Texten är dold för att du ska få välja när du läser').waitFor()
  await assertThumb(page, 'threat')
  await tapLink(page, 'Dölj')
  await assertThumb(page, 'threat-hide')
  await page.getByLabel(/^Olaga hot/).check()
  await tapButton(page, 'Genomför åtgärden')
  await untilItSays(page, /Dold på Facebook kl\./)

  // The report to the police, and from there to the diary.
  await tapLink(page, 'Polisanmäl')
  await page
    .getByLabel('Beskriv sammanhanget med egna ord')
    .fill('Hotet gäller den som sitter i receptionen.')
  await page.getByRole('radio', { name: /^Olaga hot/ }).check()
  const report = new URL(page.url()).pathname
  await assertThumb(page, 'threat-report')
  expect(await page.locator('main').textContent()).toContain('Diarienumret: lämna till diariet')
  // The way to the diary takes what has been written along.
  await tapButton(page, 'Till diariet')
  expect(await page.getByLabel('Från, eller till').inputValue()).toBe('Roger K.')
  expect(await page.locator('main').textContent()).not.toContain(threat)
  await assertThumb(page, 'threat-to-diary')
  await page.getByLabel('Vad det gäller, i korthet').fill('Hot mot medarbetare i sociala medier')
  await page.getByLabel('Vet inte, ska prövas').check()
  await page.getByLabel('Till registratorn').fill('Polisanmälan förbereds.')
  await tapButton(page, 'Lämna till registratorn')
  expect(await page.locator('h1').textContent()).toBe('Hot mot medarbetare i sociala medier')
  expect(await page.locator('main').textContent()).toContain('Väntar på registrator')
  await page.goto(item)
  await page.getByRole('link', { name: 'Väntar på registrator' }).waitFor()

  // Gunnel sees in her menu that something waits, and for how long.
  const gunnel = await visit(browser, stage.server.url, { session: people.gunnel.session, ...plain })
  await gunnel.page.goto('/meny')
  await tapLink(gunnel.page, /^Diarium.*1 handling som väntar/)
  expect(await gunnel.page.locator('main').textContent()).toContain('1 handling väntar på dig.')
  expect(await gunnel.page.locator('main').textContent()).toMatch(/Kom in för \d+ minut/)
  await tapLink(gunnel.page, 'Hot mot medarbetare i sociala medier')
  expect(await gunnel.page.locator('main').textContent()).toContain('Polisanmälan förbereds.')
  await assertThumb(gunnel.page, 'threat-registrar')
  await gunnel.page.getByLabel('Nämnd').fill('Kommunstyrelsen')
  await tapButton(gunnel.page, 'Diarieför')
  await gunnel.page.getByText('En sak behöver rättas').waitFor()
  await gunnel.page.getByLabel('Diarienummer').fill('KS 2026/481')
  await tapButton(gunnel.page, 'Diarieför')
  await gunnel.page.getByText('Handlingen är diarieförd, och posten är förseglad.').waitFor()
  expect(await gunnel.page.locator('h1').textContent()).toBe('KS 2026/481')

  // The number has come to the report, which is made, handed in, and follows the entry.
  await page.goto(report)
  expect(await page.locator('main').textContent()).toContain('Diarienummer KS 2026/481')
  await untilItSays(page, 'Allt är ifyllt.')
  await tapButton(page, 'Gör anmälan och paketet')
  await page.getByText('Hämta paketet till polisen').waitFor()
  await assertThumb(page, 'threat-made')
  await tapButton(page, 'Anmälan är inlämnad')
  await page.getByText('Inlämnad, väntar på polisen').first().waitFor()
  await page.goto(item)
  await tapLink(page, 'Diarienummer KS 2026/481')
  const entry = await page.locator('main').textContent()
  for (const words of ['Kommentar av Roger K.', 'Beslut om en åtgärd', 'Upprättad handling', '2 versioner'])
    expect(entry).toContain(words)
  expect(entry).not.toContain(threat)

  expect(await entryOf(recordId)).toMatchObject({ number: 'KS 2026/481', version: 2, secrecy: 'unknown' })
  expect([...maja.complaints, ...gunnel.complaints].filter((text) => !text.includes('422'))).toEqual([])
  await maja.context.close()
  await gunnel.context.close()
})

const words = {
  ...({ direction: 'drawnUp', day: '2026-11-19', counterpart: '', matter: 'Beslut', committee: '' } as const),
  ...({ series: 'SM', secrecy: 'no', groundId: '', groundWords: '' } as const),
}

const numberInSeries = (n: number): string =>
  `SM ${wallTime(stage.house.clock.now()).year}/${String(n).padStart(4, '0')}`

/** A decision that concerns the whole municipality, as another module would have sealed it. */
async function decision(): Promise<RecordId> {
  const recordId = newId<RecordId>()
  await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    acceptRecords(stage.house, tx, stage.municipality, [
      { recordId, version: 1, type: 11, fields: { decision: 'test' }, parts: [] },
    ]),
  )
  return recordId
}

const enter = async (more: object = {}, typed = '', house: House = stage.house) =>
  enterInDiary(
    house,
    people.gunnel.actor,
    byHand,
    { recordId: await decision(), words: { ...words, ...more }, note: '' },
    typed,
  )

test('those who register at once get each their number, without holes or doubles, and what fails takes none', async () => {
  const { house, municipality } = stage
  const { gunnel } = people
  await saveSeries(house, gunnel.actor, { series: 'SM', committee: 'Kommunstyrelsen', numbering: 'own' })
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, (_, n) => enter(n % 4 === 3 ? { secrecy: 'yes' } : {})),
  )
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3)
  // The plug is pulled when the number is taken and nothing is sealed yet.
  let read = 0
  const now = () => {
    read += 1
    if (read === 3) throw new Error('pulled')
    return house.clock.now()
  }
  await expect(enter({}, '', { ...house, clock: { now } })).rejects.toThrow('pulled')
  await enter()
  const given = await withMunicipality(house.db, municipality, (tx) =>
    tx.selectFrom('diary_entry').select(['number', 'committee']).where('series', '=', 'SM').execute(),
  )
  const wanted = Array.from({ length: 10 }, (_, n) => numberInSeries(n + 1))
  expect(given.map(({ number }) => number).sort()).toEqual(wanted)
  expect(new Set(given.map(({ committee }) => committee))).toEqual(new Set(['Kommunstyrelsen']))

  // A typed number is used once, and never one that the series would come to.
  const typed = { series: null, committee: 'Räddningsnämnden' }
  const twice = await Promise.allSettled([enter(typed, 'RN 2026/19'), enter(typed, 'RN 2026/19')])
  expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const reason = twice.find((one) => one.status === 'rejected')?.reason
  expect(reason).toBeInstanceOf(Stop)
  expect(Object.keys(reason.fields)).toEqual(['nummer'])
  await expect(enter(typed, 'sm 2026/11')).rejects.toThrow(/ges här/)
})

test('an entry is corrected by a new version, and the one before is still there; what may be secret cannot be declined', async () => {
  const { house, municipality } = stage
  const { gunnel, maja } = people
  const entryId = await enter({ matter: 'Fel rubrik' })
  const why = 'Rubriken var fel.'
  const correct = (change: object) => {
    const next = { ...words, committee: 'Kommunstyrelsen', ...change }
    return correctEntry(house, gunnel.actor, byHand, entryId, { words: next, typed: '', why })
  }
  await expect(correct({ matter: 'Fel rubrik' })).rejects.toThrow(/Ingenting är ändrat/)
  await expect(correct({ committee: '' })).rejects.toThrow(/vilken nämnd/)
  await correct({ matter: 'Rätt rubrik' })
  const versions = await withMunicipality(house.db, municipality, (tx) =>
    versionsOf(tx, municipality, entryId),
  )
  expect(versions.map(({ fields }) => [fields?.['matter'], fields?.['diaryNumber']])).toEqual([
    ['Fel rubrik', numberInSeries(11)],
    ['Rätt rubrik', numberInSeries(11)],
  ])
  expect(versions[1]?.fields).toMatchObject({ correction: why, committee: 'Kommunstyrelsen' })

  const proposed = await proposeEntry(house, maja.actor, { recordId: await decision(), words, note: '' })
  const decline = (secrecy: 'no' | 'unknown') =>
    declineEntry(house, gunnel.actor, proposed, { as: 'minor', secrecy })
  await expect(decline('unknown')).rejects.toThrow(/diarieförs alltid/)
  await expect(registerEntry(house, maja.actor, byHand, proposed, { words, typed: '' })).rejects.toThrow(
    /behörighet/,
  )
  await decline('no')
  await expect(registerEntry(house, gunnel.actor, byHand, proposed, { words, typed: '' })).rejects.toThrow(
    /redan avgjort/,
  )
})

async function taskAbout(recordId: RecordId): Promise<string> {
  let task = ''
  const look = () =>
    withMunicipality(stage.house.db, stage.municipality, async (tx) => {
      const found = await tx
        .selectFrom('task')
        .select('task_id')
        .where('municipality_id', '=', stage.municipality)
        .where('record_id', '=', recordId)
        .executeTakeFirst()
      task = found?.task_id ?? ''
      return task !== ''
    })
  await until('it stands in the queue', look, 10_000)
  return task
}

test('a private message is mail: it goes to the diary first, its sender is asked to take another way, and the answer follows', async () => {
  const { page, house, municipality } = stage
  const { maja, gunnel } = people
  const message = page.message({ as: 'Birgitta S.', text: 'Min man har opererat höften. Kan någon ringa?' })
  await stage.collectNow()
  await until('the message is kept', async () => (await stage.itemOf(message)) !== undefined, 15_000)
  const recordId = ((await stage.itemOf(message))?.record_id ?? '') as RecordId
  const task = await taskAbout(recordId)
  const shown = await (await stage.ask(`/ko/${task}`, maja.session)).text()
  const bar = shown.slice(shown.indexOf('class="measures"'))
  expect(bar.indexOf('Till diariet')).toBeGreaterThan(0)
  for (const later of ['Be om en annan väg', 'Polisanmäl', 'Låt stå'])
    expect([later, bar.indexOf(later) > bar.indexOf('Till diariet')]).toEqual([later, true])

  const entryId = await enterInDiary(
    house,
    gunnel.actor,
    byHand,
    { recordId, words: { ...words, direction: 'received', secrecy: 'unknown' }, note: '' },
    '',
  )
  const way = `/dialog/${task}/annan-vag`
  expect((await stage.send(way, way, {}, maja.session)).status).toBe(303)
  const draft = await (await stage.ask(`/dialog/${task}`, maja.session)).text()
  expect(draft).toContain('Hej Birgitta! Tack för ditt meddelande. Skriv inte personuppgifter')
  expect(draft).toContain('Bara den som skrev ser svaret')
  const svar = 'Hej Birgitta! Använd vår e-tjänst i stället.'
  const sent = await stage.send(
    `/dialog/${task}`,
    `/dialog/${task}`,
    { gor: 'skicka', svar, version: '1' },
    maja.session,
  )
  expect(sent.status).toBe(303)
  await until(
    'the answer has gone to her alone',
    () => page.server.log.some(({ url, method }) => method === 'POST' && url.pathname.endsWith('/messages')),
    15_000,
  )
  const records = () =>
    withMunicipality(house.db, municipality, (tx) =>
      tx.selectFrom('diary_record').select('record_id').where('entry_id', '=', entryId).execute(),
    )
  await until('the answer belongs to the entry', async () => (await records()).length === 2, 10_000)
  expect(await entryOf(recordId)).toMatchObject({ version: 2, number: numberInSeries(12) })
})

test('what was taken away for secrecy has the diary as its next step, with secrecy to be tried', async () => {
  const { page, house } = stage
  const { maja, gunnel } = people
  const post = await stage.posted('Vaccinera dig.')
  const comment = page.addComment({ to: post, text: 'Anna på Lönnvägen har diabetes', as: 'Granne' })
  await stage.tell(comment, post, 'add')
  await until('the comment is kept', async () => (await stage.itemOf(comment)) !== undefined, 10_000)
  const recordId = ((await stage.itemOf(comment))?.record_id ?? '') as RecordId
  const task = await taskAbout(recordId)
  await requestMeasure(house, maja.actor, catalogue, {
    ...{ recordId, kind: 'hide', groundId: 'secret-health', note: '' },
  })
  const shown = await (await stage.ask(`/ko/${task}`, maja.session)).text()
  expect(shown).toContain('Nästa steg: diariet.')
  expect(shown).toContain(`/diarium/ny?handling=${recordId}&amp;sekretess=provas`)
  const form = await (await stage.ask(`/diarium/ny?handling=${recordId}`, maja.session)).text()
  expect(form).toMatch(/value="provas"[^>]* checked/)
  expect(form).toMatch(/value="secret-health"[^>]* selected/)
  expect(form).not.toContain('diabetes')
  const at = `/diarium/ny?handling=${recordId}`
  const fields = {
    rubrik: 'Uppgift om enskild',
    riktning: 'inkommen',
    dag: '2026-11-19',
    sekretess: 'provas',
  }
  expect((await stage.send(at, at, fields, maja.session)).status).toBe(303)
  expect(await (await stage.ask(`/ko/${task}`, maja.session)).text()).not.toContain('Nästa steg: diariet.')
  // A second proposal of the same record leads to the first.
  expect((await stage.ask(at, maja.session)).headers.get('location')).toMatch(/^\/diarium\/[0-9a-f-]{36}$/)

  // Four days later the registrar is told, once a day, in the morning's letter; not where those days were closed.
  const later = (days: number) => ({
    ...house,
    clock: { ...house.clock, now: () => new Date(stage.house.clock.now().getTime() + days * 86_400_000) },
  })
  const told = () =>
    withMunicipality(house.db, stage.municipality, (tx) =>
      tx
        .selectFrom('notice')
        .select(['staff_id', 'severity', 'subject'])
        .where('kind', '=', 'diaryWaiting')
        .execute(),
    )
  await tellWaiting(house, stage.municipality)
  expect(await told()).toEqual([])
  const days = [0, 1, 2, 3, 4].map((count) => dayOf(later(count).clock.now()))
  await keepClosed(house, stage.municipality, days)
  await tellWaiting(later(4), stage.municipality)
  expect(await told()).toEqual([])
  await keepClosed(house, stage.municipality, [])
  for (const days of [4, 4, 5]) await tellWaiting(later(days), stage.municipality)
  expect(await told()).toEqual(
    [4, 5].map(() => ({
      staff_id: gunnel.staffId,
      severity: 'digest',
      subject: '1 handling väntar på att diarieföras',
    })),
  )
})

test('the diary is a list to read, to print and to open elsewhere, and all of it stands against the log', async () => {
  const { gunnel, maja } = people
  const csv = await (await stage.ask('/diarium/kalkylblad?q=Hot', gunnel.session)).text()
  expect(csv.split('\r\n')).toHaveLength(3)
  expect(csv).toContain('"KS 2026/481"')
  const list = await stage.ask('/diarium/lista', maja.session)
  expect(list.headers.get('content-type')).toBe('application/pdf')
  const waiting = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx.selectFrom('diary_entry').select('entry_id').where('state', '=', 'proposed').executeTakeFirstOrThrow(),
  )
  const paths = ['/diarium', `/diarium/${waiting.entry_id}`]
  for (const window of windows)
    await lookThrough(browser, { url: stage.server.url, session: gunnel.session }, window, paths)
  await sealLog(stage.house, stage.municipality)
  expect((await verifyArchive(stage.house, stage.municipality)).problems).toEqual([])
})
