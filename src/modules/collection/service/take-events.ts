import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { queueJob } from '../../../infra/jobs/index.ts'
import { type AccountId, eachIfNotAll, type MunicipalityId } from '../../../kernel/index.ts'
import type { Events, ItemRef, Platform, PlatformEvent } from '../../../platforms/contract.ts'
import { isUsed, listAccounts } from '../../accounts/index.ts'
import {
  addNamed,
  type DeliveryRef,
  deliveriesOf,
  type Kept,
  markRead,
  type NamedItem,
} from '../event-store.ts'

/** A platform's id is short; what is longer is left to the round. Characters. */
const longestId = 500

/** Deliveries read in one transaction; each may be as large as a webhook can be. */
const readTogether = 25

/**
 * Reads kept deliveries: the items that their events name wait to be asked for singly, and where an event names none a
 * round finds what is new. What is said to be gone is asked for like the rest: only the platform's own answer counts.
 * One that cannot be read hinders no other. @throws what hindered it, so that it is tried again.
 */
export async function takeEvents(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  municipalityId: MunicipalityId,
  kept: readonly Kept[],
): Promise<void> {
  const failures: unknown[] = []
  for (const [registrationId, told] of Map.groupBy(kept, ({ registration }) => registration)) {
    const platform = platforms.get(told[0]?.platform ?? '')
    if (!platform?.events) continue
    const reader = { house, municipalityId, platform, events: platform.events, registrationId }
    const all = [...new Set(told.flatMap(({ deliveries }) => deliveries))]
    for (let from = 0; from < all.length; from += readTogether) {
      const some = all.slice(from, from + readTogether)
      failures.push(...(await eachIfNotAll(some, (group) => read(reader, group))).values())
    }
  }
  if (failures.length > 0) throw failures[0]
}

interface Reader {
  readonly house: House
  readonly municipalityId: MunicipalityId
  readonly platform: Platform
  readonly events: Events
  readonly registrationId: string
}

interface Told extends PlatformEvent {
  readonly delivery: DeliveryRef
}

/** @param group deliveries of one registration, by their SHA-256 in hex. */
function read(reader: Reader, group: readonly string[]): Promise<void> {
  const { house, municipalityId, platform, events, registrationId } = reader
  const refs = group.map((sha256) => ({ registrationId, sha256: Buffer.from(sha256, 'hex') }))
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const deliveries = await deliveriesOf(tx, municipalityId, refs)
    const unread = await markRead(tx, municipalityId, registrationId, deliveries)
    if (unread.size === 0 || !(await isUsed(tx, municipalityId, platform))) return
    const told = deliveries
      .filter(({ sha256 }) => unread.has(sha256.toString('hex')))
      .flatMap((delivery) => events.read(delivery.bytes).map((event): Told => ({ ...event, delivery })))
    const named = Map.groupBy(told, ({ account }) => account)
    const known = (await listAccounts(tx, municipalityId)).filter(
      (account) => account.registrationId === registrationId && account.state === 'active',
    )
    for (const account of known) {
      const name = events.accountIn(account.settings)
      const own = name === undefined ? undefined : named.get(name)
      if (name === undefined || !own) continue
      named.delete(name)
      await takeTold(house, tx, municipalityId, account.accountId, own)
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
  told: readonly Told[],
): Promise<void> {
  const isShort = ({ ref: { platformId, parent = '' } }: NamedItem): boolean =>
    platformId.length <= longestId && parent.length <= longestId
  const named = told.flatMap(({ items, gone, delivery }) =>
    [...items, ...gone].map((ref: ItemRef): NamedItem => ({ ref, delivery })),
  )
  const short = named.filter(isShort)
  if (short.length > 0) {
    await addNamed(tx, municipalityId, accountId, short, house.clock.now())
    await queueItems(tx, municipalityId, accountId)
  }
  const namesNothing = told.some(({ items, gone }) => items.length + gone.length === 0)
  if (namesNothing || short.length < named.length) await queueRound(tx, municipalityId, accountId)
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
    first: true,
    ...(runAt && { runAt }),
  })
}

async function queueRound(tx: Tx, municipalityId: MunicipalityId, accountId: AccountId): Promise<void> {
  const key = `collect/${accountId}`
  const payload = { municipality: municipalityId, event: { account: accountId } }
  await queueJob(tx, 'collection.collect', payload, { key, queue: key })
}
