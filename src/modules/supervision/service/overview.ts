import { type Actor, authorize, reaches, scopeOf } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { addDays, type Day, dayOf, instantOf } from '../../../kernel/wall-clock.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { policiesSince } from '../../policy/index.ts'
import { coverage, isDueToday, type RuleOn } from '../rules.ts'
import { explanations, roundsSince } from '../store.ts'
import type { Cell, Round, WatchRule } from '../types.ts'
import { watchRuleOf } from '../watch-rule.ts'

export interface AccountCoverage {
  readonly account: Account
  readonly cells: readonly Cell[]
  readonly last: Round | undefined
  readonly dueToday: boolean
}

export interface Coverage {
  readonly days: readonly string[]
  readonly accounts: readonly AccountCoverage[]
  /** Accounts that need no more rounds today. */
  readonly coveredToday: number
}

/**
 * How the accounts within the actor's reach have been watched, for the last `days` days, today last.
 * @param past for an audit: the days end with `to`, and accounts that were closed within them are there too, for as long
 * as they were open: what was missed is not gone with its account.
 */
export async function supervisionCoverage(
  house: House,
  actor: Actor,
  days: number,
  past?: { readonly to: Day },
): Promise<Coverage> {
  authorize(actor, 'overview.read')
  const scope = scopeOf(actor, 'overview.read')
  const now = house.clock.now()
  const today = dayOf(now)
  const to = past?.to ?? today
  const from = addDays(to, 1 - days)
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const ruleOn = await rulesSince(tx, actor.municipalityId, from)
    // A rule by the week looks back to the Monday before the first day shown.
    const since = instantOf(addDays(from, -7))
    const rounds = await roundsSince(tx, actor.municipalityId, since, instantOf(addDays(to, 1)))
    const explained = await explanations(tx, actor.municipalityId, from)
    const accounts = (await listAccounts(tx, actor.municipalityId)).filter(
      (account) =>
        (lastDayOf(account, to) === to || (past && lastDayOf(account, to) >= from)) &&
        dayOf(account.createdAt) <= to &&
        reaches(scope, account),
    )
    const rows = accounts.map((account) => {
      const own = rounds.filter((round) => round.accountId === account.accountId)
      const why = new Set(
        explained.filter((one) => one.accountId === account.accountId).map((one) => one.day),
      )
      const cells = coverage(ruleOn, own, why, {
        ...{ from, to: lastDayOf(account, to), today },
        since: dayOf(account.createdAt),
      })
      return { account, cells, last: own.at(-1), dueToday: isDueToday(cells, today) }
    })
    return {
      days: Array.from({ length: days }, (_, n) => addDays(from, n)),
      accounts: rows,
      coveredToday: rows.filter((row) => !row.dueToday).length,
    }
  })
}

/** The last day until `to` on which an account asks for anything: the one before it was closed; '' where that is not known. */
function lastDayOf({ state, closed }: Account, to: Day): Day {
  if (state === 'active') return to
  const last = closed ? addDays(dayOf(closed.at), -1) : ''
  return last > to ? to : last
}

/** A day is judged by the policy that was in force when it ended; today by the one that is. */
async function rulesSince(tx: Tx, municipalityId: MunicipalityId, from: Day): Promise<RuleOn> {
  const policyAt = await policiesSince(tx, municipalityId, endOf(from))
  const rules = new Map<number, WatchRule>()
  return (day) => {
    const { version, settings } = policyAt(endOf(day))
    const rule = rules.get(version) ?? watchRuleOf(settings)
    rules.set(version, rule)
    return rule
  }
}

const endOf = (day: Day): Date => new Date(instantOf(addDays(day, 1)).getTime() - 1)
