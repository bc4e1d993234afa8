import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MastodonDouble, startMastodonDouble } from '../../doubles/mastodon/index.ts'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import type { Mail } from '../../src/infra/mail/index.ts'
import { type AccountId, ok } from '../../src/kernel/index.ts'
import {
  decideOnPlatform,
  probeAccount,
  probesDue,
  registerAccount,
  renewSecrets,
  setResponsible,
} from '../../src/modules/accounts/index.ts'
import { escalate, escalationsDue } from '../../src/modules/supervision/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { runAnnounced as runJobs } from '../support/announced.ts'
import { axeViolations, launchBrowser, visit } from '../support/browser.ts'
import { platformOf } from '../support/platform.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

let stage: RecordsStage
let double: MastodonDouble
let id: AccountId
let house: House
const letters: Mail[] = []
const platform = platformOf('mastodon')
const system = () => systemActor(stage.municipality)

beforeAll(async () => {
  stage = await recordsStage()
  const send = async (mail: Mail) => {
    letters.push(mail)
    return ok(undefined)
  }
  house = { ...stage.place.house, mailer: { configured: true, send } }
  double = await startMastodonDouble({ clock: house.clock })
  await decideOnPlatform(house, system(), platform, { allowed: true, diaryNumber: 'KS 1', reason: 'Prov.' })
  id = await registerAccount(house, system(), platform, {
    platform: 'mastodon',
    name: 'Kommunens tuta',
    department: 'Kommunledning',
    settings: { server: double.url, handle: double.handle },
    secrets: { accessToken: double.token },
  })
  const { maja, samira } = stage.people
  await setResponsible(house, system(), id, { owner: maja.staffId, deputy: samira.staffId })
  await runAnnounced()
})
afterAll(async () => {
  await double?.close()
  await stage?.close()
})

type Name = keyof RecordsStage['people']
const cookieOf = (who: Name) => ({ cookie: `uppsikt=${stage.people[who].session}` })
const read = async (path: string, who: Name) =>
  (await fetch(`${stage.url}${path}`, { headers: cookieOf(who) })).text()
const wordsOf = (html: string): string =>
  html
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
async function press(who: Name): Promise<Response> {
  const token = /name="_csrf" value="([^"]+)"/.exec(await read(`/register/${id}`, 'maja'))?.[1] ?? ''
  return fetch(`${stage.url}/register/${id}/prova`, {
    method: 'POST',
    redirect: 'manual',
    headers: cookieOf(who),
    body: new URLSearchParams({ _csrf: token }),
  })
}

/** What the relay and the jobs would do with what is announced of the account, at once. */
const runAnnounced = () =>
  runJobs(house, stage.municipality, ['supervision.account', 'supervision.tellOwner', 'notices.send'])
const openTasks = () =>
  withMunicipality(house.db, stage.municipality, (tx) =>
    tx
      .selectFrom('task')
      .select('task_id')
      .where('account_id', '=', id)
      .where('kind', '=', 'accountFailing')
      .where('done_at', 'is', null)
      .execute(),
  )
const replaceToken = (accessToken: string) => renewSecrets(house, system(), platform, id, { accessToken })
const probe = async () => {
  expect(await probeAccount(house, system(), catalogue, id)).toEqual(ok(undefined))
  await runAnnounced()
}

test('a new account is tried without being asked for, and by the button, with the last proof of life', async () => {
  expect(await probesDue(house, system(), catalogue)).toContain(id)
  expect(wordsOf(await read(`/register/${id}`, 'maja'))).toContain('Anslutningen är inte provad ännu')
  const done = await press('maja')
  expect([done.status, done.headers.get('location')]).toEqual([303, `/register/${id}?gjort=provat`])
  expect(await probesDue(house, system(), catalogue)).not.toContain(id)
  const words = wordsOf(await read(`/register/${id}`, 'maja'))
  expect(words).toMatch(/Blockera: Fungerar Senaste livstecken i dag \d\d\.\d\d/)
  expect((await press('rut')).status).toBe(403)
  const tomorrow = new Date(house.clock.now().getTime() + 24 * 60 * 60_000)
  expect(await probesDue({ ...house, clock: { now: () => tomorrow } }, system(), catalogue)).toContain(id)
})

test('what stops working gives one task and one letter, and both are over when it works again', async () => {
  const limited = double.tokenFor(double.handle, ['read:accounts', 'read:statuses', 'read:notifications'])
  await replaceToken(limited)
  await probe()
  await probe()
  expect(await openTasks()).toHaveLength(1)
  expect(letters.map(({ to, subject }) => [to, subject])).toEqual([
    [expect.stringContaining('maja'), 'Larm: Något fungerar inte längre på Kommunens tuta'],
  ])
  const words = wordsOf(await read(`/register/${id}`, 'maja'))
  expect(words).toMatch(/Blockera: Fungerar inte .* Senaste livstecken i dag/)
  await replaceToken(double.token)
  await probe()
  expect(await openTasks()).toHaveLength(0)
})

test('the pages of an account and its platform, and the connect page, are free of faults that axe finds', async () => {
  const browser = await launchBrowser()
  expect(await read(`/register/${id}`, 'maja')).toContain('Prova anslutningen')
  const { page, context, complaints } = await visit(browser, stage.url, {
    session: stage.people.maja.session,
  })
  for (const path of [
    `/register/${id}`,
    `/register/${id}/anslutning`,
    '/installningar/plattformar/mastodon',
  ]) {
    await page.goto(path)
    expect([path, await axeViolations(page)]).toEqual([path, []])
  }
  expect(complaints).toEqual([])
  await context.close()
  await browser.close()
}, 60_000)

test('a failure that nobody opens goes to the deputy after four hours and to the head after eight, once each', async () => {
  await replaceToken(double.tokenFor(double.handle, ['read:accounts', 'read:statuses', 'read:notifications']))
  await probe()
  letters.length = 0
  const told = async (hours: number) => {
    stage.place.house.clock.advance(hours * 60 * 60_000)
    for (const one of await escalationsDue(house, stage.municipality)) {
      if (one.account !== id) continue
      await escalate(house, stage.municipality, one)
      await escalate(house, stage.municipality, one)
    }
    await runAnnounced()
    return letters.splice(0).map(({ to }) => to.split('@')[0]?.split('.')[0])
  }
  expect(await told(3)).toEqual([])
  expect(await told(1)).toEqual(['samira'])
  expect(await told(3)).toEqual([])
  expect(await told(1)).toEqual(['hanna'])
  expect(await told(5)).toEqual([])
})
