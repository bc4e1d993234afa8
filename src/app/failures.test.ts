import { expect, test } from 'vitest'
import { inWords } from './failures.ts'

const failing = (code: string, more: object = {}) => Object.assign(new Error('sagt'), { code, ...more })

test.each([
  ['ENOSPC', /Disken är full.*sagt/],
  ['EACCES', /läsa eller skriva/],
  ['ENOENT', /Sökvägen går inte/],
  ['ECONNREFUSED', /Databasen svarar inte/],
  ['28P01', /rollen eller lösenordet/],
  ['3D000', /Databasen finns inte/],
  ['42P01', /uppsikt migrate/],
])('%s is told in words', (code, words) => {
  expect(inWords(failing(code))).toMatch(words)
})

test('the path is named, and a fault of our own is not explained away', () => {
  expect(inWords(failing('ENOSPC', { path: '/data/x' }))).toContain('/data/x')
  for (const own of [new TypeError('x is not a function'), failing('23505'), 'text', undefined])
    expect(inWords(own)).toBeUndefined()
})
