import { expect, test } from 'vitest'
import type { Reason, Screening } from '../../../screening/index.ts'
import { reasonsOf, spansOf } from './reasons.tsx'

const screening = (reasons: readonly Reason[]): Screening => ({
  language: 'sv',
  labels: [],
  reasons,
  pictures: [],
  repeated: undefined,
})
const said = (reasons: readonly Reason[], text: string): string[] =>
  reasonsOf(screening(reasons), text).map((reason) => String(reason.text))

test('what a list found is said once, in words, with what the author wrote', () => {
  const text = 'Säg åt henne att passa sig. Jag vet vilken bil hon kör.'
  const reasons: Reason[] = [
    { label: 'threat', start: 17, end: 26, source: 'list:threat/medium:passa dig' },
    { label: 'threat', start: 32, end: 46, source: 'list:threat/medium:vet vilken bil' },
  ]
  expect(said(reasons, text)).toEqual([
    'Ordlistan <b>Hot, medel</b> träffade ”passa sig” och ”vet vilken bil”.',
    'Maskinen ger skäl. Det är du som bestämmer.',
  ])
})

test('what was disguised is said as it was written, how, and what it is taken for', () => {
  const source = 'list:profanity/medium:fitta'
  const text = 'f***a, attif, fi tta'
  const places = [
    [0, 5],
    [7, 12],
    [14, 20],
  ] as const
  const reasons = places.map(([start, end]): Reason => ({ label: 'profanity', start, end, source }))
  expect(said(reasons, text)[0]).toBe(
    'Ordlistan <b>Svordomar, medel</b> träffade ”f***a” (bokstäver är dolda, läst som ”fitta”), ”attif” (baklänges, läst som ”fitta”) och ”fi tta” (isärskrivet, läst som ”fitta”).',
  )
})

test('personal data is named as what it looks like, never as what it is', () => {
  const text = 'Ring 070-174 06 58, 19640823-3234'
  const reasons: Reason[] = [
    { label: 'personalData', start: 5, end: 18, source: 'phone' },
    { label: 'personalData', start: 20, end: 33, source: 'personalNumber' },
  ]
  expect(said(reasons, text).slice(0, 2)).toEqual([
    'Ser ut som ett telefonnummer: ”070-174 06 58”.',
    'Ser ut som ett personnummer: ”19640823-3234”.',
  ])
})

test('what was learnt says what weighed, which training and when, and never what the text is', () => {
  const text = 'Ni murmeldjur kan packa ihop'
  const source = 'learned:3:2026-11-28'
  const reasons: Reason[] = [
    { label: 'learned', start: 3, end: 13, source },
    { label: 'learned', start: 18, end: 23, source },
  ]
  expect(said(reasons, text)[0]).toBe(
    'Liknar sådant som ni har åtgärdat. Tyngst vägde ”murmeldjur” och ”packa”. Inlärning 3, lördag 28 november 2026.',
  )
})

test('what somebody wrote is text on the page, also inside a reason', () => {
  const text = '<script>x</script>'
  const html = said([{ label: 'spam', start: 0, end: text.length, source: 'list:spam/medium:x' }], text)[0]
  expect(html).not.toContain('<script>')
})

test('a question mark is a reason but marks nothing in the text, and no reason is said as such', () => {
  const question: Reason = { label: 'question', start: 0, end: 4, source: 'pattern:questionMark' }
  expect(spansOf(screening([question]))).toEqual([])
  expect(said([], 'Hej')).toEqual(['Inget i texten gav utslag. Den ligger här för att någon ska läsa den.'])
  expect(String(reasonsOf(undefined, 'Hej')[0]?.text)).toContain('inte granskad ännu')
})
