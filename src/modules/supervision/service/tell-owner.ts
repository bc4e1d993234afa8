import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { requireAccount } from '../../accounts/index.ts'

/**
 * Writes to an account's owner and deputy when it can no longer be collected; one letter each for one failure, since
 * the failure is announced once. Without mail the task in the queue tells them.
 */
export async function tellOwner(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  detail: string,
): Promise<void> {
  const { account, people } = await withMunicipality(house.db, municipalityId, async (tx) => {
    const found = await requireAccount(tx, municipalityId, accountId)
    const ids = [found.ownerStaffId, found.deputyStaffId].flatMap((id) => (id ? [id] : []))
    const rows =
      ids.length === 0
        ? []
        : await tx
            .selectFrom('staff')
            .select(['name', 'email'])
            .where('municipality_id', '=', municipalityId)
            .where('staff_id', 'in', ids)
            .where('ended_at', 'is', null)
            .execute()
    return { account: found, people: rows }
  })
  for (const person of people) {
    const sent = await house.mailer.send({
      to: person.email,
      subject: `${account.name} hämtas inte`,
      text: letter(person.name, account.name, detail, `${house.publicUrl}/register/${accountId}`),
    })
    if (sent.ok) continue
    if (sent.error.kind === 'unavailable') throw new Error(`mail server: ${sent.error.detail}`)
    house.log.warn({ account: accountId, reason: sent.error.detail }, 'the owner could not be told by mail')
  }
}

const letter = (name: string, account: string, detail: string, link: string): string =>
  `Hej ${name},

Uppsikt kan inte hämta det som skrivs på ${account}.

${detail}

Det som skrivs under tiden hämtas i efterhand när det fungerar igen. Här ser du vad som hänt och kan ansluta på nytt:
${link}
`
