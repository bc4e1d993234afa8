import type { Ground } from '../policy/index.ts'
import type { Lack, PoliceReport, ReportRecord } from './types.ts'

/** Where the police are to classify what is reported. */
export const policeClassify = 'police'

/**
 * What is lacking before a report can be made. What has been handed to the diary has its number when the registrar is
 * there: a threat of a Saturday evening does not wait for that. A witness is somebody else's eyes, or one's own on the
 * platform; without one a picture is only a picture.
 */
export function lacksOf(
  report: Pick<PoliceReport, 'context' | 'classification' | 'diaryNumber'>,
  records: readonly Pick<ReportRecord, 'kind' | 'witnessedAt'>[],
  { isSealed, isInDiary }: { readonly isSealed: boolean; readonly isInDiary: boolean },
): Lack[] {
  const lacks: [Lack, boolean][] = [
    ['context', report.context.trim() === ''],
    ['classification', report.classification === ''],
    ['diaryNumber', report.diaryNumber.trim() === '' && !isInDiary],
    ['witness', records.some(({ kind, witnessedAt }) => kind === 'capture' && !witnessedAt)],
    ['seal', !isSealed],
  ]
  return lacks.flatMap(([lack, is]) => (is ? [lack] : []))
}

/** What screening's labels point at among the crimes of the rulebook; a suggestion, and a person chooses. */
const pointsAt: Readonly<Record<string, string>> = {
  threat: 'must-unlawful-threat',
  staffHate: 'must-unlawful-threat',
  hateAgainstGroup: 'must-hate-against-group',
  callToCrime: 'must-incitement',
  copyright: 'must-copyright',
}

/** Crimes that can be reported, the suggested ones first: what a measure rested on, then what screening points at. */
export function suggested(
  grounds: readonly Ground[],
  measured: readonly (string | null)[],
  labels: readonly string[],
): { readonly ground: Ground; readonly why: 'measured' | 'screened' | undefined }[] {
  const crimes = grounds.filter(({ group, ownRoutine }) => group === 'must' && !ownRoutine)
  const pointed = labels.flatMap((label) => pointsAt[label] ?? [])
  const whyOf = (id: string) =>
    measured.includes(id) ? 'measured' : pointed.includes(id) ? 'screened' : undefined
  const weight = { measured: 0, screened: 1, none: 2 }
  return crimes
    .map((ground) => ({ ground, why: whyOf(ground.id) as 'measured' | 'screened' | undefined }))
    .sort((a, b) => weight[a.why ?? 'none'] - weight[b.why ?? 'none'])
}

/** Two weeks: when the police are asked how it goes, unless somebody says another day. */
export const followUpDays = 14
