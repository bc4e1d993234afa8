import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { newId, type RecordId, type StaffId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { ingestItems, sealLog, verifyArchive } from '../../src/modules/archive/index.ts'
import { addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { blocksOf } from '../../src/modules/policeReports/document.ts'
import { addCapture, remindOfReports } from '../../src/modules/policeReports/index.ts'
import { readExhibits } from '../../src/modules/policeReports/service/exhibits.ts'
import { readReport } from '../../src/modules/policeReports/service/read.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { axeViolations, launchBrowser, visit } from '../support/browser.ts'
import { comment, incoming } from '../support/items.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let browser: Browser
const folder = mkdtempSync(join(tmpdir(), 'uppsikt-report-'))

beforeAll(async () => {
  stage = await queueStage()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
  rmSync(folder, { recursive: true })
})

const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

const holds = () =>
  withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx.selectFrom('record_hold').select(['record_id', 'released_at']).execute(),
  )

/** What whoever reported has been told by so many days from now. */
async function reminded(days: number): Promise<string[]> {
  const now = () => new Date(stage.house.clock.now().getTime() + days * 86_400_000)
  await remindOfReports({ ...stage.house, clock: { now } }, stage.municipality)
  return withMunicipality(stage.house.db, stage.municipality, async (tx) =>
    (
      await tx
        .selectFrom('notice')
        .select('subject')
        .where('kind', '=', 'policeReport')
        .orderBy('notice_id')
        .execute()
    ).map(({ subject }) => subject),
  )
}

const records = () =>
  withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx.selectFrom('entry').select('record_id').execute(),
  )

test('a threat is hidden, reported with pictures and proof, handed in, and closed with the outcome, on a phone', async () => {
  const task = await stage.arrived('Jag ska döda dig, jag vet var du bor', 'Roger K.')
  const { page, context, complaints } = await visit(browser, stage.url, {
    session: stage.people.maja.session,
    viewport: { width: 320, height: 700 },
  })
  const at = `/ko/${task.taskId}/polisanmalan`
  await page.goto(`/ko/${task.taskId}`)
  await page.getByRole('link', { name: 'Dölj' }).click()
  await page.locator('dialog').getByLabel('Olaga hot').check()
  await page.getByRole('button', { name: 'Genomför åtgärden' }).click()
  await page
    .getByText(/Dold på WordPress kl\./)
    .first()
    .waitFor()
  await page.getByRole('link', { name: 'Polisanmäl' }).click()
  await page.waitForURL(`**${at}`)
  const before = await page.locator('main').textContent()
  expect(before).toContain('Maja Lindqvist beslutar att dölja')
  expect(before).toContain('Grunden som valdes när det åtgärdades')
  expect(before).toContain('Beskriv sammanhanget')

  await page.getByLabel('Beskriv sammanhanget med egna ord').fill('Receptionen på Sjukhusgatan 4.')
  await page.getByRole('radio', { name: /^Olaga hot/ }).check()
  await page.getByLabel('Diarienummer').fill('KS 2026/481')
  await Promise.all([
    page.waitForEvent('framenavigated'),
    page.getByRole('button', { name: 'Spara', exact: true }).click(),
  ])

  const picture = join(folder, 'bild.png')
  writeFileSync(picture, dot)
  await page.getByText('Lägg till en skärmbild').click()
  await page.getByLabel('Bild', { exact: true }).setInputFiles(picture)
  await page.getByLabel('Vad bilden visar').fill('Kommentaren i tråden')
  await page.getByRole('button', { name: 'Lägg till och försegla bilden' }).click()
  await page.getByText('En skärmbild saknar vittne').waitFor()
  expect(await axeViolations(page)).toEqual([])
  expect(await page.getByRole('button', { name: 'Gör anmälan och paketet' }).count()).toBe(0)
  expect((await stage.send(at, `${at}/gor`, {})).status).toBe(422)
  await page.getByRole('button', { name: /intygar att bilden stämmer/ }).click()
  await page.getByText('Maja Lindqvist har intygat').waitFor()

  await sealLog(stage.house, stage.municipality)
  await until('the proof is signed', async () => {
    await page.reload()
    return (await page.getByRole('button', { name: 'Gör anmälan och paketet' }).count()) > 0
      ? true
      : undefined
  })
  await page.getByRole('button', { name: 'Gör anmälan och paketet' }).click()
  await page.getByText('Hämta paketet till polisen').waitFor()
  expect(await axeViolations(page)).toEqual([])
  expect((await holds()).length).toBeGreaterThan(4)

  const pdf = Buffer.from(await (await stage.ask(`${at}/anmalan.pdf`)).arrayBuffer())
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.toString('latin1')).toContain('pdfaid:part')
  const zip = await stage.ask(`${at}/paket.zip`)
  expect(zip.status).toBe(200)
  const bytes = Buffer.from(await zip.arrayBuffer())
  for (const name of ['polisanmalan.pdf', 'bundle.json', 'verify.mjs', '/report', '/capture', '/raw'])
    expect([name, bytes.includes(name)]).toEqual([name, true])

  expect(await reminded(1)).toEqual(['En polisanmälan är inte inlämnad'])
  await page.getByRole('button', { name: 'Anmälan är inlämnad' }).click()
  await page.getByLabel('Polisens nummer').fill('5000-K123-26')
  expect(await reminded(13)).toHaveLength(1)
  expect(await reminded(14)).toEqual([
    'En polisanmälan är inte inlämnad',
    'Dags att följa upp en polisanmälan',
  ])
  await page.getByLabel('Utfall').fill('Åtal väcks.')
  await page.getByRole('button', { name: 'Spara polisens svar' }).click()
  await page.getByText('Utfall: Åtal väcks.').waitFor()
  expect((await holds()).every((one) => one.released_at !== null)).toBe(true)
  expect((await stage.send(at, at, { sammanhang: 'Ändrat efteråt' })).status).toBe(422)
  // The same button once more, from a page that got no answer: nothing is made, handed in or said twice.
  const versions = async () => (await records()).length
  const once = await versions()
  for (const [more, fields] of [
    ['/gor', {}],
    ['/inlamnad', {}],
    ['/svar', { nummer: '5000-K123-26', utfall: 'Åtal väcks.' }],
  ] as const)
    expect((await stage.send(at, `${at}${more}`, fields)).status).toBe(303)
  expect(await versions()).toBe(once)
  expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
  await context.close()
  expect((await verifyArchive(stage.house, stage.municipality)).problems).toEqual([])
})

test('a witness is of a picture in that report, never of another’s', async () => {
  const reported = await stage.arrived('Jag ska slå sönder dig', 'Roger K.')
  const other = await stage.arrived('Jag ska bränna ner ditt hus', 'Roger K.')
  const { house, municipality, people } = stage
  const maja: Actor = {
    ...systemActor(municipality),
    ...{ kind: 'staff', staffId: people.maja.staffId, name: 'Maja Lindqvist' },
    grants: [{ role: 'communicator' }],
  }
  const picture = {
    bytes: dot,
    mediaType: 'image/png',
    url: 'https://blogg.example/1#c2',
    note: 'Kommentaren',
  }
  await addCapture(house, maja, other.taskId, picture)
  await addCapture(house, maja, other.taskId, { ...picture, bytes: dot.subarray(0, 20), note: 'Trasig' })
  const page = await readReport(house, maja, catalogue, other.taskId)
  const blocks = blocksOf(page, await readExhibits(house, maja, page), 'Maja', house.clock.now())
  const words = JSON.stringify(blocks.filter(({ kind }) => kind !== 'image'))
  for (const shown of ['Tråden', 'det som anmäls', 'https://blogg.example/1#c2', 'Kontrollsumma (SHA-256)'])
    expect(words).toContain(shown)
  // A file that is no whole picture does not stop the report: it lies in the package.
  expect(blocks.flatMap((one) => (one.kind === 'image' ? [one.alt] : []))).toEqual(['Kommentaren'])
  const captures = () =>
    withMunicipality(house.db, municipality, (tx) =>
      tx
        .selectFrom('police_report_record as line')
        .innerJoin('police_report as report', (join) => join.onRef('report.report_id', '=', 'line.report_id'))
        .select(['line.record_id', 'line.witness_staff_id'])
        .where('report.record_id', '=', other.recordId)
        .where('line.kind', '=', 'capture')
        .execute(),
    )
  const [capture] = await captures()
  const at = `/ko/${reported.taskId}/polisanmalan`
  const refused = await stage.send(at, `${at}/intyga`, { bild: capture?.record_id ?? '' })
  expect([refused.status, await refused.text()]).toEqual([
    404,
    expect.stringContaining('Bilden hör inte till anmälan'),
  ])
  expect((await captures())[0]?.witness_staff_id).toBeNull()
})

const taken = () =>
  withMunicipality(stage.house.db, stage.municipality, async (tx) =>
    (await tx.selectFrom('police_report_record').select('note').where('kind', '=', 'earlier').execute()).map(
      ({ note }) => note,
    ),
  )

test('what the same sender wrote before is looked for once, with a reason that is kept; nobody else may report', async () => {
  const task = await stage.arrived('Jag ska slå ihjäl dig', 'Roger K.')
  const at = `/ko/${task.taskId}/polisanmalan`
  const context = { municipalityId: stage.municipality, accountId: stage.accounts.blog }
  const own = { authorId: 'user/4711', author: 'Roger K.', publishedAt: '2026-11-18T07:00:00.000Z' }
  await withMunicipality(stage.house.db, stage.municipality, async (tx) => {
    await ingestItems(stage.house, tx, context, [
      incoming(comment('roger-1', 'Passa dig', own)),
      incoming(comment('annan-1', 'Hej', { ...own, authorId: 'user/1' })),
    ])
    await tx
      .updateTable('item')
      .set({ author_id: own.authorId })
      .where('record_id', '=', task.recordId as RecordId)
      .execute()
  })
  const fresh = await (await stage.ask(at)).text()
  expect(fresh).not.toContain('Ta med i anmälan')
  expect(fresh).not.toContain('Passa dig')
  // Whichever button is pressed, what has been written is kept.
  const unasked = await stage.send(at, `${at}/sok`, { skal: '', sammanhang: 'Receptionen hörde hotet.' })
  expect([unasked.status, await unasked.text()]).toEqual([
    422,
    expect.stringContaining('Receptionen hörde hotet.'),
  ])
  expect(await (await stage.ask(at)).text()).toContain('Receptionen hörde hotet.')
  expect((await stage.send(at, `${at}/sok`, { skal: 'Hotet gäller samma medarbetare' })).status).toBe(303)
  await until('the earlier comment is screened', () =>
    withMunicipality(stage.house.db, stage.municipality, (tx) =>
      tx
        .selectFrom('screening')
        .innerJoin('item', 'item.record_id', 'screening.record_id')
        .select('screening.record_id')
        .where('item.text', '=', 'Passa dig')
        .executeTakeFirst(),
    ),
  )
  // What screening warns of is not read by accident.
  expect(await (await stage.ask(at)).text()).not.toContain('Passa dig')
  const after = await (await stage.ask(`${at}?visa=1`)).text()
  expect(after).toContain('Hotet gäller samma medarbetare')
  expect(after).toContain('1 träff')
  expect(after).toContain('Passa dig')
  const id = /name="handling" value="([^"]+)"/.exec(after.slice(after.indexOf('Ta med i anmälan')))?.[1] ?? ''
  expect((await stage.send(at, `${at}/ta-med`, { handling: id })).status).toBe(303)
  expect(await taken()).toEqual(['Tidigare av samma avsändare'])
  const kept = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx.selectFrom('audit_event').select('verb').where('verb', '=', 'policeReports.search').execute(),
  )
  expect(kept).toHaveLength(1)
  // Each reading of what the sender wrote before is kept.
  const readings = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx.selectFrom('audit_event').select('detail').where('verb', '=', 'policeReports.read').execute(),
  )
  expect(readings.map(({ detail }) => (detail as { readonly earlier?: number } | null)?.earlier)).toContain(1)
  for (const person of [stage.people.samira, stage.people.rut])
    expect((await stage.ask(at, person.session)).status).toBe(403)
})

test('what the same sender wrote to another department is found by those alone who may read it there', async () => {
  const { house, municipality } = stage
  const system = systemActor(municipality)
  const platform = catalogue.get('wordpress')
  if (!platform) throw new Error('no wordpress')
  const elsewhere = await registerAccount(house, system, platform, {
    ...{ platform: 'wordpress', name: 'Kulturbloggen', department: 'Kultur' },
    settings: { url: 'http://127.0.0.1:9', username: 'x' },
    secrets: { password: 'x' },
  })
  const task = await stage.arrived('Jag vet var du bor', 'Roger K.')
  await withMunicipality(house.db, municipality, async (tx) => {
    const to = { municipalityId: municipality, accountId: elsewhere }
    await ingestItems(house, tx, to, [incoming(comment('roger-2', 'Till Kultur', { authorId: 'user/4712' }))])
    await tx
      .updateTable('item')
      .set({ author_id: 'user/4712' })
      .where('record_id', '=', task.recordId ?? newId<RecordId>())
      .execute()
  })
  const { staffId } = await addStaff(house, system, {
    ...{ email: 'kim@storlunda.test', name: 'Kim Ström' },
    roles: [{ role: 'communicator', department: 'Kommunledning' }],
  })
  const { token: kim } = await startSession(house, municipality, staffId as StaffId)
  const at = `/ko/${task.taskId}/polisanmalan`
  const found = async (session: string) => {
    await stage.send(at, `${at}/sok`, { skal: 'Hotet' }, session)
    return (await (await stage.ask(at, session)).text()).includes('Till Kultur')
  }
  expect([await found(kim), await found(stage.people.maja.session)]).toEqual([false, true])
})
