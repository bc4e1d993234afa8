import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { insidePdf } from '../../../tests/support/pdf.ts'
import { type Block, makePdf } from './index.ts'

const at = new Date('2026-11-29T09:00:00Z')
const made = (blocks: readonly Block[], title = 'Planen') =>
  makePdf({ title, from: 'Storlunda kommun', blocks }, at)

test('a document is PDF/A-2b, tagged and in Swedish, with headings, lists and tables that a reader is told of', async () => {
  const pdf = await made([
    { kind: 'heading', level: 2, text: 'Syfte och mål' },
    { kind: 'paragraph', text: 'Öppettider.\nOch mer.' },
    { kind: 'facts', rows: [['Ansvarig', 'Hanna Rosell']] },
    { kind: 'table', caption: 'Steg', columns: ['När', 'Vad'], rows: [['19 nov', 'Skickad']] },
    { kind: 'image', bytes: png(), mediaType: 'image/png', alt: 'En röd ruta', caption: '' },
  ])
  const text = insidePdf(pdf)
  expect(text).toMatch(/pdfaid:part>2</)
  expect(text).toMatch(/pdfaid:conformance>B</)
  expect(text).toMatch(/\/Marked true/)
  expect(text).toMatch(/\/Lang\s*\(sv-SE\)/)
  for (const tag of ['/H1', '/H2', '/P', '/L', '/Table', '/TH', '/TD', '/Figure', '/Alt'])
    expect(text, tag).toContain(tag)
  expect(text).toMatch(/\/OutputIntent/)
})

/** The words of a PDF, by poppler where the machine has it. */
function wordsOf(pdf: Buffer): string | undefined {
  if (!existsSync('/usr/bin/pdftotext')) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'uppsikt-pdf-'))
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf)
    return execFileSync('/usr/bin/pdftotext', [join(folder, 'a.pdf'), '-'], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const hostile = [
  '#set page(fill: red) #read("/etc/passwd") #panic("x") $sqrt(2)$ *fet* _kursiv_ `kod` @ref <etikett> // bort /* bort */',
  '"]; #import "x.typ": * \\u{1F600} \\ ~ --- = Rubrik',
  '漢字 👩‍💻 العربية \u0007 \u200b \ufffd \ud800 ẞ',
  '{"kind":"image","path":"/etc/passwd"}',
  `${'('.repeat(3_000)}${'a'.repeat(3_000)}`,
]

test('what people wrote is never markup, and no letter of theirs stops the document', async () => {
  for (const text of hostile) {
    const pdf = await made(
      [
        { kind: 'heading', level: 3, text },
        { kind: 'paragraph', text },
        { kind: 'facts', rows: [[text, text]] },
        { kind: 'table', caption: text, columns: [text], rows: [[text]] },
      ],
      text.slice(0, 200),
    )
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const words = wordsOf(pdf)
    if (text === hostile[0] && words !== undefined) {
      const whole = words.replace(/\s+/g, ' ')
      expect(whole).toContain('#read("/etc/passwd")')
      expect(whole).toContain('*fet* _kursiv_')
    }
  }
})

test('the same content at the same time is the same document', async () => {
  const once = await made([{ kind: 'paragraph', text: 'Samma' }])
  expect((await made([{ kind: 'paragraph', text: 'Samma' }])).equals(once)).toBe(true)
})

test('a document without end is refused in words', async () => {
  const long = made([{ kind: 'paragraph', text: 'a'.repeat(5_000_000) }])
  await expect(long).rejects.toMatchObject({ ending: 'invalid' })
})

/** A red picture of one point. */
function png(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const head = Buffer.alloc(4)
    head.writeUInt32BE(data.length)
    const check = Buffer.alloc(4)
    check.writeUInt32BE(crc(body))
    return Buffer.concat([head, body, check])
  }
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([0, 255, 0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}
