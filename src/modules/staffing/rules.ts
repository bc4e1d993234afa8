import { addDays, type Day, dayOf, instantOf, type StaffId } from '../../kernel/index.ts'
import type { Absence, Answerer, Duty, DutySpan, Roster, Shift, Span, ThinSpan } from './types.ts'

/** Who answers for an account, and when nobody does. */

export const isAbsent = (absences: Roster['absences'], staffId: StaffId, day: Day): boolean =>
  absences.some((one) => one.staffId === staffId && one.from <= day && day <= one.to)

/** shift → owner → deputies in order → communications; of these, those who are not away that day. */
export function dutyAt(roster: Roster, at: Date): Duty {
  const day = dayOf(at)
  const isThere = (staffId: StaffId): boolean => !isAbsent(roster.absences, staffId, day)
  const asked = [
    ...roster.shifts.flatMap(({ staffId, ...shift }) =>
      staffId && shift.from <= at && at < shift.to ? [{ staffId, as: 'shift' } as const] : [],
    ),
    ...(roster.owner ? [{ staffId: roster.owner, as: 'owner' } as const] : []),
    ...(roster.deputyTakesOver ? roster.deputies.map((staffId) => ({ staffId, as: 'deputy' }) as const) : []),
  ].filter(({ staffId }) => isThere(staffId))
  // Somebody is to be told of an alarm, also when all of communications are away.
  const there = roster.communications.filter(isThere)
  const last = (there.length > 0 ? there : roster.communications).map(
    (staffId): Answerer => ({ staffId, as: 'communications' }),
  )
  const line = onceEach([...asked, ...last])
  return { line, now: line[0], next: line[1], nobody: asked.length === 0 }
}

/**
 * Whom an alarm goes to next: the first in line who has not been told; communications as one.
 * @param told those who know already.
 */
export function nextToTell({ line }: Duty, told: ReadonlySet<StaffId> = new Set()): readonly Answerer[] {
  const left = line.filter(({ staffId }) => !told.has(staffId))
  return left[0]?.as === 'communications' ? left : left.slice(0, 1)
}

const onceEach = (line: readonly Answerer[]): Answerer[] =>
  line.filter((one, at) => line.findIndex(({ staffId }) => staffId === one.staffId) === at)

/** A shift that nobody has, or whose person is away on a day that it touches. */
export const isHole = (shift: Shift, absences: Roster['absences']): boolean =>
  shift.staffId === null || daysOf(shift).some((day) => isAbsent(absences, shift.staffId as StaffId, day))

/** The days that a stretch touches. */
export function daysOf({ from, to }: Span): Day[] {
  const days: Day[] = []
  for (let day = dayOf(from); instantOf(day) < to; day = addDays(day, 1)) days.push(day)
  return days
}

/** Where one stretch passes into the next: a shift begins or ends, somebody goes away or comes back. */
function changes(roster: Roster, { from, to }: Span): Date[] {
  const times = [
    ...roster.shifts.flatMap((shift) => [shift.from, shift.to]),
    ...roster.absences.flatMap((one) => [instantOf(one.from), instantOf(addDays(one.to, 1))]),
  ].map((at) => at.getTime())
  const within = times.filter((at) => at > from.getTime() && at < to.getTime())
  return [...new Set([from.getTime(), ...within])].sort((a, b) => a - b).map((at) => new Date(at))
}

/** Pieces of a stretch, those that follow each other and are alike made one. */
function pieces<T>(roster: Roster, span: Span, at: (instant: Date) => T, alike: (a: T, b: T) => boolean) {
  const found: (Span & { readonly value: T })[] = []
  const begins = changes(roster, span)
  for (const [n, from] of begins.entries()) {
    const to = begins[n + 1] ?? span.to
    const value = at(from)
    const before = found.at(-1)
    if (before && alike(before.value, value)) found[found.length - 1] = { ...before, to }
    else found.push({ from, to, value })
  }
  return found
}

const sameLine = (a: Duty, b: Duty): boolean =>
  a.nobody === b.nobody &&
  a.now?.staffId === b.now?.staffId &&
  a.now?.as === b.now?.as &&
  a.next?.staffId === b.next?.staffId

/** Who answers from an instant until another, a row each time it changes. */
export const dutySpans = (roster: Roster, span: Span): DutySpan[] =>
  pieces(roster, span, (at) => dutyAt(roster, at), sameLine).map(({ value, ...own }) => ({
    ...own,
    duty: value,
  }))

/**
 * When an account's people are too few because somebody is away: nobody is there, or one alone of several. What lacks
 * a person all year round is told by the register, not here.
 */
export function thinSpans(roster: Roster, span: Span): ThinSpan[] {
  const people = [...new Set([...(roster.owner ? [roster.owner] : []), ...roster.deputies])]
  const standing = (at: Date): Omit<ThinSpan, 'from' | 'to'> | undefined => {
    const { nobody } = dutyAt(roster, at)
    const there = people.filter((staffId) => !isAbsent(roster.absences, staffId, dayOf(at)))
    if (nobody && people.length > 0 && there.length < people.length)
      return { kind: 'nobody', staffId: undefined }
    if (there.length === 1 && people.length > 1) return { kind: 'alone', staffId: there[0] }
    return undefined
  }
  return pieces(roster, span, standing, (a, b) => a?.kind === b?.kind && a?.staffId === b?.staffId).flatMap(
    ({ value, ...own }) => (value ? [{ ...own, ...value }] : []),
  )
}

/** Who takes over from a person who is away, a stretch each; communications where nobody else does. */
export const takersOver = (roster: Roster, absence: Absence): DutySpan[] =>
  dutySpans(roster, { from: instantOf(absence.from), to: instantOf(addDays(absence.to, 1)) })

/** The most particular first; of two alike, the one that began first. */
export const byReach = (a: Shift, b: Shift): number =>
  reach(a) - reach(b) || a.from.getTime() - b.from.getTime()

const reach = ({ accountId, departmentId }: Shift): number => (accountId ? 0 : departmentId ? 1 : 2)

/** The last day of the absence that a person is within; undefined while the person is there. */
export function awayTo(absences: Roster['absences'], staffId: StaffId, day: Day): Day | undefined {
  const own = absences.filter((one) => one.staffId === staffId).sort((a, b) => a.from.localeCompare(b.from))
  let last: Day | undefined
  // Absences that follow each other are one: it is when the person comes back that matters.
  for (const { from, to } of own)
    if (from <= (last ? addDays(last, 1) : day) && to >= (last ?? day)) last = to
  return last
}
