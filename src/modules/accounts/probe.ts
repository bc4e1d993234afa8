import { type Actor, authorize } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { announce } from '../../infra/jobs/outbox.ts'
import { type AccountId, fail, type MunicipalityId, ok, type Result, Stop } from '../../kernel/index.ts'
import { platformIn } from '../../platforms/capabilities.ts'
import type { Capability, Collectable, Platform, Proof } from '../../platforms/contract.ts'
import { platformDecisions, requireAllowed } from './decisions.ts'
import { connectionOf, requireAccount } from './service.ts'

const probeEvery = 24 * 60 * 60_000
/** After a trial that gave no answer. */
const probeAgainAfter = 60 * 60_000

/** What an account's access was last shown to do, or not. */
export interface CapabilityState extends Proof {
  readonly at: Date
  /** The last proof of life; null: it has never worked. */
  readonly workedAt: Date | null
}

export async function capabilityStates(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<CapabilityState[]> {
  const rows = await tx
    .selectFrom('account_capability')
    .select(['capability', 'works', 'detail', 'at', 'worked_at'])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .orderBy('works')
    .orderBy('capability')
    .execute()
  return rows.map(({ capability, worked_at: workedAt, ...row }) => ({
    ...row,
    capability: capability as Capability | Collectable,
    workedAt,
  }))
}

/** Accounts whose daily trial is due; those that are newly connected have none yet. */
export async function probesDue(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
): Promise<AccountId[]> {
  const { municipalityId } = actor
  const rows = await withMunicipality(house.db, municipalityId, async (tx) => {
    const decided = await platformDecisions(tx, municipalityId)
    const probing = [...platforms.values()].filter(
      ({ id, probe }) => probe && decided.get(id)?.allowed !== false,
    )
    return tx
      .selectFrom('account')
      .leftJoin('account_probe as probe', (join) =>
        join
          .onRef('probe.municipality_id', '=', 'account.municipality_id')
          .onRef('probe.account_id', '=', 'account.account_id'),
      )
      .select('account.account_id')
      .where('account.municipality_id', '=', municipalityId)
      .where('account.state', '=', 'active')
      .where('account.connected', '=', true)
      .where('account.platform', 'in', probing.length > 0 ? probing.map(({ id }) => id) : [''])
      .where((eb) => eb.or([eb('probe.next_at', 'is', null), eb('probe.next_at', '<=', house.clock.now())]))
      .execute()
  })
  return rows.map((row) => row.account_id)
}

/**
 * Asks the platform what the account's access can do, and keeps the answer. What stops working is told once.
 * @returns why there was no answer, in Swedish, when there was none: nothing is changed then.
 * @throws Stop('refused'), also for a platform that the municipality does not use; 'notFound'.
 */
export async function probeAccount(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
): Promise<Result<void, string>> {
  authorize(actor, 'accounts.connect')
  const { municipalityId } = actor
  const { platform, connection } = await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'accounts.connect', account)
    const found = platformIn(platforms, account.platform)
    await requireAllowed(tx, municipalityId, found, 'Anslutningen provades inte.')
    if (account.state !== 'active')
      throw new Stop('invalid', 'Kontot är avslutat, så anslutningen provas inte.')
    // Before it is asked, so that a platform that never answers is not asked at every turn.
    await planProbe(tx, municipalityId, accountId, new Date(house.clock.now().getTime() + probeAgainAfter))
    return { platform: found, connection: await connectionOf(house, tx, municipalityId, account) }
  })
  if (!platform.probe) {
    const checked = await platform.check(connection)
    return checked.ok ? ok(undefined) : fail(checked.error.detail)
  }
  const probed = await platform.probe(connection)
  if (!probed.ok) return fail(probed.error.detail)
  await withMunicipality(house.db, municipalityId, (tx) =>
    keepProofs(house, tx, municipalityId, platform, accountId, probed.value),
  )
  return ok(undefined)
}

async function keepProofs(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  platform: Platform,
  accountId: AccountId,
  proofs: readonly Proof[],
): Promise<void> {
  const now = house.clock.now()
  // Its row's lock also keeps two trials at once from both telling of the same failure.
  await planProbe(tx, municipalityId, accountId, new Date(now.getTime() + probeEvery))
  const before = new Map(
    (await capabilityStates(tx, municipalityId, accountId)).map((state) => [state.capability, state]),
  )
  for (const { capability, works, detail } of proofs) {
    const values = { works, detail, at: now, ...(works && { worked_at: now }) }
    await tx
      .insertInto('account_capability')
      .values({ municipality_id: municipalityId, account_id: accountId, capability, ...values })
      .onConflict((conflict) =>
        conflict.columns(['municipality_id', 'account_id', 'capability']).doUpdateSet(values),
      )
      .execute()
  }
  const stopped = proofs.filter(({ capability, works }) => !works && before.get(capability)?.works)
  const risen = proofs.some(({ capability, works }) => works && before.get(capability)?.works === false)
  const payload = { account: accountId, about: 'capability' }
  if (stopped.length > 0) {
    const why = [...new Set(stopped.map(({ detail }) => detail))].join(' ')
    const detail = `${platform.name} säger vad som saknas: ${why}`
    await announce(tx, municipalityId, 'account.failing', { ...payload, detail, at: now.toISOString() }, now)
  } else if (risen) await announce(tx, municipalityId, 'account.recovered', payload, now)
}

async function planProbe(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  nextAt: Date,
): Promise<void> {
  await tx
    .insertInto('account_probe')
    .values({ municipality_id: municipalityId, account_id: accountId, next_at: nextAt })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'account_id']).doUpdateSet({ next_at: nextAt }),
    )
    .execute()
}
