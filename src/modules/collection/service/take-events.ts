import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { queueJob } from '../../../infra/jobs/index.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import type { ItemRef, Platform, PlatformEvent } from '../../../platforms/contract.ts'
import { listAccounts } from '../../accounts/index.ts'
import { addNamed, type DeliveryRef, deliveryOf, markRead } from '../event-store.ts'
import { type Call, isUsed } from './events.ts'

/** A platform's id is short; what is longer is left to the round. Characters. */
const longestId = 500

/**
 * Reads a kept delivery: the items that its events name wait to be asked for singly, and where an event names none a
 * round finds what is new. What is said to be gone is asked for like the rest: only the platform's own answer counts.
 */
export async function takeEvents(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  call: Call,
  sha256: string,
): Promise<void> {
  const { municipalityId, registrationId } = call
  const platform = platforms.get(call.platform)
  const events = platform?.events
  if (!events) return
  const ref = { registrationId, sha256: Buffer.from(sha256, 'hex') }
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const delivery = await deliveryOf(tx, municipalityId, ref)
    if (!delivery || !(await markRead(tx, municipalityId, ref))) return
    if (!(await isUsed(tx, municipalityId, platform))) return
    const named = Map.groupBy(events.read(delivery.bytes), ({ account }) => account)
    const known = (await listAccounts(tx, municipalityId)).filter(
      (account) => account.registrationId === registrationId && account.state === 'active',
    )
    for (const account of known) {
      const name = events.accountIn(account.settings)
      const told = name === undefined ? undefined : named.get(name)
      if (name === undefined || !told) continue
      named.delete(name)
      await takeTold(house, tx, municipalityId, account.accountId, told, ref)
    }
    if (named.size > 0)
      house.log.info(
        { platform: platform.id, registration: registrationId, unknown: named.size },
        'events of unknown accounts',
      )
  })
}

async function takeTold(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  told: readonly PlatformEvent[],
  delivery: DeliveryRef,
): Promise<void> {
  const isShort = ({ platformId, parent = '' }: ItemRef): boolean =>
    platformId.length <= longestId && parent.length <= longestId
  const refs = told.flatMap(({ items, gone }) => [...items, ...gone])
  const short = refs.filter(isShort)
  if (short.length > 0) {
    await addNamed(tx, municipalityId, accountId, short, delivery, house.clock.now())
    await queueItems(tx, municipalityId, accountId)
  }
  const namesNothing = told.some(({ items, gone }) => items.length + gone.length === 0)
  if (namesNothing || short.length < refs.length) await queueRound(tx, municipalityId, accountId)
}

/** Has an account's named items asked for. A job that waits for its time already keeps it. */
export async function queueItems(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  runAt?: Date,
): Promise<void> {
  const key = `events/${accountId}`
  const payload = { municipality: municipalityId, event: { account: accountId } }
  await queueJob(tx, 'collection.takeItems', payload, {
    key,
    queue: key,
    keepTime: true,
    ...(runAt && { runAt }),
  })
}

async function queueRound(tx: Tx, municipalityId: MunicipalityId, accountId: AccountId): Promise<void> {
  const key = `collect/${accountId}`
  const payload = { municipality: municipalityId, event: { account: accountId } }
  await queueJob(tx, 'collection.collect', payload, { key, queue: key })
}
