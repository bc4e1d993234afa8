import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeEntry, type Entry, encodeEntry, leafHash, recordTypes } from './entry.ts'

const entry: Entry = {
  type: recordTypes.disposal,
  timeMs: 1_780_000_000_123,
  recordId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  version: 3,
  commitment: Buffer.alloc(32, 0xab),
}

test('an entry is the 72 bytes of the page', () => {
  const bytes = encodeEntry(entry)
  expect(bytes.toString('hex')).toBe(
    `${Buffer.from('uppsikt/v1\0').toString('hex')}070000019e7044887b0f8fad5bd9cb469fa16570867728950e00000003${'ab'.repeat(32)}`,
  )
  expect(bytes).toHaveLength(72)
  expect(leafHash(bytes)).toEqual(createHash('sha256').update('\0').update(bytes).digest())
})

test('an entry reads back as itself', () => {
  const entries = fc.record({
    type: fc.constantFrom(...Object.values(recordTypes)),
    timeMs: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    recordId: fc.uuid({ version: 4 }),
    version: fc.integer({ min: 1, max: 0xffffffff }),
    commitment: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
  })
  fc.assert(
    fc.property(entries, (value) => {
      expect(decodeEntry(encodeEntry(value))).toEqual(value)
    }),
  )
})

test('the first moment and the last version fit an entry', () => {
  const edges = { ...entry, timeMs: 0, version: 0xffffffff }
  expect(decodeEntry(encodeEntry(edges))).toEqual(edges)
})

test('the types keep the numbers of the page', () => {
  expect(Object.values(recordTypes)).toEqual(Array.from({ length: 15 }, (_, n) => n + 1))
})

test('what does not fit an entry is refused', () => {
  const wrong: Partial<Entry>[] = [
    { timeMs: -1 },
    { timeMs: 0.5 },
    { version: 0 },
    { version: 2 ** 32 },
    { recordId: '0f8fad5b-d9cb-169f-a165-70867728950e' },
    { recordId: entry.recordId.toUpperCase() },
    { commitment: Buffer.alloc(31) },
  ]
  for (const part of wrong) expect(() => encodeEntry({ ...entry, ...part })).toThrow(RangeError)
})

test('bytes that are not an entry are none', () => {
  const bytes = encodeEntry(entry)
  expect(decodeEntry(bytes.subarray(1))).toBeUndefined()
  expect(decodeEntry(Buffer.concat([bytes, Buffer.alloc(1)]))).toBeUndefined()
  const type16 = Buffer.from(bytes)
  type16[11] = 16
  expect(decodeEntry(type16)).toBeUndefined()
  const otherPrefix = Buffer.from(bytes)
  otherPrefix[9] = 0x32
  expect(decodeEntry(otherPrefix)).toBeUndefined()
})
