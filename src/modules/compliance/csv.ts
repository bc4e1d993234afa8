import { spreadsheetText } from '../../infra/documents/spreadsheet.ts'
import { dayOf } from '../../kernel/index.ts'
import type { RegisterRow } from './types.ts'

const columns: readonly (readonly [title: string, of: (row: RegisterRow, platform: string) => string])[] = [
  ['Förvaltning', ({ account }) => account.department],
  ['Konto', ({ account }) => account.name],
  ['Plattform', (_row, platform) => platform],
  ['Adress', ({ account }) => account.url ?? ''],
  ['Syfte', ({ account }) => account.purpose],
  ['Ansvarig', ({ owner }) => (owner?.endedAt === null ? owner.name : '')],
  ['Ersättare', ({ deputy }) => (deputy?.endedAt === null ? deputy.name : '')],
  ['Läge', ({ account }) => (account.state === 'active' ? 'I bruk' : 'Avslutat')],
  ['I registret sedan', ({ account }) => dayOf(account.createdAt)],
]

/**
 * A department's own register of the media it uses (A10), for a spreadsheet: semicolons and a byte order mark, as
 * Swedish Excel reads them.
 * @param nameOf a platform's name by its code.
 */
export function csvOf(rows: readonly RegisterRow[], nameOf: (platform: string) => string): string {
  const lines = rows.map((row) => columns.map(([, of]) => of(row, nameOf(row.account.platform))))
  return spreadsheetText([columns.map(([title]) => title), ...lines])
}
