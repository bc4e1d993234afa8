import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { jobHandlers } from '../../src/app/jobs.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import type { AccountId } from '../../src/kernel/index.ts'
import { goThroughChecklist, handOver } from '../../src/modules/applications/index.ts'
import { readGuideline } from '../../src/modules/compliance/index.ts'
import { resolveSession } from '../../src/modules/organisation/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import {
  type ApplicationsStage,
  applicationsStage,
  decidedAndEntered,
} from '../support/applications-stage.ts'
import { axeViolations, launchBrowser, visit } from '../support/browser.ts'

/** R7: the checklist is gone through again during use, each year, by who answers for the account and by a manager. */

const day = 24 * 60 * 60_000
const pictures = process.env['UPPSIKT_PICTURES']

let stage: ApplicationsStage
let account: AccountId

beforeAll(async () => {
  stage = await applicationsStage()
  account = (await decidedAndEntered(stage)).account
})
afterAll(() => stage?.close())

const path = () => `/register/${account}/checklista`
/** The house so many days later. */
const later = (days: number): House => ({
  ...stage.house,
  clock: { now: () => new Date(stage.house.clock.now().getTime() + days * day) },
})
const run = (house: House, job: string) => jobHandlers(house, catalogue)[job]?.(stage.municipality, {})

async function standing(house: House) {
  await run(house, 'compliance.judgeAgain')
  const { lines } = await readGuideline(house, systemActor(stage.municipality), account)
  return lines.find(({ check }) => check.id === 'checklist')?.standing
}

/** Who has been told of the checklist, each time. */
const told = () =>
  withMunicipality(stage.house.db, stage.municipality, async (tx) => {
    const rows = await tx
      .selectFrom('notice')
      .innerJoin('staff', 'staff.staff_id', 'notice.staff_id')
      .select('staff.name')
      .where('kind', '=', 'checklistDue')
      .execute()
    return rows.map(({ name }) => name).sort()
  })

async function actorOf(who: 'hanna' | 'ida' | 'tomas') {
  const found = await resolveSession(stage.house, stage.municipality, stage.people[who].session)
  if (!found) throw new Error('nobody is signed in')
  return found.actor
}

/** The points that a person can tick on the page. */
async function points(who: 'hanna' | 'ida'): Promise<string[]> {
  const html = await (await stage.ask(path(), who)).text()
  return [...html.matchAll(/name="punkter"[^>]*value="([^"]+)"/g)].map(([, id]) => id ?? '')
}

test('the application’s own checklist counts for a year, and then both are told, once', async () => {
  expect(await standing(stage.house)).toMatchObject({ outcome: 'met' })
  await run(later(300), 'applications.remindOfChecklists')
  expect(await told()).toEqual([])
  for (let times = 0; times < 2; times++) await run(later(366), 'applications.remindOfChecklists')
  expect(await told()).toEqual(['Hanna Rosell', 'Sara Alm', 'Tomas Ekdal'])
  const stands = await standing(later(366))
  expect(stands).toMatchObject({ outcome: 'notMet' })
  expect(stands?.why).toBe('Det saknas att den ansvariga och en chef går igenom den.')
})

test('somebody new who answers for the account goes through it anew', async () => {
  const { hanna, ida } = stage.people
  const given = { owner: ida.staffId, deputy: hanna.staffId, reason: 'Hanna byter arbete.' }
  await handOver(stage.house, systemActor(stage.municipality), account, given)
  expect((await standing(stage.house))?.why).toBe('Det saknas att den ansvariga går igenom den.')
})

test('each goes through the whole list, only the two may, and it holds for a year again', async () => {
  expect(await points('hanna')).toEqual([])
  const actor = await actorOf('ida')
  const ids = await points('ida')
  expect(ids.length).toBeGreaterThan(7)
  const partly = await stage.send('ida', path(), path(), { punkter: ids.slice(1) })
  expect(partly.status).toBe(422)
  expect(await partly.text()).toContain('1 av')
  expect((await stage.send('hanna', path(), path(), { punkter: ids })).status).toBe(403)
  expect((await stage.send('bo', '/register', path(), { punkter: ids })).status).toBe(403)
  expect((await stage.send('ida', path(), path(), { punkter: ids })).status).toBe(303)
  expect(await standing(stage.house)).toMatchObject({ outcome: 'met' })
  const year = later(366)
  await goThroughChecklist(year, actor, account, ids)
  expect((await standing(year))?.why).toBe('Det saknas att en chef går igenom den.')
  await goThroughChecklist(year, await actorOf('tomas'), account, ids)
  expect(await standing(year)).toMatchObject({ outcome: 'met' })
  expect(await stage.read(`/register/${account}`, 'tomas')).toContain('Checklistan gicks igenom')
})

test.each([
  { name: '1440', viewport: { width: 1440, height: 900 } },
  { name: '320', viewport: { width: 320, height: 640 } },
  { name: 'dark', viewport: { width: 768, height: 900 }, colorScheme: 'dark' as const },
])('the page has no axe violation and no sideways scroll: $name', async ({ name, ...options }) => {
  const browser = await launchBrowser()
  const { page, context } = await visit(browser, stage.url, {
    session: stage.people.ida.session,
    ...options,
  })
  expect((await page.goto(path()))?.status()).toBe(200)
  if (pictures) {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: `${pictures}/checklista-${name}.png`, fullPage: true })
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect(await axeViolations(page)).toEqual([])
  await context.close()
  await browser.close()
})
