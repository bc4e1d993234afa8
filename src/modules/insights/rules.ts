import { addDays, type Day, dayOf, daysIn, halfYearOf } from '../../kernel/index.ts'
import type { Metric } from '../../platforms/contract.ts'
import type { Amount, DayValue, Figure, MetricState, OwnCounts, Period, Span, Stored } from './types.ts'

/** Days compare as text. */
const earlier = (one: Day, other: Day): Day => [one, other].sort()[0] ?? one

const later = (one: Day, other: Day): Day => [one, other].sort()[1] ?? one

const wholeOf = (id: string): Span | undefined => {
  const [, year = '', half] = /^(2\d{3})(?:-([12]))?$/.exec(id) ?? []
  if (!year) return undefined
  if (!half) return { from: `${year}-01-01`, to: `${year}-12-31` }
  return half === '1'
    ? { from: `${year}-01-01`, to: `${year}-06-30` }
    : { from: `${year}-07-01`, to: `${year}-12-31` }
}

const periodName = (id: string): string => {
  const [year = '', half] = id.split('-')
  if (!half) return `Hela ${year}`
  return half === '1' ? `Januari–juni ${year}` : `Juli–december ${year}`
}

/**
 * A period as far as it has come. One that goes on is set against as many days of the one before, so that it is not
 * compared with more time than it has had.
 * @param id '2026-2' or '2026'; anything else, or what has not begun, is the half-year that goes on.
 */
export function periodOf(id: string, now: Date): Period {
  const today = dayOf(now)
  const asked = wholeOf(id)
  const known = asked && asked.from <= today ? id : halfYearOf(today).id
  const whole = wholeOf(known)
  if (!whole) throw new Error(`${known} is a period`)
  const goesOn = whole.to >= today
  const to = goesOn ? today : whole.to
  const previous = known.includes('-') ? halfYearOf(addDays(whole.from, -1)) : yearBefore(whole)
  const length = daysIn({ from: whole.from, to })
  const beforeTo = goesOn ? addDays(previous.from, length - 1) : previous.to
  return {
    id: known,
    name: periodName(known),
    from: whole.from,
    to,
    goesOn,
    before: { from: previous.from, to: earlier(beforeTo, previous.to) },
  }
}

function yearBefore({ from }: Span): Span {
  const year = String(Number(from.slice(0, 4)) - 1).padStart(4, '0')
  return { from: `${year}-01-01`, to: `${year}-12-31` }
}

const mostPeriods = 12

/** Half-years and years since a day, newest first. */
export function periodsSince(first: Day, now: Date): Pick<Period, 'id' | 'name'>[] {
  const ids: string[] = []
  let half = halfYearOf(dayOf(now))
  while (ids.length < mostPeriods) {
    const last = half.from <= first
    ids.push(half.id)
    if (half.id.endsWith('-1') || last) ids.push(half.from.slice(0, 4))
    if (last) break
    half = halfYearOf(addDays(half.from, -1))
  }
  return ids.map((id) => ({ id, name: periodName(id) }))
}

/** How far back a platform is asked the first time; Instagram gives no more than thirty days at once. */
const daysBack = 28
/** Days that are asked for one by one, at most at a time. */
const oneByOne = 7
/** Platforms still count the newest days: so many are asked for again. */
const daysAgain = 3

/**
 * What to ask about a metric today: spans, each a question. None: everything is known.
 * @param lastDay the newest day there is a number of.
 */
export function questionsOf(metric: Metric, lastDay: Day | undefined, today: Day): Span[] {
  if (metric.comes === 'now') return [{ from: today, to: today }]
  const yesterday = addDays(today, -1)
  const most = metric.comes === 'period' ? oneByOne : daysBack
  const earliest = addDays(today, -most)
  const wanted = lastDay === undefined ? earliest : addDays(lastDay, 1 - daysAgain)
  const from = later(wanted, earliest)
  if (metric.comes === 'days') return [{ from: earlier(from, yesterday), to: yesterday }]
  const spans: Span[] = []
  for (let day = earlier(from, yesterday); day <= yesterday; day = addDays(day, 1))
    spans.push({ from: day, to: day })
  return spans
}

/** What an answer says of the days that were asked about; a number without a day is that of the only day. */
export function valuesIn(
  { from, to }: Span,
  values: readonly { readonly day: string | null; readonly value: number }[],
): DayValue[] {
  return values.flatMap(({ day, value }) => {
    const own = day ?? (from === to ? from : undefined)
    const sound = own !== undefined && /^\d{4}-\d\d-\d\d$/.test(own) && own >= from && own <= to
    return sound && Number.isFinite(value) ? [{ day: own, value }] : []
  })
}

/** Whether a metric is to be asked for: once a day, and not while the platform has asked us to wait. */
export const isDue = (state: MetricState | undefined, now: Date): boolean => !state || state.nextAt <= now

/** A platform that gives no such number is asked again after a week: it may come back. */
const refusedWait = 7 * 24 * 60 * 60_000

/** When it is asked for next. A day's numbers are asked for once on a Swedish day, from three in the morning. */
export function nextAt(now: Date, outcome: 'told' | 'refused'): Date {
  if (outcome === 'refused') return new Date(now.getTime() + refusedWait)
  const tomorrow = Date.parse(`${addDays(dayOf(now), 1)}T02:00:00Z`)
  return new Date(tomorrow)
}

/** What days make together, as the metric says. */
export function together(metric: Metric, stored: Stored | undefined): Amount | undefined {
  if (!stored || stored.days === 0) return undefined
  const { sum, days, last } = stored
  if (metric.comes === 'now' || metric.days === 'standing') return { value: last, days }
  return { value: metric.days === 'people' ? sum / days : sum, days }
}

/** Whether the days in store are a number of each day, or of how things stood on the last of them. */
export const isStanding = ({ comes, days }: Metric): boolean => comes === 'now' || days === 'standing'

/** How much of a period must have numbers before it is compared. */
const enough = 0.9

/**
 * How it has changed since the period before, as a difference; undefined where there is too little to compare with: a
 * period that lacks days is not shown as a rise or a fall.
 */
export function changeOf(figure: Figure, period: Span & { readonly before: Span }): number | undefined {
  const { now, before, metric } = figure
  if (!now || !before) return undefined
  if (isStanding(metric)) return now.value - before.value
  const covers = (days: number, span: Span): boolean => days >= daysIn(span) * enough - 1
  return covers(now.days, period) && covers(before.days, period.before) ? now.value - before.value : undefined
}

/** Of the metrics that answer a question, the first that has a number, or else the first. */
export function figureThat(
  figures: readonly Figure[],
  ...tells: readonly Metric['tells'][]
): Figure | undefined {
  const those = tells.flatMap((one) => figures.filter(({ metric }) => metric.tells === one))
  return those.find(({ now }) => now) ?? those[0]
}

export const nothingCounted: OwnCounts = {
  comments: 0,
  messages: 0,
  ownPosts: 0,
  answered: 0,
  inTime: 0,
  late: 0,
  measures: 0,
  rounds: 0,
}

export const addCounts = (counts: readonly OwnCounts[]): OwnCounts =>
  counts.reduce(
    (sum, one) => ({
      comments: sum.comments + one.comments,
      messages: sum.messages + one.messages,
      ownPosts: sum.ownPosts + one.ownPosts,
      answered: sum.answered + one.answered,
      inTime: sum.inTime + one.inTime,
      late: sum.late + one.late,
      measures: sum.measures + one.measures,
      rounds: sum.rounds + one.rounds,
    }),
    nothingCounted,
  )
