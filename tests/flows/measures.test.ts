import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { RecordId, StaffId } from '../../src/kernel/index.ts'
import {
  lastVersion,
  makeBundle,
  requireItem,
  sealLog,
  verifyArchive,
} from '../../src/modules/archive/index.ts'
import { historyOf } from '../../src/modules/measures/index.ts'
import { addStaff, startSession } from '../../src/modules/organisation/index.ts'
import type { PolicySettings } from '../../src/modules/policy/index.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { wordsOf } from '../support/outside.ts'
import { arrivedWithPictures } from '../support/picture-items.ts'
import { adjustPolicy } from '../support/policy.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'
import { assertAccessible, isThorough, lookThrough, windows } from '../support/screens.ts'

let stage: Stage
let browser: Browser
let erik: string

beforeAll(async () => {
  stage = await queueStage()
  browser = await launchBrowser()
  const { staffId } = await addStaff(stage.house, systemActor(stage.municipality), {
    email: 'erik@storlunda.test',
    name: 'Erik Sandvall',
    roles: [{ role: 'headOfCommunications' }],
  })
  erik = (await startSession(stage.house, stage.municipality, staffId as StaffId)).token
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

type Arrived = Awaited<ReturnType<Stage['arrived']>>

const read = <T>(query: Parameters<typeof withMunicipality<T>>[2]) =>
  withMunicipality(stage.house.db, stage.municipality, query)
const historyFor = ({ recordId }: Pick<Arrived, 'recordId'>) =>
  historyOf(stage.house, systemActor(stage.municipality), recordId as RecordId)
const words = async (path: string, session?: string) => wordsOf(await (await stage.ask(path, session)).text())
const status = (task: Arrived, wanted: string) =>
  until(`${task.number} is ${wanted}`, async () => stage.statusOf(task.number) === wanted || undefined)
const policy = (change: Partial<PolicySettings>) =>
  adjustPolicy(stage.house, stage.municipality, (settings) => ({ ...settings, ...change }))

test('several are read, decided on together on one ground, and each is sealed by itself; what changed is left out', async () => {
  const first = await stage.arrived('Köp billiga klockor nu', 'Bo')
  const second = await stage.arrived('Köp billiga väskor nu', 'Bo')
  const third = await stage.arrived('Köp billiga skor nu', 'Bo')
  await stage.commentOnFeed('spam-1', 'Köp billiga lampor nu')
  const hand = await until('the feed’s comment', async () =>
    (await stage.open()).find(({ kind, accountId }) => kind === 'item' && accountId === stage.accounts.feed),
  )
  const { page, context } = await visit(browser, stage.url, {
    session: stage.people.maja.session,
    viewport: { width: 320, height: 700 },
    javaScriptEnabled: false,
  })
  await page.goto('/ko')
  for (const { taskId } of [first, second, third, hand])
    await page.locator(`input[value="${taskId}"]`).check()
  await page.getByRole('button', { name: 'Dölj' }).click()
  const listed = await page.locator('main').textContent()
  expect(listed).toContain('Görs genom Uppsikt, 3')
  expect(listed).toContain('Görs för hand, 1')
  expect(listed).toContain('Köp billiga klockor nu')

  // A colleague deals with one, and another is written anew, while Maja reads.
  await stage.send('/ko', `/ko/${second.taskId}/lat-sta`, {}, erik)
  stage.blog.editComment(third.number, 'Köp dyra skor nu')
  await stage.collectNow()
  await until('the edit', async () =>
    (await words(`/ko/${third.taskId}`)).includes('dyra skor') ? true : undefined,
  )
  await page.getByRole('button', { name: /^Dölj \d kommentarer$/ }).click()
  expect(await page.locator('.err-sum').textContent()).toContain('Välj en grund')
  await page.getByText('Kommunens förhållningsregler').first().click()
  await page.getByLabel('Svordomar och obscena ord').check()
  await page.getByLabel('Motivering').fill('Skräp')
  await page.getByRole('button', { name: /^Dölj \d kommentarer$/ }).click()
  await page.waitForURL('**/ko/valda/*')
  const outcome = await page.locator('main').textContent()
  expect(outcome).toContain('En kollega har redan avslutat ärendet.')
  expect(outcome).toContain('Det har ändrats sedan du öppnade listan.')
  expect(outcome).toContain('Görs för hand')
  await status(first, 'hold')
  const [done] = await until('it is confirmed', async () => {
    const history = await historyFor(first)
    return history[0]?.measure.state === 'done' ? history : undefined
  })
  expect(done?.measure).toMatchObject({ groundId: 'house-swearing', note: 'Skräp' })
  expect(done?.steps.map(({ kind }) => kind)).toEqual([
    'ordered',
    'sealedBefore',
    'sent',
    'answered',
    'confirmed',
  ])
  await page.reload()
  expect(await page.locator('main').textContent()).toContain('1 är gjord')
  expect([stage.statusOf(second.number), stage.statusOf(third.number)]).toEqual(['approved', 'approved'])
  expect((await stage.ask(page.url().replace(stage.url, ''), stage.people.samira.session)).status).toBe(200)
  const { samira } = stage.people
  for (const [path, fields] of [
    ['/ko/valda', { val: first.taskId, gor: 'dolj' }],
    [
      '/ko/valda/atgard',
      { vald: `${first.taskId}_1`, gor: 'tabort', grund: 'house-swearing', motivering: 'x' },
    ],
  ] as const)
    expect([path, (await stage.send('/ko', path, fields, samira.session)).status]).toEqual([path, 403])
  const others = await words(page.url().replace(stage.url, ''), stage.people.samira.session)
  expect(others).not.toContain('Storlundabloggen')
  await context.close()
})

test('the author gets the reason as a draft that a person sends, with the number at which it is tried again', async () => {
  const task = await stage.arrived('Ove är en lat idiot', 'Roger')
  const form = `/ko/${task.taskId}/atgard`
  expect(await words(form)).toMatch(/Pröva mot åsiktsfriheten först\..*JO dnr 1248-2008.*Svara i stället/)
  const chosen = { atgard: 'hide', grund: 'house-personal-attacks', version: '1', motivering: 'Påhopp' }
  await stage.send(form, form, chosen)
  await status(task, 'hold')
  const [done] = await until('done', async () => {
    const history = await historyFor(task)
    return history[0]?.measure.state === 'done' ? history : undefined
  })
  const tell = `/ko/${task.taskId}/beratta?atgard=${done?.measure.measureId}`
  expect(await words(`/ko/${task.taskId}`)).toContain('Berätta för avsändaren')
  const draft = await words(tell)
  expect(draft).toContain('Skälet är våra förhållningsregler: förtal, personangrepp eller förolämpning.')
  expect(draft).toContain(`/provning/${done?.measure.number}`)
  expect(draft).not.toMatch(/idiot|Påhopp/)
  expect(stage.blog.comments().filter(({ parent }) => parent === task.number)).toEqual([])
  expect((await stage.send(tell, tell, { hur: 'privateReply', text: 'Hej' })).status).toBe(422)
  expect((await stage.send(tell, tell, { hur: 'reply', text: 'Hej! Vi har dolt den.' })).status).toBe(303)
  await until('sent', async () =>
    stage.blog.comments().some(({ content }) => content.includes('Vi har dolt den.')) ? true : undefined,
  )
  expect(await words(`/ko/${task.taskId}`)).not.toContain('Berätta för avsändaren')
})

test('where the policy asks for two, nothing leaves before another has approved; a crime is hidden by one', async () => {
  await policy({ fourEyes: { groups: ['must', 'house'], hidingToo: false, replies: false } })
  const task = await stage.arrived('Ove är en slöfock', 'Roger')
  const act = `/ko/${task.taskId}/atgard`
  const removal = {
    atgard: 'removeAsTrash',
    grund: 'house-personal-attacks',
    version: '1',
    motivering: 'Påhopp',
  }
  await stage.send(act, act, removal)
  const second = () =>
    until('the second person’s task', async () =>
      (await stage.open()).find(({ kind }) => kind === 'secondPerson'),
    )
  const waiting = await second()
  const answer = `/ko/${waiting.taskId}/fyra-ogon`
  expect(await words(`/ko/${task.taskId}`)).toContain('Någon annan ska godkänna. Till dess är inget gjort.')
  expect((await stage.send('/ko', answer, { svar: 'ja' })).status).toBe(403)
  expect((await stage.send('/ko', `/ko/${waiting.taskId}/lat-sta`, {}, erik)).status).toBe(409)
  expect((await stage.send(answer, answer, { svar: 'nej', motivering: ' ' }, erik)).status).toBe(422)
  expect((await stage.send(answer, answer, { svar: 'nej', motivering: 'Det är kritik.' }, erik)).status).toBe(
    303,
  )
  expect(await words(`/ko/${task.taskId}`)).toContain(
    'En andra person sa nej: Det är kritik. Inget är gjort.',
  )
  expect(stage.statusOf(task.number)).toBe('approved')
  expect((await stage.open()).map(({ taskId }) => taskId)).toContain(task.taskId)
  const told = await read((tx) =>
    tx.selectFrom('notice').select('line').where('kind', '=', 'secondPerson').execute(),
  )
  expect(told.map(({ line }) => line).join()).toContain('Erik Sandvall har sagt nej till din åtgärd')

  // Again; now the policy drops the rule while the measure waits, and a yes would be to what no longer holds.
  await stage.send(act, act, removal)
  const again = await second()
  const form = `/ko/${again.taskId}/fyra-ogon`
  const forbidden = await read((tx) =>
    tx.selectFrom('policy_version').select('settings').orderBy('version', 'desc').executeTakeFirstOrThrow(),
  )
  const { houseRules } = forbidden.settings as unknown as PolicySettings
  const without = houseRules.forbidden.filter((group) => group !== 'personalAttacks')
  await policy({ houseRules: { forbidden: without } })
  const refused = await stage.send(form, form, { svar: 'ja', motivering: '' }, erik)
  expect([refused.status, wordsOf(await refused.text())]).toEqual([
    422,
    expect.stringContaining('Riktlinjen har ändrats sedan kollegan beslutade'),
  ])
  await policy({ houseRules })
  expect((await stage.send(form, form, { svar: 'ja', motivering: '' }, erik)).status).toBe(303)
  await status(task, 'trash')
  const [, done] = await until('confirmed', async () => {
    const history = await historyFor(task)
    return history[1]?.measure.state === 'done' ? history : undefined
  })
  expect(done?.steps.map(({ kind }) => kind)).toEqual([
    'ordered',
    'approved',
    'sealedBefore',
    'sent',
    'answered',
    'confirmed',
  ])
  expect(await words(`/ko/${task.taskId}`)).toMatch(/Erik Sandvall godkände/)
  expect(await words(`/handlingar/${task.recordId}`)).toContain('Borttagen av kommunen.')

  const threat = await stage.arrived('Jag ska döda dig', 'Hotfull')
  const hide = `/ko/${threat.taskId}/atgard`
  await stage.send(hide, hide, { atgard: 'hide', grund: 'must-unlawful-threat', version: '1' })
  await status(threat, 'hold')
  await policy({ fourEyes: { groups: [], hidingToo: false, replies: false } })
})

test('what is suspected to be abuse of a child is shown to nobody at once, ordered away, and its pictures destroyed', async () => {
  const { task, version } = await arrivedWithPictures(stage, 'SPÄRRORDET bild')
  const { house, municipality } = stage
  const recordId = task.recordId as RecordId
  await sealLog(house, municipality)
  const places = [
    '/ko',
    `/ko/${task.taskId}`,
    '/sok?q=SPÄRRORDET',
    `/handlingar/${recordId}`,
    '/ko?urval=inkommet',
  ]
  for (const path of places)
    expect([path, await words(path)]).toEqual([path, expect.stringContaining('SPÄRRORDET')])
  const key = { municipalityId: municipality, recordId, version, part: 'media-2' }
  expect(await house.blobs.exists(key)).toBe(true)
  const form = `/ko/${task.taskId}/overgrepp`
  expect(await words(form)).toContain('En av dem räknar upp barnpornografi')
  expect((await stage.send(form, form, {})).status).toBe(422)
  const marked = await read((tx) => lastVersion(tx, municipality, recordId))
  expect((await stage.send(form, form, { bekrafta: 'sparra' })).status).toBe(303)

  const steps = await words(form)
  expect(steps).toContain('https://exempel.se/')
  expect(steps).toContain('SHA-256')
  for (const path of [...places, form]) {
    const text = await words(path)
    expect([path, text.replaceAll('q=SPÄRRORDET', '')]).toEqual([
      path,
      expect.not.stringMatching(/SPÄRRORDET (bild|igen)/),
    ])
  }
  expect((await stage.ask(`/handlingar/${recordId}/delar/${version}/media-1`)).status).toBe(404)
  expect((await stage.ask(`/handlingar/${recordId}/delar/${version}/raw`)).status).toBe(404)
  const bundle = { records: [recordId], withhold: [], parts: [] }
  await expect(makeBundle(house, systemActor(municipality), bundle)).rejects.toThrow('Innehållet är spärrat')
  await status(task, 'trash')
  const [order] = await until('confirmed', async () => {
    const history = await historyFor(task)
    return history[0]?.measure.state === 'done' ? history : undefined
  })
  expect(order?.measure).toMatchObject({ kind: 'removeAsTrash', groundId: 'must-child-abuse-images' })
  await until('the file is gone', async () => ((await house.blobs.exists(key)) ? undefined : true))
  const sealed = order?.steps.flatMap((step) => step.recordId ?? []) ?? []
  const held = await read((tx) =>
    tx
      .selectFrom('part')
      .select('name')
      .where('record_id', 'in', [...sealed, recordId])
      .where('name', 'like', 'media%')
      .execute(),
  )
  expect(held).toEqual([])
  const shown = await read((tx) =>
    tx.selectFrom('part').select('name').where('record_id', 'in', sealed).execute(),
  )
  expect(shown).toEqual([])
  // Nothing of it comes back by a round, nor by anybody's other measure.
  stage.blog.setCommentStatus(task.number, 'approved')
  stage.blog.editComment(task.number, 'SPÄRRORDET på nytt')
  await stage.arrived('Något helt annat', 'Bo')
  const later = await read((tx) =>
    tx
      .selectFrom('part')
      .select('name')
      .where('record_id', '=', recordId)
      .where('version', '>', marked)
      .execute(),
  )
  expect(later).toEqual([])
  stage.blog.removeComment(task.number)
  await stage.collectNow()
  await until('it is gone', async () => {
    const { state } = await read((tx) => requireItem(tx, municipality, recordId))
    return state === 'gone' || undefined
  })
  const act = `/ko/${task.taskId}/angra/${order?.measure.measureId}`
  expect((await stage.send('/ko', act, { atgard: 'approve', version: '9' })).status).toBe(422)

  const step = `${form}/steg`
  expect((await stage.send(form, step, { steg: 'policeTold', text: '' })).status).toBe(422)
  await stage.send(form, step, { steg: 'policeTold', text: 'Ringde 114 14, K-nummer 5000-1' })
  expect((await stage.open()).some(({ kind }) => kind === 'suspectedAbuse')).toBe(false)
  expect((await stage.send(form, step, { steg: 'lifted', text: 'Jag tog fel' })).status).toBe(403)
  expect((await stage.send(form, step, { steg: 'lifted', text: 'Polisen: reklambild' }, erik)).status).toBe(
    303,
  )
  expect(await words(`/ko/${task.taskId}`)).toContain('SPÄRRORDET')
  expect((await stage.ask(`/handlingar/${recordId}/delar/${version}/media-1`)).status).toBe(404)
  const { problems } = await verifyArchive(house, municipality)
  expect(problems).toEqual([])
})

test('with a lawyer’s approval the pictures are kept, and are shown to nobody', async () => {
  await policy({ abuseCopies: { by: 'Linnea Gran, kommunjurist', at: '2026-11-19' } })
  const { task, version } = await arrivedWithPictures(stage, 'KVARORDET bild')
  // Many platforms tell nothing of who wrote: that stops nothing.
  const unknown = { author: null, author_id: null, permalink: null }
  await read((tx) =>
    tx
      .updateTable('item')
      .set(unknown)
      .where('record_id', '=', task.recordId as RecordId)
      .execute(),
  )
  const form = `/ko/${task.taskId}/overgrepp`
  const sent = await stage.send(form, form, { bekrafta: 'sparra' })
  expect([sent.status, sent.status === 303 ? '' : wordsOf(await sent.text())]).toEqual([303, ''])
  expect(await words(form)).toContain('En jurist har godkänt det.')
  const key = {
    municipalityId: stage.municipality,
    recordId: task.recordId as string,
    version,
    part: 'media-2',
  }
  expect(await stage.house.blobs.exists(key)).toBe(true)
  expect((await stage.ask(`/handlingar/${task.recordId}/delar/${version}/media-2`)).status).toBe(404)
})

test('each new screen can be read and used in every window', async () => {
  await policy({ fourEyes: { groups: ['house'], hidingToo: true, replies: false } })
  const task = await stage.arrived('Ove är en nolla', 'Roger')
  const act = `/ko/${task.taskId}/atgard`
  const chosen = { atgard: 'hide', grund: 'house-personal-attacks', version: '1', motivering: 'Påhopp' }
  await stage.send(act, act, chosen)
  const of = (recordId: RecordId) =>
    read((tx) =>
      tx.selectFrom('task').select('task_id').where('record_id', '=', recordId).executeTakeFirstOrThrow(),
    )
  const told = await read((tx) =>
    tx
      .selectFrom('measure')
      .select(['measure_id', 'record_id'])
      .where('number', 'is not', null)
      .where('state', '=', 'done')
      .where('kind', '=', 'hide')
      .executeTakeFirstOrThrow(),
  )
  const abuse = await read((tx) =>
    tx.selectFrom('abuse_case').select('record_id').orderBy('at', 'desc').executeTakeFirstOrThrow(),
  )
  const batch = await read((tx) =>
    tx.selectFrom('measure_batch').select('batch_id').executeTakeFirstOrThrow(),
  )
  const paths = [
    `/ko/valda/${batch.batch_id}`,
    `/ko/${task.taskId}/fyra-ogon`,
    `/ko/${(await of(told.record_id)).task_id}/beratta?atgard=${told.measure_id}`,
    `/ko/${task.taskId}/overgrepp`,
    `/ko/${(await of(abuse.record_id)).task_id}/overgrepp`,
  ]
  const plain = await stage.arrived('Köp billiga lampor nu', 'Bo')
  for (const window of isThorough ? windows : windows.slice(-1)) {
    await lookThrough(browser, { url: stage.url, session: erik }, window, paths)
    const { page, context } = await visit(browser, stage.url, { session: erik, ...window })
    await page.goto('/ko')
    await page.locator(`input[value="${plain.taskId}"]`).check()
    await page.getByRole('button', { name: 'Ta bort', exact: true }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    if (process.env['UPPSIKT_PICTURES'])
      await page.screenshot({
        path: `${process.env['UPPSIKT_PICTURES']}/${window.name}-valda.png`,
        fullPage: true,
      })
    await assertAccessible(page, 'the list of several')
    await context.close()
  }
})
