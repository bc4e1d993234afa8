import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, TaskId } from '../../src/kernel/index.ts'
import { registerAccount, setResponsible } from '../../src/modules/accounts/index.ts'
import { ingestItems, sealLog, selectItems } from '../../src/modules/archive/index.ts'
import {
  addMunicipality,
  addStaff,
  resolveSession,
  startSession,
} from '../../src/modules/organisation/index.ts'
import { changePolicy, readPolicy } from '../../src/modules/policy/index.ts'
import { screenRecords } from '../../src/modules/screening/index.ts'
import { confirmRound, openItemTasks } from '../../src/modules/supervision/index.ts'
import { saveNote, tasksFor } from '../../src/modules/tasks/index.ts'
import { launchBrowser, listen, visit } from '../support/browser.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { comment } from '../support/items.ts'
import { platformOf } from '../support/platform.ts'
import { isThorough } from '../support/screens.ts'

let place: TestHouse
let here: MunicipalityId
let browser: Browser
let server: Awaited<ReturnType<typeof listen>>
let session: string
interface Hostile {
  readonly text: string
  readonly account: AccountId
  readonly record: RecordId
  readonly task: TaskId
}
const all: Hostile[] = []

/** One account, department, person, comment, note, round and policy note for each text, all of them that text. */
async function fill(text: string, at: number, maja: Actor): Promise<Omit<Hostile, 'task'>> {
  const { house } = place
  const system = systemActor(here)
  const platform = platformOf('feed')
  const account = await registerAccount(house, system, platform, {
    ...{ platform: 'feed', name: text, department: text, purpose: text, url: text },
    ...{ settings: { url: 'https://exempel.se/nyheter.xml' }, secrets: {} },
  })
  const { staffId } = await addStaff(house, system, { email: `m${at}@kommun.test`, name: text, roles: [] })
  await setResponsible(house, system, account, { owner: staffId, deputy: null })
  const item = comment(`sa-${at}`, text, {
    author: text,
    authorId: text,
    permalink: `javascript:alert(${at})`,
  })
  const refusals = [{ url: text, reason: text }]
  await withMunicipality(house.db, here, (tx) =>
    ingestItems(house, tx, { municipalityId: here, accountId: account }, [{ item, media: [], refusals }]),
  )
  const [row] = await withMunicipality(house.db, here, (tx) =>
    selectItems(tx, here).where('account_id', '=', account).execute(),
  )
  const record = row?.record_id as RecordId
  await screenRecords(house, here, account, [{ record, version: 1 }])
  await confirmRound(house, maja, { accountId: account, lastRecordId: record, note: text })
  await openItemTasks(house, here, account, [{ record, labels: ['question'] }])
  const { version, settings } = await readPolicy(house, maja)
  // A setting has to change as well: the opening hour goes back and forth.
  const responseTarget = {
    ...settings.responseTarget,
    officeHours: { ...settings.responseTarget.officeHours, start: at % 2 ? '08:00' : '07:30' },
  }
  await changePolicy(house, maja, { from: version, settings: { ...settings, responseTarget }, note: text })
  return { text, account, record }
}

beforeAll(async () => {
  place = await testHouse()
  const { house } = place
  here = await addMunicipality(house, { name: '<b onclick=alert(0)>Storlunda', policy: 'falun' })
  const { staffId } = await addStaff(house, systemActor(here), {
    email: 'maja@kommun.test',
    name: '"><img src=x onerror=alert(0)>',
    roles: [{ role: 'headOfCommunications' }],
  })
  session = (await startSession(house, here, staffId)).token
  const maja = (await resolveSession(house, here, session))?.actor
  if (!maja) throw new Error('nobody is signed in')
  const filled: Omit<Hostile, 'task'>[] = []
  for (const [at, text] of hostileTexts.entries()) filled.push(await fill(text, at, maja))
  for (const task of await tasksFor(house, maja, { selection: 'todo', limit: 100 })) {
    const about = filled.find((one) => one.record === task.recordId)
    if (!about) continue
    await saveNote(house, maja, task.taskId, about.text)
    all.push({ ...about, task: task.taskId })
  }
  await sealLog(house, here)
  browser = await launchBrowser()
  server = await listen(createApp(house).fetch)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await place?.close()
})

const plain = (text: string): string => text.replace(/\s+/g, ' ')

/** Elements and attributes that no page of ours has, so that one of them has come out of somebody's text. */
const foreign =
  'iframe,object,embed,base,math,style,details[ontoggle],meta[http-equiv],link:not([href^="/"]),form:not([action^="/"]),script:not([src]),[onload],[onerror],[onclick],[onfocus],[onmouseover],[srcdoc],[hx-get="/logga-ut"],[autofocus][onfocus],a[href^="javascript:"],a[href^="data:"]'

/** Opens pages as one person, and tells what went wrong on each: something ran, was blocked, or is not shown. */
async function walk(pages: readonly { path: string; shows: readonly string[] }[], signedIn = true) {
  const { context, page, complaints } = await visit(browser, server.url, signedIn ? { session } : {})
  const faults: string[] = []
  const asked = new Set<string>()
  page.on('dialog', async (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`)
    await dialog.dismiss()
  })
  page.on('request', (request) => asked.add(new URL(request.url()).host))
  // A text that comes out as markup does so wherever its like does: a third of many pages is enough for `npm test`.
  const opened = isThorough || pages.length < 20 ? pages : pages.filter((_, at) => at % 3 === 0)
  for (const { path, shows } of opened) {
    const answer = await page.goto(path)
    if (answer?.status() !== 200) faults.push(`${path} answered ${answer?.status()}`)
    const text = plain(
      await page.evaluate(() =>
        [document.body, ...document.querySelectorAll('input,textarea')]
          .map((each) => ('value' in each ? String(each.value) : (each.textContent ?? '')))
          .join(' '),
      ),
    )
    for (const wanted of shows)
      if (!text.includes(plain(wanted))) faults.push(`${path} does not show ${wanted}`)
    const found = await page.locator(foreign).count()
    if (found > 0)
      faults.push(
        `${path} has ${await page
          .locator(foreign)
          .first()
          .evaluate((each) => each.outerHTML)}`,
      )
    if (new URL(page.url()).pathname !== path.split('?')[0]) faults.push(`${path} went to ${page.url()}`)
  }
  expect([...asked].filter((host) => !host.startsWith('localhost')).length).toBe(0)
  await context.close()
  return [...faults, ...complaints]
}

test('an item and its record show what was written, as text', async () => {
  const pages = all.flatMap(({ text, task, record }) => [
    { path: `/ko/${task}`, shows: [text] },
    { path: `/handlingar/${record}`, shows: [text] },
  ])
  expect(pages).toHaveLength(60)
  expect(await walk(pages)).toEqual([])
})

test('an account, its round and its forms do', async () => {
  const pages = all.flatMap(({ text, account }) => [
    { path: `/register/${account}`, shows: [text] },
    { path: `/ko/runda/${account}`, shows: [text] },
  ])
  expect(await walk(pages)).toEqual([])
})

test('lists do: the queue, the search, the register, the rounds, the settings, the trail and what is public', async () => {
  const texts = hostileTexts
  const pages = [
    { path: '/ko', shows: texts },
    { path: '/ko?urval=inkommet', shows: texts },
    { path: '/ko/runda', shows: texts },
    { path: '/sok', shows: texts },
    { path: '/oversikt', shows: texts },
    { path: '/oversikt/uppsikt', shows: texts },
    { path: '/register', shows: texts.slice(0, 1) },
    { path: '/register/nytt?plattform=feed', shows: texts },
    { path: '/installningar/riktlinje', shows: texts },
    { path: '/installningar/riktlinje/wordFilter', shows: [] },
    { path: '/installningar/medarbetare', shows: texts },
    { path: '/installningar/handelser', shows: [] },
    { path: '/installningar/plattformar', shows: [] },
    { path: '/meny', shows: ['"><img src=x onerror=alert(0)>'] },
  ]
  expect(await walk(pages)).toEqual([])
  expect(await walk([{ path: '/konton', shows: texts }], false)).toEqual([])
})

test('the page says what was asked for, as text', async () => {
  const pages = hostileTexts.flatMap((text) => {
    const one = (name: string) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`
    return [
      { path: `/sok?${one('q')}&${one('av')}&${one('konto')}`, shows: [text] },
      { path: `/register?${one('q')}&${one('forvaltning')}&${one('plattform')}`, shows: [text] },
      { path: `/ko?${one('skal')}&${one('efter')}&${one('gjort')}&${one('antal')}&${one('lat')}`, shows: [] },
    ]
  })
  expect(await walk(pages)).toEqual([])
})
