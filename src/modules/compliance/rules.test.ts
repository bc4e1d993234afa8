import { expect, test } from 'vitest'
import type { AccountId, DepartmentId, StaffId } from '../../kernel/index.ts'
import { inOrder, lacksOf, passes } from './rules.ts'
import type { RegisterRow } from './types.ts'

const person = (name: string, endedAt: Date | null = null) => ({ staffId: name as StaffId, name, endedAt })

function row(
  change: Partial<Omit<RegisterRow, 'lacks' | 'guideline'>> = {},
  account: Partial<RegisterRow['account']> = {},
): RegisterRow {
  const whole: Omit<RegisterRow, 'lacks' | 'guideline'> = {
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
      signing: { name: null, workplace: '' },
      connected: true,
      paused: null,
      closed: null,
      audience: null,
      blog: false,
      ...account,
    },
    owner: person('Annika Falk'),
    deputy: person('Olle Brandt'),
    standing: undefined,
    health: undefined,
    lookedAt: undefined,
    cells: [],
    ...change,
  }
  return { ...whole, lacks: lacksOf(whole, new Date(0)), guideline: undefined }
}

test('an account without a deputy, or with one who has ended, lacks one', () => {
  expect(row().lacks).toEqual([])
  expect(row({ deputy: undefined }).lacks).toEqual(['noDeputy'])
  expect(row({ deputy: person('Olle Brandt', new Date('2026-09-30')) }).lacks).toEqual(['noDeputy'])
})

test('an owner who is away with nobody to answer is a lack, and one who is covered is none', () => {
  const away = { now: undefined, ownerAwayTo: '2026-11-22' }
  expect(row({ standing: { ...away, nobody: true } }).lacks).toEqual(['nobodyThere'])
  expect(row({ standing: { ...away, nobody: false } }).lacks).toEqual([])
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
    noEvents: null,
    knownCount: 30,
    refusal: null,
  }
  expect(row({ health }).lacks).toEqual(['notCollected', 'countDiffers'])
  // As many, or no number to hold against: nothing is missed.
  for (const counts of [{ reportedCount: 30 }, { reportedCount: null }, { knownCount: null }])
    expect(row({ health: { ...health, ...counts } }).lacks).toEqual(['notCollected'])
})

test('an account on a platform that the municipality has refused lacks that alone, not a worker', () => {
  const health = {
    accountId: '0190a000-0000-7000-8000-000000000001' as AccountId,
    state: 'refused' as const,
    lastSuccessAt: null,
    failingSince: null,
    failure: null,
    failureDetail: null,
    nextAttemptAt: new Date(0),
    reportedCount: null,
    noEvents: null,
    knownCount: null,
    refusal: { diaryNumber: 'KS 2026/14', at: new Date(0) },
  }
  expect(row({ health }).lacks).toEqual(['refused'])
})

test('a day that nobody looked, and that nobody has explained, is told; an explained one is not', () => {
  const cell = (state: 'missed' | 'explained' | 'dueToday') => ({
    day: '2026-11-18',
    state,
    fellDue: undefined,
    rounds: 0,
  })
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
  expect(passes(row(), { ...filter, text: '', department: 'Kultur och fritid', platform: 'p' })).toBe(true)
  expect(passes(row(), { ...filter, text: '', department: 'Skola' })).toBe(false)
  expect(passes(row(), { ...filter, text: '', platform: 'q' })).toBe(false)
  expect(passes(row(), { ...filter, text: '', lacking: true })).toBe(false)
  expect(passes(row({ deputy: undefined }), { ...filter, text: '', lacking: true })).toBe(true)
})

test('the register is in Swedish order of department', () => {
  const rows = ['Åldringsvård', 'Barn', 'Ärenden'].map((department) => row({}, { department }))
  expect(rows.sort(inOrder).map(({ account }) => account.department)).toEqual([
    'Barn',
    'Åldringsvård',
    'Ärenden',
  ])
})
