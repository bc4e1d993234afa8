import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import { nextToTell, onDuty } from '../../staffing/index.ts'

/** What of an account fails: its collection, its access that ends, something that it could do, the platform's events. */
export type Failing = 'collection' | 'access' | 'capability' | 'events'

export const failingIn = (text: unknown): Failing =>
  text === 'access' || text === 'capability' || text === 'events' ? text : 'collection'

/**
 * Alarms whoever is on duty for an account when something of it fails, once for each failure. What the platform says of
 * it stands in the queue: it may hold anything, and a letter leaves the house.
 * @param since when it began to fail, from the announcement: one failure is one thing.
 */
export async function tellOwner(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  about: Failing,
  since: string,
): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    const duty = await onDuty(tx, municipalityId, account, now)
    const { subject, line } = words[about](account.name)
    const why = duty.nobody
      ? 'Ingen ansvarig eller ersättare är på plats, så larmet går till dig.'
      : 'Du svarar för kontot nu.'
    for (const { staffId } of nextToTell(duty))
      await notify(
        tx,
        municipalityId,
        {
          to: staffId,
          thing: `failing/${accountId}/${about}/${since}`,
          kind: 'accountFailing',
          severity: 'alarm',
          accountId,
          subject,
          line: `${line} ${why}`,
          href: `/register/${accountId}`,
        },
        now,
      )
  })
}

const words: Readonly<Record<Failing, (account: string) => { subject: string; line: string }>> = {
  collection: (account) => ({
    subject: `${account} hämtas inte`,
    line: 'Uppsikt kan inte hämta det som skrivs. Det hämtas i efterhand när det fungerar igen.',
  }),
  access: (account) => ({
    subject: `Åtkomsten till ${account} behöver förnyas`,
    line: 'En person behöver ansluta kontot på nytt.',
  }),
  capability: (account) => ({
    subject: `Något fungerar inte längre på ${account}`,
    line: 'Kontots sida säger vad som saknas.',
  }),
  events: (account) => ({
    subject: `Plattformen meddelar inte längre vad som händer på ${account}`,
    line: 'Det som skrivs hämtas ändå, men senare. Kontots sida säger vad som saknas.',
  }),
}
