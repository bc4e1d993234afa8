import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { requireAccount } from '../service.ts'
import type { Account, Signing } from '../types.ts'

const longest = 60

/** Whoever answers on the account may say what its editors have agreed on. @throws Stop('refused'), Stop('notFound'). */
export const signingOf = async (tx: Tx, actor: Actor, accountId: AccountId): Promise<Account> => {
  authorize(actor, 'dialogue.reply')
  const account = await requireAccount(tx, actor.municipalityId, accountId)
  authorize(actor, 'dialogue.reply', account)
  return account
}

/**
 * With which of their names the account's editors sign, and from where (C3); answers that are sent already stay.
 * @throws Stop 'refused'; 'notFound'; 'invalid' for a workplace that is too long.
 */
export async function setSigning(
  house: House,
  actor: Actor,
  accountId: AccountId,
  { name, workplace }: Signing,
): Promise<void> {
  authorize(actor, 'dialogue.reply')
  const place = workplace.replace(/\s+/gu, ' ').trim()
  if (place.length > longest)
    throw new Stop('invalid', `Arbetsplatsen är för lång. Skriv högst ${longest} tecken.`, {
      arbetsplats: `Skriv högst ${longest} tecken`,
    })
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await signingOf(tx, actor, accountId)
    await tx
      .updateTable('account')
      .set({ signs_with: name, workplace: place })
      .where('municipality_id', '=', municipalityId)
      .where('account_id', '=', accountId)
      .execute()
    const about = { kind: 'account', id: accountId }
    await audit(tx, actor, 'accounts.setSigning', about, { name, workplace: place }, house.clock.now())
  })
}
