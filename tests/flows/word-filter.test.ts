import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import type { RecordId } from '../../src/kernel/index.ts'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import { historyOf } from '../../src/modules/measures/index.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { adjustPolicy } from '../support/policy.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let browser: Browser

beforeAll(async () => {
  stage = await queueStage(new Date('2026-11-19T07:40:00Z'), { filter: true })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

const historyFor = (recordId: RecordId | null) =>
  historyOf(stage.house, systemActor(stage.municipality), recordId as RecordId)

const held = (number: number) =>
  until('the filter has hidden it', async () => (stage.statusOf(number) === 'hold' ? true : undefined))

const filterDone = (recordId: RecordId | null) =>
  until('the filter has seen it hidden', async () => {
    const [first] = await historyFor(recordId)
    return first?.measure.state === 'done' ? first : undefined
  })

/** The history when all that a new round leads to is done: a second hiding would have left. */
const settled = async (recordId: RecordId | null) => {
  await stage.settled()
  return historyFor(recordId)
}

test('what the filter catches is sealed, hidden and shown as waiting; approved by a person it stays shown', async () => {
  const task = await stage.arrived('Jag ska döda dig, jag vet var du bor')
  await held(task.number)
  const { measure, steps } = await filterDone(task.recordId)
  expect(measure).toMatchObject({ staffId: null, groundId: null, kind: 'hold', recordVersion: 1 })
  expect(measure.note).toContain('list:threat/medium')
  expect(steps.map(({ kind }) => kind)).toEqual(['ordered', 'sealedBefore', 'sent', 'answered', 'confirmed'])
  expect((await stage.open()).map(({ taskId }) => taskId)).toContain(task.taskId)

  const refused = await stage.send(`/ko/${task.taskId}`, `/ko/${task.taskId}/lat-sta`, {})
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('Ordfiltret har dolt det här')

  const { page, context, complaints } = await visit(browser, stage.url, {
    session: stage.people.maja.session,
    viewport: { width: 320, height: 700 },
  })
  await page.goto(`/ko/${task.taskId}`)
  const words = await page.locator('#pane').textContent()
  expect(words).toContain('Ordfiltret har dolt kommentaren på WordPress')
  expect(words).not.toContain('Låt stå')
  await page.getByRole('link', { name: 'Godkänn' }).click()
  await page.getByRole('button', { name: 'Genomför åtgärden' }).click()
  await until('it is shown again', async () =>
    stage.statusOf(task.number) === 'approved' ? true : undefined,
  )
  expect(await settled(task.recordId)).toHaveLength(2)
  expect(stage.statusOf(task.number)).toBe('approved')
  expect((await stage.open()).map(({ taskId }) => taskId)).not.toContain(task.taskId)
  expect(complaints).toEqual([])
  await context.close()
})

test('what a person keeps hidden gets its ground, and leaves the queue', async () => {
  const task = await stage.arrived('Jag ska slå ihjäl dig, din jävel')
  await held(task.number)
  await filterDone(task.recordId)
  const form = `/ko/${task.taskId}/atgard?val=hold`
  const without = await stage.send(form, `/ko/${task.taskId}/atgard`, { atgard: 'hold', version: '2' })
  expect(without.status).toBe(422)
  const kept = await stage.send(form, `/ko/${task.taskId}/atgard`, {
    atgard: 'hold',
    grund: 'must-unlawful-threat',
    version: '2',
  })
  expect(kept.status).toBe(303)
  const [, byPerson] = await until('the decision is carried out', async () => {
    const history = await historyFor(task.recordId)
    return history[1]?.measure.state === 'done' ? history : undefined
  })
  expect(byPerson?.measure).toMatchObject({
    staffId: stage.people.maja.staffId,
    groundId: 'must-unlawful-threat',
  })
  expect(stage.statusOf(task.number)).toBe('hold')
  expect((await stage.open()).map(({ taskId }) => taskId)).not.toContain(task.taskId)
})

test('an exception, a filter that is off, and plain talk hide nothing', async () => {
  await adjustPolicy(stage.house, stage.municipality, (settings) => ({
    ...settings,
    wordFilter: { ...settings.wordFilter, ownWords: ['svartbygge*'], exceptions: ['svartbyggets vänner'] },
  }))
  const caught = await stage.arrived('Ett svartbygge till vid sjön')
  await held(caught.number)
  const excepted = await stage.arrived('Välkommen till Svartbyggets vänner på torsdag')
  await adjustPolicy(stage.house, stage.municipality, (settings) => ({
    ...settings,
    wordFilter: { ...settings.wordFilter, hideUntilApproved: false },
  }))
  const off = await stage.arrived('Ännu ett svartbygge')
  for (const { recordId, number } of [excepted, off]) {
    expect(await settled(recordId)).toEqual([])
    expect(stage.statusOf(number)).toBe('approved')
  }
})

test('the archive holds afterwards', async () => {
  const { problems } = await verifyArchive(stage.house, stage.municipality)
  expect(problems).toEqual([])
})
