import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { openZip, ZipError } from '../../../evidence/index.ts'
import { numberText, Stop } from '../../../kernel/index.ts'

/** A list of accounts as somebody has it: CSV in whatever letters and with whatever sign between, or a workbook. */

/** Rows with the heading first; every cell a trimmed text. */
export type Rows = readonly (readonly string[])[]

export const listLimits = {
  /** Accounts in one list. */
  rows: 5_000,
  columns: 60,
  /** Letters of one row. */
  rowLetters: 100_000,
  /** Unpacked length of one file in a workbook, and of all together, in bytes. */
  fileBytes: 12 * 1024 * 1024,
  totalBytes: 30 * 1024 * 1024,
} as const

/** @throws Stop('invalid') that says what is wrong with the file, and what to do. */
export async function rowsOf(bytes: Buffer): Promise<Rows> {
  const rows = isWorkbook(bytes) ? await workbookRows(bytes) : textRows(textOf(bytes))
  const filled = rows.filter((row) => row.some((cell) => cell !== ''))
  if (filled.length < 2)
    throw refuse('Listan är tom. Den ska ha en rubrikrad och sedan ett konto på varje rad.')
  if (filled.length > listLimits.rows + 1)
    throw refuse(`Listan har fler än ${numberText(listLimits.rows)} rader. Dela upp den i flera listor.`)
  return rows
}

const refuse = (words: string): Stop => new Stop('invalid', words, { fil: words })

const isWorkbook = (bytes: Buffer): boolean =>
  bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))

/** What the bytes say in letters: by their mark, else UTF-16 by its zeros, else UTF-8 if it is, else Windows-1252. */
export function textOf(bytes: Buffer): string {
  const decoded = (encoding: string): string => new TextDecoder(encoding).decode(bytes)
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return decoded('utf-16le')
  if (first === 0xfe && second === 0xff) return decoded('utf-16be')
  const start = bytes.subarray(0, 200)
  const zerosAt = (rest: number): number => start.filter((byte, at) => byte === 0 && at % 2 === rest).length
  if (zerosAt(1) > start.length / 4) return decoded('utf-16le')
  if (zerosAt(0) > start.length / 4) return decoded('utf-16be')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decoded('windows-1252')
  }
}

/** Excel may say the sign itself, in a first line of its own. */
const signLine = /^\ufeff?sep=(.)\r?\n/u

function textRows(whole: string): Rows {
  const said = signLine.exec(whole)
  const text = whole.slice(said?.[0].length ?? 0)
  const heading = text.slice(0, text.search(/[\r\n]|$/u))
  const count = (sign: string): number => heading.split(sign).length
  const delimiter =
    said?.[1] ?? [';', '\t', ','].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
  try {
    const rows: string[][] = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      max_record_size: listLimits.rowLetters,
      to: listLimits.rows + 2,
    })
    return rows.map((row) => row.slice(0, listLimits.columns).map(cleaned))
  } catch (thrown) {
    const line = (thrown as { readonly lines?: unknown }).lines
    throw refuse(
      `Filen går inte att läsa${typeof line === 'number' ? ` vid rad ${line}` : ''}. Se efter att citattecknen är par, eller spara listan på nytt som CSV eller XLSX.`,
    )
  }
}

const cleaned = (cell: unknown): string =>
  (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? ''))
    .replace(/[\0\ufeff]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()

async function workbookRows(bytes: Buffer): Promise<Rows> {
  assertModest(bytes)
  try {
    const rows = await readSheet(bytes)
    return rows.map((row) => row.map(cleaned))
  } catch {
    throw refuse(
      'Arbetsboken går inte att läsa. Öppna den i kalkylprogrammet och spara den på nytt som XLSX eller CSV.',
    )
  }
}

/**
 * A small workbook can unpack to an enormous one, or name a cell so far out that the rows up to it fill the memory. Both
 * are seen before the reader sees them.
 */
function assertModest(bytes: Buffer): void {
  const tooLarge =
    'Arbetsboken är för stor för en lista med konton. Spara bara bladet med listan, och skicka det.'
  try {
    const source = {
      size: bytes.length,
      read: (at: number, length: number) => bytes.subarray(at, at + length),
    }
    const limits = { files: 500, fileBytes: listLimits.fileBytes, totalBytes: listLimits.totalBytes }
    const zip = openZip(source, limits)
    for (const path of zip.paths) {
      const unpacked = zip.read(path)
      if (/\.xml$/iu.test(path) && unpacked) assertNear(unpacked.toString('latin1'), tooLarge)
    }
  } catch (thrown) {
    if (!(thrown instanceof ZipError)) throw thrown
    throw refuse(
      /too much|more than/u.test(thrown.message) ? tooLarge : 'Arbetsboken är skadad. Spara den på nytt.',
    )
  }
}

/**
 * Rows and cells are named by attributes r: 'r="7"', 'r="B7"'; a name in any other writing is not believed. In a file that
 * is no sheet, such as a workbook's theme, r is something else.
 */
function assertNear(xml: string, words: string): void {
  if (!xml.includes('sheetData')) return
  const most = 2 * listLimits.rows
  for (const [, name = ''] of xml.matchAll(/\br\s*=\s*["']([^"']*)["']/gu)) {
    const [, letters = '', digits = ''] = /^([A-Za-z]*)(\d*)$/u.exec(name) ?? []
    if (name.includes('&') || Number(digits) > most || letters.length > 2) throw refuse(words)
  }
  let rows = 0
  for (const _row of xml.matchAll(/<(?:\w+:)?row\b/gu)) if (++rows > most) throw refuse(words)
}
