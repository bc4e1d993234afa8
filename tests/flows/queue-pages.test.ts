import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { historyOf, requestMeasure } from '../../src/modules/measures/index.ts'
import { resolveSession } from '../../src/modules/organisation/index.ts'
import { tasksFor } from '../../src/modules/tasks/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'
import { assertAccessible, windows } from '../support/screens.ts'

let stage: Stage
let browser: Browser

const system = () => systemActor(stage.municipality)

const asMaja = (options: Parameters<typeof visit>[2] = {}) =>
  visit(browser, stage.url, {
    session: stage.people.maja.session,
    viewport: { width: 1440, height: 900 },
    ...options,
  })

const pictures = process.env['UPPSIKT_PICTURES']

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${name}.png` })
}

/** A threat that is hidden, one that is not, questions, plain comments, and an account that cannot be reached. */
beforeAll(async () => {
  stage = await queueStage()
  browser = await launchBrowser()
  await stage.arrived('Blir det samma taxa för oss som jobbar natt?', 'Lena Wikström')
  await stage.arrived('Hälsningar från Åre', 'Ulla')
  await stage.arrived('Jag ska döda er alla', 'Hotfull')
  const { recordId } = await stage.arrived('Jag ska slå ihjäl dig', 'Anonym')
  const maja = await resolveSession(stage.house, stage.municipality, stage.people.maja.session)
  if (!maja || !recordId) throw new Error('nobody is signed in')
  await requestMeasure(stage.house, maja.actor, catalogue, {
    recordId,
    kind: 'hide',
    groundId: 'must-unlawful-threat',
    note: 'Hotar en medarbetare',
  })
  await until('it is hidden', async () =>
    (await historyOf(stage.house, system(), recordId)).find(({ measure }) => measure.state === 'done'),
  )
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

/** Every screen, with things to show on it. */
async function everyPage(): Promise<readonly (readonly [name: string, path: string])[]> {
  const tasks = await stage.open()
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
      await assertAccessible(page, screen)
      await picture(page, `${screen}-${name}`)
    }
    expect(complaints).toEqual([])
    await context.close()
  },
)
