import { expect, test } from 'vitest'
import { parseHashList } from './hash-list.ts'

const md5 = 'd41d8cd98f00b204e9800998ecf8427e'

test('a list is read whatever its line ends, comments, capitals and further fields; each hash once', () => {
  const text = `\uFEFF# lista\r\n${md5.toUpperCase()}\r\n\r\n${md5},bild.jpg,2026\n`
  expect(parseHashList(text, 'md5')).toEqual({ ok: true, value: [md5] })
  expect(parseHashList(`${'ab'.repeat(32)}\t100`, 'pdq')).toEqual({ ok: true, value: ['ab'.repeat(32)] })
})

test('what is no list is refused whole, with the line that is wrong', () => {
  const said = (text: string, kind: 'sha256' | 'md5' = 'md5') => {
    const parsed = parseHashList(text, kind)
    return parsed.ok ? 'ok' : parsed.error
  }
  expect(said(`${md5}\n${md5}x`)).toContain('Rad 2 är inte ett MD5-värde')
  expect(said(md5, 'sha256')).toContain('64 tecken')
  expect(said(`${md5.slice(0, 31)}ø`)).toContain('Rad 1')
  expect(said('')).toContain('inga värden')
  expect(said('# bara rubrik\n\n')).toContain('inga värden')
  const many = Array.from({ length: 200_001 }, (_, at) => at.toString(16).padStart(32, '0')).join('\n')
  expect(said(many)).toContain('fler än 200\u00a0000')
})
