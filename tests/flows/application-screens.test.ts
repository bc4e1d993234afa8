import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { enterIn } from '../../src/modules/accounts/index.ts'
import {
  type ApplicationsStage,
  applicationsStage,
  decidedAndEntered,
} from '../support/applications-stage.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { assertAccessible, lookThrough, windows } from '../support/screens.ts'

let stage: ApplicationsStage
let browser: Browser

beforeAll(async () => {
  stage = await applicationsStage()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

const nobody = { audience: null, blog: false, ownerStaffId: null, deputyStaffId: null }
const about = { platform: 'tiktok', name: 'Fritidsgården', shortName: '', department: 'Kultur', purpose: '' }
const unconnected = { ...about, ...nobody, url: 'https://exempel.se/fritid' }

/** An application that waits for its decision, and an account that is being closed: what the screens show in the middle. */
async function halfway(): Promise<string[]> {
  const begun = { plattform: 'facebook', forvaltning: stage.departmentId, namn: 'Kulturskolan' }
  const start = await stage.send('hanna', '/register/ansokan/ny', '/register/ansokan/ny', begun)
  const open = (start.headers.get('location') ?? '').replace(/\/plattform$/, '')
  const text = { syfte: 'Ett syfte', 'fran.syfte': '0', gor: 'spara' }
  await stage.send('hanna', `${open}/syfte`, `${open}/syfte`, text)
  const chef = { chef: stage.people.sara.staffId }
  await stage.send('hanna', `${open}/uppdrag`, `${open}/uppdrag`, chef)
  const [listed] = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    enterIn(tx, systemActor(stage.municipality), [unconnected], stage.house.clock.now()),
  )
  const closing = `/register/${listed}`
  const ruling = {
    motivering: 'Ingen läser.',
    stangs: '2026-12-18',
    beslutare: 'Sara Alm',
    datum: '2026-11-19',
  }
  await stage.send('sara', `${closing}/avsluta`, `${closing}/avsluta`, ruling)
  const { decided, account } = await decidedAndEntered(stage)
  return [
    '/register/ansokan',
    ...['ansvar', 'uppdrag', 'villkor', 'checklista', 'granska'].map((part) => `${open}/${part}`),
    `${decided}/beslut`,
    `${decided}/anslut`,
    `/register/${account}`,
    `${closing}/avsluta`,
    `${closing}/forsta-anslutning`,
    '/register/lista',
  ]
}

describe('every screen', () => {
  let pages: string[]
  beforeAll(async () => {
    pages = await halfway()
  })

  test.each(windows)('has no axe violation, sideways scroll or complaint: $name', async (window) => {
    const some = /^(1440|320)$/.test(window.name)
      ? pages
      : pages.filter((where) => /ansvar$|checklista|avsluta/.test(where))
    await lookThrough(browser, { url: stage.url, session: stage.people.sara.session }, window, some)
  })

  test('both texts of a field stand on the page, and the colleague’s is kept by a tick', async () => {
    const { page, context } = await visit(browser, stage.url, {
      session: stage.people.sara.session,
      viewport: { width: 320, height: 640 },
    })
    const half = pages.find((where) => where.endsWith('/ansvar'))?.replace(/ansvar$/, 'syfte') ?? ''
    await page.goto(half)
    const hers = { syfte: 'Hannas nya syfte', 'fran.syfte': '1', gor: 'spara' }
    expect((await stage.send('hanna', half, half, hers)).status).toBe(303)
    await page.getByLabel('Syfte', { exact: true }).fill('Saras syfte')
    await page.getByRole('button', { name: 'Spara', exact: true }).click()
    await page.getByText('Hannas nya syfte').waitFor()
    expect(await page.getByLabel('Syfte', { exact: true }).inputValue()).toBe('Saras syfte')
    await assertAccessible(page, half)
    await page.getByLabel('Behåll den texten i stället för min').check()
    await page.getByRole('button', { name: 'Spara', exact: true }).click()
    await page.waitForURL(/gjort=sparat/)
    expect(await page.getByLabel('Syfte', { exact: true }).inputValue()).toBe('Hannas nya syfte')
    await context.close()
  })
})
