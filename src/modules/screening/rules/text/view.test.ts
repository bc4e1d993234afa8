import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spell } from './alphabet.ts'
import { bare, reading } from './bare.ts'
import { emptyView, fold, mark } from './view.ts'

const view = emptyView()
const folded = (text: string): string => {
  fold(text, view)
  return spell(view.symbols.subarray(0, view.length)).trim()
}
const bared = (text: string, how: number = reading.usual): string => {
  bare(text, view, how)
  return spell(view.symbols.subarray(0, view.length)).trim()
}

test('case, width, accents, lookalikes and invisible signs are folded away', () => {
  expect(folded('FÏTTÅA')).toBe('fittåa')
  expect(folded('ｆｉｔｔａ 𝐟𝐢𝐭𝐭𝐚 ﬁtta фіttа f\u200bi\u00adtt\u0336a')).toBe('fitta fitta fitta fitta fitta')
})

test('å, ä and ö stay themselves, written whole or in two parts', () => {
  expect(folded('hål hal HÄL höl')).toBe('hål hal häl höl')
  expect(folded('hål häl höl'.normalize('NFD'))).toBe('hål häl höl')
  expect(folded('æ ø')).toBe('ä ö')
})

test('the bare view takes digits, signs, spaces, repetition and rings off', () => {
  expect(bared('f1tt4')).toBe('fita')
  expect(bared('he1vete')).toBe('heivete')
  expect(bared('f i t t a')).toBe('fita')
  expect(bared('f.i.t.t.a k-u-k')).toBe('fita kuk')
  expect(bared('jääävla fiiitta')).toBe('javia fita')
  expect(bared('$k!t')).toBe('skit')
})

test('addresses are not read as disguises', () => {
  expect(bared('se https://exempel.se/f1tt4 och a.b@exempel.se nu')).toBe('se och nu')
})

test('only words that were disguised are marked so', () => {
  bare('en helt vanlig f1tta här', view, reading.usual)
  const marked = [...view.marks.subarray(0, view.words)].map((marks) => (marks & mark.disguised) !== 0)
  expect(marked).toEqual([false, false, false, true, false])
})

test('what cannot be seen, by itself, is no word', () => {
  bare('က \u0000 \u200b', view, reading.usual)
  expect(view.words).toBe(1)
})

function placesInOrder(length: number): boolean {
  let before = 0
  for (let word = 0; word < view.words; word += 1) {
    const from = view.from[word] ?? -1
    const to = view.to[word] ?? -1
    if (from < before || to <= from) return false
    before = to
  }
  return before <= length
}

test('every word of both views lies where it stands in the text, in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      for (const make of [() => fold(text, view), () => bare(text, view, reading.usual)]) {
        make()
        expect(placesInOrder(text.length)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})
