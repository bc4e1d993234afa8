import { expect, test } from 'vitest'
import { newId, type StaffId } from '../../kernel/index.ts'
import { isInside, stepsWith, supportSteps } from './rules.ts'
import type { Content, Entry } from './types.ts'

const entry = (content: Content): Entry => ({
  entryId: newId<string>(),
  staffId: newId<StaffId>(),
  at: new Date('2026-11-19T08:00:00Z'),
  content,
})

const step = (id: string, outcome: 'done' | 'skipped') =>
  entry({ kind: 'step', step: id, outcome, day: '2026-11-19', text: '' })

test('of each step the last word counts, notes are none, and no two steps share an id', () => {
  const found = stepsWith([
    step('talk', 'skipped'),
    entry({ kind: 'note', text: 'talk' }),
    step('talk', 'done'),
    step('home', 'skipped'),
  ])
  const said = found.flatMap(({ step: { id }, last }) => (last ? [[id, last.content.outcome]] : []))
  expect(said).toEqual([
    ['talk', 'done'],
    ['home', 'skipped'],
  ])
  expect(new Set(supportSteps.map(({ id }) => id)).size).toBe(found.length)
})

test('one yes lets nobody in', () => {
  const at = new Date('2026-11-19T08:00:00Z')
  const inside = (managerYesAt: Date | null, employeeYesAt: Date | null) =>
    isInside({ managerYesAt, employeeYesAt })
  expect([inside(at, at), inside(at, null), inside(null, at), inside(null, null)]).toEqual([
    true,
    false,
    false,
    false,
  ])
})
