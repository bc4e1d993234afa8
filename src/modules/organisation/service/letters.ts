import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, type StaffId, timeOfDay } from '../../../kernel/index.ts'
import { originOf } from '../rules.ts'
import { findStaff, headsOfCommunications, ownAccountsOf } from '../store/staff.ts'
import { findMunicipality } from '../store/structure.ts'

/** Letters to the heads of communications: jobs, each tried again when the mail server cannot be reached. */

const two = (value: number): string => String(value).padStart(2, '0')

/** '09.05', Swedish time. */
export const clockText = (at: Date): string => {
  const minutes = Math.floor(timeOfDay(at) / 60_000)
  return `${two(Math.floor(minutes / 60))}.${two(minutes % 60)}`
}

async function tellHeads(
  house: House,
  people: readonly { readonly name: string; readonly email: string }[],
  subject: string,
  text: string,
): Promise<void> {
  for (const { name, email } of people) {
    const sent = await house.mailer.send({ to: email, subject, text: `Hej ${name},\n\n${text}\n` })
    if (!sent.ok && sent.error.kind === 'unavailable') throw new Error(`mail server: ${sent.error.detail}`)
    if (!sent.ok)
      house.log.warn({ reason: sent.error.detail }, 'a head of communications could not be told by mail')
  }
}

/** Job for 'signIn.breakGlass'. */
export async function tellBreakGlass(
  house: House,
  municipalityId: MunicipalityId,
  event: { readonly staff: StaffId; readonly method: string; readonly at: Date },
): Promise<void> {
  const { staff, heads } = await withMunicipality(house.db, municipalityId, async (tx) => ({
    staff: await findStaff(tx, municipalityId, event.staff),
    heads: await headsOfCommunications(tx, municipalityId),
  }))
  if (!staff) return
  const how = event.method === 'passkey' ? 'med en nyckel' : 'med en engångslänk'
  await tellHeads(
    house,
    heads,
    `Reservinloggning i Uppsikt: ${staff.name}`,
    `${staff.name} loggade in ${how} klockan ${clockText(event.at)}, vid sidan av kommunens inloggningstjänst. Det går med en reservinloggning, som är till för när tjänsten inte svarar.

Var det väntat behöver du inte göra något. Annars: ring personen, och avsluta reservinloggningen hos driften. Det som personen gjort står under Inställningar, Händelser.`,
  )
}

/** Job for 'staff.ended': which accounts are left without owner or deputy. */
export async function tellAccountsLeft(
  house: House,
  municipalityId: MunicipalityId,
  staffId: StaffId,
): Promise<void> {
  const { staff, accounts, heads, origin } = await withMunicipality(house.db, municipalityId, async (tx) => ({
    staff: await findStaff(tx, municipalityId, staffId),
    accounts: await ownAccountsOf(tx, municipalityId, staffId),
    heads: await headsOfCommunications(tx, municipalityId),
    origin: originOf(house.publicUrl, (await findMunicipality(tx, municipalityId))?.host ?? null),
  }))
  if (!staff?.endedAt || accounts.length === 0) return
  const list = accounts.map(
    ({ accountId, name, isOwner }) =>
      `${name} saknar ${isOwner ? 'ansvarig' : 'ersättare'}: ${origin}/register/${accountId}/ansvarig`,
  )
  await tellHeads(
    house,
    heads,
    `${staff.name} har slutat: ${accounts.length === 1 ? 'ett konto behöver' : `${accounts.length} konton behöver`} någon ny`,
    `${staff.name} har slutat och kommer inte längre in i Uppsikt.\n\n${list.join('\n')}\n\nUtse någon ny, så att kontot inte står utan uppsikt.`,
  )
}
