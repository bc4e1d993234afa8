import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { growth } from '../../../tests/support/linear.ts'
import { facetsOf, findFacets, graphemes } from './facets.ts'

/** What the byte offsets point at. */
const cut = (text: string): string[] =>
  findFacets(text).map(({ byteStart, byteEnd }) =>
    Buffer.from(text).subarray(byteStart, byteEnd).toString('utf8'),
  )
const values = (text: string): string[] => findFacets(text).map(({ kind, value }) => `${kind} ${value}`)

describe('links, mentions and tags', () => {
  test('offsets count bytes, also after å, emoji and joined emoji', () => {
    const text = 'Åäö 👩‍👩‍👧 se https://example.se/väg och @anna.test #badplats'
    expect(cut(text)).toEqual(['https://example.se/väg', '@anna.test', '#badplats'])
    const [link] = findFacets(text)
    expect(link?.byteStart).toBe(Buffer.byteLength('Åäö 👩‍👩‍👧 se '))
  })

  test.each([
    ['Läs https://example.se/a.', ['link https://example.se/a']],
    ['(se https://example.se/a_(b))', ['link https://example.se/a_(b)']],
    ['www.example.se/bad!', ['link https://www.example.se/bad']],
    ['HTTPS://EXAMPLE.SE', ['link HTTPS://EXAMPLE.SE']],
    ['https:// och https://inget', []],
    ['mejla kansli@example.se', []],
    ['Hej @anna.bsky.social!', ['mention anna.bsky.social']],
    ['Hej @anna', []],
    ['#Åre #2026 #vinter2026, #🎉 #', ['tag Åre', 'tag vinter2026']],
    ['C# och a#b', []],
    [`#${'å'.repeat(65)}`, []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected)
  })

  test('what is found is always whole characters of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (noise) => {
        const text = `${noise} https://example.se #tagg @a.test ${noise}`
        const bytes = Buffer.from(text)
        for (const { byteStart, byteEnd } of findFacets(text)) {
          const piece = bytes.subarray(byteStart, byteEnd).toString('utf8')
          expect(piece).not.toContain('\ufffd')
          expect(text).toContain(piece)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('brackets and number signs without end take linear time', () => {
    expect(growth(findFacets, `https://example.se/${'('.repeat(200_000)}`)).toBeLessThan(3.5)
    expect(growth(findFacets, '#'.repeat(400_000))).toBeLessThan(3.5)
  })

  test('a mention that leads to nobody stays as text', () => {
    const found = findFacets('@anna.test och @ingen.test')
    const facets = facetsOf(found, new Map([['anna.test', 'did:plc:aaaa']]))
    expect(facets).toHaveLength(1)
    expect(facets[0]).toMatchObject({ features: [{ did: 'did:plc:aaaa' }] })
  })

  test('a family of three is one character', () => {
    expect(graphemes('👩‍👩‍👧å')).toBe(2)
  })
})
