import { expect, test } from 'vitest'
import { filesBelow, isTest, read } from './tree.ts'

const styles = filesBelow('src/web/assets')
  .filter((path) => path.endsWith('.css'))
  .map(read)
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\/|url\([^)]*\)|"[^"]*"/g, '')

const found = (text: string, pattern: RegExp): Set<string> =>
  new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))

test('every class in the style sheet is written by some screen, so that what no screen has is not sent to every reader', () => {
  const written = [
    ...filesBelow('src').filter((path) => path.endsWith('.tsx')),
    ...filesBelow('src/web/client'),
  ]
    .filter((path) => !isTest(path))
    .flatMap((path) => [...read(path).matchAll(/(['"`])((?:(?!\1)[^\n])*)\1/g)])
    .flatMap((match) => (match[2] ?? '').split(/[^\w-]+/))
  const names = new Set(written)
  // Put together where they are drawn: `btn-${kind}`, `i-${size}`, `n${figures}`.
  const isMade = (name: string): boolean => /^(?:btn-(?:primary|danger)|i-[sl]|n[1-4])$/.test(name)
  expect([...found(styles, /\.([a-z][\w-]*)/gi)].filter((name) => !names.has(name) && !isMade(name))).toEqual(
    [],
  )
})

test('every measure and colour that is named is used, and the other way round', () => {
  const [named, used] = [found(styles, /(--[\w-]+):/g), found(styles, /var\((--[\w-]+)/g)]
  expect([...named].filter((name) => !used.has(name))).toEqual([])
  expect([...used].filter((name) => !named.has(name))).toEqual([])
})

test('what is veiled on the screen is not in the print of it, blurred or readable', () => {
  expect(styles).toMatch(/@media print \{[\s\S]*\n\s*\.veiled \{ display: none; \}/)
})
