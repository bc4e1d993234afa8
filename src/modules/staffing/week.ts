import { addDays, type Day, dayOf, instantOf, type StaffId } from '../../kernel/index.ts'
import { daysOf, dutyAt, isAbsent, thinSpans } from './rules.ts'
import type { Staffing } from './service/read.ts'
import type { Shift, Span } from './types.ts'

/** The rota of a week as rows and cells. */

export interface WeekCell {
  /** slot: on a shift, or for somebody else · away · hole: nobody */
  readonly kind: 'slot' | 'away' | 'hole'
  /** undefined: the whole day. */
  readonly hours: Span | undefined
  /** What it is about: an account, a department, for whom. */
  readonly about: string
  /** A shift that the actor may change. */
  readonly shiftId: string | undefined
}

export interface WeekRow {
  /** null: the row of what nobody has. */
  readonly staffId: StaffId | null
  readonly name: string
  /** One list for each day of the week. */
  readonly days: readonly (readonly WeekCell[])[]
}

/** Those who share an account or have a shift, by name; first of all what nobody has. */
export function weekOf(staffing: Staffing): WeekRow[] {
  const { days, names } = staffing
  const nobody: WeekRow = { staffId: null, name: 'Ingen', days: days.map((day) => holesOn(staffing, day)) }
  const rows = peopleOf(staffing).map((staffId) => ({
    staffId,
    name: names.get(staffId) ?? '',
    days: days.map((day) => cellsOf(staffing, staffId, day)),
  }))
  return [...(nobody.days.some((cells) => cells.length > 0) ? [nobody] : []), ...rows]
}

function peopleOf({ accounts, shifts, names, days }: Staffing): StaffId[] {
  const sharing = accounts.flatMap(({ roster }) => [
    ...(roster.owner ? [roster.owner] : []),
    ...roster.deputies,
  ])
  const onShift = shifts
    .filter((shift) => days.some((day) => begins(shift, day)))
    .flatMap(({ staffId }) => (staffId && names.has(staffId) ? [staffId] : []))
  return [...new Set([...sharing, ...onShift])].sort((a, b) =>
    (names.get(a) ?? '').localeCompare(names.get(b) ?? '', 'sv'),
  )
}

const dayOnly = (day: Day): Span => ({ from: instantOf(day), to: instantOf(addDays(day, 1)) })

/** A shift stands on the day when it begins. */
const begins = (shift: Shift, day: Day): boolean => dayOf(shift.from) === day

function cellsOf(staffing: Staffing, staffId: StaffId, day: Day): WeekCell[] {
  const shifts = staffing.shifts
    .filter((shift) => shift.staffId === staffId && begins(shift, day) && !shift.hole)
    .map((shift) => shiftCell(staffing, shift, 'slot'))
  if (isAbsent(staffing.away, staffId, day))
    return [{ kind: 'away', hours: undefined, about: 'Borta', shiftId: undefined }, ...shifts]
  return [...shifts, ...takenOverBy(staffing, staffId, day)]
}

const shiftCell = (
  staffing: Staffing,
  shift: Staffing['shifts'][number],
  kind: 'slot' | 'hole',
): WeekCell => ({
  kind,
  hours: { from: shift.from, to: shift.to },
  about: placeOf(staffing, shift),
  shiftId: shift.mayChange ? shift.shiftId : undefined,
})

/** The account, the department or all accounts. */
export const placeOf = (
  { accounts }: Pick<Staffing, 'accounts'>,
  { accountId, departmentId }: Shift,
): string =>
  accounts.find(({ account }) => account.accountId === accountId)?.account.name ??
  accounts.find(({ account }) => account.departmentId === departmentId)?.account.department ??
  'Alla konton'

/** The accounts that somebody answers for instead of an owner who is away, one cell for each owner. */
function takenOverBy({ accounts, names }: Staffing, staffId: StaffId, day: Day): WeekCell[] {
  const owners = accounts.flatMap(({ roster }) => {
    const { owner } = roster
    if (!owner || !isAbsent(roster.absences, owner, day)) return []
    const { now } = dutyAt({ ...roster, shifts: [] }, instantOf(day))
    return now?.staffId === staffId && now.as === 'deputy' ? [owner] : []
  })
  return [...new Set(owners)].map((owner) => ({
    kind: 'slot' as const,
    hours: undefined,
    about: `För ${names.get(owner) ?? ''}`,
    shiftId: undefined,
  }))
}

function holesOn(staffing: Staffing, day: Day): WeekCell[] {
  const shifts = staffing.shifts
    .filter((shift) => shift.hole && begins(shift, day))
    .map((shift) => shiftCell(staffing, shift, 'hole'))
  const whole = dayOnly(day)
  const accounts = staffing.accounts.flatMap(({ account, roster }) =>
    thinSpans(roster, whole)
      .filter(({ kind }) => kind === 'nobody')
      .map(
        ({ from, to }): WeekCell => ({
          kind: 'hole',
          hours: from > whole.from || to < whole.to ? { from, to } : undefined,
          about: account.name,
          shiftId: undefined,
        }),
      ),
  )
  return [...shifts, ...accounts]
}

/** Something that lacks a person: a shift of the week shown, or an account within the weeks ahead. */
export interface Lacking extends Span {
  readonly about: string
  readonly why: 'unmanned' | 'personAway' | 'allAway'
  /** Who has the shift but is away. */
  readonly staffId: StaffId | undefined
  readonly shiftId: string | undefined
  readonly accountId: string | undefined
}

/** The first to come first; what has passed is left out. */
export function lackingIn(staffing: Staffing): Lacking[] {
  const shifts = staffing.shifts
    .filter((shift) => shift.hole && shift.to > staffing.now)
    .map(
      (shift): Lacking => ({
        from: shift.from,
        to: shift.to,
        about: placeOf(staffing, shift),
        why: shift.staffId ? 'personAway' : 'unmanned',
        staffId: shift.staffId ?? undefined,
        shiftId: shift.mayChange ? shift.shiftId : undefined,
        accountId: shift.accountId ?? undefined,
      }),
    )
  const accounts = staffing.accounts.flatMap(({ account, thin }) =>
    thin
      .filter(({ kind }) => kind === 'nobody')
      .map(
        ({ from, to }): Lacking => ({
          from,
          to,
          about: account.name,
          why: 'allAway',
          staffId: undefined,
          shiftId: undefined,
          accountId: account.accountId,
        }),
      ),
  )
  return [...shifts, ...accounts].sort((a, b) => a.from.getTime() - b.from.getTime())
}

/** Whether a stretch is of whole days. */
export const isWholeDays = ({ from, to }: Span): boolean =>
  from.getTime() === instantOf(dayOf(from)).getTime() && to.getTime() === instantOf(dayOf(to)).getTime()

export const lastDayOf = (span: Span): Day => daysOf(span).at(-1) ?? dayOf(span.from)
