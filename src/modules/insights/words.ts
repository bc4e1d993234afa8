import { addDays, dayOf, daysIn, instantOf } from '../../kernel/index.ts'
import type { Metric } from '../../platforms/contract.ts'
import { datedDay, dayText, numberText } from '../../web/index.ts'
import { changeOf, isStanding } from './rules.ts'
import type { AccountInsights, Amount, Figure, OwnCounts, Period, Span } from './types.ts'

/** '1 juli 2026–29 nov 2026'. */
export const spanText = ({ from, to }: Span): string => `${datedDay(from)}–${datedDay(to)}`

/** '1 234', '12,5'. */
export const valueText = (value: number): string =>
  Math.abs(value) < 10 && !Number.isInteger(value)
    ? String(Math.round(value * 10) / 10).replace('.', ',')
    : numberText(Math.round(value))

/** '1 234', or '340 om dagen' for what cannot be added up. */
export const amountText = (metric: Metric, { value }: Amount): string =>
  metric.days === 'people' ? `${valueText(value)} om dagen` : valueText(value)

/** '12 fler', '3 färre', 'lika många' — than in the period before. */
export const changeText = (change: number): string => {
  const rounded = Math.abs(change) < 10 ? Math.round(change * 10) / 10 : Math.round(change)
  if (rounded === 0) return 'lika många'
  return `${valueText(Math.abs(change))} ${rounded > 0 ? 'fler' : 'färre'}`
}

/** What days make together, for a sheet. */
export const togetherText = (metric: Metric): string => {
  if (isStanding(metric)) return 'Senaste dagen'
  return metric.days === 'people' ? 'Snitt per dag' : 'Summa'
}

/**
 * Why a number is lacking, or what must be known to read it; undefined: there is nothing to say.
 * @param platform its name.
 */
export function gapText(
  { state, firstDay, now, metric }: Figure,
  platform: string,
  span: Span,
): string | undefined {
  if (state?.refusedOn && !firstDay) return `${platform} ger inte ut siffran.`
  if (state?.refusedOn) return `${platform} ger inte längre ut siffran, sedan ${datedDay(state.refusedOn)}.`
  if (state?.failure) return `Det gick inte att fråga ${platform} senast. ${state.failure}`
  if (!state) return `${platform} är inte tillfrågat än.`
  if (!firstDay) return `${platform} har inte svarat med någon siffra än.`
  if (!now) return `Ingen siffra för de här dagarna. Siffrorna från ${platform} börjar ${datedDay(firstDay)}.`
  if (isStanding(metric)) return undefined
  if (firstDay > span.from) return `Siffrorna från ${platform} börjar ${datedDay(firstDay)}.`
  // Platforms give the last day or two late: that is no gap.
  const lacking = daysIn(span) - now.days
  return lacking > 3 ? `${lacking} av ${daysIn(span)} dagar saknar siffra.` : undefined
}

const all = new Intl.ListFormat('sv')
const either = new Intl.ListFormat('sv', { type: 'disjunction' })

/** What is not had from platforms at all; whether they count it for themselves is not ours to say. */
export const lackText = (
  lacking: readonly { readonly what: string; readonly platforms: readonly string[] }[],
): string =>
  `Okänt: Uppsikt får inte veta ${either.format(lacking.map(({ what, platforms }) => `${what} (${all.format(platforms)})`))}.`

export const nothingText = (platform: string): string => `Uppsikt får ingen statistik från ${platform}.`

/** '152 av 152 dagar'. */
export const coverageText = ({ days }: Amount, span: Span): string => `${days} av ${daysIn(span)} dagar`

/** 'Jämförs med …'. */
export const comparedText = ({ before, goesOn }: Period): string =>
  `Jämförs med ${spanText(before)}${goesOn ? ', lika många dagar' : ''}.`

/** The months that a span touches: '2026-07', … */
export function monthsIn({ from, to }: Span): string[] {
  const months: string[] = []
  for (let day = `${from.slice(0, 7)}-01`; day <= to; day = addDays(day, 32).slice(0, 7).concat('-01'))
    months.push(day.slice(0, 7))
  return months
}

/** 'nov 2026'. */
export const monthText = (month: string): string =>
  dayText(instantOf(`${month}-15`), new Date(0)).replace(/^15 /, '')

/** The Swedish day of an instant, with its year. */
export const datedAt = (at: Date): string => datedDay(dayOf(at))

const countNames: Readonly<Record<keyof Omit<OwnCounts, 'inTime'>, string>> = {
  comments: 'Kommentarer in',
  messages: 'Meddelanden in',
  ownPosts: 'Egna inlägg',
  answered: 'Frågor besvarade',
  late: 'Frågor som väntar, försenade',
  measures: 'Åtgärder',
  rounds: 'Rundor',
}

/** What an account reached, line by line, as a person reads it and as it is sealed: what is lacking is said. */
export function reachedLines(
  { figures, own, ownBefore }: AccountInsights,
  span: Span & { readonly before: Span },
  platform: string,
): (readonly [what: string, said: string])[] {
  const told = figures.map((figure) => {
    const { metric, now, before } = figure
    const change = changeOf(figure, span)
    const said = [
      now ? amountText(metric, now) : 'Ingen siffra',
      change === undefined || !before ? '' : `(förut ${amountText(metric, before)})`,
      gapText(figure, platform, span) ?? '',
    ]
    return [`${metric.label}, ${platform}`, said.filter(Boolean).join(' ')] as const
  })
  const none = [['Siffror från plattformen', nothingText(platform)] as const]
  const counted = (Object.keys(countNames) as (keyof typeof countNames)[]).map((name) => {
    const inTime = name === 'answered' ? `, varav ${numberText(own.inTime)} i tid` : ''
    return [
      countNames[name],
      `${numberText(own[name])}${inTime} (förut ${numberText(ownBefore[name])})`,
    ] as const
  })
  return [...(told.length > 0 ? told : none), ...counted]
}
