import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJson } from './json-slice.ts'

const read = (text: string | Uint8Array) => {
  const got = readJson(typeof text === 'string' ? Buffer.from(text) : text)
  if (!got.ok) throw new Error(got.error)
  return got.value
}
const asText = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString()

test('an element is cut out exactly as it stands, blanks and escapes and all', () => {
  const odd = '{ "a" : "}],\\"\\\\" ,\n\t"b":[1 , {"c":"]"}] }'
  const slices = read(`\n[ ${odd} ,1e5, "x\\"]" ,null,[] ]  `).elements()
  expect(slices.map((slice) => asText(slice.bytes))).toEqual([odd, '1e5', '"x\\"]"', 'null', '[]'])
  expect(slices[0]?.value).toEqual({ a: '}],"\\', b: [1, { c: ']' }] })
})

test('a member is found under an escaped name, and the last of two wins as in JSON.parse', () => {
  const slice = read('{"\\u0070ost":1,"x":{"post":9},"post":{"id":2}}')
  expect(slice.get('post')?.value).toEqual({ id: 2 })
  expect(asText(slice.get('post')?.bytes)).toBe('{"id":2}')
  expect(slice.get('saknas')).toBeUndefined()
  expect(slice.get('post')?.get('id')?.value).toBe(2)
  expect(slice.elements()).toEqual([])
  expect(read('[1]').get('x')).toBeUndefined()
})

test('whatever the JSON, the pieces are the bytes and the values of the whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue({ maxDepth: 5 })),
      fc.constantFrom(undefined, 1, '\t'),
      (values, indent) => {
        const bytes = Buffer.from(JSON.stringify({ 'å"': values }, null, indent))
        const slices = read(bytes).get('å"')?.elements() ?? []
        expect(slices.map((slice) => slice.value)).toEqual(JSON.parse(JSON.stringify(values)))
        let from = 0
        for (const slice of slices) {
          const at = bytes.indexOf(slice.bytes, from)
          expect(at).toBeGreaterThanOrEqual(from)
          from = at + slice.bytes.length
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('a byte order mark is stepped over, and broken UTF-8 stays in the bytes', () => {
  expect(read(Buffer.from('\ufeff[1]')).elements()).toHaveLength(1)
  const [slice] = read(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])).elements()
  expect(slice?.value).toBe('\ufffd')
  expect([...(slice?.bytes ?? [])]).toEqual([0x22, 0xff, 0x22])
})

test('what is not JSON, or nested out of bounds, is said to be so', () => {
  for (const text of ['', '[1,]', '{"a":1', '<html>', '[1] x', '"\\']) {
    expect(readJson(Buffer.from(text))).toEqual({ ok: false, error: 'notJson' })
  }
  expect(readJson(Buffer.from('['.repeat(100_000)))).toEqual({ ok: false, error: 'tooDeep' })
  expect(readJson(Buffer.from('['.repeat(64) + ']'.repeat(64))).ok).toBe(true)
})
