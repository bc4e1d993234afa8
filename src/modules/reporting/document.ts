import type { Block, PrintedDocument } from '../../infra/documents/index.ts'
import { isoInSweden } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import { countText, numberText } from '../../web/index.ts'
import type { Account } from '../accounts/index.ts'
import { settingWords } from '../policy/index.ts'
import { cut } from '../supervision/index.ts'
import { sumOf } from './rules.ts'
import { periodText, share, stateText, whatCounts } from './screens/words.ts'
import type { SupervisionReport } from './types.ts'

/** So many accounts stand on the first page: what is said there is said on one page, however many there are. */
const onFirstPage = 26
/** A longer name would take a second line. */
const longestName = 46

/**
 * The auditor's answer on paper: has somebody looked, where not, and is that explained. All of it on the first page; the
 * days one by one, and the accounts where they are many, are added to it.
 */
export function supervisionDocument(
  report: SupervisionReport,
  platforms: ReadonlyMap<string, Platform>,
  { municipality, by, now }: { readonly municipality: string; readonly by: string; readonly now: Date },
): PrintedDocument {
  const nameOf = ({ name, platform, closed }: Pick<Account, 'name' | 'platform' | 'closed'>): string =>
    `${name}, ${platforms.get(platform)?.name ?? platform}${closed ? ', avslutat' : ''}`
  const table = (caption: string, figures: SupervisionReport['figures']): Block => ({
    kind: 'table',
    caption,
    columns: ['Konto', 'Krävda', 'Ansvarig', 'Ersättare', 'Missade', 'Förklarade', 'Täckning'],
    rows: figures.map(({ account, ...own }) => [cut(nameOf(account), longestName), ...figureTexts(own)]),
  })
  const isMany = report.figures.length > onFirstPage
  const first = isMany
    ? report.figures.toSorted((a, b) => b.missed - a.missed).slice(0, onFirstPage)
    : report.figures
  const days = holes(report, nameOf)
  const added: Block[] = [
    ...(isMany
      ? [
          { kind: 'heading', level: 2, text: 'Bilaga: alla konton' } as const,
          table('Krävda dagar per konto', report.figures),
        ]
      : []),
    ...days,
  ]
  return {
    title: 'Uppsikt över kommunens konton',
    from: `${municipality}, ur Uppsikt`,
    dense: true,
    blocks: [
      { kind: 'paragraph', text: stateText(report) },
      summary(report, by, now),
      table(
        isMany
          ? `De ${onFirstPage} konton som har flest missade dagar; alla ${report.figures.length} står i bilagan`
          : 'Krävda dagar per konto',
        first,
      ),
      { kind: 'heading', level: 2, text: 'Vad som räknas' },
      { kind: 'paragraph', text: whatCounts.join(' ') },
      ...(added.length > 0 ? [{ kind: 'pageBreak' } as const, ...added] : []),
    ],
  }
}

function summary(report: SupervisionReport, by: string, now: Date): Block {
  const all = sumOf(report.figures)
  const covered = all.byOwner + all.byDeputy
  return {
    kind: 'facts',
    rows: [
      ['Tid', periodText(report)],
      [
        'Dagar med uppsikt',
        `${numberText(covered)} av ${numberText(all.required)} krävda, ${share(covered, all.required)}`,
      ],
      [
        'Rundor',
        `${numberText(report.roundsTotal)}, av ${countText(report.people, 'person', 'personer')}. Varje runda är en förseglad handling`,
      ],
      ['Riktlinjen', settingWords.supervision.says(report.policy)],
      [
        'Kontrollpunkt',
        report.log
          ? `${countText(report.log.size, 'handling', 'handlingar')}, ${minuteText(report.log.at)}, öppen för alla på /log/checkpoint`
          : 'Inget är förseglat ännu',
      ],
      ['Uttaget', `${minuteText(now)} av ${by}`],
    ],
  }
}

const minuteText = (at: Date): string => isoInSweden(at).slice(0, 16).replace('T', ' ')

const figureTexts = (figures: Omit<SupervisionReport['figures'][number], 'account'>): string[] => {
  const { required, byOwner, byDeputy, missed, explained } = figures
  return [
    ...[required, byOwner, byDeputy, missed, explained].map(numberText),
    share(byOwner + byDeputy, required),
  ]
}

function holes(report: SupervisionReport, nameOf: (account: Account) => string): Block[] {
  if (report.holes.length === 0) return []
  const left = sumOf(report.figures).missed - report.holes.length
  return [
    { kind: 'heading', level: 2, text: 'Bilaga: dagar som ingen såg' },
    {
      kind: 'table',
      caption: 'De utan förklaring först',
      columns: ['Konto', 'Dag', 'Förklaring'],
      rows: report.holes.map(({ account, day, explanation }) => [
        nameOf(account),
        day,
        explanation ? `${explanation.text} (${explanation.by})` : 'Ingen förklaring',
      ]),
    },
    ...(left > 0
      ? [
          {
            kind: 'paragraph' as const,
            text: `${countText(left, 'dag', 'dagar')} till finns i siffrorna men inte här.`,
          },
        ]
      : []),
  ]
}
