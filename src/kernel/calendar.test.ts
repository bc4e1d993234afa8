import DateHolidays from 'date-holidays'
import { expect, test } from 'vitest'
import { daysOff, halfYearOf, isWorkingDay, workingDayAfter } from './calendar.ts'
import { addDays } from './wall-clock.ts'

test('the days off are those an independent holiday library knows, 2005 to 2060', () => {
  const library = new DateHolidays('SE')
  for (let year = 2005; year <= 2060; year += 1) {
    const theirs = library
      .getHolidays(year)
      .filter((holiday) => holiday.type === 'public' || holiday.type === 'bank')
      .map((holiday) => holiday.date.slice(0, 10))
    expect([...daysOff(year).keys()].sort(), String(year)).toEqual([...new Set(theirs)].sort())
  }
})

test('Whit Monday was a holiday until the national day replaced it in 2005', () => {
  expect(daysOff(2004).get('2004-05-31')).toBe('Annandag pingst')
  expect(daysOff(2004).has('2004-06-06')).toBe(false)
  expect(isWorkingDay('2005-05-16')).toBe(true)
  expect(isWorkingDay('2005-06-06')).toBe(false)
})

test('midsummer, Christmas and New Year are passed over', () => {
  expect(workingDayAfter('2026-06-18')).toBe('2026-06-22')
  expect(workingDayAfter('2026-12-23')).toBe('2026-12-28')
  expect(workingDayAfter('2026-12-30')).toBe('2027-01-04')
  expect(isWorkingDay('2026-01-05')).toBe(true)
  expect(isWorkingDay('2026-04-02')).toBe(true)
  expect(workingDayAfter('2026-04-02', 2)).toBe('2026-04-08')
})

test('half-years meet at midnight in Sweden', () => {
  expect(halfYearOf('2026-06-30').id).toBe('2026-1')
  expect(halfYearOf('2026-07-01')).toEqual({ id: '2026-2', from: '2026-07-01', to: '2026-12-31' })
  expect(halfYearOf(new Date('2026-06-30T22:00:00Z')).id).toBe('2026-2')
  expect(halfYearOf(new Date('2026-12-31T22:59:59Z')).id).toBe('2026-2')
  expect(halfYearOf(new Date('2026-12-31T23:00:00Z')).id).toBe('2027-1')
})

test('days are counted over leap days and year ends', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
})
