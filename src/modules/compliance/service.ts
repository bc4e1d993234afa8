import { type Actor, authorize, may } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type AccountId, type MunicipalityId, Stop } from '../../kernel/index.ts'
import { platformIn } from '../../platforms/capabilities.ts'
import type { Platform } from '../../platforms/contract.ts'
import { saidOnce } from '../../platforms/failure-of.ts'
import {
  type Account,
  accessOf,
  capabilityStates,
  connectAccount,
  type Entered,
  forgetReached,
  listAccounts,
  type NewAccount,
  probeAccount,
  reachedKey,
  readReached,
  refuseTwice,
  registerAccount,
  renewSecrets,
  requireAccount,
  trialConnection,
  withKeptSecrets,
} from '../accounts/index.ts'
import { lifeOf, planInHand } from '../applications/index.ts'
import { collectionHealth, gapSpans, hoursSince } from '../collection/index.ts'
import { currentPolicy } from '../policy/index.ts'
import { accountPeople, standingsFor } from '../staffing/index.ts'
import { type Coverage, supervisionCoverage, watchRuleOf } from '../supervision/index.ts'
import { vaultEntries } from '../vault/index.ts'
import { countsByAccount, readGuideline } from './guideline/reading.ts'
import { inOrder, lacksOf, passes } from './rules.ts'
import { lastLooks, responsiblePeople, roundLines } from './store.ts'
import type { AccountPage, Register, RegisterFilter, RegisterRow } from './types.ts'

/** The register of the municipality's accounts. The whole staff reads it; what is done there has its own permissions. */
export async function readRegister(house: House, actor: Actor, filter: RegisterFilter): Promise<Register> {
  authorize(actor, 'accounts.read')
  const rows = await registerRows(house, actor)
  return {
    rows: rows.filter((row) => passes(row, filter)),
    active: rows.filter(({ account }) => account.state === 'active').length,
    closed: rows.filter(({ account }) => account.state === 'closed').length,
    lacking: rows.filter(({ lacks }) => lacks.length > 0),
    guideline: {
      notMet: rows.reduce((sum, { guideline }) => sum + (guideline?.notMet ?? 0), 0),
      accounts: rows.filter(({ guideline }) => guideline?.notMet).length,
    },
    departments: [...new Set(rows.map(({ account }) => account.department))],
    platforms: new Set(rows.map(({ account }) => account.platform)),
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
  const active = accounts.filter(({ state }) => state === 'active')
  const standings = await standingsFor(tx, municipalityId, active, now)
  const counts = await countsByAccount(tx, municipalityId)
  const healthBy = new Map(health.map((one) => [one.accountId, one]))
  const cellsBy = new Map(coverage.accounts.map((one) => [one.account.accountId, one.cells]))
  return (account) => {
    const row = {
      account,
      owner: account.ownerStaffId ? people.get(account.ownerStaffId) : undefined,
      deputy: account.deputyStaffId ? people.get(account.deputyStaffId) : undefined,
      standing: standings.get(account.accountId),
      health: account.state === 'active' ? healthBy.get(account.accountId) : undefined,
      lookedAt: looks.get(account.accountId),
      cells: cellsBy.get(account.accountId)?.slice(-2) ?? [],
    }
    const guideline = account.state === 'active' ? counts.get(account.accountId) : undefined
    return { ...row, lacks: lacksOf(row, now), guideline }
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
  const guideline = await readGuideline(house, actor, accountId)
  const life = await lifeOf(house, actor, accountId)
  const plan = await planInHand(house, actor, accountId)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    const rowOf = await rowMaker(tx, municipalityId, [account], health, coverage, now)
    const since = new Date(now.getTime() - daysOfHours * dayMilliseconds)
    const hours = await hoursSince(tx, municipalityId, accountId, since)
    const { settings } = await currentPolicy(tx, municipalityId, now)
    return {
      row: rowOf(account),
      people: await accountPeople(tx, municipalityId, account, now),
      rule: watchRuleOf(settings),
      policy: settings,
      guideline,
      vault: (await vaultEntries(tx, municipalityId)).get(accountId),
      cells: coverage.accounts.find((one) => one.account.accountId === accountId)?.cells ?? [],
      hours,
      gaps: gapSpans(
        hours.filter(({ state }) => state === 'gap').map((hour) => ({ ...hour, reason: hour.reason ?? '' })),
      ),
      capabilities: await capabilityStates(tx, municipalityId, accountId),
      access: await accessOf(tx, municipalityId, accountId),
      life,
      planInHand: plan,
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
  input: NewAccount & Omit<Entered, 'url'>,
): Promise<AccountId> {
  authorize(actor, 'accounts.register')
  const whole = await withKeptSecrets(house, actor, platform, input)
  await refuseTwice(house, actor, platform, whole)
  const tried = await trial(house, platform, whole, input.privateAllowed ?? false)
  return registerAccount(house, actor, platform, { ...input, name: input.name || tried.name, url: tried.url })
}

/** An account among those that a sign-in reached, by its key, with what the register is to say of it. */
type ChosenAccount = { readonly key: string } & Omit<NewAccount, 'platform' | 'settings' | 'secrets'>

/**
 * Tries an account that the session's sign-in reached and enters it in the register, with what its access then was
 * shown to do.
 * @throws Stop('notFound') when there is no sign-in to choose from; as tryAndRegister.
 */
export async function tryAndRegisterReached(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  session: string,
  { key, ...about }: ChosenAccount,
): Promise<AccountId> {
  authorize(actor, 'accounts.register')
  const reached = await readReached(house, actor, platforms, session)
  const { platform, registration, tokens, accounts, known } = reached
  const chosen = accounts.find((one) => reachedKey(one) === key)
  if (!chosen || known.has(key)) {
    const konto = known.has(key) ? 'Kontot finns redan i registret' : 'Välj ett av kontona i listan'
    throw new Stop('invalid', 'Kontot lades inte till.', { konto })
  }
  const accountId = await tryAndRegister(house, actor, platform, {
    ...about,
    platform: platform.id,
    settings: { ...registration.settings, ...chosen.settings },
    secrets: { ...tokens.secrets, ...chosen.secrets },
    endsAt: tokens.endsAt,
    privateAllowed: reached.privateAllowed,
  })
  await forgetReached(house, actor, session)
  // What it says in words, should it not answer, the account's page says as well: the account is entered all the same.
  await probeAccount(house, actor, platforms, accountId)
  return accountId
}

/** Tries new secrets with the settings that the account has, and keeps them when they work. */
export async function tryAndRenew(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  authorize(actor, 'accounts.connect')
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountId),
  )
  authorize(actor, 'accounts.connect', account)
  const platform = platformIn(platforms, account.platform)
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
  authorize(actor, 'accounts.connect')
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountId),
  )
  authorize(actor, 'accounts.connect', account)
  const platform = platformIn(platforms, account.platform)
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

export async function trial(
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
  throw new Stop('invalid', `Provet mot ${platform.name} gick inte. ${saidOnce(answer.error)}`)
}
