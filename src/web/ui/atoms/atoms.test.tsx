import { describe, expect, test } from 'vitest'
import { galleryNow } from '../../../../tests/support/gallery/index.tsx'
import { render } from '../../../../tests/support/render.tsx'
import { Button } from './button.tsx'
import { Icon, inlineIcons, sprite } from './icon.tsx'
import { icons } from './icons.ts'
import { Avatar, Badge, Count, Meter, Platform } from './status.tsx'
import { When } from './when.tsx'
import {
  clockText,
  countText,
  dayText,
  initials,
  lawText,
  longDayText,
  numberText,
  whenText,
} from './words.ts'

describe('times are told as people say them', () => {
  test.each([
    ['2026-11-19T15:30:00Z', 'i dag 16.30'],
    ['2026-11-18T13:05:00Z', 'i går 14.05'],
    ['2026-11-20T08:00:00Z', 'i morgon 09.00'],
    ['2026-11-22T08:00:00Z', '22 nov 09.00'],
    ['2025-12-11T08:00:00Z', '11 dec 2025 09.00'],
    ['2026-06-30T22:30:00Z', '1 juli 00.30'],
    // Half past eleven in the evening, Swedish time, is still the day before midnight.
    ['2026-11-19T22:59:00Z', 'i dag 23.59'],
    ['2026-11-19T23:00:00Z', 'i morgon 00.00'],
  ])('%s is %s', (at, said) => {
    expect(whenText(new Date(at), galleryNow)).toBe(said)
  })

  test('over New Year yesterday is still yesterday', () => {
    expect(dayText(new Date('2025-12-31T12:00:00Z'), new Date('2026-01-01T12:00:00Z'))).toBe('i går')
  })

  test('what was done on another day than today says which', () => {
    expect(clockText(new Date('2026-11-19T15:30:00Z'), galleryNow)).toBe('kl. 16.30')
    expect(clockText(new Date('2026-11-11T15:30:00Z'), galleryNow)).toBe('11 nov kl. 16.30')
  })

  test('machines get the exact instant', () => {
    expect(render(<When at={new Date('2026-11-19T15:30:00Z')} first />)).toBe(
      '<time datetime="2026-11-19T15:30:00.000Z">I dag 16.30</time>',
    )
    expect(render(<When at={new Date('2026-11-20T15:30:00Z')} time={false} />)).toContain('>i morgon<')
  })

  test('a part outside a page has no clock, and says so', () => {
    expect(() => (<When at={galleryNow} />).toString()).toThrow('outside page()')
  })

  test('a day in full', () => {
    expect(longDayText(galleryNow)).toBe('torsdag 19 november 2026')
  })
})

test('a paragraph of law stays on one line, and nothing else of its name is held together', () => {
  expect(lawText('Brottsbalken 16 kap. 10 a §')).toBe('Brottsbalken 16\u00a0kap.\u00a010\u00a0a\u00a0§')
  expect(lawText('Lag (1998:112) 5 § 1 g')).toBe('Lag (1998:112) 5\u00a0§ 1 g')
})

test('a person is shown by initials and named in full', () => {
  expect(render(<Avatar name="Maja Lindqvist" />).replace(/<[^>]+>/gu, '')).toBe('ML, Maja Lindqvist')
})

test('figures are written as in Swedish', () => {
  expect(numberText(184_203).replace(/\s/gu, ' ')).toBe('184 203')
  expect(numberText(0.5)).toBe('0,5')
  expect([countText(1, 'ärende', 'ärenden'), countText(0, 'ärende', 'ärenden')]).toEqual([
    '1 ärende',
    '0 ärenden',
  ])
  expect([initials('Maja Lindqvist'), initials('åsa'), initials(' '), initials('Eva Maria Thorn')]).toEqual([
    'ML',
    'Å',
    '',
    'ET',
  ])
})

describe('icons', () => {
  test('a page carries the symbols it uses, once each, and no others', () => {
    const html = render([<Icon name="seal" />, <Icon name="seal" />, <Icon name="clock" />])
    const symbols = Array.from(String(sprite(html)).matchAll(/<symbol id="i-(\w+)"/gu), (found) => found[1])
    expect(symbols).toEqual(['clock', 'seal'])
  })

  test('a part that is swapped in carries its icons itself', () => {
    expect(inlineIcons(render(<Icon name="seal" />))).toContain(icons.seal)
    expect(inlineIcons(render(<Icon name="seal" />))).not.toContain('<use')
  })

  test('what somebody wrote cannot ask for an icon', () => {
    expect(String(sprite(render(<p>{'<use href="#i-seal"></use>'}</p>)))).toBe('<svg hidden></svg>')
  })
})

test('a button that cannot be used is reached, does nothing and says why', () => {
  const html = render(<Button blockedBy="varfor">Avsluta rundan</Button>)
  expect(html).toContain('type="button"')
  expect(html).toContain('aria-disabled="true"')
  expect(html).toContain('aria-describedby="varfor"')
  expect(html).not.toMatch(/\sdisabled/u)
})

test('a status is never told by colour alone', () => {
  expect(render(<Badge tone="bad">Brist</Badge>)).toMatch(/#i-stop.*Brist/u)
  expect(render(<Count value={23} of="23 ärenden" hot />)).toContain('>, 23 ärenden<')
  expect(render(<Platform letters="Fb" name="Facebook" />)).toContain('Facebook')
  expect(render(<Meter value={9} max={14} label="9 av 14 prövade" />)).toMatch(
    /role="img" aria-label="9 av 14 prövade"/u,
  )
  expect(render(<Meter value={9} max={14} />)).toContain('width="64"')
  expect(render(<Meter value={1} max={0} />)).toContain('width="0"')
})
