import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, describeError, type MunicipalityId, Stop } from '../../../kernel/index.ts'
import type { Platform, Profile } from '../../../platforms/contract.ts'
import {
  type Account,
  connectionOf,
  isAllowed,
  listAccounts,
  platformDecisions,
  requireAccount,
} from '../../accounts/index.ts'
import { checks, type Facts } from '../checks/index.ts'
import { gatherFacts } from './facts.ts'
import { differs, judge } from './rules.ts'
import { attestations, insertOutcomes, standings, writeJudged } from './store.ts'

type Platforms = ReadonlyMap<string, Platform>
type Shown = { readonly profile: Profile } | { readonly failure: string }

/** The account as its platform shows it now; undefined where the platform does not tell, or is not used. */
async function shownNow(
  house: House,
  municipalityId: MunicipalityId,
  platforms: Platforms,
  account: Account,
): Promise<Shown | undefined> {
  const platform = platforms.get(account.platform)
  if (!platform?.profile) return undefined
  const connection = await withMunicipality(house.db, municipalityId, async (tx) => {
    const decision = (await platformDecisions(tx, municipalityId)).get(platform.id)
    return isAllowed(platform, decision) ? connectionOf(house, tx, municipalityId, account) : undefined
  })
  if (!connection) return undefined
  const shown = await platform.profile(connection)
  return shown.ok ? { profile: shown.value } : { failure: shown.error.detail }
}

async function keep(
  house: House,
  municipalityId: MunicipalityId,
  policyVersion: number,
  facts: Facts,
): Promise<void> {
  const { accountId } = facts.account
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await writeJudged(tx, municipalityId, accountId, now)
    const attested = await attestations(tx, municipalityId, accountId)
    const before = new Map((await standings(tx, municipalityId, accountId)).map((one) => [one.checkId, one]))
    const changed = checks
      .map((check) => ({
        checkId: check.id,
        ...judge(check, facts, attested.get(`${accountId}/${check.id}`)),
      }))
      .filter((judged) => differs(before.get(judged.checkId), judged))
    await insertOutcomes(tx, municipalityId, accountId, now, policyVersion, changed)
  })
}

/** Judges an account, or all, by what is known already. Called by verbs that have authorised. */
export async function judgeAgain(
  house: House,
  municipalityId: MunicipalityId,
  accountId?: AccountId,
): Promise<void> {
  const { policy, facts } = await gatherFacts(house, municipalityId, accountId)
  for (const one of facts) await keep(house, municipalityId, policy.version, one)
}

/** Looks at every active account as its platform shows it, and judges it. Run daily; may be run again at any time. */
export async function judgeAccounts(house: House, actor: Actor, platforms: Platforms): Promise<void> {
  authorize(actor, 'guideline.administer', {})
  const { municipalityId } = actor
  const accounts = await withMunicipality(house.db, municipalityId, (tx) => listAccounts(tx, municipalityId))
  for (const account of accounts.filter(({ state }) => state === 'active'))
    try {
      await look(house, municipalityId, platforms, account)
    } catch (thrown) {
      // One account that cannot be looked at must not keep the others from being judged.
      house.log.error(
        { account: account.accountId, reason: describeError(thrown) },
        'an account could not be looked at',
      )
    }
  await judgeAgain(house, municipalityId)
}

async function look(
  house: House,
  municipalityId: MunicipalityId,
  platforms: Platforms,
  account: Account,
): Promise<void> {
  const shown = await shownNow(house, municipalityId, platforms, account)
  const now = house.clock.now()
  if (shown)
    await withMunicipality(house.db, municipalityId, (tx) =>
      writeJudged(tx, municipalityId, account.accountId, now, shown),
    )
}

/** Looks at one account now. @throws Stop 'refused'; 'notFound'; 'invalid' for one that is closed. */
export async function lookNow(
  house: House,
  actor: Actor,
  platforms: Platforms,
  accountId: AccountId,
): Promise<void> {
  authorize(actor, 'guideline.attest')
  const { municipalityId } = actor
  const account = await withMunicipality(house.db, municipalityId, (tx) =>
    requireAccount(tx, municipalityId, accountId),
  )
  authorize(actor, 'guideline.attest', account)
  if (account.state !== 'active')
    throw new Stop('invalid', 'Kontot är avslutat, så riktlinjen prövas inte längre på det.')
  await look(house, municipalityId, platforms, account)
  await judgeAgain(house, municipalityId, accountId)
}
