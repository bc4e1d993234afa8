import { describe, expect, test } from 'vitest'
import { items } from '../../../../tests/support/gallery/queue.tsx'
import { render } from '../../../../tests/support/render.tsx'
import { Chip, Pages, Tabs } from './filters.tsx'
import { Matrix } from './matrix.tsx'
import { QueueRow } from './queue.tsx'
import { Table } from './table.tsx'

test('a veiled text never reaches the list', () => {
  const [row] = items
  if (!row) throw new Error('the gallery has no rows')
  const html = render(<QueueRow {...row} veiled text="Jag vet vilken bil hon kör." />)
  expect(html).not.toContain('vilken bil')
  expect(html).toContain('Texten är dold tills du väljer att visa den.')
})

test('the open item is told, and a row works as a link without script', () => {
  const [, row] = items
  if (!row) throw new Error('the gallery has too few rows')
  const html = render(<QueueRow {...row} current />)
  expect(html).toMatch(/<a href="\/ko\/2" aria-current="true" hx-get="\/ko\/2"/u)
  expect(html).toContain('Markera: Birgitta Sörman frågar')
})

test('every cell of the matrix says in words what its shape shows', () => {
  const days = ['2026-11-14', '2026-11-18', '2026-11-19']
  const rows = [
    {
      account: 'Kvarnen',
      platform: 'Facebook',
      href: '/register/1',
      days: ['missed', 'explained', 'due'] as const,
    },
  ]
  const html = render(<Matrix caption="uppsikt" days={days} rows={rows} />)
  const said = Array.from(
    html.matchAll(/<td[^>]*>.*?<span class="vh">([^<]+)<\/span><\/td>/gu),
    (found) => found[1],
  )
  expect(said).toEqual(['missad', 'missad, förklarad', 'väntar i dag'])
  expect(html).toContain('<span class="vh">torsdag 19 november 2026</span>')
  expect(html).toMatch(/<th scope="col" class="we">/u)
  expect(html).toMatch(/aria-current="date"><span class="vh">torsdag 19/u)
})

describe('a table', () => {
  const html = render(
    <Table
      caption="konton"
      rows={['Kvarnen']}
      selected={() => true}
      columns={[
        {
          key: 'n',
          title: 'Konto',
          names: true,
          cell: (name) => name,
          sort: { href: '?s=n', now: 'descending' },
        },
        { key: 'x', title: 'Läge', cell: () => 'I bruk' },
      ]}
    />,
  )

  test('names its rows and columns, for those who hear it and on a phone', () => {
    expect(html).toContain('<caption class="vh">konton</caption>')
    expect(html).toContain('<th scope="row">Kvarnen</th>')
    expect(html).toContain('data-l="Läge"')
    expect(html).toContain('aria-sort="descending"')
    expect(html).toContain('aria-selected="true"')
  })

  test('scrolls in a region that the keyboard reaches', () => {
    expect(html).toMatch(/<section class="scroll" aria-label="Tabell, konton" tabindex="0">/u)
  })
})

test('what is chosen is told with words', () => {
  expect(
    render(
      <Chip href="/ko" chosen>
        Frågor
      </Chip>,
    ),
  ).toContain('>, valt<')
  expect(
    render(<Tabs label="Urval" tabs={[{ href: '/ko', text: 'Mina', current: true, count: 6 }]} />),
  ).toContain('aria-current="page"')
})

test('pages say how many of how many, and when nobody counted further', () => {
  const plain = (html: string) => html.replace(/<[^>]+>/gu, '').replace(/\s/gu, ' ')
  const of = ['handling', 'handlingar'] as const
  expect(plain(render(<Pages label="Sidor" from={51} shown={50} total={1318} of={of} next="/n" />))).toBe(
    '51–100 av 1 318 handlingarNästa sida',
  )
  expect(plain(render(<Pages label="Sidor" from={1} shown={50} total={1000} capped of={of} />))).toBe(
    '1–50 av mer än 1 000 handlingar',
  )
  expect(plain(render(<Pages label="Sidor" from={1} shown={0} total={0} of={of} />))).toBe('0 handlingar')
})
