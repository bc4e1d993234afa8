import fc from 'fast-check'
import { expect, test } from 'vitest'
import { symbolCount } from '../text/alphabet.ts'
import { buildAutomaton } from './automaton.ts'

/** Every place where a pattern ends, by comparing everywhere. */
function naively(patterns: readonly Uint8Array[], text: readonly number[]): string[] {
  return text
    .flatMap((_, end) =>
      patterns.flatMap((pattern, number) => {
        const from = end + 1 - pattern.length
        return from >= 0 && pattern.every((each, at) => text[from + at] === each) ? [`${number}@${end}`] : []
      }),
    )
    .sort()
}

function walked(patterns: readonly Uint8Array[], text: readonly number[]): string[] {
  const { next, hitPattern, hitNext } = buildAutomaton(patterns)
  const found: string[] = []
  let state = 0
  for (const [at, each] of text.entries()) {
    state = next[state + each] ?? 0
    for (let hit = next[state + symbolCount] ?? -1; hit !== -1; hit = hitNext[hit] ?? -1) {
      found.push(`${hitPattern[hit]}@${at}`)
    }
  }
  return found.sort()
}

test('one walk finds what comparing every pattern at every place finds', () => {
  const symbols = fc.integer({ min: 0, max: 3 })
  fc.assert(
    fc.property(
      fc.array(fc.array(symbols, { minLength: 1, maxLength: 5 }), { maxLength: 12 }),
      fc.array(symbols, { maxLength: 60 }),
      (patterns, text) => {
        const written = patterns.map((pattern) => Uint8Array.from(pattern))
        expect(walked(written, text)).toEqual(naively(written, text))
      },
    ),
    { numRuns: 500 },
  )
})
