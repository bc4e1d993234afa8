import type { PrintedDocument } from '../../infra/documents/index.ts'
import { spreadsheetText } from '../../infra/documents/spreadsheet.ts'
import { dayOf } from '../../kernel/index.ts'
import { countText, longDayText } from '../../web/index.ts'
import { openEntry } from './rules.ts'
import { cameText, secrecyText } from './screens/words.tsx'
import type { DiaryEntry, DiaryFilter, ListedEntry } from './types.ts'

const columns: readonly (readonly [title: string, of: (entry: ListedEntry) => string])[] = [
  ['Diarienummer', ({ number }) => number ?? ''],
  ['Dag', ({ day }) => day],
  ['Inkommen eller upprättad', ({ direction }) => cameText(direction)],
  ['Från eller till', ({ counterpart }) => counterpart],
  ['Gäller', ({ matter }) => matter],
  ['Nämnd', ({ committee }) => committee],
  ['Sekretess', ({ secrecy }) => secrecyText[secrecy]],
  ['Antal handlingar', ({ records }) => String(records)],
  ['Diarieförd', ({ settledAt }) => (settledAt ? dayOf(settledAt) : '')],
]

/** The register for a spreadsheet, for the staff: everything that they may read anyway. */
export const csvOf = (entries: readonly ListedEntry[]): string =>
  spreadsheetText([
    columns.map(([title]) => title),
    ...entries.map((entry) => columns.map(([, of]) => of(entry))),
  ])

const notShown = 'Visas inte'

/** The list for whoever asks. What secrecy may hold for is there by its number and day, so that it can be asked for. */
export function openListOf(
  entries: readonly DiaryEntry[],
  { from, to }: Pick<DiaryFilter, 'from' | 'to'>,
  municipality: string,
  now: Date,
): PrintedDocument {
  const days = [from && `från och med ${from}`, to && `till och med ${to}`].filter(Boolean).join(' ')
  return {
    title: 'Ur diariet: handlingar från sociala medier',
    from: municipality,
    blocks: [
      {
        kind: 'paragraph',
        text: `${countText(entries.length, 'post', 'poster')}${days && ` ${days}`}, utskrivna ${longDayText(now)}. Där sekretess gäller eller ska prövas visas bara nummer och dag. Var och en får fråga efter handlingen, och då prövas om den kan lämnas ut.`,
      },
      {
        kind: 'table',
        caption: 'Senast diarieförd först',
        columns: ['Nummer', 'Dag', 'Gäller', 'Från eller till', 'Nämnd'],
        rows: entries
          .map(openEntry)
          .map((entry) => [
            entry.number,
            `${cameText(entry.direction)} ${entry.day}`,
            entry.matter ?? notShown,
            entry.counterpart === undefined ? notShown : entry.counterpart || 'Inte känt',
            entry.committee ?? notShown,
          ]),
      },
    ],
  }
}
