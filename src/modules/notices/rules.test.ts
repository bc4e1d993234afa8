import { describe, expect, test } from 'vitest'
import { letterOf, titleOf } from './letter.ts'
import { isDue, isQuiet, mailboxSettings, mondayOf, retryAt, safeLine, usualSettings } from './rules.ts'
import type { Severity } from './types.ts'

const usual = usualSettings(8)
const at = (text: string): Date => new Date(text)
const notice = (severity: Severity, written: string) => ({ severity, at: at(written) })
const here = { settings: usual, away: false, closed: [] }

describe('quiet hours', () => {
  test.each([
    // Thursday, and its night into Friday.
    ['2026-11-19T18:59:00Z', false],
    ['2026-11-19T19:00:00Z', true],
    ['2026-11-19T23:30:00Z', true],
    ['2026-11-20T05:59:00Z', true],
    ['2026-11-20T06:00:00Z', false],
    // Saturday at noon, and Christmas Eve, which is a Thursday.
    ['2026-11-21T11:00:00Z', true],
    ['2026-12-24T11:00:00Z', true],
    // The night when the clocks are moved forward: seven o'clock comes an hour earlier.
    ['2026-03-30T04:59:00Z', true],
    ['2026-03-30T05:00:00Z', false],
  ])('%s: %s', (now, quiet) => {
    expect(isQuiet(usual, [], at(now))).toBe(quiet)
  })

  test('a day that the municipality keeps closed is a day off; one that closes early is not', () => {
    const quiet = (closes: string | null) =>
      isQuiet(usual, [{ day: '2027-05-07', closes }], at('2027-05-07T11:00:00Z'))
    expect([quiet(null), quiet('12:00')]).toEqual([true, false])
  })

  test('the same hour twice is never, and a quiet time in the middle of the day is one', () => {
    const never = { ...usual, quietFrom: 9, quietTo: 9, quietDaysOff: false }
    expect(isQuiet(never, [], at('2026-11-21T08:30:00Z'))).toBe(false)
    const night = { ...never, quietFrom: 9, quietTo: 15 }
    expect(isQuiet(night, [], at('2026-11-21T12:00:00Z'))).toBe(true)
    expect(isQuiet(night, [], at('2026-11-21T14:00:00Z'))).toBe(false)
  })
})

describe('when something is sent', () => {
  test('an alarm at once, whatever the hour, and also to somebody who is away', () => {
    const alarm = notice('alarm', '2026-11-21T01:00:00Z')
    expect(isDue(alarm, here, alarm.at)).toBe(true)
    expect(isDue(alarm, { ...here, away: true }, alarm.at)).toBe(true)
  })

  test('what is for today at the next full hour that is not quiet', () => {
    const today = notice('today', '2026-11-19T10:20:00Z')
    const due = (now: string, reader = here) => isDue(today, reader, at(now))
    expect([due('2026-11-19T10:59:59Z'), due('2026-11-19T11:00:00Z')]).toEqual([false, true])
    expect(due('2026-11-19T11:00:00Z', { ...here, away: true })).toBe(false)
    expect(due('2026-11-19T19:00:00Z')).toBe(false)
    expect(due('2026-11-20T06:00:00Z')).toBe(true)
    expect(due('2026-11-21T12:00:00Z')).toBe(false)
  })

  test('what can wait the next morning, after a weekend on Monday', () => {
    const friday = notice('digest', '2026-11-20T07:00:00Z')
    const due = (now: string) => isDue(friday, here, at(now))
    // Written at eight, the hour of the digest: that morning's has gone.
    expect([due('2026-11-20T07:00:00Z'), due('2026-11-20T15:00:00Z')]).toEqual([false, false])
    expect(due('2026-11-21T08:00:00Z')).toBe(false)
    expect([due('2026-11-23T06:59:00Z'), due('2026-11-23T07:00:00Z')]).toEqual([false, true])
  })

  test('a mailbox never sleeps', () => {
    const reader = { ...here, settings: mailboxSettings(8) }
    expect(isDue(notice('today', '2026-11-21T01:10:00Z'), reader, at('2026-11-21T02:00:00Z'))).toBe(true)
    expect(isDue(notice('digest', '2026-11-20T20:00:00Z'), reader, at('2026-11-21T07:00:00Z'))).toBe(true)
  })

  test('a letter is tried for more than a day, later and later, and then given up', () => {
    let now = at('2026-11-20T00:00:00Z')
    const waits: number[] = []
    for (let attempt = 1; ; attempt += 1) {
      const next = retryAt(attempt, now)
      if (!next) break
      waits.push(next.getTime() - now.getTime())
      now = next
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(now.getTime() - at('2026-11-20T00:00:00Z').getTime()).toBeGreaterThan(24 * 3_600_000)
  })
})

describe('what leaves the house', () => {
  const told = (more: object = {}) => ({
    ...notice('today', '2026-11-19T10:20:00Z'),
    ...{ subject: 'Nytt på Bloggen', line: 'En ny kommentar.', href: '/ko?konto=1' },
    ...more,
  })
  const now = at('2026-11-19T11:00:00Z')

  test('no line can hold a personal number, a header or a hidden sign', () => {
    expect(safeLine('Roger 19811228-9874\r\nBcc: a@b.se\u202e\u0000')).toBe(
      'Roger [personnummer] Bcc: a@b.se',
    )
    expect(safeLine('å'.repeat(500))).toHaveLength(200)
  })

  test('a letter to a person says how urgent it is; one to a mailbox only what there is', () => {
    const person = letterOf({ name: 'Maja', address: 'maja@k.se' }, [told()], 'https://u.k.se', now)
    expect(person).toMatchObject({ to: 'maja@k.se', subject: 'Nytt på Bloggen' })
    expect(person.text).toContain('Behöver dig i dag. En ny kommentar.\nhttps://u.k.se/ko?konto=1')
    const box = letterOf({ name: undefined, address: 'kultur@k.se' }, [told(), told()], 'https://u.k.se', now)
    expect(box.text).toContain('Nytt på Bloggen\nEn ny kommentar. (2 stycken)\n')
    expect(box.text).not.toContain('/installningar/notiser')
  })

  test('alarms stand first, and several things have one title', () => {
    const several = [told(), told({ severity: 'alarm', subject: 'Sidan hämtas inte' })]
    expect(titleOf(several)).toBe('Larm: 2 besked från Uppsikt')
    expect(titleOf([told(), told()])).toBe('Nytt på Bloggen')
    const { text } = letterOf({ name: 'Maja', address: 'm@k.se' }, several, 'https://u.k.se', now)
    expect(text.indexOf('Sidan hämtas inte')).toBeLessThan(text.indexOf('Nytt på Bloggen'))
  })
})

test('a week begins on its Monday in Sweden', () => {
  expect(mondayOf(at('2026-11-22T22:59:59Z'))).toBe('2026-11-16')
  expect(mondayOf(at('2026-11-22T23:00:00Z'))).toBe('2026-11-23')
})
