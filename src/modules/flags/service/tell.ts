import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { municipalityOrigin } from '../../organisation/index.ts'
import { setTold, untold } from '../store.ts'
import type { Flag } from '../types.ts'
import { outcomeOf } from './read.ts'

const atOnce = 200

/**
 * Writes to those who left an address, once, when there is something to tell. The letter holds no content: what was
 * decided stands behind the number. What a mail server would not take is not tried again; what it could not take now
 * is, next time.
 */
export async function tellNotifiers(house: House, municipalityId: MunicipalityId): Promise<void> {
  if (!house.mailer.configured) return
  const flags = await withMunicipality(house.db, municipalityId, async (tx) => {
    const decided: Flag[] = []
    for (const flag of await untold(tx, municipalityId, atOnce)) {
      const { kind } = await outcomeOf(tx, municipalityId, flag.taskId, house.clock.now())
      if (kind !== 'takingAway') decided.push(flag)
    }
    return decided
  })
  if (flags.length === 0) return
  const origin = await municipalityOrigin(house, municipalityId)
  for (const { flagId, number, email } of flags) {
    const sent = await house.mailer.send({
      to: email ?? '',
      subject: `Vi har tagit ställning till din anmälan ${number}`,
      text: `Hej\n\nVi har tagit ställning till det du anmälde. Läs vad vi gjorde här:\n${origin}/anmal/${number}\n\nDu får det här brevet för att du lämnade din adress när du anmälde. Det går inte att svara på.\n`,
    })
    if (!sent.ok && sent.error.kind !== 'refused') return
    const now = house.clock.now()
    await withMunicipality(house.db, municipalityId, (tx) => setTold(tx, municipalityId, flagId, now))
  }
}
