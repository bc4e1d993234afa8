import { expect, test } from 'vitest'
import { alike, leastAlike, piecesOf, printsOf } from './prints.ts'

const shared = (one: string, other: string): boolean => {
  const prints = new Set(printsOf(piecesOf(one)))
  return printsOf(piecesOf(other)).some((print) => prints.has(print))
}
const likeness = (one: string, other: string): number => alike(piecesOf(one), piecesOf(other))

const text =
  'Stoppa nedläggningen av Kvarnens skola nu, annars flyttar vi härifrån allihop och tar barnen med oss'

test('the same text in other letters, with another name, link or emoji is found again', () => {
  for (const other of [
    text.toUpperCase(),
    `@Maja ${text} 😡😡`,
    `${text} https://exempel.se/namn?x=3`,
    text.replaceAll(' ', '  ').replace('nu,', 'nu!!!'),
    text.split('').join('\u200b'),
    text.replace('allihop', 'alla'),
  ]) {
    expect(likeness(text, other), other).toBeGreaterThanOrEqual(leastAlike)
    expect(shared(text, other), other).toBe(true)
  }
})

test('another text about the same is not the same text', () => {
  for (const other of [
    'Stoppa nedläggningen av biblioteket i Byn, det behövs för alla barn som bor här ute',
    'Jag tycker att skolan ska vara kvar, men då måste någon betala för lokalerna',
  ])
    expect(likeness(text, other), other).toBeLessThan(leastAlike)
})

test('what many say without having copied it has no print', () => {
  for (const short of [
    'Tack för hjälpen!',
    'Grattis på födelsedagen',
    '👍👍👍',
    '',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  ])
    expect(printsOf(piecesOf(short)), short).toEqual([])
})

test('other alphabets have letters too, and a long hostile text costs no more than its beginning', () => {
  const russian = 'Почему школа закрыта сегодня и когда она откроется снова для детей'
  const other = 'Спасибо большое всем работникам библиотеки за прекрасный вечер'
  expect(shared(russian, russian)).toBe(true)
  expect(shared(russian, other)).toBe(false)
  const begun = performance.now()
  printsOf(piecesOf('a\u200b@b https://c '.repeat(50_000)))
  expect(performance.now() - begun).toBeLessThan(1_000)
})
