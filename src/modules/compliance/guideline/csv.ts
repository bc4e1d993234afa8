import { spreadsheetText } from '../../../infra/documents/spreadsheet.ts'
import { dayOf } from '../../../kernel/index.ts'
import type { Outcome } from '../checks/index.ts'
import type { GuidelineOverview } from './types.ts'

/**
 * What is lacking, a row for each demand on each account, worst first: semicolons and a byte-order mark, as Swedish
 * spreadsheets open it.
 */
export function csvOf(
  { accounts }: GuidelineOverview,
  words: {
    readonly platform: (id: string) => string
    readonly outcome: Readonly<Record<Outcome, string>>
    readonly mender: Readonly<Record<string, string>>
  },
): string {
  const head = [
    'Förvaltning',
    'Konto',
    'Plattform',
    'Krav',
    'Beteckning',
    'Läge',
    'Sedan',
    'Varför',
    'Gör så här',
    'Vem',
  ]
  const rows = accounts.flatMap(({ account, lacking }) =>
    lacking.map(({ check, standing }) => [
      account.department,
      account.name,
      words.platform(account.platform),
      check.title,
      check.demand,
      words.outcome[standing.outcome],
      dayOf(standing.since),
      standing.why,
      check.todo,
      words.mender[check.mender] ?? '',
    ]),
  )
  return spreadsheetText([head, ...rows])
}
