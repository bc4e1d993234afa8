import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sheetXml, workbook } from '../../../../tests/support/workbook.ts'
import type { StaffId } from '../../../kernel/index.ts'
import { catalogue } from '../../../platforms/catalogue.ts'
import { checkRows, type Known } from './check-rows.ts'
import { listLimits, rowsOf } from './read-file.ts'

const heading = ['Plattform', 'Namn', 'Förvaltning', 'Länk', 'Syfte', 'Ansvarig', 'Ersättare']
const row = ['Facebook', 'Åre å Ö', 'Kultur', 'https://exempel.se/a', 'Boktips; nyheter', '', '']
const csv = (sign: string, rows = [heading, row]): string =>
  rows
    .map((cells) =>
      cells.map((cell) => (/[;,"\n\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(sign),
    )
    .join('\r\n')

const utf16 = (text: string, big: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return big ? bytes.swap16() : bytes
}
const windows = (text: string): Buffer => Buffer.from(text, 'latin1')

const known = (change: Partial<Known> = {}): Known => ({
  platforms: catalogue.values(),
  staff: new Map([['hanna@kommun.se', 'h' as StaffId]]),
  accounts: [],
  reaches: () => true,
  ...change,
})

describe('the same list is read from every file that a spreadsheet program saves', () => {
  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ['UTF-8 with ;', () => Buffer.from(csv(';'))],
    ['UTF-8 with a mark and ,', () => Buffer.from(`\ufeff${csv(',')}`)],
    ['UTF-8 with tabs and a line that names the sign', () => Buffer.from(`sep=\t\r\n${csv('\t')}`)],
    ['UTF-16 LE with a mark', () => utf16(`\ufeff${csv(';')}`, false)],
    ['UTF-16 BE with a mark', () => utf16(`\ufeff${csv(',')}`, true)],
    ['UTF-16 LE without a mark', () => utf16(csv(';'), false)],
    ['Windows-1252', () => windows(csv(';'))],
    ['XLSX', () => workbook(sheetXml([heading, row]))],
  ])('%s', async (_name, file) => {
    expect(await rowsOf(await file())).toEqual([heading, row])
  })

  test('line breaks, quotes and signs inside a cell stay in it', async () => {
    const odd = ['Facebook', 'Namn "med" citat', 'Kultur;fritid', '', 'Rad ett\nrad två', '', '']
    const [, read] = await rowsOf(Buffer.from(csv(';', [heading, odd])))
    expect(read?.slice(1, 5)).toEqual(['Namn "med" citat', 'Kultur;fritid', '', 'Rad ett rad två'])
  })
})

describe('a workbook as a real writer saves it, with theme, styles, merged cells and numbers', () => {
  const read = (name: string) => rowsOf(readFileSync(new URL(`fixtures/${name}.xlsx`, import.meta.url)))

  test('openpyxl: dates are days, numbers are what they are, and numbers as text keep their zeros', async () => {
    const rows = await read('openpyxl')
    expect(rows[0]?.[0]).toBe('Storlundas konton 2026')
    expect(rows.slice(3)).toEqual([
      ['Facebook', '2026', 'Kultur', '007', '2026-03-01'],
      ['Facebook', 'Två', 'Kultur', '7', ''],
      ['Facebook', 'Tre', '', '1.5', 'true'],
    ])
  })

  test('XlsxWriter and ExcelJS: rich texts and formulas are what they show', async () => {
    expect((await read('xlsxwriter'))[2]).toEqual(['Facebook', 'Fet kursiv', 'Kultur', '00123', '2'])
    expect((await read('exceljs')).slice(1)).toEqual([
      ['Facebook', 'Rik text', 'Kultur'],
      ['Facebook', '12345', 'Kultur'],
      ['', '0042', 'Kultur'],
    ])
  })

  test('a title over the headings is passed over, and a merged cell is told of where its value is missed', async () => {
    const { faults } = checkRows(await read('openpyxl'), known())
    expect(faults.map(({ cell }) => cell)).toEqual(['C6'])
    expect(faults[0]?.words).toContain('sammanfogad')
  })
})

describe('a file that is no list, or too much of one, is refused in words', () => {
  const refused = async (file: Buffer, words: RegExp) =>
    expect(rowsOf(file)).rejects.toMatchObject({ ending: 'invalid', message: expect.stringMatching(words) })

  test('empty, broken, or with more rows than there is room for', async () => {
    await refused(Buffer.alloc(0), /tom/)
    await refused(Buffer.from(heading.join(';')), /tom/)
    await refused(Buffer.from(`${csv(';')}\r\n"utan slut`), /går inte att läsa/)
    const many = [heading, ...Array.from({ length: listLimits.rows + 1 }, () => row)]
    await refused(Buffer.from(csv(';', many)), /fler än 5\s000 rader/)
    await refused(Buffer.from('PK\x03\x04 men ingen zip'), /skadad/)
  })

  test('a workbook that unpacks to gigabytes, or names a cell at the end of the world', async () => {
    const bomb = await workbook(`<a>${' '.repeat(listLimits.fileBytes)}</a>`)
    expect(bomb.length).toBeLessThan(100_000)
    await refused(bomb, /för stor/)
    const far = (cell: string) =>
      `<worksheet><sheetData><row r="1"><c r="${cell}"><v>1</v></c></row></sheetData></worksheet>`
    for (const cell of ['A1048576', 'XFD1', 'A&#49;048576'])
      await refused(await workbook(far(cell)), /för stor/)
    const rows = `<worksheet><sheetData>${'<row/>'.repeat(20_000)}</sheetData></worksheet>`
    await refused(await workbook(rows), /för stor/)
  })

  test('a workbook that lies of how much it unpacks to', async () => {
    const file = await workbook(`<a>${' '.repeat(1_000_000)}</a>`)
    const at = file.indexOf(
      Buffer.from('xl/worksheets/sheet1.xml'),
      file.indexOf(Buffer.from('PK\x01\x02', 'latin1')),
    )
    file.writeUInt32LE(10, at - 46 + 24)
    await refused(file, /skadad/)
  })
})

describe('each row is checked, and a fault says which cell and what to do', () => {
  const faultsOf = (rows: string[][], change?: Partial<Known>) =>
    checkRows([heading, ...rows], known(change)).faults.map(({ cell, words }) => `${cell} ${words}`)

  test('a sound row becomes an account', () => {
    const whole = ['facebook', 'Biblioteket', 'Kultur', '', 'Boktips', 'Hanna@Kommun.se', '']
    const { accounts, faults } = checkRows([heading, whole], known())
    expect(faults).toEqual([])
    expect(accounts).toEqual([
      {
        platform: 'facebook',
        name: 'Biblioteket',
        shortName: '',
        url: null,
        department: 'Kultur',
        purpose: 'Boktips',
        audience: null,
        blog: false,
        ownerStaffId: 'h',
        deputyStaffId: null,
      },
    ])
  })

  test('whom the account is for is known by the words that people write', () => {
    const listed = (word: string) => {
      const row = ['facebook', 'Biblioteket', 'Kultur', word]
      return checkRows([['Plattform', 'Namn', 'Förvaltning', 'Läsare'], row], known())
    }
    expect(listed('Internt').accounts[0]?.audience).toBe('internal')
    expect(listed('alla').accounts[0]?.audience).toBe('public')
    for (const word of ['grannen', 'constructor']) expect(listed(word).faults[0]?.cell).toBe('D2')
  })

  test('what is wrong is told cell by cell', () => {
    const faults = faultsOf([
      row,
      ['Fejsbok', '', 'Kultur', 'kommun.se', '', 'okand@kommun.se', ''],
      [],
      ['Facebook', 'B', '', '', '', 'hanna@kommun.se', 'hanna@kommun.se'],
    ])
    expect(faults.map((words) => words.split(' ')[0])).toEqual(['A3', 'B3', 'D3', 'F3', 'C5', 'G5'])
    expect(faults[0]).toContain('Facebook, Instagram')
    expect(faults[2]).toContain('https')
  })

  test('the same account twice, one that is there already, and one out of reach', () => {
    expect(faultsOf([row, row])).toEqual(['B3 Kontot finns redan på rad 2. Ta bort raden.'])
    const accounts = [{ platform: 'facebook', name: 'Annat', url: 'https://exempel.se/A/' }]
    expect(faultsOf([row], { accounts })).toEqual(['B2 Kontot finns redan i registret. Ta bort raden.'])
    expect(faultsOf([row], { reaches: () => false })[0]).toMatch(/^C2 /)
  })

  test('a list without its columns is told so at once', () => {
    expect(
      checkRows(
        [
          ['Konto', 'Adress'],
          ['A', 'B'],
        ],
        known(),
      ).faults.map(({ words }) => words),
    ).toEqual([
      'Kolumnen Plattform saknas. Skriv Plattform som rubrik över den.',
      'Kolumnen Förvaltning saknas. Skriv Förvaltning som rubrik över den.',
    ])
  })
})
