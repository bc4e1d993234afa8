import { describe, expect, test } from 'vitest'
import { stepsDue } from './urgent.ts'

const at = (time: string) => new Date(`2026-11-28T${time}:00Z`)
const one = (since: string, ...told: string[]) => ({ kind: 'item' as const, since: at(since), told })
const due = (own: Parameters<typeof stepsDue>[0], now: string) =>
  stepsDue(own, at(now)).map(({ step, tasks, rings }) => [step, tasks.length, rings])

describe('what cannot wait', () => {
  test('is told of at once, to others after half an hour and an hour, each step once', () => {
    expect(due([one('20:00')], '20:00')).toEqual([['first', 1, true]])
    expect(due([one('20:00', 'first')], '20:29')).toEqual([])
    expect(due([one('20:00', 'first')], '20:30')).toEqual([['next', 1, true]])
    expect(due([one('20:00', 'first', 'next')], '21:00')).toEqual([['communications', 1, true]])
    expect(due([one('20:00', 'first', 'next', 'communications')], '23:00')).toEqual([])
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
