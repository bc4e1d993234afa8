import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, Stop } from '../../../kernel/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { audit } from '../../audit/index.ts'
import { changeState, explainHours, retryBound } from '../store.ts'

const longestExplanation = 2_000

/**
 * Says why some hours of an account could not be collected. The gap stays a gap; the explanation stands beside it.
 * @param input both hours are included; only gaps that nobody has explained are touched.
 * @throws Stop 'refused'; 'invalid' without a text; 'conflict' when there is nothing left to explain.
 */
export async function explainGap(
  house: House,
  actor: Actor,
  input: { readonly accountId: AccountId; readonly from: Date; readonly to: Date; readonly text: string },
): Promise<void> {
  authorize(actor, 'collection.explainGap')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a gap is explained by a person')
  const text = input.text.trim()
  if (!text || text.length > longestExplanation)
    throw new Stop(
      'invalid',
      'Skriv varför det inte gick att hämta. Förklaringen står kvar bredvid luckan.',
      {
        text: 'Skriv varför, till exempel att plattformen låg nere, med högst 2\u00a0000 tecken',
      },
    )
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, input.accountId)
    authorize(actor, 'collection.explainGap', account)
    const hours = await explainHours(tx, municipalityId, { ...input, text, staffId })
    if (hours === 0)
      throw new Stop(
        'conflict',
        'Luckan är redan förklarad, eller finns inte längre. Gå tillbaka till kontot och se efter.',
      )
    await audit(
      tx,
      actor,
      'collection.explainGap',
      { kind: 'account', id: input.accountId },
      { from: input.from.toISOString(), to: input.to.toISOString(), hours },
      house.clock.now(),
    )
  })
}

/**
 * Has an account's next round done at once instead of at its time; the worker does it within seconds.
 * @throws Stop 'refused'; 'conflict' when the account is closed, or the platform itself has asked us to wait.
 */
export async function collectSoon(house: House, actor: Actor, accountId: AccountId): Promise<void> {
  authorize(actor, 'collection.run')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'collection.run', account)
    if (account.state !== 'active')
      throw new Stop(
        'conflict',
        'Kontot är avslutat och hämtas inte längre. Det som är sparat finns kvar i arkivet.',
      )
    const now = house.clock.now()
    const bound = await retryBound(tx, municipalityId, accountId)
    if (bound && bound > now)
      throw new Stop(
        'conflict',
        'Plattformen har bett oss vänta. Nästa försök görs av sig självt, tiden står på kontots sida.',
      )
    await changeState(tx, municipalityId, accountId, { nextAttemptAt: now })
    await audit(tx, actor, 'collection.run', { kind: 'account', id: accountId }, {}, now)
  })
}
