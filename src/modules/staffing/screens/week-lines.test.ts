import { expect, test } from 'vitest'
import type { StaffId } from '../../../kernel/index.ts'
import type { Staffed, Staffing } from '../service/read.ts'
import { weekLines } from './week-lines.ts'

const now = new Date('2026-11-20T09:00:00Z')

const account = (name: string, owner: string | null): Staffed =>
  ({
    account: { name },
    roster: { owner: owner as StaffId | null, deputies: [], communications: [], shifts: [], absences: [] },
    thin: [],
  }) as unknown as Staffed

const said = (...accounts: Staffed[]): string[] =>
  weekLines(
    {
      now,
      days: ['2026-11-20'],
      until: now,
      names: new Map(),
      accounts,
      shifts: [],
      absences: [],
      away: [],
      mayManage: false,
    } as unknown as Staffing,
    now,
  ).map(({ text }) => text)

test('an account that nobody answers for is said, so that the week never looks staffed when it is not', () => {
  expect(said(account('Biblioteket', 'maja'))).toEqual([])
  expect(said(account('Biblioteket', 'maja'), account('Ishallen', null))).toEqual([
    'Ingen är utsedd att ansvara för Ishallen',
  ])
  expect(said(account('Ishallen', null), account('Skolan', null))).toEqual([
    'Ingen är utsedd att ansvara för 2 konton',
  ])
})
