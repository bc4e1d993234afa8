import { expect, test } from 'vitest'
import { aboutOf, versionKeyIn } from './rules.ts'

test('records that a record is about are read, and nonsense is passed over', () => {
  const record = '1a2b3c4d-0000-4000-8000-000000000000'
  expect(aboutOf({ about: JSON.stringify([{ record, version: 2 }, { record: 'x' }, 7]) })).toEqual([
    { record, version: 2 },
  ])
  expect(aboutOf({ about: '{' })).toEqual([])
  expect(aboutOf(undefined)).toEqual([])
})

test('a version key is read from how an item came, and from nothing else', () => {
  expect(versionKeyIn(Buffer.from('{"versionKey":"a1"}'))).toBe('a1')
  for (const other of ['{}', 'null', '{"versionKey":7}', '\xff{', ''])
    expect(versionKeyIn(Buffer.from(other, 'latin1'))).toBeUndefined()
})
