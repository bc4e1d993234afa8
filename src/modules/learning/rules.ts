import type { Figures, LearningState, Report, Training } from './types.ts'

/** Fewer examples than this teach nothing, and fewer unseen ones show nothing. */
export const fewest = { measured: 100, stood: 150, unseenMeasured: 20, unseenStood: 30 } as const

/** The goal of ../shared/reference/performance.md §2: of what was let stand, so much may be pointed at by mistake. */
export const mostFalseAlarms = 0.12

/** Grounds that words do not show, or whose words must not be learnt: they are found by other means. */
const notByWords: ReadonlySet<string> = new Set([
  'house-personal-data',
  'house-confidential',
  'house-unlawful-use',
  'must-privacy-intrusion',
  'must-child-abuse-images',
  'must-copyright',
])

/**
 * Whether a decision teaches anything: what was let stand, and what was measured for its words. What was taken down for
 * secrecy or for personal data is never learnt from.
 */
export const isLesson = (groundId: string | null): boolean =>
  groundId === null || (/^(must|house)-/.test(groundId) && !notByWords.has(groundId))

const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole)

/** träffsäkerhet, täckning och falska larm, as shares; undefined where there is nothing to have a share of. */
export const sharesOf = ({ measured, found, stood, falseAlarms }: Figures) => ({
  precision: share(found, found + falseAlarms),
  recall: share(found, measured),
  falseAlarms: share(falseAlarms, stood),
})

/** The 95 per cent interval of a share (Wilson's score interval), [0, 1] when nothing was counted. */
export function interval(part: number, whole: number): readonly [number, number] {
  if (whole === 0) return [0, 1]
  const z = 1.96
  const p = part / whole
  const middle = p + (z * z) / (2 * whole)
  const reach = z * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole))
  const under = 1 + (z * z) / whole
  return [Math.max(0, (middle - reach) / under), Math.min(1, (middle + reach) / under)]
}

const showsSomething = ({ learned }: Report): boolean =>
  learned.measured >= fewest.unseenMeasured && learned.stood >= fewest.unseenStood

/** Finds more than the lists at no more false alarms, on enough that it has not seen. */
export const beatsLists = (report: Report): boolean =>
  showsSomething(report) && isBetter(report.learned, report.lists)

const isBetter = (learned: Figures, lists: Figures): boolean =>
  learned.found > lists.found && learned.falseAlarms <= lists.falseAlarms

export function stateOf(
  training: Pick<Training, 'held' | 'inUse' | 'report'> | undefined,
  lessons: { readonly measured: number; readonly stood: number },
): LearningState {
  if (!training?.held) {
    const few = lessons.measured < fewest.measured || lessons.stood < fewest.stood
    return !training || few ? 'tooFew' : 'forgotten'
  }
  if (training.inUse) return 'on'
  if (!showsSomething(training.report)) return 'tooFewUnseen'
  return beatsLists(training.report) ? 'mayTurnOn' : 'notBetter'
}
