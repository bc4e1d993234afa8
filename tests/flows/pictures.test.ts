import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { lightOf } from '../../src/infra/pictures/index.ts'
import { type AccountId, type MeasureId, newId, type RecordId } from '../../src/kernel/index.ts'
import { ingestItems } from '../../src/modules/archive/index.ts'
import { screenRecords } from '../../src/modules/screening/index.ts'
import { pdqOf } from '../../src/modules/screening/rules/pictures/pdq.ts'
import { axeViolations, launchBrowser, visit } from '../support/browser.ts'
import { comment } from '../support/items.ts'
import { classifierDouble, photograph } from '../support/pictures.ts'
import { adjustPolicy } from '../support/policy.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let browser: Browser
let double: Awaited<ReturnType<typeof classifierDouble>>

beforeAll(async () => {
  double = await classifierDouble()
  stage = await queueStage(new Date('2026-11-19T07:40:00Z'), { pictureClassifier: double.classifier })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
  await double?.close()
})

let number = 0

/** A comment with pictures, as a round would have brought it. */
async function posted(account: AccountId, text: string, ...pictures: readonly Buffer[]): Promise<RecordId> {
  number += 1
  const own = number
  const publishedAt = new Date(stage.house.clock.now().getTime() - 60_000).toISOString()
  const { new: fresh } = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    ingestItems(stage.house, tx, { municipalityId: stage.municipality, accountId: account }, [
      {
        item: comment(`bild-${own}`, text, { publishedAt, author: `Avsändare ${own}` }),
        media: pictures.map((bytes, at) => ({ name: `media-${at + 1}`, mediaType: 'image/jpeg', bytes })),
        refusals: [],
      },
    ]),
  )
  const record = fresh[0]?.record
  if (!record) throw new Error('nothing was taken in')
  return record
}

const taskOf = (recordId: RecordId, label?: string) =>
  until(`a task about ${recordId} ${label ?? ''}`, async () =>
    (await stage.open()).find((one) => one.recordId === recordId && (!label || one.labels.includes(label))),
  )

const looked = (recordId: RecordId) =>
  until('its pictures looked at and judged', async () => {
    const page = await (await stage.ask(`/ko/${(await taskOf(recordId)).taskId}`)).text()
    return page.includes('Inte granskad ännu') || double.asked.length === 0 ? undefined : page
  })

const plain = (html: string): string => html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')

test('a picture that a person has marked is known again when it comes smaller, on another account', async () => {
  const first = await photograph(1)
  const record = await posted(stage.accounts.blog, 'Titta på den här bilden', first)
  const task = await taskOf(record)
  await looked(record)
  expect(task.labels).not.toContain('knownPicture')

  // Nothing has been done with it: it cannot be marked.
  const early = await stage.send(`/ko/${task.taskId}`, `/ko/${task.taskId}/kann-igen`, { bild: 'media-1' })
  expect(early.status).toBe(409)
  await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .insertInto('measure')
      .values({
        municipality_id: stage.municipality,
        measure_id: newId<MeasureId>(),
        record_id: record,
        record_version: 1,
        account_id: stage.accounts.blog,
        kind: 'removeAsTrash',
        ground_id: 'house-swearing',
        ground_wording: 'x',
        policy_version: 1,
        staff_id: stage.people.maja.staffId,
        requested_at: new Date('2026-10-03T08:00:00Z'),
        state: 'done',
        finished_at: new Date('2026-10-03T08:00:00Z'),
        undoes: null,
        number: null,
      })
      .execute(),
  )
  const marked = await stage.send(`/ko/${task.taskId}`, `/ko/${task.taskId}/kann-igen`, { bild: 'media-1' })
  expect(marked.status).toBe(303)
  expect(await (await stage.ask(`/ko/${task.taskId}`)).text()).toContain('Märkt: kommer bilden igen')

  const copy = await sharp(first).resize(300).jpeg({ quality: 60 }).toBuffer()
  const again = await posted(stage.accounts.feed, 'Har ni sett?', copy)
  const found = await taskOf(again, 'knownPicture')
  expect(found.urgency).toBe(0)
  const other = await posted(stage.accounts.feed, 'En helt annan bild', await photograph(2))
  await looked(other)
  const plainTask = await taskOf(other)
  expect(plainTask.labels).toEqual([])
  // What is decided together is looked at before.
  const together = await stage.send('/ko', '/ko/valda', { val: plainTask.taskId, gor: 'dolj' })
  expect(await together.text()).toContain(`/handlingar/${other}/delar/1/media-1/visning`)

  const { page, context, complaints } = await visit(browser, stage.url, {
    session: stage.people.maja.session,
    viewport: { width: 320, height: 900 },
    javaScriptEnabled: false,
  })
  await page.goto(`/ko/${found.taskId}`)
  expect(await page.locator('.reasons').textContent()).toMatch(/Bilden liknar en som togs bort\s*3 okt/)
  const picture = page.locator('details.picture')
  const filter = () => picture.locator('img').evaluate((img) => getComputedStyle(img).filter)
  expect(await filter()).toContain('blur')
  await picture.locator('summary').focus()
  await page.keyboard.press('Enter')
  expect(await filter()).toBe('none')
  expect(await picture.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(300)
  await page.goto('/ko')
  expect(await page.locator('.q-item').first().textContent()).toContain('Texten är dold')
  expect(complaints).toEqual([])
  await context.close()
})

test('a list that somebody has given is imported with its faults told, and found in what comes after', async () => {
  const { page, context, complaints } = await visit(browser, stage.url, {
    session: stage.people.maja.session,
    viewport: { width: 1440, height: 900 },
  })
  const offered = await photograph(3)
  const md5 = createHash('md5').update(offered).digest('hex')
  const fill = async (kind: string, name: string, text: string) => {
    await page.getByLabel('Namn').fill(name)
    await page.getByLabel('Vem har gett er listan?').fill('Polisen')
    await page.getByLabel('Vad är värdena?').selectOption(kind)
    await page.getByLabel('Fil').setInputFiles({
      name: 'lista.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    })
    await page.getByRole('button', { name: 'Inför listan' }).click()
  }
  await page.goto('/installningar/bilder')
  expect(await axeViolations(page)).toEqual([])
  await fill('md5', 'Polisens lista', `# md5\n${md5}\ninte ett värde\n`)
  expect(await page.locator('.err-sum').textContent()).toContain('Rad 3 är inte ett MD5-värde')
  await fill('md5', 'Polisens lista', `# md5\n${md5}\n`)
  await page.getByText('Listan är införd').waitFor()
  expect(await page.locator('main').textContent()).toContain('Polisens lista')
  const seen = await lightOf(await photograph(6))
  if (!seen.ok) throw new Error(seen.error)
  await fill('pdq', 'Listan på bilder', pdqOf(seen.value).hash.toString('hex'))
  await page.getByRole('rowheader', { name: 'Listan på bilder' }).waitFor()
  const mirrored = await sharp(await photograph(6, 500, 330))
    .flop()
    .jpeg()
    .toBuffer()
  const like = await taskOf(await posted(stage.accounts.blog, 'Och här', mirrored), 'knownPicture')
  expect(plain(await (await stage.ask(`/ko/${like.taskId}`)).text())).toContain(
    'Bilden liknar en i listan Listan på bilder.',
  )
  const found = await taskOf(await posted(stage.accounts.blog, 'Se här', offered), 'knownPicture')
  await page.goto(`/ko/${found.taskId}`)
  expect(await page.locator('.reasons').textContent()).toContain('Bilden finns i listan Polisens lista')
  expect(await axeViolations(page)).toEqual([])
  expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
  await context.close()
})

test('the own classifier gives reasons in its words; when it fails that is said, and nothing waits for it', async () => {
  double.state.answer = '{"findings":[{"label":"violence","words":"blod och ett vapen"}]}'
  const record = await posted(stage.accounts.blog, 'Kolla', await photograph(4))
  const task = await taskOf(record, 'violence')
  expect(double.asked.at(-1)).toMatchObject({ version: 1, mediaType: 'image/jpeg' })
  const page = plain(await (await stage.ask(`/ko/${task.taskId}`)).text())
  expect(page).toContain('Bildvakten om bilden: blod och ett vapen.')
  for (const [answer, status, silent, said] of [
    ['{"findings":[{"label":"praise","words":"x"}]}', 200, false, 'svaret gick inte att förstå.'],
    ['', 503, false, 'den svarade 503.'],
    ['', 200, true, 'svaret kom inte fram helt.'],
  ] as const) {
    Object.assign(double.state, { answer, status, silent })
    const unjudged = await posted(stage.accounts.blog, `Bild ${status} ${silent}`, await photograph(5))
    const open = await taskOf(unjudged)
    await until(said, async () =>
      plain(await (await stage.ask(`/ko/${open.taskId}`)).text()).includes(
        `Bilden är inte bedömd av bildvakten: ${said}`,
      )
        ? true
        : undefined,
    )
  }
  Object.assign(double.state, { answer: '{"findings":[]}', status: 200, silent: false })
})

test('what is no picture, or a bomb, is said on the item and stops nothing', async () => {
  const bomb = await sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: '#000' } })
    .png()
    .toBuffer()
  const record = await posted(
    stage.accounts.blog,
    'Trasigt',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    bomb,
  )
  const { taskId } = await taskOf(record)
  const page = await until('both are told of', async () => {
    const text = plain(await (await stage.ask(`/ko/${taskId}`)).text())
    return text.includes('50 miljoner bildpunkter') ? text : undefined
  })
  expect(page).toContain('Det är inte en bild i ett format som vi läser.')
})

test('the same text many times, on two accounts, is told on each of them and listed together', async () => {
  const text = 'Stoppa nedläggningen av Kvarnens skola nu, annars flyttar vi härifrån med barnen'
  const records: RecordId[] = []
  for (let copy = 0; copy < 5; copy += 1)
    records.push(
      await posted(
        copy % 2 ? stage.accounts.feed : stage.accounts.blog,
        `@kommun${copy} ${text} ${'!'.repeat(copy)}`,
      ),
    )
  for (const record of records) expect((await taskOf(record, 'sameText')).urgency).toBe(2)
  const first = await taskOf(records[0] as RecordId)
  const page = await (await stage.ask(`/ko/${first.taskId}`)).text()
  expect(plain(page)).toMatch(/Samma text, eller nästan, 5 gånger sedan .*, på 2 konton\./)
  const href = /href="(\/ko\?samma=[^"]+)"/.exec(page)?.[1] ?? ''
  const list = await (await stage.ask(href)).text()
  expect(list.match(/<li class="q-item/g)).toHaveLength(5)
  // Samira sees what lies on her own account, and no more of the group.
  expect(
    (await (await stage.ask(href, stage.people.samira.session)).text()).match(/<li class="q-item/g),
  ).toHaveLength(2)

  // Screened anew, as when a job runs twice: those that had the label have it again.
  const { house, municipality, accounts } = stage
  await screenRecords(house, municipality, accounts.blog, [{ record: records[0] as RecordId, version: 1 }])
  const labels = await withMunicipality(house.db, municipality, (tx) =>
    tx
      .selectFrom('screening')
      .select('labels')
      .where('municipality_id', '=', municipality)
      .where('record_id', 'in', records)
      .execute(),
  )
  for (const row of labels) expect(row.labels).toContain('sameText')
})

test('a comment in another language is marked for the one who reads it; a short one is not', async () => {
  const finnish = await posted(
    stage.accounts.blog,
    'Milloin uimahalli on auki lauantaina ja mitä se maksaa koko perheelle',
  )
  const short = await posted(stage.accounts.blog, 'Kiitos paljon')
  const task = await taskOf(finnish, 'otherLanguage')
  expect((await taskOf(short)).language).toBeNull()
  const saved = await stage.send('/mitt/sprak', '/mitt/sprak', { sprak: 'fi', spara: 'ja' })
  expect(saved.status).toBe(303)
  const page = plain(await (await stage.ask(`/ko/${task.taskId}`, stage.people.samira.session)).text())
  expect(page).not.toContain('skrivet på finska')
  const own = plain(await (await stage.ask(`/ko/${task.taskId}`)).text())
  expect(own).toContain('Ser ut att vara skrivet på finska')
  expect(own).toContain('Läser finska: Maja Lindqvist.')
  const list = await (await stage.ask('/ko?sprak=mina')).text()
  expect(list.match(/<li class="q-item/g)).toHaveLength(1)
})

test('whoever reads much that harms is told to rest, alone, and the audit trail says nothing of it', async () => {
  const rest = 'Dags för en paus.'
  const warned = await Promise.all(
    ['Jag ska döda dig', 'Jag ska slå ihjäl dig', 'Vi vet var du bor'].map((text) =>
      posted(stage.accounts.blog, text),
    ),
  )
  const tasks = await Promise.all(warned.map((record) => taskOf(record, 'threat')))
  await adjustPolicy(stage.house, stage.municipality, (settings) => ({
    ...settings,
    reading: { ...settings.reading, breakAfterItems: 30, breakAfterMinutes: 0 },
  }))
  for (const { taskId } of tasks) expect(await (await stage.ask(`/ko/${taskId}`)).text()).not.toContain(rest)
  await adjustPolicy(stage.house, stage.municipality, (settings) => ({
    ...settings,
    reading: { ...settings.reading, breakAfterItems: 3 },
  }))
  expect(await (await stage.ask('/ko')).text()).toContain(rest)
  expect(await (await stage.ask('/ko', stage.people.rut.session)).text()).not.toContain(rest)
  expect((await stage.send('/ko', '/ko/paus', { paus: 'senare' })).status).toBe(303)
  expect(await (await stage.ask('/ko')).text()).not.toContain(rest)
  const trail = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx.selectFrom('audit_event').select('verb').distinct().execute(),
  )
  expect(trail.map(({ verb }) => verb).filter((verb) => /paus|break|rest|reading/i.test(verb))).toEqual([])
})

test('whoever wants to see at once what is warned of says so for themselves alone, in their own browser', async () => {
  const task = await taskOf(
    await posted(stage.accounts.blog, 'Jag ska döda er', await photograph(8)),
    'threat',
  )
  const kept = await stage.send('/mitt', '/utseende', { visar: 'direkt', tillbaka: '/mitt' })
  const choice =
    kept.headers
      .getSetCookie()
      .find((line) => line.startsWith('visar='))
      ?.split(';')[0] ?? ''
  const { maja, rut } = stage.people
  const as = async ({ session }: { session: string }) =>
    (await stage.ask(`/ko/${task.taskId}`, '', { cookie: `uppsikt=${session}; ${choice}` })).text()
  expect(await as(maja)).not.toMatch(/written veiled|under-veil/)
  for (const page of [await as(rut), await (await stage.ask(`/ko/${task.taskId}`)).text()])
    expect(page).toMatch(/written veiled[\s\S]*under-veil/)
})
