import { type Actor, authorize, may, type Permission } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, type RecordId, type StaffId, Stop } from '../../../kernel/index.ts'
import { type Account, listAccounts, requireAccount } from '../../accounts/index.ts'
import { notify, type Severity } from '../../notices/index.ts'
import { rolesHeld } from '../../organisation/index.ts'
import { working } from '../../staffing/index.ts'
import { openingsOf } from '../rules.ts'
import { accountOfOpening, listEntries, stepsOf, wasReminded, writeReminder } from '../store.ts'
import type { Cause, Opening } from '../types.ts'
import { type VaultPage, vaultOf } from './read.ts'

/** What people are told about the vault: that something was opened or is due, and nothing of what lies there. */

/** The account's owner, or where there is none its deputy, and those who hold the permission there. */
async function reached(
  tx: Tx,
  municipalityId: MunicipalityId,
  account: Account,
  wanted: { readonly owner: boolean; readonly permission: Permission },
  now: Date,
): Promise<ReadonlySet<StaffId>> {
  const here = await working(tx, municipalityId)
  const [own] = [account.ownerStaffId, account.deputyStaffId].filter((id) => id && here.has(id))
  const roles = Map.groupBy(await rolesHeld(tx, municipalityId, now), ({ staffId }) => staffId)
  const holding = [...roles].filter(([staffId, held]) => {
    const grants = held.map(({ role, departmentId }) => ({ role, ...(departmentId && { departmentId }) }))
    const actor: Actor = { kind: 'staff', municipalityId, staffId, name: '', grants, ownAccounts: new Set() }
    return may(actor, wanted.permission, account)
  })
  return new Set([...(wanted.owner && own ? [own] : []), ...holding.map(([staffId]) => staffId)])
}

interface News {
  /** Of this opening, or of this cause: told once to each. */
  readonly thing: string
  readonly severity: Severity
  readonly subject: string
  readonly line: string
}

/** A notice to each; what somebody wrote as a reason is read in Uppsikt. */
async function tell(
  tx: Tx,
  municipalityId: MunicipalityId,
  people: Iterable<StaffId>,
  { accountId }: Account,
  { thing, ...news }: News,
  now: Date,
): Promise<void> {
  for (const to of people)
    await notify(
      tx,
      municipalityId,
      { to, thing: `vault/${thing}`, kind: 'vault', accountId, href: `/register/${accountId}/valv`, ...news },
      now,
    )
}

function openedNews(account: Account, { openingId, asked, opened, way, drill }: Opening): News {
  const who = way === 'crisis' ? `${asked.name} i krisrollen` : `${asked.name}, godkänt av ${opened?.name}`
  if (drill)
    return {
      thing: `${openingId}/opened`,
      severity: 'today',
      subject: `Övning med valvet: ${account.name}`,
      line: `Hållen av ${who}. Inget visas i en övning.`,
    }
  return {
    thing: `${openingId}/opened`,
    severity: 'alarm',
    subject: `Valvet har öppnats: ${account.name}`,
    line: `Öppnat av ${who}. Känner du inte till det: ring genast. Lösenordet byts när arbetet är klart.`,
  }
}

/** The question lapses within the hour, whatever the hour is. */
const askedNews = (account: Account, { openingId, asked, drill }: Opening): News => ({
  thing: `${openingId}/asked`,
  severity: 'alarm',
  subject: `Valvet: ${asked.name} ber dig godkänna en öppning`,
  line: `Det gäller ${account.name}${drill ? ', för en övning' : ''}. Svara inom en timme. Sedan går frågan ut.`,
})

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
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const accountId = await accountOfOpening(tx, municipalityId, openingId)
    if (!accountId) throw new Stop('notFound', 'Öppningen finns inte.')
    const account = await requireAccount(tx, municipalityId, accountId)
    const found = openingsOf(await stepsOf(tx, municipalityId, accountId))
    const opening = found.find((one) => one.openingId === openingId)
    if (!opening) return
    if (step === 'opened') {
      const wanted = { owner: true, permission: 'vault.crisis' } as const
      const people = await reached(tx, municipalityId, account, wanted, now)
      return tell(tx, municipalityId, people, account, openedNews(account, opening), now)
    }
    const wanted = { owner: false, permission: 'vault.approve' } as const
    const others = new Set(await reached(tx, municipalityId, account, wanted, now))
    others.delete(opening.asked.staffId)
    await tell(tx, municipalityId, others, account, askedNews(account, opening), now)
  })
}

const causeText = (cause: Cause, account: string): string => {
  if (cause.kind === 'opened')
    return `Inloggningen till ${account} öppnades av ${cause.by}. Byt lösenordet på plattformen och lägg in det nya i valvet inom tre dagar.`
  if (cause.kind === 'left')
    return `${cause.by} har slutat och kan känna till inloggningen till ${account}. Byt lösenordet på plattformen och lägg in det nya i valvet.`
  if (cause.kind === 'old')
    return `Inloggningen till ${account} har inte bytts på så länge som riktlinjen tillåter. Byt lösenordet på plattformen och lägg in det nya i valvet.`
  return `Det är länge sedan någon övade på att öppna valvet för ${account}. Håll en övning, så att det går den dag det behövs.`
}

/** Reminders that are due, each once: to the owner and the heads of communications. Run daily. */
export async function remindOfVault(house: House, actor: Actor): Promise<void> {
  authorize(actor, 'staff.read')
  const { municipalityId } = actor
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
      await withMunicipality(house.db, municipalityId, async (tx) => {
        if (await wasReminded(tx, municipalityId, account.accountId, cause)) return
        const wanted = { owner: true, permission: 'vault.crisis' } as const
        const people = await reached(tx, municipalityId, account, wanted, now)
        const news: News = {
          thing: `${cause.kind}/${account.accountId}/${cause.since.toISOString()}`,
          severity: 'digest',
          subject: `Valvet: ${account.name}`,
          line: causeText(cause, account.name),
        }
        await tell(tx, municipalityId, people, account, news, now)
        await writeReminder(tx, municipalityId, account.accountId, cause, now)
      })
    }
}
