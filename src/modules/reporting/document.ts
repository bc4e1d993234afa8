import type { Block, PrintedDocument } from '../../infra/documents/index.ts'
import { instantOf, isoInSweden } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import { countText, longDayText, numberText } from '../../web/index.ts'
import type { Account } from '../accounts/index.ts'
import { settingWords } from '../policy/index.ts'
import { sumOf } from './rules.ts'
import { share, stateText, whatCounts } from './screens/words.ts'
import type { SupervisionReport } from './types.ts'

/** The auditor's answer on paper: has somebody looked, where not, and is that explained. */
export function supervisionDocument(
  report: SupervisionReport,
  platforms: ReadonlyMap<string, Platform>,
  { municipality, by, now }: { readonly municipality: string; readonly by: string; readonly now: Date },
): PrintedDocument {
  const nameOf = ({ name, platform, closed }: Pick<Account, 'name' | 'platform' | 'closed'>): string =>
    `${name}, ${platforms.get(platform)?.name ?? platform}${closed ? ', avslutat' : ''}`
  return {
    title: 'Uppsikt över kommunens konton',
    from: `${municipality}, ur Uppsikt`,
    blocks: [
      { kind: 'paragraph', text: stateText(report) },
      summary(report, by, now),
      {
        kind: 'table',
        caption: 'Krävda dagar per konto',
        columns: ['Konto', 'Krävda', 'Ansvarig', 'Ersättare', 'Missade', 'Förklarade', 'Täckning'],
        rows: report.figures.map(({ account, ...figures }) => [nameOf(account), ...figureTexts(figures)]),
      },
      ...holes(report, nameOf),
      { kind: 'heading', level: 2, text: 'Vad som räknas' },
      { kind: 'paragraph', text: whatCounts.join(' ') },
    ],
  }
}

function summary(report: SupervisionReport, by: string, now: Date): Block {
  const all = sumOf(report.figures)
  const covered = all.byOwner + all.byDeputy
  return {
    kind: 'facts',
    rows: [
      ['Tid', `${longDayText(instantOf(report.from))} till ${longDayText(instantOf(report.to))}`],
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
    { kind: 'heading', level: 2, text: 'Dagar som ingen såg' },
    {
      kind: 'table',
      caption: 'De utan förklaring först',
      columns: ['Dag', 'Konto', 'Förklaring'],
      rows: report.holes.map(({ account, day, explanation }) => [
        day,
        nameOf(account),
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
