import { describe, expect, test } from 'vitest'
import type { PolicySettings } from '../policy/index.ts'
import { presetById } from '../policy/index.ts'
import { stepsDue, waitsBy } from './urgent.ts'

const settings = presetById('allman')?.settings as PolicySettings
const at = (time: string) => new Date(`2026-11-28T${time}:00Z`)
const one = (since: string, ...told: string[]) => ({
  ...{ kind: 'item' as const, since: at(since), openedAt: null, told },
})
type Own = Parameters<typeof stepsDue>[0]
const due = (own: Own, now: string, alarms: Partial<PolicySettings['alarms']> = {}) =>
  stepsDue(own, waitsBy({ ...settings, alarms: { ...settings.alarms, ...alarms } }), at(now)).map(
    ({ step, tasks, rings }) => [step, tasks.length, rings],
  )

describe('what cannot wait', () => {
  test('is told of at once, to others after half an hour and an hour, each step once', () => {
    expect(due([one('20:00')], '20:00')).toEqual([['first', 1, true]])
    expect(due([one('20:00', 'first')], '20:29')).toEqual([])
    expect(due([one('20:00', 'first')], '20:30')).toEqual([['next', 1, true]])
    expect(due([one('20:00', 'first', 'next')], '21:00')).toEqual([['communications', 1, true]])
    expect(due([one('20:00', 'first', 'next', 'communications')], '23:00')).toEqual([])
  })

  test('goes on when the policy says so', () => {
    const own = [one('20:00', 'first')]
    expect(due(own, '20:10', { nextAfterMinutes: 10 })).toEqual([['next', 1, true]])
    expect(due(own, '20:59', { nextAfterMinutes: 120, communicationsAfterMinutes: 180 })).toEqual([])
  })

  test('that somebody has opened rings for nobody, until it has lain opened too long', () => {
    const opened = { ...one('20:00', 'first'), openedAt: at('20:05') }
    expect(due([opened], '22:04')).toEqual([])
    expect(due([opened], '22:05')).toEqual([['undone', 1, true]])
    expect(due([{ ...opened, told: ['undone'] }], '23:30')).toEqual([])
    // What nobody has opened beside it goes its own way.
    expect(due([{ ...opened, told: ['first', 'undone'] }, one('22:00')], '22:06')).toEqual([
      ['first', 1, true],
    ])
  })

  test('rings once in a flood, and again when what was told of has been opened', () => {
    expect(due([one('20:00', 'first'), one('20:01'), one('20:01')], '20:01')).toEqual([['first', 2, false]])
    expect(due([one('20:05')], '20:05')).toEqual([['first', 1, true]])
  })

  test('that a second person or the police are asked for has been told, and is told of again only if nobody opens it', () => {
    const asked = { ...one('20:00'), kind: 'suspectedAbuse' as const }
    expect(due([asked], '20:10')).toEqual([])
    expect(due([asked], '20:30')).toEqual([['next', 1, true]])
  })
})
