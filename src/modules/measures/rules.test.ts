import { expect, test } from 'vitest'
import type { StaffId } from '../../kernel/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import type { Platform } from '../../platforms/contract.ts'
import {
  isAlready,
  isOpen,
  keptByFilter,
  needsGround,
  needsSecond,
  plannedFor,
  takenAwayBy,
  urgentRemoval,
} from './rules.ts'
import type { Measure, MeasureKind, MeasureState } from './types.ts'

const platform = (id: string) => catalogue.get(id) as Platform
const maja = 'maja' as StaffId

const measure = (kind: MeasureKind, state: MeasureState = 'done', staffId: StaffId | null = maja): Measure =>
  ({ kind, state, staffId }) as Measure

const taken = (kind: MeasureKind, steps: readonly string[], staffId: StaffId | null = maja) => ({
  measure: measure(kind, 'done', staffId),
  steps: steps.map((one) => ({ kind: one })),
})

test('a second person is asked for where the policy says so, and nowhere else', () => {
  const none = { fourEyes: { groups: [], hidingToo: true } }
  const house = { fourEyes: { groups: ['house' as const], hidingToo: false } }
  expect(needsSecond(none, platform('wordpress'), 'removeAsTrash', 'house')).toBe(false)
  expect(needsSecond(house, platform('wordpress'), 'removeAsTrash', 'house')).toBe(true)
  expect(needsSecond(house, platform('wordpress'), 'removeAsTrash', 'data')).toBe(false)
  expect(needsSecond(house, platform('wordpress'), 'hide', 'house')).toBe(false)
  expect(needsSecond(house, platform('wordpress'), 'unhide', undefined)).toBe(false)
  expect(needsSecond(house, platform('wordpress'), 'unhide', 'house')).toBe(false)
  const hiding = { fourEyes: { groups: ['house' as const, 'must' as const], hidingToo: true } }
  expect(needsSecond(hiding, platform('wordpress'), 'hide', 'house')).toBe(true)
})

test('what the law says to take away without delay is hidden by one; where nothing can be hidden, one removes it', () => {
  for (const group of ['must', 'secret'] as const) {
    const settings = { fourEyes: { groups: [group], hidingToo: true } }
    expect(needsSecond(settings, platform('wordpress'), 'hide', group)).toBe(false)
    expect(needsSecond(settings, platform('wordpress'), 'removeAsTrash', group)).toBe(true)
    expect(needsSecond(settings, platform('linkedin'), 'removeAsTrash', group)).toBe(false)
  }
})

test('who took it away is told no further than it is known', () => {
  expect(takenAwayBy('visible', [])).toBeUndefined()
  expect(takenAwayBy('gone', [])).toBe('others')
  expect(takenAwayBy('gone', [taken('removeAsTrash', ['sent', 'answered', 'confirmed'])])).toBe('us')
  expect(takenAwayBy('removed', [taken('removeAsSpam', ['confirmedByHand'])])).toBe('us')
  // Its answer was lost, and then it was gone: it may have been ours, or the author's own.
  expect(takenAwayBy('gone', [taken('removeAsTrash', ['sent', 'confirmed'])])).toBe('cannotTell')
  // We hid it, and then somebody else took it away.
  expect(takenAwayBy('gone', [taken('hide', ['sent', 'answered', 'confirmed'])])).toBe('others')
  expect(takenAwayBy('hidden', [taken('hide', ['sent', 'answered', 'confirmed'])])).toBe('us')
  expect(takenAwayBy('held', [taken('hold', ['sent', 'answered', 'confirmed'], null)])).toBe('filter')
  expect(takenAwayBy('hidden', [taken('unhide', ['sent', 'answered', 'confirmed'])])).toBe('others')
  // An order on its way, and a message to the author, have taken nothing away yet.
  const hidden = taken('hide', ['sent', 'answered', 'confirmed'])
  const sent = { measure: measure('removeAsTrash', 'sent'), steps: [] }
  expect(takenAwayBy('hidden', [hidden, sent, taken('privateReply', ['sent'])])).toBe('us')
  const declined = { measure: measure('removeAsTrash', 'declined'), steps: [{ kind: 'answered' }] }
  expect(takenAwayBy('gone', [declined])).toBe('others')
})

test('several at once: each by its platform’s own way, and what cannot be done says why', () => {
  expect(plannedFor('hide', platform('wordpress'), 'visible', [])).toEqual({ kind: 'hide', way: 'automatic' })
  expect(plannedFor('hide', platform('feed'), 'visible', [])).toEqual({ kind: 'hide', way: 'byHand' })
  expect(plannedFor('hide', platform('mastodon'), 'visible', [])).toHaveProperty('leftOut')
  expect(plannedFor('remove', platform('wordpress'), 'gone', [])).toHaveProperty('leftOut')
  expect(plannedFor('hide', platform('wordpress'), 'hidden', [measure('hide')])).toHaveProperty('leftOut')
  const answering = [measure('reply', 'sent'), measure('privateReply', 'sent')]
  expect(plannedFor('hide', platform('wordpress'), 'visible', answering)).toHaveProperty('kind', 'hide')
  expect(plannedFor('hide', platform('wordpress'), 'visible', [measure('hold', 'sent')])).toEqual({
    leftOut: 'En annan åtgärd är inte klar.',
  })
  const waits = [measure('removeAsTrash', 'awaitsSecond')]
  expect(plannedFor('hide', platform('wordpress'), 'visible', waits)).toEqual({
    leftOut: 'En åtgärd väntar redan på en andra person.',
  })
})

test('what cannot wait is removed by the API, else hidden by it, else done by hand; never ordered twice', () => {
  expect(urgentRemoval(platform('wordpress'), 'visible', [])).toBe('removeAsTrash')
  expect(urgentRemoval(platform('x'), 'visible', [])).toBe('hide')
  expect(urgentRemoval(platform('linkedin'), 'visible', [])).toBe('removeAsTrash')
  expect(urgentRemoval(platform('wordpress'), 'gone', [])).toBeUndefined()
  expect(urgentRemoval(platform('wordpress'), 'removed', [])).toBeUndefined()
  expect(urgentRemoval(platform('wordpress'), 'visible', [measure('removeAsTrash', 'sent')])).toBeUndefined()
  expect(urgentRemoval(platform('wordpress'), 'visible', [measure('removeAsTrash', 'refused')])).toBe(
    'removeAsTrash',
  )
})

test('a measure that a second person declined leaves what the filter hid waiting for a person', () => {
  const byFilter = measure('hold', 'done', null)
  expect(keptByFilter([byFilter, measure('removeAsTrash', 'declined')])).toBe('hold')
  expect(keptByFilter([byFilter, measure('removeAsTrash')])).toBeUndefined()
  expect((['declined', 'overtaken', 'done', 'refused'] as const).filter(isOpen)).toEqual([])
  expect(isOpen('awaitsSecond')).toBe(true)
})

test('a ground is needed for what takes something away, and for nothing else', () => {
  const kinds: readonly MeasureKind[] = [
    'hide',
    'hold',
    'removeAsTrash',
    'removeAsSpam',
    'unhide',
    'approve',
    'reply',
    'privateReply',
  ]
  expect(kinds.filter(needsGround)).toEqual(['hide', 'hold', 'removeAsTrash', 'removeAsSpam'])
})

test('where the platform shows no state, it is as our own last order left it', () => {
  const already = (...history: readonly Measure[]) => isAlready(platform('x'), 'hide', 'visible', history)
  expect(already()).toBe(false)
  expect(already(measure('hide'))).toBe(true)
  expect(already(measure('hide'), measure('unhide'))).toBe(false)
  expect(already(measure('hide'), measure('unhide', 'refused'), measure('reply'))).toBe(true)
  expect(isAlready(platform('wordpress'), 'hide', 'visible', [measure('hide')])).toBe(false)
})
