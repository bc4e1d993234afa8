import { type Actor, authorize, may } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type AccountId, type MunicipalityId, Stop } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import {
  type Account,
  accessOf,
  capabilityStates,
  connectAccount,
  listAccounts,
  type NewAccount,
  registerAccount,
  renewSecrets,
  requireAccount,
  trialConnection,
  withKeptSecrets,
} from '../accounts/index.ts'
import { lifeOf } from '../applications/index.ts'
import { collectionHealth, gapSpans, hoursSince } from '../collection/index.ts'
import { currentPolicy, type PolicySettings } from '../policy/index.ts'
import { type Coverage, supervisionCoverage, watchRuleOf } from '../supervision/index.ts'
import { inOrder, lacksOf, passes } from './rules.ts'
import { lastLooks, publicAccounts, responsiblePeople, roundLines } from './store.ts'
import type { AccountPage, PublicAccount, Register, RegisterFilter, RegisterRow } from './types.ts'

/** The register of the municipality's accounts. The whole staff reads it; what is done there has its own permissions. */
export async function readRegister(house: House, actor: Actor, filter: RegisterFilter): Promise<Register> {
  authorize(actor, 'accounts.read')
  const rows = await registerRows(house, actor)
  return {
    rows: rows.filter((row) => passes(row, filter)),
    active: rows.filter(({ account }) => account.state === 'active').length,
    closed: rows.filter(({ account }) => account.state === 'closed').length,
    lacking: rows.filter(({ lacks }) => lacks.length > 0),
    departments: [...new Set(rows.map(({ account }) => account.department))],
  }
}

async function registerRows(house: House, actor: Actor): Promise<RegisterRow[]> {
  const { municipalityId } = actor
  const health = await collectionHealth(house, actor)
  const coverage = await supervisionCoverage(house, actor, 2)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = await listAccounts(tx, municipalityId)
    const rowOf = await rowMaker(tx, municipalityId, accounts, health, coverage, house.clock.now())
    return accounts.map(rowOf).sort(inOrder)
  })
}

async function rowMaker(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly Account[],
  health: Awaited<ReturnType<typeof collectionHealth>>,
  coverage: Coverage,
  now: Date,
): Promise<(account: Account) => RegisterRow> {
  const ids = accounts.flatMap(({ ownerStaffId, deputyStaffId }) =>
    [ownerStaffId, deputyStaffId].filter((id) => id !== null),
  )
  const people = await responsiblePeople(tx, municipalityId, ids)
  const looks = await lastLooks(tx, municipalityId)
  const healthBy = new Map(health.map((one) => [one.accountId, one]))
  const cellsBy = new Map(coverage.accounts.map((one) => [one.account.accountId, one.cells]))
  return (account) => {
    const row = {
      account,
      owner: account.ownerStaffId ? people.get(account.ownerStaffId) : undefined,
      deputy: account.deputyStaffId ? people.get(account.deputyStaffId) : undefined,
      health: account.state === 'active' ? healthBy.get(account.accountId) : undefined,
      lookedAt: looks.get(account.accountId),
      cells: cellsBy.get(account.accountId)?.slice(-2) ?? [],
    }
    return { ...row, lacks: lacksOf(row, now) }
  }
}

const dayMilliseconds = 24 * 60 * 60_000
const daysOfCells = 14
const daysOfHours = 7
const roundsShown = 10

/** One account with everything that is known of how it is looked after. @throws Stop('notFound'). */
export async function readAccount(house: House, actor: Actor, accountId: AccountId): Promise<AccountPage> {
  authorize(actor, 'accounts.read')
  const { municipalityId } = actor
  const now = house.clock.now()
  const health = await collectionHealth(house, actor)
  const coverage = await supervisionCoverage(house, actor, daysOfCells)
  const life = await lifeOf(house, actor, accountId)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    const rowOf = await rowMaker(tx, municipalityId, [account], health, coverage, now)
    const since = new Date(now.getTime() - daysOfHours * dayMilliseconds)
    const hours = await hoursSince(tx, municipalityId, accountId, since)
    const { settings } = await currentPolicy(tx, municipalityId, now)
    return {
      row: rowOf(account),
      rule: watchRuleOf(settings),
      policy: settings,
      cells: coverage.accounts.find((one) => one.account.accountId === accountId)?.cells ?? [],
      hours,
      gaps: gapSpans(
        hours.filter(({ state }) => state === 'gap').map((hour) => ({ ...hour, reason: hour.reason ?? '' })),
      ),
      capabilities: await capabilityStates(tx, municipalityId, accountId),
      access: await accessOf(tx, municipalityId, accountId),
      life,
      // The register is for the whole staff; who looked, and what they noted, for those who read supervision there.
      rounds: may(actor, 'supervision.read', account)
        ? await roundLines(tx, municipalityId, accountId, roundsShown)
        : undefined,
    }
  })
}

/** The name and address that a platform itself gives an account. */
type Tried = { readonly url: string; readonly name: string }

/**
 * Tries settings against the platform and, when they work, enters the account in the register.
 * From the web no address may lead to a private network: that is for the operator at the machine.
 * @returns the new account's id. @throws Stop('invalid') with the platform's own words when the trial fails.
 */
export async function tryAndRegister(
  house: House,
  actor: Actor,
  platform: Platform,
  input: NewAccount,
): Promise<AccountId> {
  authorize(actor, 'accounts.register')
  const tried = await trial(house, platform, await withKeptSecrets(house, actor, platform, input), false)
  return registerAccount(house, actor, platform, { ...input, name: input.name || tried.name, url: tried.url })
}

/** Tries new secrets with the settings that the account has, and keeps them when they work. */
export async function tryAndRenew(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountId),
  )
  authorize(actor, 'accounts.connect', account)
  const platform = platforms.get(account.platform)
  if (!platform) throw new Error(`the platform ${account.platform} is not in the catalogue`)
  const { name, department, settings, privateAllowed } = account
  const given = { platform: platform.id, name, department, settings, secrets }
  await trial(house, platform, await withKeptSecrets(house, actor, platform, given), privateAllowed)
  await renewSecrets(house, actor, platform, accountId, secrets)
}

/** Tries an account that is in use and not connected yet, and connects it when that works. */
export async function tryAndConnect(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
  given: Pick<NewAccount, 'settings' | 'secrets'>,
): Promise<void> {
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountId),
  )
  authorize(actor, 'accounts.connect', account)
  const platform = platforms.get(account.platform)
  if (!platform) throw new Error(`the platform ${account.platform} is not in the catalogue`)
  const { name, department } = account
  const whole = await withKeptSecrets(house, actor, platform, {
    platform: platform.id,
    name,
    department,
    ...given,
  })
  const tried = await trial(house, platform, whole, false)
  await connectAccount(house, actor, platform, accountId, { ...given, url: tried.url })
}

async function trial(
  house: House,
  platform: Platform,
  input: NewAccount,
  privateAllowed: boolean,
): Promise<Tried> {
  const given = { ...input.settings, ...input.secrets }
  const missing = platform.settings.filter((spec) => spec.required && !given[spec.name])
  if (missing.length > 0)
    throw new Stop(
      'invalid',
      'Något saknas.',
      Object.fromEntries(missing.map((spec) => [spec.name, `Fyll i det här. ${spec.help}`])),
    )
  const answer = await platform.check(trialConnection(house, input, privateAllowed))
  if (answer.ok) return answer.value
  throw new Stop('invalid', `Provet mot ${platform.name} gick inte. ${answer.error.detail}`)
}

/** The municipality's active accounts and what its guideline says of them, for anyone. */
export async function readPublicAccounts(
  house: House,
  municipalityId: MunicipalityId,
): Promise<{ readonly accounts: readonly PublicAccount[]; readonly policy: PolicySettings }> {
  return withMunicipality(house.db, municipalityId, async (tx) => ({
    accounts: await publicAccounts(tx, municipalityId),
    policy: (await currentPolicy(tx, municipalityId, house.clock.now())).settings,
  }))
}
