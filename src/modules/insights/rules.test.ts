import { describe, expect, test } from 'vitest'
import type { Metric } from '../../platforms/contract.ts'
import {
  changeOf,
  figureThat,
  isDue,
  nextAt,
  periodOf,
  periodsSince,
  questionsOf,
  together,
  valuesIn,
} from './rules.ts'
import type { Figure } from './types.ts'
import { gapText, monthsIn } from './words.ts'

const now = new Date('2026-11-29T12:00:00Z')
const days: Metric = { name: 'views', label: 'Visningar', of: 'account', comes: 'days', tells: 'views' }
const people: Metric = { ...days, name: 'reach', days: 'people', tells: 'reach' }
const standing: Metric = { ...days, name: 'followers', comes: 'now', tells: 'followers' }
const whole: Metric = { ...days, comes: 'period' }

describe('a period', () => {
  test('that goes on is set against as many days of the one before', () => {
    const period = periodOf('2026-2', now)
    expect(period).toMatchObject({ from: '2026-07-01', to: '2026-11-29', goesOn: true })
    expect(period.before).toEqual({ from: '2026-01-01', to: '2026-06-01' })
    expect(periodOf('2026', now).before).toEqual({ from: '2025-01-01', to: '2025-11-29' })
    expect(periodOf('2026', now)).toMatchObject({ name: 'Hela 2026', from: '2026-01-01' })
    expect(period.name).toBe('Juli–december 2026')
    // On its first day, and on its last.
    expect(periodOf('2026-2', new Date('2026-07-01T12:00:00Z'))).toMatchObject({
      id: '2026-2',
      to: '2026-07-01',
      before: { from: '2026-01-01', to: '2026-01-01' },
    })
    expect(periodOf('2026-1', new Date('2026-06-30T12:00:00Z'))).toMatchObject({
      name: 'Januari–juni 2026',
      goesOn: true,
      before: { from: '2025-07-01', to: '2025-12-28' },
    })
  })

  test('that has ended is set against the whole one before', () => {
    expect(periodOf('2026-1', now)).toMatchObject({
      to: '2026-06-30',
      goesOn: false,
      before: { from: '2025-07-01', to: '2025-12-31' },
    })
    expect(periodOf('2025', now).before).toEqual({ from: '2024-01-01', to: '2024-12-31' })
  })

  test.each(['', '2027', '2027-1', '2026-3', 'x', '0000'])(
    'that is none, or has not begun, is the one now: %s',
    (id) => {
      expect(periodOf(id, now).id).toBe('2026-2')
    },
  )

  test('is offered as far back as there is anything', () => {
    expect(periodsSince('2026-05-05', now).map(({ id }) => id)).toEqual(['2026-2', '2026-1', '2026'])
    expect(periodsSince('2026-08-01', now).map(({ id }) => id)).toEqual(['2026-2', '2026'])
    expect(periodsSince('2026-07-01', now).map(({ id }) => id)).toEqual(['2026-2', '2026'])
    expect(periodsSince('2000-01-01', now).map(({ id }) => id)).toHaveLength(12)
  })
})

describe('what is asked', () => {
  test('now for what stands, and as far back as is lacking for what comes by the day, with the last days again', () => {
    const today = '2026-11-29'
    expect(questionsOf(standing, '2026-11-01', today)).toEqual([{ from: today, to: today }])
    expect(questionsOf(days, undefined, today)).toEqual([{ from: '2026-11-01', to: '2026-11-28' }])
    expect(questionsOf(days, '2026-11-28', today)).toEqual([{ from: '2026-11-26', to: '2026-11-28' }])
    expect(questionsOf(days, '2026-01-01', today)).toEqual([{ from: '2026-11-01', to: '2026-11-28' }])
  })

  test('a day at a time where the answer is one number for all that is asked about', () => {
    const asked = questionsOf(whole, undefined, '2026-11-29')
    expect(asked).toHaveLength(7)
    for (const { from, to } of asked) expect(from).toBe(to)
  })

  test('an answer’s numbers are those of the days that were asked about, and no others', () => {
    const span = { from: '2026-11-01', to: '2026-11-02' }
    const given = [
      { day: '2026-11-01', value: 3 },
      { day: '2026-10-31', value: 4 },
      { day: null, value: 5 },
      { day: 'x', value: 6 },
      { day: '2026-11-02', value: Number.NaN },
    ]
    expect(valuesIn(span, given)).toEqual([{ day: '2026-11-01', value: 3 }])
    // Between the two as text, and yet no day.
    expect(valuesIn(span, [{ day: '2026-11-01T07', value: 8 }])).toEqual([])
    expect(valuesIn({ from: '2026-11-01', to: '2026-11-01' }, [{ day: null, value: 5 }])).toEqual([
      { day: '2026-11-01', value: 5 },
    ])
  })
})

describe('what days make', () => {
  const stored = { accountId: 'a' as never, metric: 'm', sum: 30, days: 3, last: 14, lastDay: '2026-11-28' }

  test('a sum, the last day’s standing, or a mean of days where the same person may be in several', () => {
    expect(together(days, stored)?.value).toBe(30)
    expect(together(standing, stored)?.value).toBe(14)
    expect(together(people, stored)?.value).toBe(10)
    expect(together(days, undefined)).toBeUndefined()
  })

  const period = periodOf('2026-1', now)
  const figure = (change: Partial<Figure>): Figure => ({
    metric: days,
    now: { value: 300, days: 181 },
    before: { value: 200, days: 184 },
    firstDay: '2025-07-01',
    state: {
      metric: 'views',
      askedAt: now,
      nextAt: now,
      toldToWait: false,
      failure: null,
      refusedOn: null,
    },
    source: '',
    ...change,
  })

  test('a period that lacks days is neither a rise nor a fall', () => {
    expect(changeOf(figure({}), period)).toBe(100)
    expect(changeOf(figure({ before: { value: 5, days: 20 } }), period)).toBeUndefined()
    expect(changeOf(figure({ before: undefined }), period)).toBeUndefined()
    // Nine days of ten, less one for the day that is being counted.
    expect(changeOf(figure({ now: { value: 300, days: 162 } }), period)).toBe(100)
    expect(changeOf(figure({ now: { value: 300, days: 161 } }), period)).toBeUndefined()
    expect(changeOf(figure({ metric: standing, before: { value: 290, days: 2 } }), period)).toBe(10)
  })

  test('a gap is said in words, and never as a nought', () => {
    const text = (change: Partial<Figure>) => gapText(figure(change), 'Instagram', period)
    expect(text({})).toBeUndefined()
    const refused = { ...figure({}).state, refusedOn: '2026-03-03' } as Figure['state']
    expect(text({ state: refused })).toBe('Instagram ger inte längre ut siffran, sedan 3 mars 2026.')
    expect(text({ state: refused, firstDay: undefined })).toBe('Instagram ger inte ut siffran.')
    expect(text({ firstDay: '2026-02-01' })).toBe('Siffrorna från Instagram börjar 1 feb 2026.')
    expect(text({ now: { value: 3, days: 100 } })).toBe('81 av 181 dagar saknar siffra.')
    expect(text({ state: undefined })).toBe('Instagram är inte tillfrågat än.')
  })
})

test('the months of a span, also over a year', () => {
  expect(monthsIn({ from: '2025-12-31', to: '2026-02-01' })).toEqual(['2025-12', '2026-01', '2026-02'])
})

test('a metric is asked for when its time has come, the next night, or after a week where it was refused', () => {
  const state = { nextAt: now } as NonNullable<Parameters<typeof isDue>[0]>
  expect(isDue(undefined, now)).toBe(true)
  expect(isDue(state, now)).toBe(true)
  expect(isDue(state, new Date(now.getTime() - 1))).toBe(false)
  expect(nextAt(now, 'told')).toEqual(new Date('2026-11-30T02:00:00Z'))
  expect(nextAt(now, 'refused')).toEqual(new Date('2026-12-06T12:00:00Z'))
})

test('the figure that answers a question is one that has a number, of the first kind that is asked for', () => {
  const of = (metric: Metric, value?: number) =>
    ({ metric, now: value === undefined ? undefined : { value, days: 1 } }) as Figure
  const all = [of(days), of(people, 4), of(standing, 9)]
  expect(figureThat(all, 'reach', 'views')).toBe(all[1])
  expect(figureThat(all, 'views', 'reach')).toBe(all[1])
  expect(figureThat(all, 'views')).toBe(all[0])
  expect(figureThat([], 'views')).toBeUndefined()
})
