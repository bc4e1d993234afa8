import { type Actor, authorize, may } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, type StaffId, Stop } from '../../../kernel/index.ts'
import {
  type Account,
  appointIn,
  lockAccount,
  pauseIn,
  requireAccount,
  resumeIn,
} from '../../accounts/index.ts'
import { latest } from '../rules.ts'
import { colleagues, stepsOf } from '../store.ts'
import type { LifeStep } from '../types.ts'
import { takeStep } from './take-step.ts'

/**
 * What has happened in an account's life, oldest first, its application's steps before it. Nothing for those who may not
 * read the department's applications: the register is open to more.
 */
export async function lifeOf(house: House, actor: Actor, accountId: AccountId): Promise<readonly LifeStep[]> {
  authorize(actor, 'accounts.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const account = await requireAccount(tx, actor.municipalityId, accountId)
    return may(actor, 'applications.read', account) ? lifeIn(tx, actor, accountId) : []
  })
}

export async function lifeIn(tx: Tx, { municipalityId }: Actor, accountId: AccountId): Promise<LifeStep[]> {
  const own = await stepsOf(tx, municipalityId, { accounts: [accountId] })
  const application = latest(own, 'entered')?.applicationId
  if (!application) return own
  const before = await stepsOf(tx, municipalityId, { applications: [application] })
  return [...before.filter((step) => step.accountId === null), ...own]
}

/** The account, held until the transaction ends. @throws Stop('notFound'), Stop('conflict') when it is closed. */
export async function holdAccount(tx: Tx, actor: Actor, accountId: AccountId): Promise<Account> {
  await lockAccount(tx, actor.municipalityId, accountId)
  const account = await requireAccount(tx, actor.municipalityId, accountId)
  if (account.state !== 'active')
    throw new Stop('conflict', 'Kontot är avslutat. Det som är sparat finns kvar.')
  return account
}

interface HandOver {
  readonly owner: StaffId | null
  readonly deputy: StaffId | null
  /** Why somebody else takes over; may be empty where nobody had it. */
  readonly reason: string
}

/**
 * Appoints who answers for an account. Where somebody had it before, it is a change of responsible with a reason.
 * @throws Stop as setResponsible; 'invalid' where the reason is lacking.
 */
export async function handOver(
  house: House,
  actor: Actor,
  accountId: AccountId,
  given: HandOver,
): Promise<void> {
  authorize(actor, 'accounts.register')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const before = await holdAccount(tx, actor, accountId)
    authorize(actor, 'accounts.register', before)
    const { owner, deputy, reason } = given
    const changesOwner = owner !== before.ownerStaffId
    if (!changesOwner && deputy === before.deputyStaffId) return
    await appointIn(tx, actor, accountId, { owner, deputy }, house.clock.now())
    if (changesOwner && before.ownerStaffId && !reason)
      throw new Stop('invalid', 'Skriv varför ansvaret byter person, till exempel att någon slutar.', {
        skal: 'Skriv varför ansvaret byter person',
      })
    const people = new Map(
      (await colleagues(tx, municipalityId, house.clock.now())).map((one) => [one.staffId, one.name]),
    )
    const named = (id: StaffId | null): string => (id ? (people.get(id) ?? 'En som har slutat') : 'Ingen')
    const detail = {
      from: before.ownerStaffId,
      fromName: named(before.ownerStaffId),
      to: owner,
      toName: named(owner),
      deputyName: named(deputy),
      reason,
    }
    await takeStep(house, tx, actor, { kind: 'handedOver', accountId, detail })
  })
}

/** Nothing is published for the time being. What others write is collected and watched all the same. */
export const pauseAccount = (
  house: House,
  actor: Actor,
  accountId: AccountId,
  reason: string,
): Promise<void> =>
  change(house, actor, accountId, async (tx, account) => {
    if (account.paused) throw new Stop('conflict', 'Kontot är redan pausat.')
    await pauseIn(tx, actor, accountId, reason, house.clock.now())
    await takeStep(house, tx, actor, { kind: 'paused', accountId, detail: { reason } })
  })

export const resumeAccount = (house: House, actor: Actor, accountId: AccountId): Promise<void> =>
  change(house, actor, accountId, async (tx, account) => {
    if (!account.paused) throw new Stop('conflict', 'Kontot är inte pausat.')
    await resumeIn(tx, actor, accountId)
    await takeStep(house, tx, actor, { kind: 'resumed', accountId, detail: {} })
  })

async function change(
  house: House,
  actor: Actor,
  accountId: AccountId,
  work: (tx: Tx, account: Account) => Promise<void>,
): Promise<void> {
  authorize(actor, 'accounts.close')
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const account = await holdAccount(tx, actor, accountId)
    authorize(actor, 'accounts.close', account)
    await work(tx, account)
  })
}
