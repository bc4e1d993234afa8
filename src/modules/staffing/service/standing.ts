import type { Tx } from '../../../infra/db/index.ts'
import {
  type AccountId,
  addDays,
  type Day,
  dayOf,
  instantOf,
  type MunicipalityId,
  type StaffId,
} from '../../../kernel/index.ts'
import type { Account } from '../../accounts/index.ts'
import { awayTo, dutyAt, dutySpans } from '../rules.ts'
import { speakersOf, type Training, trainingsOf } from '../store/people.ts'
import { rostersFor, working } from '../store/rosters.ts'
import type { AnswersAs, Duty, Roster, Span } from '../types.ts'

type Of = Pick<Account, 'accountId' | 'departmentId' | 'ownerStaffId' | 'deputyStaffId'>

const momentAt = (at: Date): Span => ({ from: at, to: new Date(at.getTime() + 1) })

/** Who answers for an account at an instant, now and next: shift → owner unless away → deputies unless away → communications. */
export async function onDuty(tx: Tx, municipalityId: MunicipalityId, account: Of, at: Date): Promise<Duty> {
  const roster = (await rostersFor(tx, municipalityId, [account], momentAt(at))).get(account.accountId)
  return dutyAt(roster as Roster, at)
}

export interface Named {
  readonly staffId: StaffId
  readonly name: string
  readonly as: AnswersAs
}

/** How an account is staffed now, in names. */
export interface Standing {
  readonly now: Named | undefined
  readonly nobody: boolean
  /** The last day of the owner's absence; undefined while there is no owner, or the owner is there. */
  readonly ownerAwayTo: Day | undefined
}

const longestDays = 800

/** For wherever an owner is shown. */
export async function standingsFor(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly Of[],
  now: Date,
): Promise<ReadonlyMap<AccountId, Standing>> {
  const today = dayOf(now)
  const span = { from: now, to: instantOf(addDays(today, longestDays)) }
  const names = await working(tx, municipalityId)
  const rosters = await rostersFor(tx, municipalityId, accounts, span)
  return new Map(
    [...rosters].map(([accountId, roster]) => {
      const duty = dutyAt(roster, now)
      const ownerAwayTo = roster.owner ? awayTo(roster.absences, roster.owner, today) : undefined
      return [accountId, { now: named(duty, names), nobody: duty.nobody, ownerAwayTo }]
    }),
  )
}

const named = ({ now }: Duty, names: ReadonlyMap<StaffId, string>): Named | undefined =>
  now && { ...now, name: names.get(now.staffId) ?? '' }

interface Speaker {
  readonly staffId: StaffId
  readonly name: string
  readonly trainings: readonly Training[]
}

/** The people of one account, for its page. */
export interface AccountPeople {
  readonly standing: Standing
  /** The week to come, a row each time somebody else answers. */
  readonly week: readonly (Span & { readonly now: Named | undefined; readonly nobody: boolean })[]
  /** Those after the first deputy. */
  readonly furtherDeputies: readonly string[]
  /** Owner, deputies and those who are named beside them, by name: all who may speak for the municipality there. */
  readonly speakers: readonly Speaker[]
}

export async function accountPeople(
  tx: Tx,
  municipalityId: MunicipalityId,
  account: Account,
  now: Date,
): Promise<AccountPeople> {
  const week = { from: now, to: instantOf(addDays(dayOf(now), 7)) }
  const names = await working(tx, municipalityId)
  const roster = (await rostersFor(tx, municipalityId, [account], week)).get(account.accountId) as Roster
  const standing = (await standingsFor(tx, municipalityId, [account], now)).get(account.accountId)
  const { owner, deputies } = roster
  const besides = await speakersOf(tx, municipalityId, account.accountId)
  const speaking = [...new Set([...(owner ? [owner] : []), ...deputies, ...besides])].filter((id) =>
    names.has(id),
  )
  const trainings = await trainingsOf(tx, municipalityId, speaking)
  return {
    standing: standing as Standing,
    week: dutySpans(roster, week).map(({ from, to, duty }) => ({
      from,
      to,
      now: named(duty, names),
      nobody: duty.nobody,
    })),
    furtherDeputies: deputies.filter((id) => id !== account.deputyStaffId).map((id) => names.get(id) ?? ''),
    speakers: speaking
      .map((staffId) => ({
        staffId,
        name: names.get(staffId) ?? '',
        trainings: trainings.filter((one) => one.staffId === staffId),
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'sv')),
  }
}
