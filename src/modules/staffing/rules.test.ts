import { describe, expect, test } from 'vitest'
import { instantOf, type StaffId } from '../../kernel/index.ts'
import { awayTo, byReach, daysOf, dutyAt, dutySpans, isHole, nextToTell, thinSpans } from './rules.ts'
import type { Roster, Shift } from './types.ts'

const [maja, jonas, olle, hanna, petra] = ['maja', 'jonas', 'olle', 'hanna', 'petra'] as [
  StaffId,
  StaffId,
  StaffId,
  StaffId,
  StaffId,
]
const usual: Roster = {
  shifts: [],
  owner: maja,
  deputies: [jonas, olle],
  communications: [hanna],
  absences: [],
  deputyTakesOver: true,
}
const away = (staffId: StaffId, from: string, to = from) => ({ staffId, from, to })
const at = (text: string): Date => new Date(text)
const namesAt = (roster: Roster, text: string): string[] =>
  dutyAt(roster, at(text)).line.map(({ staffId }) => staffId)

const shift = (staffId: StaffId | null, from: string, to: string, more: Partial<Shift> = {}): Shift => ({
  shiftId: from,
  staffId,
  accountId: null,
  departmentId: null,
  from: at(from),
  to: at(to),
  ...more,
})

describe('who answers', () => {
  test('the owner, then the deputies in order, then communications', () => {
    const duty = dutyAt(usual, at('2026-11-20T09:00:00Z'))
    expect(duty.line).toEqual([
      { staffId: maja, as: 'owner' },
      { staffId: jonas, as: 'deputy' },
      { staffId: olle, as: 'deputy' },
      { staffId: hanna, as: 'communications' },
    ])
    expect([duty.now?.staffId, duty.next?.staffId, duty.nobody]).toEqual([maja, jonas, false])
  })

  test('whoever has the shift goes before the owner, until just before it ends', () => {
    const roster = { ...usual, shifts: [shift(petra, '2026-11-20T16:00:00Z', '2026-11-20T21:00:00Z')] }
    expect(namesAt(roster, '2026-11-20T15:59:59Z')[0]).toBe(maja)
    expect(namesAt(roster, '2026-11-20T16:00:00Z').slice(0, 2)).toEqual([petra, maja])
    expect(namesAt(roster, '2026-11-20T20:59:59Z')[0]).toBe(petra)
    expect(namesAt(roster, '2026-11-20T21:00:00Z')[0]).toBe(maja)
  })

  test('an owner who has the shift is asked once', () => {
    const roster = { ...usual, shifts: [shift(maja, '2026-11-20T16:00:00Z', '2026-11-20T21:00:00Z')] }
    expect(namesAt(roster, '2026-11-20T17:00:00Z')).toEqual([maja, jonas, olle, hanna])
  })

  test('a shift that nobody has, or whose person is away, leaves it to the owner', () => {
    const nobodys = { ...usual, shifts: [shift(null, '2026-11-20T16:00:00Z', '2026-11-20T21:00:00Z')] }
    expect(namesAt(nobodys, '2026-11-20T17:00:00Z')[0]).toBe(maja)
    const absent = {
      ...usual,
      shifts: [shift(petra, '2026-11-20T16:00:00Z', '2026-11-20T21:00:00Z')],
      absences: [away(petra, '2026-11-20')],
    }
    expect(namesAt(absent, '2026-11-20T17:00:00Z')).toEqual([maja, jonas, olle, hanna])
  })

  test('an absence begins at midnight in Sweden and ends with its last day, by summer and winter', () => {
    const winter = { ...usual, absences: [away(maja, '2026-11-20', '2026-11-22')] }
    expect(namesAt(winter, '2026-11-19T22:59:59Z')[0]).toBe(maja)
    expect(namesAt(winter, '2026-11-19T23:00:00Z')[0]).toBe(jonas)
    expect(namesAt(winter, '2026-11-22T22:59:59Z')[0]).toBe(jonas)
    expect(namesAt(winter, '2026-11-22T23:00:00Z')[0]).toBe(maja)
    const summer = { ...usual, absences: [away(maja, '2026-07-06')] }
    expect(namesAt(summer, '2026-07-05T21:59:59Z')[0]).toBe(maja)
    expect(namesAt(summer, '2026-07-05T22:00:00Z')[0]).toBe(jonas)
    expect(namesAt(summer, '2026-07-06T22:00:00Z')[0]).toBe(maja)
  })

  test('a deputy who is away too is passed by, and when all are away it is communications and a hole', () => {
    const two = { ...usual, absences: [away(maja, '2026-11-20'), away(jonas, '2026-11-20')] }
    expect(dutyAt(two, at('2026-11-20T09:00:00Z'))).toMatchObject({
      now: { staffId: olle, as: 'deputy' },
      nobody: false,
    })
    const all = { ...two, absences: [...two.absences, away(olle, '2026-11-20')] }
    expect(dutyAt(all, at('2026-11-20T09:00:00Z'))).toMatchObject({
      now: { staffId: hanna, as: 'communications' },
      nobody: true,
    })
  })

  test('where all of communications are away too they are told all the same: somebody must know', () => {
    const roster = {
      ...usual,
      owner: null,
      deputies: [],
      communications: [hanna, petra],
      absences: [away(hanna, '2026-11-20')],
    }
    expect(namesAt(roster, '2026-11-20T09:00:00Z')).toEqual([petra])
    const nobody = { ...roster, absences: [...roster.absences, away(petra, '2026-11-20')] }
    expect(namesAt(nobody, '2026-11-20T09:00:00Z')).toEqual([hanna, petra])
    expect(dutyAt({ ...nobody, communications: [] }, at('2026-11-20T09:00:00Z')).now).toBeUndefined()
  })

  test('an alarm goes to the first in line who does not know yet, and to communications as one', () => {
    const duty = dutyAt({ ...usual, communications: [hanna, petra] }, at('2026-11-20T09:00:00Z'))
    const next = (...told: StaffId[]) => nextToTell(duty, new Set(told)).map(({ staffId }) => staffId)
    expect([next(), next(maja), next(maja, jonas), next(maja, jonas, olle)]).toEqual([
      [maja],
      [jonas],
      [olle],
      [hanna, petra],
    ])
    expect(next(maja, jonas, olle, hanna, petra)).toEqual([])
  })

  test('a policy without deputies in absence leaves it to communications', () => {
    const roster = { ...usual, deputyTakesOver: false, absences: [away(maja, '2026-11-20')] }
    expect(dutyAt(roster, at('2026-11-20T09:00:00Z'))).toMatchObject({
      now: { staffId: hanna },
      nobody: true,
    })
  })

  test("an account's own shift goes before its department's, and that before one of all accounts", () => {
    const own = { accountId: 'a' as never }
    const departments = { departmentId: 'd' as never }
    const shifts = [
      shift(hanna, '2026-11-20T10:00:00Z', '2026-11-20T21:00:00Z'),
      shift(olle, '2026-11-20T12:00:00Z', '2026-11-20T21:00:00Z', departments),
      shift(petra, '2026-11-20T16:00:00Z', '2026-11-20T21:00:00Z', own),
    ].sort(byReach)
    expect(namesAt({ ...usual, shifts }, '2026-11-20T17:00:00Z').slice(0, 4)).toEqual([
      petra,
      olle,
      hanna,
      maja,
    ])
  })
})

describe('nights when the clocks are changed', () => {
  test('a night shift from 21 to 06 lasts eight hours in March and ten in October', () => {
    const night = (day: string, next: string): Shift => ({
      ...shift(petra, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
      from: instantOf(day, 21 * 3_600_000),
      to: instantOf(next, 6 * 3_600_000),
    })
    const hours = ({ from, to }: Shift) => (to.getTime() - from.getTime()) / 3_600_000
    const march = night('2026-03-28', '2026-03-29')
    const october = night('2026-10-24', '2026-10-25')
    expect([hours(march), hours(october)]).toEqual([8, 10])
    expect(namesAt({ ...usual, shifts: [march] }, '2026-03-29T03:59:59Z')[0]).toBe(petra)
    expect(namesAt({ ...usual, shifts: [march] }, '2026-03-29T04:00:00Z')[0]).toBe(maja)
    expect(namesAt({ ...usual, shifts: [october] }, '2026-10-25T04:59:59Z')[0]).toBe(petra)
    expect(namesAt({ ...usual, shifts: [october] }, '2026-10-25T05:00:00Z')[0]).toBe(maja)
  })

  test('a day away is 23 hours in March and 25 in October, and both hours that are called two are within it', () => {
    const roster = (day: string) => ({ ...usual, absences: [away(maja, day)] })
    const gone = (day: string, from: string, to: string) =>
      dutySpans(roster(day), { from: at(from), to: at(to) }).map((one) => [
        one.duty.now?.staffId,
        (one.to.getTime() - one.from.getTime()) / 3_600_000,
      ])
    expect(gone('2026-03-29', '2026-03-28T22:00:00Z', '2026-03-29T23:00:00Z')).toEqual([
      [maja, 1],
      [jonas, 23],
      [maja, 1],
    ])
    expect(gone('2026-10-25', '2026-10-24T21:00:00Z', '2026-10-26T00:00:00Z')).toEqual([
      [maja, 1],
      [jonas, 25],
      [maja, 1],
    ])
    for (const two of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
      expect(namesAt(roster('2026-10-25'), two)[0]).toBe(jonas)
  })
})

describe('a week', () => {
  const week = { from: instantOf('2026-11-16'), to: instantOf('2026-11-23') }

  test('is one row where nothing changes, and a row each time it does', () => {
    expect(dutySpans(usual, week)).toHaveLength(1)
    const roster = {
      ...usual,
      shifts: [shift(petra, '2026-11-18T16:00:00Z', '2026-11-18T20:00:00Z')],
      absences: [away(maja, '2026-11-20', '2026-11-22')],
    }
    expect(dutySpans(roster, week).map(({ duty }) => duty.now?.staffId)).toEqual([maja, petra, maja, jonas])
  })

  test('absences that follow each other are one row', () => {
    const absences = [away(maja, '2026-11-17'), away(maja, '2026-11-18'), away(maja, '2026-11-30')]
    expect(dutySpans({ ...usual, absences }, week).map(({ duty }) => duty.now?.staffId)).toEqual([
      maja,
      jonas,
      maja,
    ])
  })

  test('says when one is alone and when nobody is there', () => {
    const absences = [
      away(jonas, '2026-11-16', '2026-11-20'),
      away(olle, '2026-11-18', '2026-11-22'),
      away(maja, '2026-11-20'),
    ]
    const days = thinSpans({ ...usual, absences }, week).map(({ kind, staffId, ...span }) => [
      kind,
      staffId,
      daysOf(span),
    ])
    expect(days).toEqual([
      ['alone', maja, ['2026-11-18', '2026-11-19']],
      ['nobody', undefined, ['2026-11-20']],
    ])
  })

  test('an owner without deputies is not warned all year round, but when away', () => {
    const lone = { ...usual, deputies: [] }
    expect(thinSpans(lone, week)).toEqual([])
    const gone = { ...lone, absences: [away(maja, '2026-11-17')] }
    expect(thinSpans(gone, week).map(({ kind }) => kind)).toEqual(['nobody'])
    expect(thinSpans({ ...lone, owner: null }, week)).toEqual([])
  })

  test('somebody on a shift is somebody there', () => {
    const roster = {
      ...usual,
      deputies: [],
      absences: [away(maja, '2026-11-17')],
      shifts: [shift(petra, '2026-11-16T23:00:00Z', '2026-11-17T23:00:00Z')],
    }
    expect(thinSpans(roster, week)).toEqual([])
  })
})

test('a shift is a hole when nobody has it or its person is away on any of its days', () => {
  const night = shift(petra, '2026-11-20T20:00:00Z', '2026-11-21T05:00:00Z')
  expect(daysOf(night)).toEqual(['2026-11-20', '2026-11-21'])
  expect(isHole(night, [])).toBe(false)
  expect(isHole({ ...night, staffId: null }, [])).toBe(true)
  expect(isHole(night, [away(petra, '2026-11-21')])).toBe(true)
  expect(isHole(night, [away(petra, '2026-11-22'), away(maja, '2026-11-21')])).toBe(false)
  const evening = shift(petra, '2026-11-20T20:00:00Z', '2026-11-20T23:00:00Z')
  expect(isHole(evening, [away(petra, '2026-11-21')])).toBe(false)
})

test('somebody is away until the last of the absences that follow each other', () => {
  const days = [
    away(maja, '2026-11-23', '2026-11-27'),
    away(maja, '2026-11-20', '2026-11-22'),
    away(maja, '2026-12-01'),
  ]
  expect(awayTo(days, maja, '2026-11-21')).toBe('2026-11-27')
  expect(awayTo(days, maja, '2026-11-19')).toBeUndefined()
  expect(awayTo(days, maja, '2026-11-28')).toBeUndefined()
  expect(awayTo(days, jonas, '2026-11-21')).toBeUndefined()
})
