import { expect, test } from 'vitest'
import { safeDetail } from './rules.ts'

test('no personal number or coordination number is kept in the trail, however it is written', () => {
  // Numbers that Skatteverket has set aside for tests.
  for (const number of [
    '19900118-9811',
    '199001189811',
    '900118-9811',
    '9001189811',
    '900118+9811',
    '900118 9811',
  ]) {
    expect(safeDetail({ name: `Kim, ${number}.` })).toEqual({ name: 'Kim, [personnummer].' })
  }
  expect(safeDetail({ list: [{ deep: 'x 197010632391 y' }] })).toEqual({
    list: [{ deep: 'x [personnummer] y' }],
  })
})

test('ids, times and phone numbers stay as they are', () => {
  const detail = {
    id: '7d44b2a6-2a51-4e9d-9001-189811189811',
    at: '2026-11-19T08:00:00.000Z',
    count: 9001189811,
    phone: '070-174 06 58',
    diary: 'KS 2026/0118-9812',
    none: null,
  }
  expect(safeDetail(detail)).toEqual(detail)
})

test('a field that is named as a secret is a broken promise, and thrown', () => {
  for (const name of [
    'token',
    'accessToken',
    'clientSecret',
    'Password',
    'privateKey',
    'cookie',
    'csrfToken',
  ]) {
    expect(() => safeDetail({ settings: { [name]: 'x' } })).toThrow(name)
  }
})
