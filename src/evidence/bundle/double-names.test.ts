import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasDoubleNames } from './double-names.ts'

test.each([
  ['{"a":1,"a":2}', true],
  ['{"a":1,"\\u0061":2}', true],
  ['[{"x":[{"a":"{","b":1,"a" \n:2}]}]', true],
  ['{"a":{"a":{"a":1}},"b":{"a":1}}', false],
  ['[{"a":1},{"a":1}]', false],
  ['{"a":"\\"a\\":1,","b":["a","a"]}', false],
  ['{"a\\\\":1,"a":"\\\\"}', false],
  ['"a"', false],
])('%s: %s', (text, expected) => {
  expect(JSON.parse(text)).toBeDefined()
  expect(hasDoubleNames(text)).toBe(expected)
})

test('what JSON.stringify writes never has them', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, space) => {
      expect(hasDoubleNames(JSON.stringify(value, null, space))).toBe(false)
    }),
  )
})
