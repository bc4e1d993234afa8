import { createHash } from 'node:crypto'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { queueJob } from '../../../infra/jobs/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import type { Events, Platform, Registration } from '../../../platforms/contract.ts'
import { findRegistration, listAccounts } from '../../accounts/index.ts'

/** What comes to the webhook address of a registration. */
export interface Call {
  readonly municipalityId: MunicipalityId
  readonly platform: string
  readonly registrationId: string
}

async function called(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  { municipalityId, platform, registrationId }: Call,
): Promise<{ readonly events: Events; readonly registration: Registration } | undefined> {
  const events = platforms.get(platform)?.events
  if (!events) return undefined
  const registration = await withMunicipality(house.db, municipalityId, (tx) =>
    findRegistration(house, tx, municipalityId, platform, registrationId),
  )
  return registration && { events, registration }
}

/** The platform asks whether the address is ours: the answer to give, or undefined. */
export async function answerEventHandshake(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  call: Call,
  query: URLSearchParams,
): Promise<{ readonly body: string; readonly mediaType: string } | undefined> {
  const found = await called(house, platforms, call)
  return found?.events.handshake(query, found.registration)
}

/**
 * Keeps a delivery whose signature holds, and queues its reading in the same transaction. The same bytes again are
 * acknowledged, and nothing more.
 * @returns whether the signature held; otherwise nothing is kept.
 */
export async function takeDelivery(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  call: Call,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const found = await called(house, platforms, call)
  if (!found?.events.verify(bytes, headers, found.registration)) return false
  const { municipalityId, registrationId } = call
  const sha256 = createHash('sha256').update(bytes).digest()
  const signatures = Object.entries(headers).filter(([name]) => name.toLowerCase().includes('signature'))
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const kept = await tx
      .insertInto('webhook_delivery')
      .values({
        municipality_id: municipalityId,
        registration_id: registrationId,
        sha256,
        bytes: Buffer.from(bytes),
        headers: JSON.stringify(Object.fromEntries(signatures)),
        received_at: house.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('sha256')
      .executeTakeFirst()
    if (!kept) return
    const event = { platform: call.platform, registration: registrationId, sha256: sha256.toString('hex') }
    await queueJob(tx, 'collection.takeEvents', { municipality: municipalityId, event })
  })
  return true
}

/** Reads a kept delivery and queues a round for each account that it names; the round finds what is new or gone. */
export async function takeEvents(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  { municipalityId, platform, registrationId }: Call,
  sha256: string,
): Promise<void> {
  const events = platforms.get(platform)?.events
  if (!events) return
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const delivery = await tx
      .selectFrom('webhook_delivery')
      .select('bytes')
      .where('municipality_id', '=', municipalityId)
      .where('registration_id', '=', registrationId)
      .where('sha256', '=', Buffer.from(sha256, 'hex'))
      .executeTakeFirst()
    if (!delivery) return
    const named = new Set(events.read(delivery.bytes).map(({ account }) => account))
    const known = (await listAccounts(tx, municipalityId)).filter(
      (account) => account.registrationId === registrationId && account.state === 'active',
    )
    for (const account of known) {
      const name = events.accountIn(account.settings)
      if (name !== undefined && named.delete(name)) await queueRound(tx, municipalityId, account.accountId)
    }
    if (named.size > 0)
      house.log.info(
        { platform, registration: registrationId, unknown: named.size },
        'events of unknown accounts',
      )
  })
}

async function queueRound(tx: Tx, municipalityId: MunicipalityId, accountId: string): Promise<void> {
  const key = `collect/${accountId}`
  const payload = { municipality: municipalityId, event: { account: accountId } }
  await queueJob(tx, 'collection.collect', payload, { key, queue: key })
}
