import { expect, test } from 'vitest'
import { aroundHits } from './around-hits.ts'

const filler = 'Det här är en lång text om vägar och bussar som ingen behöver läsa just nu. '.repeat(12)

test('of a long text the words around each hit are left, marked where they now stand', () => {
  const text = `${filler}Jag ska döda dig. ${filler}Vi vet var du bor. ${filler}`
  const spans = ['ska döda dig', 'vet var du bor'].map((words) => {
    const start = text.indexOf(words)
    return { start, end: start + words.length }
  })
  const shown = aroundHits(text, spans)
  if (!shown) throw new Error('nothing was left out')
  expect(shown.text.length).toBeLessThan(520)
  expect(shown.spans.map(({ start, end }) => shown.text.slice(start, end))).toEqual([
    'ska döda dig',
    'vet var du bor',
  ])
  expect(shown.text.startsWith('… ')).toBe(true)
  expect(shown.text.endsWith('…')).toBe(true)
})

test('a short text, one that is a hit from end to end, and one without hits are shown as they are', () => {
  expect(aroundHits('Jag ska döda dig', [{ start: 4, end: 16 }])).toBeUndefined()
  expect(aroundHits(filler, [{ start: 0, end: filler.length }])).toBeUndefined()
  expect(aroundHits(filler, [])).toBeUndefined()
})

test('places outside the text, and a text without spaces, do no harm', () => {
  const long = 'x'.repeat(4_000)
  expect(aroundHits(long, [{ start: 3_990, end: 5_000 }])?.text.length).toBeLessThan(200)
})
