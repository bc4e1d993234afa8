import { type Actor, authorize, may, scopeOf } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { addDays, type Day, dayOf, instantOf, type StaffId } from '../../../kernel/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { isHole, takersOver, thinSpans } from '../rules.ts'
import { absencesIn } from '../store/absences.ts'
import { rostersFor, working } from '../store/rosters.ts'
import { shiftsIn } from '../store/shifts.ts'
import type { Absence, DutySpan, Roster, Shift, ThinSpan } from '../types.ts'
import { subjectOf } from './reach.ts'

/** An account with what decides who answers for it. */
export interface Staffed {
  readonly account: Account
  readonly roster: Roster
  /** When too few are there, within the weeks ahead. */
  readonly thin: readonly ThinSpan[]
}

export interface ComingAbsence {
  readonly absence: Absence
  /** What the person answers for, and who takes over when. */
  readonly takeovers: readonly { readonly account: Account; readonly spans: readonly DutySpan[] }[]
  readonly mayWithdraw: boolean
}

/** Who is there and who takes over, within the actor's reach. */
export interface Staffing {
  readonly now: Date
  readonly days: readonly Day[]
  /** When the last of those days ends. */
  readonly until: Date
  readonly names: ReadonlyMap<StaffId, string>
  readonly accounts: readonly Staffed[]
  /** Shifts of the week and of the weeks ahead that reach an account within sight. */
  readonly shifts: readonly (Shift & { readonly hole: boolean; readonly mayChange: boolean })[]
  readonly absences: readonly ComingAbsence[]
  /** All absences that touch the week or the weeks ahead. */
  readonly away: readonly Absence[]
  readonly mayManage: boolean
}

/** How far ahead absences and lacks are told, in days. */
export const daysAhead = 60
const daysShown = 7

/** @param from the first of the seven days of the rota. */
export async function readStaffing(house: House, actor: Actor, from: Day): Promise<Staffing> {
  authorize(actor, 'staffing.read')
  const { municipalityId } = actor
  const now = house.clock.now()
  const week = { from: instantOf(from), to: instantOf(addDays(from, daysShown)) }
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = await accountsWithin(tx, actor)
    const ahead = { from: now, to: instantOf(addDays(dayOf(now), daysAhead)) }
    const whole = {
      from: new Date(Math.min(ahead.from.getTime(), week.from.getTime())),
      to: new Date(Math.max(ahead.to.getTime(), week.to.getTime())),
    }
    const rosters = await rostersFor(tx, municipalityId, accounts, whole)
    const staffed = accounts.map((account): Staffed => {
      const roster = rosters.get(account.accountId) as Roster
      return { account, roster, thin: thinSpans(roster, ahead) }
    })
    const names = await working(tx, municipalityId)
    const away = await absencesIn(tx, municipalityId, dayOf(whole.from), dayOf(whole.to))
    return {
      now,
      days: Array.from({ length: daysShown }, (_, n) => addDays(from, n)),
      until: week.to,
      names,
      accounts: staffed,
      shifts: shiftsWithin(actor, staffed, await shiftsIn(tx, municipalityId, whole), names, away),
      absences: absencesWithin(actor, staffed, away, dayOf(now)),
      away,
      mayManage: may(actor, 'staffing.manage'),
    }
  })
}

async function accountsWithin(tx: Tx, actor: Actor): Promise<Account[]> {
  const all = await listAccounts(tx, actor.municipalityId)
  return all.filter((account) => account.state === 'active' && may(actor, 'staffing.read', account))
}

function shiftsWithin(
  actor: Actor,
  staffed: readonly Staffed[],
  shifts: readonly Shift[],
  works: ReadonlyMap<StaffId, string>,
  away: readonly Absence[],
): Staffing['shifts'] {
  const accounts = new Map(staffed.map(({ account }) => [account.accountId, account]))
  const departments = new Set(staffed.map(({ account }) => account.departmentId))
  return shifts
    .filter(({ accountId, departmentId }) =>
      accountId ? accounts.has(accountId) : !departmentId || departments.has(departmentId),
    )
    .map((shift) => {
      const gone = shift.staffId !== null && !works.has(shift.staffId)
      const account = shift.accountId ? accounts.get(shift.accountId) : undefined
      const subject = subjectOf(account, shift.departmentId)
      return {
        ...shift,
        hole: gone || isHole(shift, away),
        mayChange: may(actor, 'staffing.manage', subject),
      }
    })
}

/** Absences to come of those who share an account within sight, and one's own; all for those who read all. */
function absencesWithin(
  actor: Actor,
  staffed: readonly Staffed[],
  away: readonly Absence[],
  today: Day,
): ComingAbsence[] {
  const reachesAll = scopeOf(actor, 'staffing.read').kind === 'all'
  const shares = ({ roster }: Staffed, staffId: StaffId): boolean =>
    roster.owner === staffId || roster.deputies.includes(staffId)
  return away
    .filter(({ to, from }) => to >= today && from <= addDays(today, daysAhead))
    .filter(
      ({ staffId }) => reachesAll || staffId === actor.staffId || staffed.some((one) => shares(one, staffId)),
    )
    .map((absence) => ({
      absence,
      takeovers: staffed
        .filter(({ roster }) => roster.owner === absence.staffId)
        .map(({ account, roster }) => ({ account, spans: takersOver(roster, absence) })),
      mayWithdraw:
        absence.staffId === actor.staffId ||
        may(actor, 'staffing.manage', {}) ||
        staffed.some((one) => shares(one, absence.staffId) && may(actor, 'staffing.manage', one.account)),
    }))
}
