import { expect, test } from 'vitest'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { filesBelow, isSource, isTest, read } from './tree.ts'

/** The demo runs accounts on them all; everything else learns what a platform is like from the platform itself. */
const elsewhere = filesBelow('src').filter(
  (path) =>
    isSource(path) &&
    !isTest(path) &&
    !path.startsWith('src/platforms/') &&
    !path.startsWith('src/app/demo/'),
)

test('no code outside its own folder knows a platform by its id: adding one touches nothing else', () => {
  // 'other' and 'x' are words of their own too.
  const ids = [...catalogue.keys()].filter((id) => id.length > 5 || id === 'feed')
  const named = new RegExp(`['"\`](?:${ids.join('|')})['"\`]`)
  const found = elsewhere.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, n) => (named.test(line) ? [`${path}:${n + 1} ${line.trim().slice(0, 80)}`] : [])),
  )
  expect(elsewhere.length).toBeGreaterThan(400)
  expect(found).toEqual([])
})
