import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { StaffId } from '../../../kernel/index.ts'
import { type AccountSubject, type Holder, holdersOf, type Reach, reachesOf } from '../rights.ts'
import { listDelegations } from '../store/delegations.ts'
import { findStaff, listAllStaff, ownAccountsOf } from '../store/staff.ts'

/** Who may do what with an account, now. @throws Stop('refused'). */
export async function whoMayDo(house: House, actor: Actor, account: AccountSubject): Promise<Holder[]> {
  authorize(actor, 'rights.read', account)
  const { municipalityId } = actor
  const now = house.clock.now()
  return withMunicipality(house.db, municipalityId, async (tx) =>
    holdersOf(
      municipalityId,
      account,
      await listAllStaff(tx, municipalityId),
      await listDelegations(tx, municipalityId, now),
      now,
    ),
  )
}

/** What one person may do, and where, now; nothing for somebody who is not here. @throws Stop('refused'). */
export async function rightsOf(house: House, actor: Actor, staffId: StaffId): Promise<Reach[]> {
  authorize(actor, 'staff.read')
  const { municipalityId } = actor
  const now = house.clock.now()
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const staff = await findStaff(tx, municipalityId, staffId)
    if (!staff) return []
    const delegations = await listDelegations(tx, municipalityId, now, staffId)
    return reachesOf(
      municipalityId,
      staff,
      delegations,
      await ownAccountsOf(tx, municipalityId, staffId),
      now,
    )
  })
}
