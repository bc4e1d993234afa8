import { type Actor, authorize, may, scopeOf } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  type AccountId,
  addDays,
  type Day,
  dayOf,
  instantOf,
  type MunicipalityId,
  type StaffId,
} from '../../../kernel/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { isHole, takersOver, thinSpans } from '../rules.ts'
import { absencesIn } from '../store/absences.ts'
import { rostersFor, working } from '../store/rosters.ts'
import { shiftsIn } from '../store/shifts.ts'
import type { Absence, DutySpan, Roster, Shift, Span, ThinSpan } from '../types.ts'

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
  /** Shifts that touch the week and reach an account within sight. */
  readonly shifts: readonly (Shift & { readonly hole: boolean; readonly mayChange: boolean })[]
  readonly absences: readonly ComingAbsence[]
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
    const staffed = await staffedOf(tx, municipalityId, accounts, ahead, week)
    const shown = new Set(accounts.map(({ accountId }) => accountId))
    return {
      now,
      days: Array.from({ length: daysShown }, (_, n) => addDays(from, n)),
      until: week.to,
      names: await working(tx, municipalityId),
      accounts: staffed,
      shifts: await shiftsWithin(tx, actor, staffed, shown, week),
      absences: await absencesWithin(tx, actor, accounts, staffed, now),
      mayManage: may(actor, 'staffing.manage'),
    }
  })
}

async function accountsWithin(tx: Tx, actor: Actor): Promise<Account[]> {
  const all = await listAccounts(tx, actor.municipalityId)
  return all.filter((account) => account.state === 'active' && may(actor, 'staffing.read', account))
}

async function staffedOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly Account[],
  ahead: Span,
  week: Span,
): Promise<Staffed[]> {
  const span = {
    from: new Date(Math.min(ahead.from.getTime(), week.from.getTime())),
    to: new Date(Math.max(ahead.to.getTime(), week.to.getTime())),
  }
  const rosters = await rostersFor(tx, municipalityId, accounts, span)
  return accounts.map((account) => {
    const roster = rosters.get(account.accountId) as Roster
    return { account, roster, thin: thinSpans(roster, ahead) }
  })
}

async function shiftsWithin(
  tx: Tx,
  actor: Actor,
  staffed: readonly Staffed[],
  shown: ReadonlySet<AccountId>,
  week: Span,
): Promise<Staffing['shifts']> {
  const departments = new Set(staffed.map(({ account }) => account.departmentId))
  const works = await working(tx, actor.municipalityId)
  const absences = await absencesIn(tx, actor.municipalityId, dayOf(week.from), dayOf(week.to))
  const found = await shiftsIn(tx, actor.municipalityId, week)
  return found
    .filter(({ accountId, departmentId }) =>
      accountId ? shown.has(accountId) : !departmentId || departments.has(departmentId),
    )
    .map((shift) => {
      const account = staffed.find((one) => one.account.accountId === shift.accountId)?.account
      const gone = shift.staffId !== null && !works.has(shift.staffId)
      return {
        ...shift,
        hole: gone || isHole(shift, absences),
        mayChange: may(
          actor,
          'staffing.manage',
          account ?? (shift.departmentId ? { departmentId: shift.departmentId } : {}),
        ),
      }
    })
}

/** Absences to come of those who share an account within sight, and one's own. */
async function absencesWithin(
  tx: Tx,
  actor: Actor,
  accounts: readonly Account[],
  staffed: readonly Staffed[],
  now: Date,
): Promise<ComingAbsence[]> {
  const today = dayOf(now)
  const all = await absencesIn(tx, actor.municipalityId, today, addDays(today, daysAhead))
  const reachesAll = scopeOf(actor, 'staffing.read').kind === 'all'
  const sharing = new Set(
    staffed.flatMap(({ roster }) => [...(roster.owner ? [roster.owner] : []), ...roster.deputies]),
  )
  return all
    .filter(({ staffId }) => reachesAll || staffId === actor.staffId || sharing.has(staffId))
    .map((absence) => ({
      absence,
      takeovers: staffed
        .filter(({ roster }) => roster.owner === absence.staffId)
        .map(({ account, roster }) => ({ account, spans: takersOver(roster, absence) })),
      mayWithdraw:
        absence.staffId === actor.staffId ||
        may(actor, 'staffing.manage', {}) ||
        accounts.some(
          (account) =>
            [account.ownerStaffId, account.deputyStaffId].includes(absence.staffId) &&
            may(actor, 'staffing.manage', { departmentId: account.departmentId }),
        ),
    }))
}
