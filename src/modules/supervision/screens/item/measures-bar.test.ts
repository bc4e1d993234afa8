import { expect, test } from 'vitest'
import { offered } from './measures-bar.tsx'

test('of what the word filter has hidden, keeping a threat hidden is the strongest button, and showing a curse again', () => {
  const possible = ['hold', 'approve', 'removeAsTrash', 'removeAsSpam'] as const
  expect(offered(possible, 'hold', true)).toEqual(['hold', 'approve', 'removeAsTrash'])
  expect(offered(possible, 'hold', false)).toEqual(['approve', 'removeAsTrash', 'hold'])
  expect(offered(['hide', 'removeAsTrash'], undefined, true)).toEqual(['hide', 'removeAsTrash'])
})
