import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, type StaffId, Stop } from '../../../kernel/index.ts'
import { type Account, listAccounts, updateResponsible, worksHere } from '../../accounts/index.ts'
import { audit } from '../../audit/index.ts'
import { writeFurtherDeputies } from '../store/people.ts'
import { furtherDeputies } from '../store/rosters.ts'
import { requireWorking } from './reach.ts'

/**
 * The active accounts that a person answers for: one's own, or somebody's all of whose accounts the actor manages.
 * @throws Stop 'notFound', 'refused'.
 */
async function ownedBy(tx: Tx, actor: Actor, staffId: StaffId): Promise<Account[]> {
  const { municipalityId } = actor
  if (!(await worksHere(tx, municipalityId, staffId)))
    throw new Stop('notFound', 'Personen finns inte, eller har slutat. Gå till medarbetarna och välj där.')
  const accounts = (await listAccounts(tx, municipalityId)).filter(
    (one) => one.state === 'active' && one.ownerStaffId === staffId,
  )
  if (actor.staffId === staffId) return accounts
  authorize(actor, 'staffing.manage')
  for (const account of accounts) authorize(actor, 'staffing.manage', account)
  return accounts
}

/** What somebody must hand over before leaving. @throws Stop('refused'). */
export async function toHandOver(house: House, actor: Actor, staffId: StaffId): Promise<Account[]> {
  authorize(actor, 'staffing.absent')
  return withMunicipality(house.db, actor.municipalityId, (tx) => ownedBy(tx, actor, staffId))
}

/**
 * Every account that a person answers for gets a new owner, all at once. A successor who was the deputy leaves that
 * place to the next deputy.
 * @throws Stop 'refused'; 'invalid' beside each account that lacks a successor.
 */
export async function handOver(
  house: House,
  actor: Actor,
  staffId: StaffId,
  successors: ReadonlyMap<AccountId, StaffId>,
): Promise<void> {
  authorize(actor, 'staffing.absent')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = await ownedBy(tx, actor, staffId)
    const lacking = accounts.filter(({ accountId }) => {
      const chosen = successors.get(accountId)
      return !chosen || chosen === staffId
    })
    if (lacking.length > 0)
      throw new Stop(
        'invalid',
        'Alla konton behöver en ny ansvarig.',
        Object.fromEntries(lacking.map((one) => [one.accountId, `Välj vem som tar över ${one.name}.`])),
      )
    for (const account of accounts) {
      const successor = successors.get(account.accountId) as StaffId
      await requireWorking(tx, municipalityId, successor, account.accountId)
      await succeed(tx, actor, account, successor, house.clock.now())
    }
  })
}

async function succeed(tx: Tx, actor: Actor, account: Account, owner: StaffId, now: Date): Promise<void> {
  const { municipalityId } = actor
  const { accountId, deputyStaffId } = account
  const further = (await furtherDeputies(tx, municipalityId)).get(accountId) ?? []
  const [deputy = null, ...rest] = [...(deputyStaffId ? [deputyStaffId] : []), ...further].filter(
    (id) => id !== owner,
  )
  await updateResponsible(tx, municipalityId, accountId, { owner, deputy })
  await writeFurtherDeputies(tx, municipalityId, accountId, rest)
  const detail = { before: account.ownerStaffId, after: owner, deputy }
  await audit(tx, actor, 'staffing.handOver', { kind: 'account', id: accountId }, detail, now)
}
