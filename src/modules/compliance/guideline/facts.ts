import { systemActor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, dayOf, type MunicipalityId } from '../../../kernel/index.ts'
import { type Account, listAccounts, platformDecisions } from '../../accounts/index.ts'
import { checklistsGone, followUpsDue } from '../../applications/index.ts'
import { collectionHealth } from '../../collection/index.ts'
import { municipalities } from '../../organisation/index.ts'
import { currentPolicy, type Policy } from '../../policy/index.ts'
import { supervisionCoverage } from '../../supervision/index.ts'
import { vaultEntries } from '../../vault/index.ts'
import type { Facts } from '../checks/index.ts'
import { responsiblePeople } from '../store.ts'
import { boards, particularsOf, processings, unitsOfAccounts } from './stated-store.ts'
import { knownProfiles, lastOwnPosts } from './store.ts'
import type { KnownProfile } from './types.ts'

const day = 24 * 60 * 60_000
const daysLookedBack = 14
/** A profile older than this says nothing of today. */
const profileLasts = 7 * day

export interface Gathered {
  readonly policy: Policy
  /** Active accounts, with all that is known of each. */
  readonly facts: readonly Facts[]
}

/** All that the checks need, of every active account or of one. What is known is known whoever asks for the judging. */
export async function gatherFacts(
  house: House,
  municipalityId: MunicipalityId,
  only?: AccountId,
): Promise<Gathered> {
  const system = systemActor(municipalityId)
  const now = house.clock.now()
  const health = new Map((await collectionHealth(house, system)).map((one) => [one.accountId, one]))
  const { accounts: watched } = await supervisionCoverage(house, system, daysLookedBack)
  const cells = new Map(watched.map((one) => [one.account.accountId, one.cells]))
  const municipality = (await municipalities(house)).find((one) => one.municipalityId === municipalityId)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = (await listAccounts(tx, municipalityId)).filter(
      ({ accountId, state }) => state === 'active' && (only === undefined || accountId === only),
    )
    const policy = await currentPolicy(tx, municipalityId, now)
    const people = await responsiblePeople(tx, municipalityId, accounts.flatMap(idsOf))
    const decisions = await platformDecisions(tx, municipalityId)
    const profiles = await knownProfiles(tx, municipalityId, only)
    const { website } = await particularsOf(tx, municipalityId)
    const units = await unitsOfAccounts(tx, municipalityId)
    const board = await boards(tx, municipalityId)
    const posts = await lastOwnPosts(tx, municipalityId, only)
    const vault = await vaultEntries(tx, municipalityId)
    const stated = await processings(tx, municipalityId)
    const ids = accounts.map(({ accountId }) => accountId)
    const checklists = await checklistsGone(tx, municipalityId, ids)
    const followUps = await followUpsDue(tx, municipalityId, ids)
    const facts = accounts.map((account): Facts => {
      const { accountId, ownerStaffId, deputyStaffId } = account
      return {
        now,
        today: dayOf(now),
        municipality: municipality?.name ?? '',
        website,
        account,
        units: units.get(accountId) ?? [],
        board: board.get(account.departmentId),
        policy: policy.settings,
        ...shownLately(profiles.get(accountId), now),
        owner: ownerStaffId ? people.get(ownerStaffId) : undefined,
        deputy: deputyStaffId ? people.get(deputyStaffId) : undefined,
        cells: cells.get(accountId) ?? [],
        health: health.get(accountId),
        lastOwnPost: posts.get(accountId),
        platformDecision: decisions.get(account.platform),
        vault: vault.get(accountId),
        processing: stated.get(accountId),
        checklist: checklists.get(accountId) ?? {},
        followUpDue: followUps.get(accountId),
      }
    })
    return { policy, facts }
  })
}

const idsOf = ({ ownerStaffId, deputyStaffId }: Account) =>
  [ownerStaffId, deputyStaffId].filter((id) => id !== null)

function shownLately(known: KnownProfile | undefined, now: Date): Pick<Facts, 'profile' | 'profileFailure'> {
  const fresh = known?.seenAt !== undefined && now.getTime() - known.seenAt.getTime() <= profileLasts
  return { profile: fresh ? known?.profile : undefined, profileFailure: known?.failure }
}
