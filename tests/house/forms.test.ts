import { expect, test } from 'vitest'
import { planFields } from '../../src/modules/applications/plan.ts'
import { isWriting } from '../../src/web/index.ts'
import { filesBelow, isSource, isTest, read } from './tree.ts'

/** What nobody is to see again, not even whoever wrote it. */
const secrets = ['koder']

test('what somebody has written is given back when its form is refused, whatever form it is', () => {
  const written = filesBelow('src/modules')
    .filter((path) => path.endsWith('.tsx') && !isTest(path))
    .flatMap((path) => [...read(path).matchAll(/<Textarea\s[^>]*?\bname="([^"]+)"/g)])
    .map((match) => match[1] ?? '')
  expect(written.length).toBeGreaterThan(30)
  const inPlan = planFields
    .filter(({ kind }) => ['text', 'line', 'lines'].includes(kind))
    .map(({ name }) => name)
  expect([...written, ...inPlan].filter((name) => !isWriting(name) && !secrets.includes(name))).toEqual([])
  expect([...secrets, '_csrf', 'password', 'appSecret', 'losenord'].filter(isWriting)).toEqual([])
})

test('what is too long is said to be too long, not to be missing', () => {
  const unsaid = filesBelow('src/modules')
    .filter((path) => isSource(path) && !isTest(path))
    .filter((path) =>
      /\.string\(\{ error: [^)]*\}\)\s*\.trim\(\)[^;]{0,160}?\.max\([\d_]+\)/.test(read(path)),
    )
  expect(unsaid).toEqual([])
})
