import { expect, test } from 'vitest'
import { byHand } from './by-hand.ts'

test('a typed number is kept on one line, and what can be no number is sent back with an example', () => {
  expect(byHand.read('  KS\t2026/481 ')).toEqual({ ok: true, value: 'KS 2026/481' })
  for (const typed of ['', ' \n ', 'vet inte', `KS ${'1'.repeat(60)}`])
    expect(byHand.read(typed)).toMatchObject({ ok: false })
})

test('the slip says what a diary must say, and nothing of what was written', () => {
  const slip = byHand.slip({
    ...{ day: '2026-11-19', direction: 'received', counterpart: '', matter: 'Hot mot medarbetare' },
    ...{ committee: 'Kommunstyrelsen', secrecy: 'unknown', records: [{ record: 'a1', version: 2 }] },
  })
  expect(slip.split('\n')).toEqual([
    'Kom in: 2026-11-19',
    'Från: Inte känt',
    'Gäller: Hot mot medarbetare',
    'Nämnd: Kommunstyrelsen',
    'Sekretess: Ska prövas',
    'Handling i Uppsikt: a1, version 2',
  ])
})
