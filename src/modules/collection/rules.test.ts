import { expect, test } from 'vitest'
import type { AccountId } from '../../kernel/index.ts'
import { gapSpans, standingOf } from './rules.ts'

const account = 'a' as AccountId
const gap = (hour: string, more: { reason?: string; explanation?: string; accountId?: AccountId } = {}) => ({
  accountId: account,
  hour: new Date(`2026-11-19T${hour}:00Z`),
  reason: 'Svarar inte',
  explanation: null,
  ...more,
})

test('hours in a row are one gap; another reason, another account or an hour between begins a new one', () => {
  const spans = gapSpans([
    gap('08:00'),
    gap('06:00'),
    gap('07:00'),
    gap('10:00'),
    gap('11:00', { reason: 'Nekad' }),
    gap('09:00', { accountId: 'b' as AccountId }),
  ])
  expect(
    spans.map(({ accountId, from, to, reason }) => [accountId, from.getUTCHours(), to.getUTCHours(), reason]),
  ).toEqual([
    ['a', 11, 11, 'Nekad'],
    ['a', 10, 10, 'Svarar inte'],
    ['b', 9, 9, 'Svarar inte'],
    ['a', 6, 8, 'Svarar inte'],
  ])
})

test('an explained hour is not told together with one that nobody has explained', () => {
  expect(gapSpans([gap('06:00', { explanation: 'Avbrott' }), gap('07:00')])).toHaveLength(2)
})

test('an account that nobody collects is not healthy, however well the last round went', () => {
  const now = new Date('2026-11-19T08:00:00Z')
  const due = (minutesAgo: number) => new Date(now.getTime() - minutesAgo * 60_000)
  expect(standingOf({ state: 'healthy', nextAttemptAt: due(1) }, now)).toBe('healthy')
  expect(standingOf({ state: 'healthy', nextAttemptAt: due(60) }, now)).toBe('still')
  expect(standingOf({ state: 'failing', nextAttemptAt: due(60) }, now)).toBe('failing')
})
