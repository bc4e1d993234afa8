import { type Actor, authorize, may } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { StaffId } from '../../../kernel/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { openByAccount } from '../queue-store.ts'
import { type AccountCoverage, supervisionCoverage } from './overview.ts'

export interface RoundChoice extends AccountCoverage {
  readonly open: number
  readonly urgent: number
}

interface RoundChoices {
  /** What is not covered today first, then by name. */
  readonly choices: readonly RoundChoice[]
  readonly names: ReadonlyMap<StaffId, string>
}

const daysBack = 8

/** The accounts that the actor may confirm rounds in, with how the last days have been. */
export async function roundChoices(house: House, actor: Actor): Promise<RoundChoices> {
  authorize(actor, 'supervision.confirm')
  const coverage = await supervisionCoverage(house, actor, daysBack)
  const mine = coverage.accounts.filter(({ account }) => may(actor, 'supervision.confirm', account))
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const counts = new Map((await openByAccount(tx, actor.municipalityId)).map((one) => [one.accountId, one]))
    const choices = mine.map((row) => {
      const { open = 0, urgent = 0 } = counts.get(row.account.accountId) ?? {}
      return { ...row, open, urgent }
    })
    return {
      choices: [...choices.filter((row) => row.dueToday), ...choices.filter((row) => !row.dueToday)],
      names: await staffNames(
        tx,
        actor.municipalityId,
        mine.map((row) => row.last?.staffId),
      ),
    }
  })
}
