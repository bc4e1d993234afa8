import { expect, test } from 'vitest'
import type { AccountId, DepartmentId, StaffId } from '../../kernel/index.ts'
import { inOrder, lacksOf, passes } from './rules.ts'
import type { RegisterRow } from './types.ts'

const person = (name: string, endedAt: Date | null = null) => ({ staffId: name as StaffId, name, endedAt })

function row(
  change: Partial<Omit<RegisterRow, 'lacks'>> = {},
  account: Partial<RegisterRow['account']> = {},
): RegisterRow {
  const whole: Omit<RegisterRow, 'lacks'> = {
    account: {
      accountId: 'a' as AccountId,
      platform: 'p',
      name: 'Biblioteket',
      url: 'https://exempel.se/bibliotek',
      departmentId: 'd' as DepartmentId,
      department: 'Kultur och fritid',
      purpose: 'Boktips',
      settings: {},
      registrationId: null,
      privateAllowed: false,
      ownerStaffId: null,
      deputyStaffId: null,
      state: 'active',
      createdAt: new Date(0),
      shortName: '',
      connected: true,
      paused: null,
      closed: null,
      ...account,
    },
    owner: person('Annika Falk'),
    deputy: person('Olle Brandt'),
    health: undefined,
    lookedAt: undefined,
    cells: [],
    ...change,
  }
  return { ...whole, lacks: lacksOf(whole, new Date(0)) }
}

test('an account without a deputy, or with one who has ended, lacks one', () => {
  expect(row().lacks).toEqual([])
  expect(row({ deputy: undefined }).lacks).toEqual(['noDeputy'])
  expect(row({ deputy: person('Olle Brandt', new Date('2026-09-30')) }).lacks).toEqual(['noDeputy'])
})

test('an account that cannot be collected never looks as if nothing were wrong', () => {
  const health = {
    accountId: 'a' as AccountId,
    state: 'failing' as const,
    lastSuccessAt: null,
    failingSince: new Date(0),
    failure: 'reauthorise',
    failureDetail: '',
    nextAttemptAt: new Date(0),
    reportedCount: 31,
    knownCount: 30,
  }
  expect(row({ health }).lacks).toEqual(['notCollected', 'countDiffers'])
})

test('a day that nobody looked, and that nobody has explained, is told; an explained one is not', () => {
  const cell = (state: 'missed' | 'explained' | 'dueToday') => ({ day: '2026-11-18', state, rounds: 0 })
  expect(row({ cells: [cell('missed'), cell('dueToday')] }).lacks).toEqual(['missed'])
  expect(row({ cells: [cell('explained'), cell('dueToday')] }).lacks).toEqual([])
})

test('a closed account lacks nothing and is found only when asked for', () => {
  const closed = row({ owner: undefined }, { state: 'closed' })
  expect(closed.lacks).toEqual([])
  const filter = { text: '', department: '', platform: '', state: 'active', lacking: false } as const
  expect(passes(closed, filter)).toBe(false)
  expect(passes(closed, { ...filter, state: 'closed' })).toBe(true)
})

test('an account is found by its name, its department or the person who answers for it, whatever the case', () => {
  const filter = { department: '', platform: '', state: 'active', lacking: false } as const
  for (const text of ['BIBLIO', 'kultur', 'falk', 'boktips'])
    expect(passes(row(), { ...filter, text })).toBe(true)
  expect(passes(row(), { ...filter, text: 'räddning' })).toBe(false)
})

test('the register is in Swedish order of department', () => {
  const rows = ['Åldringsvård', 'Barn', 'Ärenden'].map((department) => row({}, { department }))
  expect(rows.sort(inOrder).map(({ account }) => account.department)).toEqual([
    'Barn',
    'Åldringsvård',
    'Ärenden',
  ])
})
