import { type Actor, authorize, may, type Permission } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, type RecordId, type StaffId, Stop } from '../../../kernel/index.ts'
import { whenText } from '../../../web/index.ts'
import { type Account, listAccounts, requireAccount } from '../../accounts/index.ts'
import { type Staff, staffList } from '../../organisation/index.ts'
import { openingsOf } from '../rules.ts'
import { accountOfOpening, listEntries, stepsOf, wasReminded, writeReminder } from '../store.ts'
import type { Cause, Opening } from '../types.ts'
import { type VaultPage, vaultOf } from './read.ts'

/** Letters about the vault. They say that something was opened or is due, and hold nothing of what lies there. */

const actorAs = (municipalityId: MunicipalityId, person: Staff): Actor => ({
  kind: 'staff',
  municipalityId,
  staffId: person.staffId,
  name: person.name,
  grants: person.roles.map(({ role, departmentId }) => ({ role, ...(departmentId && { departmentId }) })),
  ownAccounts: new Set(),
})

/** The account's owner, or where there is none its deputy, and those who hold the permission there. */
function reached(
  municipalityId: MunicipalityId,
  staff: readonly Staff[],
  account: Account,
  wanted: { readonly owner: boolean; readonly permission: Permission },
): Staff[] {
  const working = staff.filter(({ endedAt }) => endedAt === null)
  const byId = (id: StaffId | null): Staff[] => working.filter(({ staffId }) => staffId === id)
  const owner = byId(account.ownerStaffId)
  const own = owner.length > 0 ? owner : byId(account.deputyStaffId)
  const holding = working.filter((person) => may(actorAs(municipalityId, person), wanted.permission, account))
  return [...new Set([...(wanted.owner ? own : []), ...holding])]
}

/** The one way out for letters about the vault. @throws Error when the mail server cannot be reached, so that the job is tried again. */
async function tell(
  house: House,
  people: readonly Staff[],
  account: Account,
  subject: string,
  text: string,
): Promise<void> {
  const link = `${house.publicUrl}/register/${account.accountId}/valv`
  for (const { name, email } of people) {
    const sent = await house.mailer.send({ to: email, subject, text: `Hej ${name},\n\n${text}\n\n${link}\n` })
    if (sent.ok) continue
    if (sent.error.kind === 'unavailable') throw new Error(`mail server: ${sent.error.detail}`)
    house.log.warn(
      { account: account.accountId, reason: sent.error.detail },
      'somebody could not be told of the vault',
    )
  }
}

const openingText = (account: Account, opening: Opening, now: Date): string => {
  const { asked, opened, way, drill, reason } = opening
  const who = way === 'crisis' ? `${asked.name} i krisrollen` : `${asked.name}, godkänt av ${opened?.name}`
  const what = drill
    ? `En övning har hållits med valvet för ${account.name}. Inget visas i en övning.`
    : `Inloggningen till ${account.name} har öppnats i valvet.`
  const after = drill
    ? ''
    : '\n\nLösenordet behöver bytas när arbetet är klart. Känner du inte till öppningen: ring den som öppnade genast.'
  return `${what}\n\nVem: ${who}\nNär: ${whenText((opened ?? asked).at, now)}\nVarför: ${reason}${after}`
}

/**
 * Tells of an opening: when it is asked for, those who can approve it; when it is opened, the account's owner and the
 * heads of communications.
 */
export async function tellOfVault(
  house: House,
  actor: Actor,
  openingId: RecordId,
  step: 'asked' | 'opened',
): Promise<void> {
  authorize(actor, 'staff.read')
  const { municipalityId } = actor
  const staff = await staffList(house, actor)
  const { account, opening } = await withMunicipality(house.db, municipalityId, async (tx) => {
    const accountId = await accountOfOpening(tx, municipalityId, openingId)
    if (!accountId) throw new Stop('notFound', 'Öppningen finns inte.')
    const found = openingsOf(await stepsOf(tx, municipalityId, accountId))
    return {
      account: await requireAccount(tx, municipalityId, accountId),
      opening: found.find((one) => one.openingId === openingId),
    }
  })
  if (!opening) return
  if (step === 'opened') {
    const people = reached(municipalityId, staff, account, { owner: true, permission: 'vault.crisis' })
    const subject = `${opening.drill ? 'Övning med valvet' : 'Valvet har öppnats'}: ${account.name}`
    return tell(house, people, account, subject, openingText(account, opening, house.clock.now()))
  }
  const others = reached(municipalityId, staff, account, { owner: false, permission: 'vault.approve' })
  const text = `${opening.asked.name} behöver inloggningen till ${account.name}${opening.drill ? ' för en övning' : ''} och ber dig godkänna att valvet öppnas.\n\nVarför: ${opening.reason}\n\nSvara inom en timme. Sedan går frågan ut.`
  await tell(
    house,
    others.filter(({ staffId }) => staffId !== opening.asked.staffId),
    account,
    `Valvet: ${opening.asked.name} ber dig godkänna en öppning`,
    text,
  )
}

const causeText = (cause: Cause, account: string): string => {
  if (cause.kind === 'opened')
    return `Inloggningen till ${account} öppnades av ${cause.by}. Byt lösenordet på plattformen och lägg in det nya i valvet inom tre dagar.`
  if (cause.kind === 'left')
    return `${cause.by} har slutat och kan känna till inloggningen till ${account}. Byt lösenordet på plattformen och lägg in det nya i valvet.`
  if (cause.kind === 'old')
    return `Inloggningen till ${account} har inte bytts på ett år. Byt lösenordet på plattformen och lägg in det nya i valvet.`
  return `Det är ett år sedan någon övade på att öppna valvet för ${account}. Håll en övning, så att det går den dag det behövs.`
}

/** Reminders that are due, each once: to the owner and the heads of communications. Run daily. */
export async function remindOfVault(house: House, actor: Actor): Promise<void> {
  authorize(actor, 'staff.read')
  const { municipalityId } = actor
  const staff = await staffList(house, actor)
  const now = house.clock.now()
  const kept = await withMunicipality(house.db, municipalityId, async (tx) => {
    const filled = new Set((await listEntries(tx, municipalityId)).map(({ accountId }) => accountId))
    const accounts = (await listAccounts(tx, municipalityId)).filter(
      ({ accountId, state }) => state === 'active' && filled.has(accountId),
    )
    const pages: VaultPage[] = []
    for (const account of accounts) pages.push(await vaultOf(tx, municipalityId, account, now))
    return pages
  })
  for (const { account, causes } of kept)
    for (const cause of causes) {
      const done = await withMunicipality(house.db, municipalityId, (tx) =>
        wasReminded(tx, municipalityId, account.accountId, cause),
      )
      if (done) continue
      const people = reached(municipalityId, staff, account, { owner: true, permission: 'vault.crisis' })
      await tell(house, people, account, `Valvet: ${account.name}`, causeText(cause, account.name))
      await withMunicipality(house.db, municipalityId, (tx) =>
        writeReminder(tx, municipalityId, account.accountId, cause, now),
      )
    }
}
