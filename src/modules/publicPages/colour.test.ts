import { expect, test } from 'vitest'
import { contrast, contrastOnLight, leastContrast, parseColour, styleSheet } from './colour.ts'

const rgb = (text: string) => {
  const colour = parseColour(text)
  if (!colour) throw new Error(`no colour: ${text}`)
  return colour
}

test('contrast is measured as WCAG says', () => {
  expect(contrast(rgb('#000000'), rgb('#ffffff'))).toBeCloseTo(21, 5)
  expect(contrast(rgb('#777777'), rgb('#ffffff'))).toBeCloseTo(4.48, 2)
})

test.each(['', 'red', '#fff', '#12345g', 'url(x)', '#0b5966;}body{display:none'])(
  'what is no colour gives no style: %s',
  (text) => {
    expect(parseColour(text)).toBeUndefined()
    expect(styleSheet(text)).toBe('')
  },
)

/** Every third colour of a coarse cube, the darkest and lightest among them. */
const some = Array.from({ length: 216 }, (_, n) => [n % 6, Math.floor(n / 6) % 6, Math.floor(n / 36)])
  .map((parts) => `#${parts.map((part) => (part * 51).toString(16).padStart(2, '0')).join('')}`)
  .filter((text) => contrastOnLight(rgb(text)) >= leastContrast)

test('whatever colour is taken, text can be read on it and in it, in light and in dark', () => {
  expect(some.length).toBeGreaterThan(50)
  const poor = some.filter((text) => {
    const sheet = styleSheet(text)
    const pair = (name: string) => {
      const found = new RegExp(`--${name}:light-dark\\((#\\w{6}),(#\\w{6})\\)`).exec(sheet)
      return [rgb(found?.[1] ?? ''), rgb(found?.[2] ?? '')] as const
    }
    const [ink, brand, on, strong, soft] = [
      'brand-ink',
      'brand',
      'on-brand',
      'brand-strong',
      'brand-soft',
    ].map(pair)
    const surfaces = [rgb('#ffffff'), rgb('#141e21')] as const
    return [0, 1].some((theme) => {
      const at = theme as 0 | 1
      if (!ink || !brand || !on || !strong || !soft) return true
      return [
        contrast(ink[at], surfaces[at]),
        contrast(ink[at], soft[at]),
        contrast(on[at], brand[at]),
        contrast(on[at], strong[at]),
      ].some((ratio) => ratio < leastContrast)
    })
  })
  expect(poor).toEqual([])
})
