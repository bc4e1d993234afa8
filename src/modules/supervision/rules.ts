import { isWorkingDay } from '../../kernel/calendar.ts'
import { officeTimes } from '../../kernel/due.ts'
import { addDays, type Day, dayOf, timeOfDay, weekday } from '../../kernel/wall-clock.ts'
import type { Cell, CellState, Round, WatchRule } from './types.ts'

/** The Monday of a day's week. */
const mondayOf = (day: Day): Day => addDays(day, 1 - weekday(day))

/** The rule of each day: a policy that is changed judges no day before it. */
export type RuleOn = (day: Day) => WatchRule

/**
 * One account's coverage, a cell a day from `from` to `to`. An explanation never makes a missed day a done one.
 * Where the rule counts by the week, the week's last day carries what is lacking, by its own rule.
 * @param since the first day that the account could be watched here; earlier days are not required.
 */
export function coverage(
  ruleOn: RuleOn,
  rounds: readonly Pick<Round, 'at' | 'asDeputy'>[],
  explained: ReadonlySet<Day>,
  days: { readonly from: Day; readonly to: Day; readonly today: Day; readonly since: Day },
): Cell[] {
  const byDay = new Map<Day, Pick<Round, 'at' | 'asDeputy'>[]>()
  for (const round of rounds) {
    const day = dayOf(round.at)
    byDay.set(day, [...(byDay.get(day) ?? []), round])
  }
  const cells: Cell[] = []
  for (let day = days.from; day <= days.to; day = addDays(day, 1)) {
    const own = byDay.get(day) ?? []
    const rule = ruleOn(day)
    const week = rule.perWeek > 0 && weekday(day) === 7 ? weekOf(byDay, day) : undefined
    const state = stateOf(rule, day, own, week, explained, days)
    cells.push({ day, rounds: own.length, state, fellDue: fellDueOf(rule, day, state, week) })
  }
  return cells
}

type Looked = readonly Pick<Round, 'at' | 'asDeputy'>[]

const coveredBy = (rounds: Looked): 'done' | 'byDeputy' =>
  rounds.every((round) => round.asDeputy) ? 'byDeputy' : 'done'

function stateOf(
  rule: WatchRule,
  day: Day,
  own: Looked,
  week: Looked | undefined,
  explained: ReadonlySet<Day>,
  days: { readonly today: Day; readonly since: Day },
): CellState {
  const lacking = lackingOn(rule, day, own, week)
  if (own.length > 0 && !lacking) return coveredBy(own)
  if (!lacking || day > days.today || day < days.since) return 'notRequired'
  if (day === days.today) return 'dueToday'
  return explained.has(day) ? 'explained' : 'missed'
}

function fellDueOf(rule: WatchRule, day: Day, state: CellState, week: Looked | undefined): Cell['fellDue'] {
  if (!week && !rule.days.includes(weekday(day))) return undefined
  if (state === 'dueToday') return undefined
  if (state === 'missed' || state === 'explained') return state
  if (week) return week.length > 0 ? coveredBy(week) : undefined
  return state === 'notRequired' ? undefined : state
}

/** The rounds of the week that a Sunday ends. */
const weekOf = <R>(byDay: ReadonlyMap<Day, readonly R[]>, sunday: Day): R[] =>
  Array.from({ length: 7 }, (_, n) => byDay.get(addDays(mondayOf(sunday), n)) ?? []).flat()

/** @param week the rounds of the week that falls due on the day; undefined: none does. */
const lackingOn = (
  rule: WatchRule,
  day: Day,
  rounds: readonly Pick<Round, 'at'>[],
  week: readonly unknown[] | undefined,
): boolean =>
  (rule.days.includes(weekday(day)) && lackingOnDay(rule, day, rounds)) ||
  (week !== undefined && week.length < rule.perWeek)

/** On days off every hour lies outside office hours, so only working days ask for an evening. */
function lackingOnDay(rule: WatchRule, day: Day, rounds: readonly Pick<Round, 'at'>[]): boolean {
  const { evenings, office } = rule
  if (!isWorkingDay(day, office.closedDays)) return rounds.length < rule.perDay
  const late = !evenings || rounds.some(({ at }) => timeOfDay(at) >= officeTimes(office, day).close)
  return rounds.length < rule.perWorkingDay || !late
}

/** Whether an account still lacks a round that falls due today. */
export const isDueToday = (cells: readonly Cell[], today: Day): boolean =>
  cells.some((cell) => cell.day === today && cell.state === 'dueToday')

/** Labels that cannot wait: crimes, what is secret, personal data. Strongest first. */
const withoutDelay = [
  'threat',
  'staffHate',
  'hateAgainstGroup',
  'callToCrime',
  'knownPicture',
  'violence',
  'sexual',
  'confidential',
  'personalData',
  'copyright',
]
const withReasons = [
  'flagged',
  'harassment',
  'profanity',
  'ownWord',
  'learned',
  'sameText',
  'spam',
  'otherLanguage',
]
const answered = ['question', 'faultReport', 'complaint', 'praise']

/** Where screened labels put an item in the queue. Reasons, never verdicts: urgency is only how soon a person looks. */
export function urgencyOf(labels: readonly string[], answersPraise: boolean): 0 | 1 | 2 | 3 {
  if (labels.some((label) => withoutDelay.includes(label))) return 0
  if (labels.some((label) => answered.includes(label) && (label !== 'praise' || answersPraise))) return 1
  return labels.some((label) => withReasons.includes(label)) ? 2 : 3
}

/** Labels in the order they matter, for the queue's title. */
export const strongestFirst = (labels: readonly string[]): string[] => {
  const order = [...withoutDelay, ...withReasons, ...answered]
  return [...labels].sort((a, b) => rank(order, a) - rank(order, b))
}

const rank = (order: readonly string[], label: string): number => {
  const at = order.indexOf(label)
  return at < 0 ? order.length : at
}

const harmful = new Set([
  'threat',
  'staffHate',
  'hateAgainstGroup',
  'callToCrime',
  'sexual',
  'knownPicture',
  'violence',
])

/** Whether text and pictures are veiled until the reader asks for them: nobody has to read what harms. */
export const isVeiled = (labels: readonly string[]): boolean => labels.some((label) => harmful.has(label))
