import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { render } from '../../../../tests/support/render.tsx'
import { Marked, mergeSpans } from './marked.tsx'
import { Proofbar } from './proofbar.tsx'
import { Said, Veiled } from './thread.tsx'

describe('marked words', () => {
  test('the text is the same with and without its marks, whatever the places', () => {
    const spans = fc.array(
      fc.record({ start: fc.integer({ min: -3, max: 40 }), end: fc.integer({ min: -3, max: 40 }) }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zåäö ]{0,30}$/u), spans, (text, places) => {
        const html = render(<Marked text={text} spans={places} as="hit" />)
        expect(html.replace(/<[^>]+>/gu, '')).toBe(text)
      }),
    )
  })

  test('places that overlap are one', () => {
    const spans = [
      { start: 4, end: 9 },
      { start: 0, end: 5 },
      { start: 20, end: 22 },
    ]
    expect(mergeSpans(spans, 21)).toEqual([
      { start: 0, end: 9 },
      { start: 20, end: 21 },
    ])
  })

  test('what was written is never markup', () => {
    const html = render(
      <Marked text={'<img src=x onerror="a()">'} spans={[{ start: 1, end: 4 }]} as="found" />,
    )
    expect(html).toBe('&lt;<mark>img</mark> src=x onerror=&quot;a()&quot;&gt;')
  })
})

test('a veiled text is hidden from screen readers too, until it is asked for; in print it is said that it is', () => {
  const veiled = (shown: boolean) =>
    render(
      <Veiled id="t" href="/ko/1" keep={{ urval: 'mina' }} shown={shown}>
        Jag vet vilken bil hon kör.
      </Veiled>,
    )
  expect(veiled(false)).toMatch(/class="txt written veiled" id="t" aria-hidden="true"/u)
  expect(veiled(false)).toContain('name="urval" value="mina"')
  expect(veiled(true)).not.toContain('aria-hidden="true">Jag')
  expect(veiled(true)).toContain('Dölj texten')
  expect(veiled(false)).toMatch(/print-only">[^<]*skrivs ut först när du har valt att visa den/u)
})

test('a text in another language says which, and the item itself is named', () => {
  const html = render(
    <Said by="Ali" focus="calm" lang="so">
      Waa maxay
    </Said>,
  )
  expect(html).toContain('lang="so"')
  expect(html).toContain('den som ärendet gäller')
})

test('only a proof that does not hold alarms', () => {
  expect(render(<Proofbar proof="broken" detail="Inga åtgärder kan skickas." />)).toContain('role="alert"')
  expect(render(<Proofbar proof="sealed" detail="07.58" />)).not.toContain('role=')
})
