import { type Actor, authorize, type Permission } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { RecordId } from '../../../kernel/index.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { type Item, requireItem } from '../../archive/index.ts'

/**
 * An item with its account, for whoever may do something there.
 * @param held as requireItem: of two who act at once, the second sees what the first did.
 * @throws Stop('notFound'), Stop('refused').
 */
export async function itemWithin(
  tx: Tx,
  actor: Actor,
  recordId: RecordId,
  permission: Permission,
  held = false,
): Promise<{ readonly item: Item; readonly account: Account }> {
  const item = await requireItem(tx, actor.municipalityId, recordId, held)
  const account = await requireAccount(tx, actor.municipalityId, item.accountId)
  authorize(actor, permission, account)
  return { item, account }
}
