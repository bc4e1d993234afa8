import { describe, expect, test } from 'vitest'
import { linkForms, seenSince, stateOf, stillAnswers, subjectOf, urgencyOf } from './rules.ts'

test('what may be a threat cannot wait where it stands with us; a link to anywhere wakes nobody', () => {
  expect(urgencyOf('threat', true, false)).toBe(0)
  expect(urgencyOf('harm', true, true)).toBe(0)
  expect(urgencyOf('threat', false, false)).toBe(1)
  expect(urgencyOf('copyright', true, false)).toBe(1)
  // Urgency 1 of an item is a question, with a time to be answered by.
  expect(urgencyOf('copyright', true, true)).toBe(2)
})

test('a comment that somebody opened before the notice came is no notice seen', () => {
  const received = new Date('2026-11-18T10:00:00Z')
  const opened = (time: string) => ({ kind: 'waiting', seenAt: new Date(`2026-11-18T${time}Z`) }) as const
  expect(seenSince(received, opened('09:59:00'))).toEqual({ kind: 'waiting', seenAt: null })
  expect(seenSince(received, opened('10:01:00'))).toEqual(opened('10:01:00'))
})

describe('a link that somebody has copied', () => {
  const permalink = 'https://blogg.kommun.se/2026/ishallen/#comment-7'

  test.each([
    'https://blogg.kommun.se/2026/ishallen/#comment-7',
    ' http://www.blogg.kommun.se/2026/ishallen#comment-7 ',
    'https://m.blogg.kommun.se/2026/ishallen/?utm_source=x&fbclid=abc#comment-7',
  ])('finds the address that the platform gave: %s', (link) => {
    expect(linkForms(link)).toContain(permalink)
    expect(subjectOf({ link, text: '' })).toBe(subjectOf({ link: permalink, text: '' }))
  })

  test('keeps what tells one comment from another', () => {
    const other = permalink.replace('7', '8')
    expect(linkForms(other)).not.toContain(permalink)
    expect(subjectOf({ link: other, text: '' })).not.toBe(subjectOf({ link: permalink, text: '' }))
    expect(subjectOf({ link: 'https://a.se/?p=1', text: '' })).not.toBe(
      subjectOf({ link: 'https://a.se/?p=2', text: '' }),
    )
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'se inlägget i går', ''])(
    'is only words when it is no address of a page: %s',
    (link) => {
      expect(linkForms(link)).toEqual([])
      expect(subjectOf({ link, text: 'x' })).toMatch(/^words:/)
    },
  )

  test('the same words about the same account are the same thing', () => {
    expect(subjectOf({ link: '', text: 'Hemskt  SAGT\n' })).toBe(subjectOf({ link: '', text: 'hemskt sagt' }))
  })
})

describe('what a notifier is told', () => {
  const at = new Date('2026-11-19T08:00:00Z')
  const done = { seenAt: at, doneAt: at, outcome: 'measured' }
  const measure = {
    kind: 'hide',
    state: 'done',
    groundId: 'g',
    requestedAt: at,
    finishedAt: at,
  } as const
  const told = (...given: Partial<Parameters<typeof stateOf>>) =>
    stateOf(given[0] ?? done, given[1], given[2] ?? [measure], given[3] ?? (() => 'must'))

  test('is the group of the ground and no more', () => {
    expect(told()).toEqual({ kind: 'takenAway', why: 'crime', at })
    expect(told(done, undefined, [measure], () => 'secret')).toMatchObject({ why: 'details' })
    expect(told(done, undefined, [measure], () => 'data')).toMatchObject({ why: 'details' })
    expect(told(done, undefined, [measure], () => 'house')).toMatchObject({ why: 'rules' })
  })

  test.each(['requested', 'sent', 'unknown', 'byHand', 'refused'] as const)(
    'is not that it is done while the order is %s',
    (state) => {
      expect(told(done, undefined, [{ ...measure, state }])).toMatchObject({ kind: 'takingAway' })
    },
  )

  test('follows what has been done since: given back, it stands', () => {
    expect(told(done, undefined, [measure, { ...measure, kind: 'unhide' }])).toMatchObject({ kind: 'stands' })
  })

  test('is nothing until somebody has decided, whatever was done before', () => {
    expect(told({ seenAt: null, doneAt: null, outcome: null })).toEqual({ kind: 'waiting', seenAt: null })
    expect(told({ ...done, outcome: 'left' }, undefined, [])).toMatchObject({ kind: 'stands' })
    expect(told({ ...done, outcome: 'gone' }, undefined, [])).toMatchObject({ kind: 'gone' })
    expect(told({ ...done, outcome: 'left' })).toMatchObject({ kind: 'stands' })
    expect(told(done, undefined, [])).toMatchObject({ kind: 'stands' })
  })

  test('is what somebody answered, where that ended the task', () => {
    const answer = { outcome: 'notOurs', text: 'Det är inte vårt konto.', at } as const
    expect(told({ ...done, outcome: 'answered' }, answer, [])).toEqual({
      kind: 'notOurs',
      text: answer.text,
      at,
    })
    expect(told({ ...done, outcome: 'answered' }, undefined, [])).toMatchObject({ kind: 'stands' })
    expect(told(done, answer)).toMatchObject({ kind: 'takenAway' })
  })
})

test('a decision answers a bare notice the same day, and never one that says something new', () => {
  const task = { doneAt: new Date('2026-11-19T08:00:00Z') }
  const hours = (n: number): Date => new Date(task.doneAt.getTime() + n * 3_600_000)
  expect(stillAnswers(task, '', hours(23))).toBe(true)
  expect(stillAnswers(task, '', hours(24))).toBe(false)
  expect(stillAnswers(task, 'Den syns ännu', hours(1))).toBe(false)
  expect(stillAnswers({ doneAt: null }, '', hours(1))).toBe(false)
})
