import { numberText, plainAddress, type StaffId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { Audience, ListedAccount } from '../../accounts/index.ts'
import type { Rows } from './read-file.ts'

/** What is wrong with a cell, and what to do. */
export interface Fault {
  /** 'B7', as the spreadsheet program calls it; the row alone where no cell is to blame. */
  readonly cell: string
  readonly words: string
}

interface CheckedList {
  readonly accounts: readonly ListedAccount[]
  readonly faults: readonly Fault[]
}

/** What a list is weighed against. */
export interface Known {
  readonly platforms: Iterable<Platform>
  /** E-mail address in lower case → who. */
  readonly staff: ReadonlyMap<string, StaffId>
  /** Accounts in the register that are not closed. */
  readonly accounts: readonly {
    readonly platform: string
    readonly name: string
    readonly url: string | null
  }[]
  /** Whether the person may enter accounts in a department. */
  readonly reaches: (department: string) => boolean
}

type Column =
  | 'plattform'
  | 'namn'
  | 'kortnamn'
  | 'lank'
  | 'forvaltning'
  | 'syfte'
  | 'lasare'
  | 'ansvarig'
  | 'ersattare'

const headingWords: Readonly<Record<Column, readonly string[]>> = {
  plattform: ['plattform', 'kanal', 'platform'],
  namn: ['namn', 'konto', 'kontonamn', 'kontots namn'],
  kortnamn: ['kortnamn', 'användarnamn'],
  lank: ['länk', 'adress', 'url', 'webbadress'],
  forvaltning: ['förvaltning', 'avdelning'],
  syfte: ['syfte', 'beskrivning'],
  lasare: ['läsare', 'till för', 'publik'],
  ansvarig: ['ansvarig', 'ansvarig e-post', 'kontoansvarig'],
  ersattare: ['ersättare', 'ersättare e-post'],
}

/** The columns that a list can have, as its heading should write them; the first three must be there. */
export const columnNames = [
  'Plattform',
  'Namn',
  'Förvaltning',
  'Länk',
  'Kortnamn',
  'Syfte',
  'Läsare',
  'Ansvarig',
  'Ersättare',
]

const needed: readonly (readonly [Column, string])[] = [
  ['plattform', 'Plattform'],
  ['namn', 'Namn'],
  ['forvaltning', 'Förvaltning'],
]

/** 0 → 'A', 27 → 'AB'. */
const letterOf = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : letterOf(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26))

const lower = (text: string): string => text.toLocaleLowerCase('sv')

/** Which column stands where in a row of headings. */
function columnsIn(row: readonly string[]): Map<Column, number> {
  const heading = row.map(lower)
  const at = new Map<Column, number>()
  for (const [column, words] of Object.entries(headingWords) as [Column, readonly string[]][]) {
    const found = heading.findIndex((cell) => words.includes(cell))
    if (found >= 0) at.set(column, found)
  }
  return at
}

const hasHeadings = (at: ReadonlyMap<Column, number>): boolean => needed.every(([column]) => at.has(column))

const rowsOfTitle = 10

/** Every row against what is known. A list with a fault enters nothing. */
export function checkRows(rows: Rows, known: Known): CheckedList {
  const first = rows.findIndex((row) => row.some((cell) => cell !== ''))
  // A list may have a title over its headings.
  const headed = rows.slice(0, first + rowsOfTitle).findIndex((row) => hasHeadings(columnsIn(row)))
  const headingAt = headed >= 0 ? headed : first
  const at = columnsIn(rows[headingAt] ?? [])
  const lacking = needed.filter(([column]) => !at.has(column))
  if (lacking.length > 0)
    return {
      accounts: [],
      faults: lacking.map(([, name]) => ({
        cell: `Rad ${headingAt + 1}`,
        words: `Kolumnen ${name} saknas. Skriv ${name} som rubrik över den.`,
      })),
    }
  return checkBody(rows, headingAt, at, known)
}

function checkBody(
  rows: Rows,
  headingAt: number,
  at: ReadonlyMap<Column, number>,
  known: Known,
): CheckedList {
  const accounts: ListedAccount[] = []
  const faults: Fault[] = []
  const check = rowChecker(known)
  for (const [n, row] of rows.entries()) {
    if (n <= headingAt || row.every((cell) => cell === '')) continue
    const text = (column: Column): string => row[at.get(column) ?? -1] ?? ''
    const wrong = (column: Column, words: string): void => {
      const place = at.get(column)
      faults.push({ cell: place === undefined ? `Rad ${n + 1}` : `${letterOf(place)}${n + 1}`, words })
    }
    const account = check(text, wrong, n + 1)
    if (account) accounts.push(account)
  }
  return { accounts, faults }
}

type Text = (column: Column) => string
type Wrong = (column: Column, words: string) => void

const lengths: Readonly<Partial<Record<Column, number>>> = {
  namn: 200,
  kortnamn: 200,
  forvaltning: 200,
  syfte: 1_000,
  lank: 2_000,
}

function rowChecker(known: Known): (text: Text, wrong: Wrong, row: number) => ListedAccount | undefined {
  const platforms = new Map<string, Platform>()
  for (const platform of known.platforms) {
    platforms.set(lower(platform.name), platform)
    platforms.set(platform.id, platform)
  }
  const names = [...new Set([...platforms.values()].map(({ name }) => name))].join(', ')
  const taken = new Map<string, string>()
  const keysOf = (platform: string, name: string, url: string | null): string[] => [
    `${platform}\0${lower(name)}`,
    ...(url ? [`${platform}\0${plainAddress(url)}`] : []),
  ]
  for (const { platform, name, url } of known.accounts)
    for (const key of keysOf(platform, name, url)) taken.set(key, 'i registret')
  return (text, wrong, row) => {
    let sound = true
    const fault: Wrong = (column, words) => {
      sound = false
      wrong(column, words)
    }
    const platform = platforms.get(lower(text('plattform')))
    if (!platform)
      fault(
        'plattform',
        text('plattform') ? `Skriv en plattform som finns: ${names}.` : `Skriv en plattform. ${merged}`,
      )
    checkTexts(text, fault, known)
    const audience = audienceOf(text, fault)
    const owner = personOf(text, 'ansvarig', fault, known)
    const deputy = personOf(text, 'ersattare', fault, known)
    if (owner && owner === deputy) fault('ersattare', 'Ersättaren ska vara en annan än den ansvariga.')
    const url = text('lank') || null
    if (!platform || !sound) return undefined
    const keys = keysOf(platform.id, text('namn'), url)
    const where = keys.map((key) => taken.get(key)).find((found) => found !== undefined)
    if (where) fault('namn', `Kontot finns redan ${where}. Ta bort raden.`)
    for (const key of keys) taken.set(key, `på rad ${row}`)
    return {
      platform: platform.id,
      name: text('namn'),
      shortName: text('kortnamn'),
      url,
      department: text('forvaltning'),
      purpose: text('syfte'),
      audience,
      blog: platform.blog === 'mostly',
      ownerStaffId: owner,
      deputyStaffId: deputy,
    }
  }
}

/** A merged cell holds its value in its first place alone. */
const merged = 'Är cellen sammanfogad med en annan: dela upp den.'

function checkTexts(text: Text, fault: Wrong, known: Known): void {
  if (!text('namn')) fault('namn', `Skriv kontots namn. ${merged}`)
  if (!text('forvaltning')) fault('forvaltning', `Skriv vilken förvaltning kontot hör till. ${merged}`)
  else if (!known.reaches(text('forvaltning')))
    fault('forvaltning', 'Du får inte föra in konton i den förvaltningen. Be kommunikation att göra det.')
  for (const [column, most] of Object.entries(lengths) as [Column, number][])
    if (text(column).length > most) fault(column, `Skriv högst ${numberText(most)} tecken.`)
  const url = text('lank')
  if (url && !(URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol)))
    fault('lank', 'Skriv hela länken med https framför, eller lämna rutan tom.')
}

const audiences: ReadonlyMap<string, Audience | null> = new Map([
  ['', null],
  ['alla', 'public'],
  ['extern', 'public'],
  ['externt', 'public'],
  ['medarbetare', 'internal'],
  ['intern', 'internal'],
  ['internt', 'internal'],
])

function audienceOf(text: Text, fault: Wrong): Audience | null {
  const known = audiences.get(lower(text('lasare')))
  if (known === undefined) fault('lasare', 'Skriv alla eller medarbetare, eller lämna rutan tom.')
  return known ?? null
}

function personOf(text: Text, column: Column, fault: Wrong, known: Known): StaffId | null {
  const address = lower(text(column))
  if (!address) return null
  const found = known.staff.get(address)
  if (!found)
    fault(column, 'Skriv e-postadressen till någon som finns under Medarbetare, eller lämna rutan tom.')
  return found ?? null
}
