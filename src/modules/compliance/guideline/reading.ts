import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { type Account, listAccounts, requireAccount } from '../../accounts/index.ts'
import { checkById, checks } from '../checks/index.ts'
import { byLacks, countsOf, worstFirst } from './rules.ts'
import { boards, particularsOf, processings, unitsOfAccounts } from './stated-store.ts'
import { attestations, changes, knownProfiles, standings } from './store.ts'
import type {
  AccountGuideline,
  Attestation,
  CheckLine,
  Counts,
  GuidelineOverview,
  Particulars,
  ProcessingLine,
  StandingOf,
} from './types.ts'

const changesShown = 30

/** A check that is no longer in the table is not shown; its history stays in its rows. */
const linesOf = (held: readonly StandingOf[], attested: ReadonlyMap<string, Attestation>): CheckLine[] =>
  held
    .flatMap((standing) => {
      const check = checkById.get(standing.checkId)
      const attestation = attested.get(`${standing.accountId}/${standing.checkId}`)
      return check ? [{ check, standing, attestation }] : []
    })
    .sort((a, b) => checks.indexOf(a.check) - checks.indexOf(b.check))
    .sort(worstFirst)

const outcomes = (lines: readonly CheckLine[]) => lines.map(({ standing }) => standing.outcome)

/** The guideline on one account. The register is open to the whole staff, and so is this. @throws Stop. */
export async function readGuideline(
  house: House,
  actor: Actor,
  accountId: AccountId,
): Promise<AccountGuideline> {
  authorize(actor, 'accounts.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    const held = account.state === 'active' ? await standings(tx, municipalityId, accountId) : []
    const lines = linesOf(held, await attestations(tx, municipalityId, accountId))
    return {
      account,
      units: (await unitsOfAccounts(tx, municipalityId)).get(accountId) ?? [],
      board: (await boards(tx, municipalityId)).get(account.departmentId),
      processing: (await processings(tx, municipalityId)).get(accountId),
      lines,
      counts: countsOf(outcomes(lines)),
      known: (await knownProfiles(tx, municipalityId, accountId)).get(accountId),
      history: (await changes(tx, municipalityId, accountId, changesShown)).filter(({ checkId }) =>
        checkById.has(checkId),
      ),
    }
  })
}

const activeAccounts = async (tx: Tx, municipalityId: MunicipalityId): Promise<Account[]> =>
  (await listAccounts(tx, municipalityId)).filter(({ state }) => state === 'active')

/** The guideline in the whole municipality. @throws Stop('refused'). */
export async function readOverview(house: House, actor: Actor): Promise<GuidelineOverview> {
  authorize(actor, 'accounts.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = await activeAccounts(tx, municipalityId)
    const held = await standings(tx, municipalityId)
    const attested = await attestations(tx, municipalityId)
    const lines = accounts.map((account) => {
      const own = linesOf(
        held.filter(({ accountId }) => accountId === account.accountId),
        attested,
      )
      const lacking = own.filter(({ standing }) => ['notMet', 'unknown'].includes(standing.outcome))
      return { account, own, lacking, counts: countsOf(outcomes(own)) }
    })
    const all = lines.flatMap(({ own }) => own)
    const names = [...new Set(accounts.map(({ department }) => department))]
    return {
      counts: countsOf(outcomes(all)),
      departments: names
        .map((department) => {
          const within = lines.filter(({ account }) => account.department === department)
          const counts = countsOf(outcomes(within.flatMap(({ own }) => own)))
          return { department, accounts: within.length, counts }
        })
        .sort(byLacks),
      accounts: lines.sort(byLacks),
      demands: checks
        .map((check) => ({ check, counts: countsOf(outcomes(all.filter((one) => one.check === check))) }))
        .sort(byLacks),
      particulars: await particularsOf(tx, municipalityId),
      unjudged: lines.filter(({ own }) => own.length === 0).length,
    }
  })
}

/** How the guideline stands on each account, for the register. Called by verbs that have authorised. */
export async function countsByAccount(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<ReadonlyMap<AccountId, Counts>> {
  const held = (await standings(tx, municipalityId)).filter(({ checkId }) => checkById.has(checkId))
  const byAccount = Map.groupBy(held, ({ accountId }) => accountId)
  return new Map([...byAccount].map(([id, own]) => [id, countsOf(own.map(({ outcome }) => outcome))]))
}

/** register över behandling: every active account, by board. @throws Stop('refused'). */
export async function recordOfProcessing(
  house: House,
  actor: Actor,
): Promise<{ readonly lines: readonly ProcessingLine[]; readonly particulars: Particulars }> {
  authorize(actor, 'accounts.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const stated = await processings(tx, municipalityId)
    const board = await boards(tx, municipalityId)
    const lines = (await activeAccounts(tx, municipalityId)).map((account) => ({
      account,
      board: board.get(account.departmentId),
      processing: stated.get(account.accountId),
    }))
    return {
      lines: lines.sort((a, b) => (a.board ?? '').localeCompare(b.board ?? '', 'sv')),
      particulars: await particularsOf(tx, municipalityId),
    }
  })
}
