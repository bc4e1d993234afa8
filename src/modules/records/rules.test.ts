import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RecordId } from '../../kernel/index.ts'
import { excerptOf, fileNameOf, maybeSecret, safeMediaType, textDifferences } from './rules.ts'

test('an edit shows which words went and which came', () => {
  expect(textDifferences('Åkning till 10–12 den 26 december.', 'Åkning till 13–15 den 27 december.')).toEqual(
    [
      { kind: 'same', text: 'Åkning till ' },
      { kind: 'out', text: '10' },
      { kind: 'in', text: '13' },
      { kind: 'same', text: '–' },
      { kind: 'out', text: '12' },
      { kind: 'in', text: '15' },
      { kind: 'same', text: ' den ' },
      { kind: 'out', text: '26' },
      { kind: 'in', text: '27' },
      { kind: 'same', text: ' december.' },
    ],
  )
  expect(textDifferences('lika', 'lika')).toEqual([{ kind: 'same', text: 'lika' }])
})

test('the pieces make both texts again, letter for letter, whatever they are', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = textDifferences(before, after)
      const without = (kind: string) =>
        pieces.flatMap((piece) => (piece.kind === kind ? [] : [piece.text])).join('')
      expect(without('in')).toBe(before)
      expect(without('out')).toBe(after)
    }),
  )
})

test('what is told to stand is as much as can stand in both', () => {
  /** The longest common subsequence, by trying everything. */
  const most = (a: string, b: string): number =>
    a === '' || b === ''
      ? 0
      : a[0] === b[0]
        ? 1 + most(a.slice(1), b.slice(1))
        : Math.max(most(a.slice(1), b), most(a, b.slice(1)))
  // Signs, each of which is a word of its own.
  const text = fc.string({ unit: fc.constantFrom('!', '?', '.'), maxLength: 5 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const same = textDifferences(before, after).filter(({ kind }) => kind === 'same')
      expect(same.map((piece) => piece.text).join('')).toHaveLength(most(before, after))
    }),
  )
})

test('two long and wholly different texts are told as one change', () => {
  const long = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word}${n}`).join(' ')
  expect(textDifferences(long('a'), long('b')).length).toBeLessThan(5)
})

test('an excerpt holds the word that was found, however far into the text it stands', () => {
  const text = `${'ord '.repeat(500)}ishallen ${'ord '.repeat(500)}`
  const start = text.indexOf('ishallen')
  const excerpt = excerptOf(text, [{ start, end: start + 8 }])
  const [span] = excerpt.spans
  expect(excerpt.text.slice(span?.start, span?.end)).toBe('ishallen')
  expect(excerpt).toMatchObject({ cutBefore: true, cutAfter: true })
  expect(excerpt.text.length).toBeLessThanOrEqual(320)
  expect(excerptOf('kort', [])).toEqual({ text: 'kort', spans: [], cutBefore: false, cutAfter: false })
})

test('an excerpt begins with a whole word, and what is found elsewhere is not marked in it', () => {
  const text = `${'x'.repeat(60)} först ${'ord '.repeat(100)}sist`
  const [first, last] = ['först', 'sist'].map((word) => text.indexOf(word)) as [number, number]
  // Near the beginning: nothing is cut there.
  expect(excerptOf(text, [{ start: first, end: first + 5 }])).toMatchObject({ cutBefore: false })
  const late = excerptOf(text, [
    { start: last, end: last + 4 },
    { start: first, end: first + 5 },
  ])
  expect(late.text).toMatch(/^ord .* sist$/u)
  expect(late.spans).toEqual([{ start: late.text.length - 4, end: late.text.length }])
  expect(excerptOf('y'.repeat(320), [{ start: 300, end: 320 }])).toMatchObject({
    cutBefore: false,
    cutAfter: false,
    spans: [{ start: 300, end: 320 }],
  })
})

test('confidential matters and personal data may be secret, and a threat is not for that', () => {
  expect(maybeSecret(['threat', 'confidential'])).toBe(true)
  expect(maybeSecret(['personalData'])).toBe(true)
  expect(maybeSecret(['threat'])).toBe(false)
})

test('an excerpt never cuts a letter of two units in half', () => {
  const excerpt = excerptOf('😀'.repeat(400), [])
  expect(excerpt.text.isWellFormed()).toBe(true)
})

test('what a browser could run is sent as plain bytes', () => {
  expect(safeMediaType('text/html; charset=utf-8')).toBe('application/octet-stream')
  expect(safeMediaType('image/svg+xml')).toBe('application/octet-stream')
  expect(safeMediaType('Image/PNG')).toBe('image/png')
})

test('a file name holds nothing that a header or a file system could misread', () => {
  const id = '1a2b3c4d-0000-4000-8000-000000000000' as RecordId
  expect(fileNameOf(id, 2, 'raw', 'application/json')).toBe('handling-1a2b3c4d-v2-raw.json')
  expect(fileNameOf(id, 1, '../"\r\nå', 'text/html')).toMatch(/^handling-1a2b3c4d-v1-[\w.-]+\.bin$/)
})
