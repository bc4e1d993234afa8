import { expect, test } from 'vitest'
import type { AccountId } from '../../kernel/index.ts'
import { dueForReconcile, gapSpans, hoursBetween, nextAttempt, paceOf, rhythm, standingOf } from './rules.ts'

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

test('hours are filled in for a year at most, the last one, however long a clock says that it was', () => {
  const now = new Date('2026-11-19T08:20:00Z')
  const since = (from: string) => hoursBetween(new Date(from), now)
  expect(since('2026-11-19T05:40:00Z').map((hour) => hour.getUTCHours())).toEqual([6, 7])
  expect(since('2036-01-01T00:00:00Z')).toEqual([])
  const all = since('1970-01-01T00:00:00Z')
  expect([all.length, all.at(-1)]).toEqual([366 * 24, new Date('2026-11-19T07:00:00Z')])
})

test('an account that nobody collects is not healthy, however well the last round went', () => {
  const now = new Date('2026-11-19T08:00:00Z')
  const due = (minutesAgo: number) => new Date(now.getTime() - minutesAgo * 60_000)
  expect(standingOf({ state: 'healthy', nextAttemptAt: due(1) }, now)).toBe('healthy')
  expect(standingOf({ state: 'healthy', nextAttemptAt: due(60) }, now)).toBe('still')
  expect(standingOf({ state: 'failing', nextAttemptAt: due(60) }, now)).toBe('failing')
})

test('an account is asked as often as its platform allows, shared by those of the same registration', () => {
  const now = new Date('2026-11-20T10:00:00Z')
  const shared = { pace: { newSeconds: 45, reconcileHours: 24, shared: true as const } }
  expect(paceOf({}, 100)).toBe(rhythm)
  const pace = paceOf(shared, 100)
  expect(nextAttempt(now, null, undefined, pace)).toEqual(new Date('2026-11-20T11:15:00Z'))
  expect(nextAttempt(now, null, undefined, paceOf(shared, 0))).toEqual(new Date('2026-11-20T10:00:45Z'))
  const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000)
  expect([
    dueForReconcile(now, ago(23), paceOf(shared, 50)),
    dueForReconcile(now, ago(24), paceOf(shared, 50)),
  ]).toEqual([false, true])
  // More than fifty share what listing all again takes.
  expect([dueForReconcile(now, ago(47), pace), dueForReconcile(now, ago(48), pace)]).toEqual([false, true])
})
