import { dayOf } from '../../kernel/index.ts'
import type { RegisterRow } from './types.ts'

/** A cell that a spreadsheet shows as the text it is: never as a formula. */
const cell = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${plain.replaceAll('"', '""')}"`
}

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
  const lines = rows.map((row) => columns.map(([, of]) => cell(of(row, nameOf(row.account.platform)))))
  return `\ufeff${[columns.map(([title]) => cell(title)), ...lines].map((line) => `${line.join(';')}\r\n`).join('')}`
}
