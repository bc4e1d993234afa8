import { afterAll, beforeAll, expect, test } from 'vitest'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { RecordId } from '../../src/kernel/index.ts'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import { type Outside, somebodyOutside, wordsOf } from '../support/outside.ts'
import { person, queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let visitor: Outside
let erik: string

beforeAll(async () => {
  stage = await queueStage()
  visitor = somebodyOutside(stage.url)
  erik = (await person(stage.house, stage.municipality, 'Erik Sandvall', 'communicator')).session
})
afterAll(() => stage?.close())

/** Hides a comment on a ground. @returns the number that the author is given; null where there is none. */
async function hidden(text: string, ground: string): Promise<{ number: string | null; comment: number }> {
  const task = await stage.arrived(text)
  const act = `/ko/${task.taskId}/atgard`
  await stage.send(act, act, { atgard: 'hide', grund: ground, version: '1', motivering: 'INTERN MOTIVERING' })
  await until('hidden', async () => stage.statusOf(task.number) === 'hold' || undefined)
  const measure = await until('the measure is done', () =>
    withMunicipality(stage.house.db, stage.municipality, (tx) =>
      tx
        .selectFrom('measure')
        .select('number')
        .where('record_id', '=', task.recordId as RecordId)
        .where('state', '=', 'done')
        .executeTakeFirst(),
    ),
  )
  return { number: measure.number, comment: task.number }
}

const trialTask = async () => (await stage.open()).find(({ kind }) => kind === 'reconsideration')

test('what was hidden as a crime has no number; what broke a house rule has one that shows no content', async () => {
  expect((await hidden('Jag ska slå ihjäl dig', 'must-unlawful-threat')).number).toBeNull()
  const { number } = await hidden('Ove är en lat idiot', 'house-personal-attacks')
  expect(number).toMatch(/^K-2026-[0-9A-Z]{8}$/)
  const words = await visitor.read(`/provning/${number}`)
  expect(words).toContain('på vårt konto Storlundabloggen, WordPress torsdag 19 november 2026')
  expect(words).toContain('Angrip inte personer.')
  expect(words).not.toMatch(/idiot|Roger|Maja|INTERN/)
  expect((await visitor.ask('/provning/K-2026-22222222')).status).toBe(404)
})

test('an author is heard by somebody else than who decided, and reads that we were wrong', async () => {
  const { number, comment } = await hidden('Ove är en slöfock', 'house-personal-attacks')
  const page = `/provning/${number}`
  expect((await visitor.send(page, page, { varfor: ' ' })).status).toBe(422)
  expect((await visitor.send(page, page, { varfor: 'Det var om saken' })).status).toBe(303)
  expect(await visitor.read(page)).toMatch(/prövar den, senast torsdag 26 november 2026/)
  const task = await trialTask()
  const form = `/ko/${task?.taskId}/prova-igen`
  const pane = wordsOf(await (await stage.ask(`/ko/${task?.taskId}`)).text())
  expect(pane).toContain('Det var om saken')
  expect(pane).toContain('Du fattade det första beslutet.')
  const decision = { beslutet: 'fel', besked: 'Den handlade om arbetet, inte om personen.' }
  expect((await stage.ask(form)).status).toBe(403)
  expect((await stage.send('/ko', form, decision)).status).toBe(403)
  expect((await stage.send('/ko', `/ko/${task?.taskId}/lat-sta`, {})).status).toBe(409)
  expect((await stage.send(form, form, decision, erik)).status).toBe(303)
  await until('shown again', async () => stage.statusOf(comment) === 'approved' || undefined)
  const words = await visitor.read(page)
  expect(words).toContain('Vi gjorde fel. Kommentaren ska synas igen. Den handlade om arbetet')
  expect(words).not.toMatch(/Erik|slöfock|om saken/)
  expect(await trialTask()).toBeUndefined()
  expect((await stage.send(form, form, decision, erik)).status).toBe(422)
  expect((await stage.send('/ko', `/ko/${task?.taskId}/ta-upp`, {})).status).toBe(409)
})

test('one number is tried once; a decision that stands is told as such, and the archive holds', async () => {
  const { number, comment } = await hidden('Ove är en nolla', 'house-personal-attacks')
  const page = `/provning/${number}`
  await visitor.send(page, page, { varfor: 'Låt den stå' })
  const task = await trialTask()
  const form = `/ko/${task?.taskId}/prova-igen`
  await stage.send(form, form, { beslutet: 'star', besked: 'Den var ett påhopp.' }, erik)
  expect(await visitor.read(page)).toContain('Vi har prövat igen och ändrar oss inte. Den var ett påhopp.')
  expect(stage.statusOf(comment)).toBe('hold')
  expect((await visitor.send('/anmal', page, { varfor: 'Igen' })).status).toBe(422)
  expect(await trialTask()).toBeUndefined()
  const { problems } = await verifyArchive(stage.house, stage.municipality)
  expect(problems).toEqual([])
})
