import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  canonicalText,
  fieldsOf,
  fieldValue,
  isClean,
  isFieldName,
  isPartName,
  sanitizeText,
} from './canonical.ts'

describe('RFC 8785 text', () => {
  test('the example of the standard comes out as the standard has it', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalText(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('keys stand in the order of their UTF-16 units', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const object = Object.fromEntries(keys.map((key) => [key, 0]))
    expect(Object.keys(JSON.parse(canonicalText(object)))).toHaveLength(7)
    expect(canonicalText(object)).toBe(
      '{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\ud83d\ude00":0,"\ufb33":0}',
    )
  })

  test('any JSON value reads back as itself, whatever order its members came in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // Neither a lone surrogate nor -0 has a text of its own.
        fc.pre(isClean(JSON.stringify(value)) && !/\\ud[89a-f]/i.test(JSON.stringify(value)))
        const text = canonicalText(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalText(JSON.parse(text))).toBe(text)
      }),
    )
  })

  test.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1n,
    new Date(0),
    () => 1,
    [undefined],
    '\ud800',
    Symbol('x'),
  ])('what is not JSON is refused, not guessed at (%#)', (value) => {
    expect(() => canonicalText(value)).toThrow(TypeError)
  })

  test('nesting made to hurt is refused before it does', () => {
    let deep: unknown = 0
    for (let n = 0; n < 100_000; n += 1) deep = [deep]
    expect(() => canonicalText(deep)).toThrow(RangeError)
    expect(() => fieldValue(deep)).toThrow(RangeError)
  })
})

describe('values', () => {
  test('a number, boolean, list or object is its text, a string is itself', () => {
    expect(fieldValue(12)).toBe('12')
    expect(fieldValue(-0)).toBe('0')
    expect(fieldValue(true)).toBe('true')
    expect(fieldValue(['b', { d: 1, c: 'å' }])).toBe('["b",{"c":"å","d":1}]')
    expect(fieldValue('"hej"')).toBe('"hej"')
  })

  test('what is absent is left out', () => {
    expect(fieldsOf({ text: 'hej', parent: undefined, permalink: null, empty: '' })).toEqual({
      text: 'hej',
      empty: '',
    })
    expect(() => fieldValue(undefined)).toThrow(TypeError)
    expect(() => fieldsOf({ 'Bad-name': 1 })).toThrow(TypeError)
  })

  test('lone surrogates and NUL become U+FFFD, also deep inside, and pairs stay', () => {
    expect(sanitizeText('a\0b\ud800c\udc00d\ud83d\ude00')).toBe('a\ufffdb\ufffdc\ufffdd\ud83d\ude00')
    expect(fieldValue({ 'k\0': ['\udfff'] })).toBe('{"k\ufffd":["\ufffd"]}')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = sanitizeText(text)
        expect(isClean(clean)).toBe(true)
        expect(Buffer.from(clean, 'utf8').toString('utf8')).toBe(clean)
      }),
    )
  })

  test('a key named __proto__ from outside is a key like any other', () => {
    expect(fieldValue(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}')
  })

  test('names are what the format allows and nothing more', () => {
    expect(['text', 'authorId', 'a1'].every(isFieldName)).toBe(true)
    expect(['', 'Text', '1a', 'a-b', 'å', 'a\n'].some(isFieldName)).toBe(false)
    expect(['raw', 'media-1', '0.json'].every(isPartName)).toBe(true)
    expect(['', '.raw', '-a', 'a/b', 'A', '../x', 'a\n'].some(isPartName)).toBe(false)
  })
})

test('64 levels can be written and recorded, and no more', () => {
  const lists = (levels: number): unknown => (levels === 0 ? 1 : [lists(levels - 1)])
  const objects = (levels: number): unknown => (levels === 0 ? 1 : { a: objects(levels - 1) })
  for (const nested of [lists, objects])
    for (const written of [canonicalText, fieldValue]) {
      expect(written(nested(64))).toContain('1')
      expect(() => written(nested(65))).toThrow(RangeError)
    }
})

test('a NUL alone, and half a pair alone, are not clean', () => {
  expect(['', 'å 😀', '\0', 'a\ud83d', '\ude00b'].map(isClean)).toEqual([true, true, false, false, false])
})
