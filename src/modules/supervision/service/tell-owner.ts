import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, DepartmentId, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'

/** What of an account fails: its collection, its access that ends, or something that it could do. */
export type Failing = 'collection' | 'access' | 'capability'

export const failingIn = (text: unknown): Failing =>
  text === 'access' || text === 'capability' ? text : 'collection'

/**
 * Writes to an account's owner when something of it fails; one letter for one failure, since the failure is announced
 * once. Where there is no owner, the deputy. Without mail the task in the queue tells them.
 */
export async function tellOwner(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  about: Failing,
  detail: string,
): Promise<void> {
  const { account, people } = await withMunicipality(house.db, municipalityId, async (tx) => {
    const found = await requireAccount(tx, municipalityId, accountId)
    const { ownerStaffId, deputyStaffId } = found
    const owner = await addressesOf(tx, municipalityId, ownerStaffId ? [ownerStaffId] : [])
    const told = owner.length > 0 ? owner : await addressesOf(tx, municipalityId, [deputyStaffId ?? noOne])
    return { account: found, people: told }
  })
  for (const person of people)
    await sendLetter(
      house,
      person,
      account,
      subjects[about](account.name),
      openings[about](account.name),
      detail,
    )
}

const noOne = '00000000-0000-0000-0000-000000000000' as StaffId

export interface Addressee {
  readonly name: string
  readonly email: string
}

export const addressesOf = (
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly StaffId[],
): Promise<Addressee[]> =>
  tx
    .selectFrom('staff')
    .select(['name', 'email'])
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', 'in', ids.length > 0 ? [...ids] : [noOne])
    .where('ended_at', 'is', null)
    .execute()

/** The heads of communications, of the whole municipality and of the department. */
export const headsOf = (
  tx: Tx,
  municipalityId: MunicipalityId,
  departmentId: DepartmentId,
): Promise<Addressee[]> =>
  tx
    .selectFrom('staff')
    .innerJoin('staff_role as held', (join) =>
      join
        .onRef('held.municipality_id', '=', 'staff.municipality_id')
        .onRef('held.staff_id', '=', 'staff.staff_id'),
    )
    .select(['staff.name', 'staff.email'])
    .distinct()
    .where('staff.municipality_id', '=', municipalityId)
    .where('staff.ended_at', 'is', null)
    .where('held.role', '=', 'headOfCommunications')
    .where((eb) => eb.or([eb('held.department_id', 'is', null), eb('held.department_id', '=', departmentId)]))
    .execute()

/** @throws Error when the mail server cannot be reached, so that the job is tried again. */
export async function sendLetter(
  house: House,
  to: Addressee,
  account: Pick<Account, 'accountId'>,
  subject: string,
  opening: string,
  detail: string,
): Promise<void> {
  const link = `${house.publicUrl}/register/${account.accountId}`
  const sent = await house.mailer.send({
    to: to.email,
    subject,
    text: letter(to.name, opening, detail, link),
  })
  if (sent.ok) return
  if (sent.error.kind === 'unavailable') throw new Error(`mail server: ${sent.error.detail}`)
  house.log.warn(
    { account: account.accountId, reason: sent.error.detail },
    'somebody could not be told by mail',
  )
}

const subjects: Readonly<Record<Failing, (account: string) => string>> = {
  collection: (account) => `${account} hämtas inte`,
  access: (account) => `Åtkomsten till ${account} behöver förnyas`,
  capability: (account) => `Något fungerar inte längre på ${account}`,
}

const openings: Readonly<Record<Failing, (account: string) => string>> = {
  collection: (account) => `Uppsikt kan inte hämta det som skrivs på ${account}.`,
  access: (account) => `Uppsikts åtkomst till ${account} behöver förnyas av en person.`,
  capability: (account) => `Något som fungerade på ${account} fungerar inte längre.`,
}

const letter = (name: string, opening: string, detail: string, link: string): string =>
  `Hej ${name},

${opening}

${detail}

Det som skrivs under tiden hämtas i efterhand när det fungerar igen. Här ser du vad som hänt och kan ansluta på nytt:
${link}
`
