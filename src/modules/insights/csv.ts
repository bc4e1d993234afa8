import { spreadsheetText } from '../../infra/documents/index.ts'
import { changeOf } from './rules.ts'
import type { AccountInsights, Insights, OwnCounts, Period } from './types.ts'
import { gapText, togetherText } from './words.ts'

const ownNames: Readonly<Record<keyof OwnCounts, string>> = {
  comments: 'Kommentarer in',
  messages: 'Meddelanden in',
  ownPosts: 'Egna inlägg',
  answered: 'Frågor besvarade',
  inTime: 'Frågor besvarade i tid',
  late: 'Frågor som väntar, försenade',
  measures: 'Åtgärder',
  rounds: 'Rundor',
}

const head = [
  'Förvaltning',
  'Konto',
  'Plattform',
  'Mått',
  'Från',
  'Till',
  'Antal',
  'Räknas som',
  'Dagar med siffra',
  'Perioden före',
  'Skillnad',
  'Källa',
  'Senast frågad',
  'Anmärkning',
]

/** A sheet's number: a decimal comma, no spaces. */
const cell = (value: number | undefined): string =>
  value === undefined ? '' : String(Math.round(value * 10) / 10).replace('.', ',')

/** Every number there is of the accounts that are shown, a row each: what is handed out to who asks for it (A8). */
export function csvOf({ period, accounts }: Insights, nameOf: (platform: string) => string): string {
  return spreadsheetText([head, ...accounts.flatMap((one) => rowsOf(one, period, nameOf))])
}

function rowsOf(
  { account, figures, own, ownBefore }: AccountInsights,
  period: Period,
  nameOf: (platform: string) => string,
): string[][] {
  const platform = nameOf(account.platform)
  const about = (what: string): string[] => [
    account.department,
    account.name,
    platform,
    what,
    period.from,
    period.to,
  ]
  const counted = (Object.keys(ownNames) as (keyof OwnCounts)[]).map((name) => [
    ...about(ownNames[name]),
    cell(own[name]),
    'Summa',
    '',
    cell(ownBefore[name]),
    cell(own[name] - ownBefore[name]),
    'Kommunens egna uppgifter',
    '',
    '',
  ])
  const told = figures.map((figure) => [
    ...about(figure.metric.label),
    cell(figure.now?.value),
    togetherText(figure.metric),
    cell(figure.now?.days),
    cell(figure.before?.value),
    cell(changeOf(figure, period)),
    figure.source ?? '',
    figure.state?.askedAt.toISOString() ?? '',
    gapText(figure, platform, period) ?? '',
  ])
  return [...counted, ...told]
}
