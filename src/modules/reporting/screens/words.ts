import { instantOf } from '../../../kernel/index.ts'
import { countText, longDayText, numberText } from '../../../web/index.ts'
import { sumOf } from '../rules.ts'
import type { Period, SupervisionReport } from '../types.ts'

/** 'fran=2026-01-01&till=2026-12-31': a period in an address. */
export const periodQuery = ({ from, to }: Period): string =>
  String(new URLSearchParams({ fran: from, till: to }))

/** 'söndag 1 november 2026 till måndag 30 november 2026' */
export const periodText = ({ from, to }: Period): string =>
  [...new Set([from, to])].map((day) => longDayText(instantOf(day))).join(' till ')

/** How the period has gone, in one sentence. */
export function stateText(report: SupervisionReport): string {
  const { missed, required, explained } = sumOf(report.figures)
  if (required === 0) return 'Inget har krävts ännu.'
  if (missed === 0) return 'Alla krävda dagar är täckta.'
  const days = countText(missed, 'dag är missad', 'dagar är missade')
  if (explained < missed) return `${days}, ${numberText(missed - explained)} utan förklaring.`
  return missed === 1 ? `${days}, och förklarad.` : `${days}, och alla är förklarade.`
}

/** '99,2 %', or that there is nothing to count. */
export const share = (covered: number, required: number): string =>
  required === 0
    ? '–'
    : new Intl.NumberFormat('sv-SE', {
        style: 'percent',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }).format(Math.floor((covered / required) * 1000) / 1000)

/** What the figures count, and what they do not. */
export const whatCounts = [
  'En runda räknas när en person har bekräftat att hen sett kontot, och pekat ut det sista hen såg. Att öppna sidan räcker inte.',
  'Automatisk insamling är inte uppsikt. En förklaring ändrar inte siffran.',
  'Varje dag ställs mot den riktlinje som gällde då. Det som krävs per vecka räknas på söndagen.',
] as const
