import { createHash } from 'node:crypto'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { queueJob } from '../../../infra/jobs/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import type { Events, Platform, Registration } from '../../../platforms/contract.ts'
import { findRegistration, isAllowed, platformDecisions } from '../../accounts/index.ts'
import { disposeDeliveries, keepDelivery } from '../event-store.ts'

/** What comes to the webhook address of a registration. */
export interface Call {
  readonly municipalityId: MunicipalityId
  readonly platform: string
  readonly registrationId: string
}

async function called(
  house: House,
  tx: Tx,
  platforms: ReadonlyMap<string, Platform>,
  { municipalityId, platform, registrationId }: Call,
): Promise<{ readonly events: Events; readonly registration: Registration } | undefined> {
  const events = platforms.get(platform)?.events
  if (!events) return undefined
  const registration = await findRegistration(house, tx, municipalityId, platform, registrationId)
  return registration && { events, registration }
}

/** The platform asks whether the address is ours: the answer to give, or undefined. */
export async function answerEventHandshake(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  call: Call,
  query: URLSearchParams,
): Promise<{ readonly body: string; readonly mediaType: string } | undefined> {
  const found = await withMunicipality(house.db, call.municipalityId, (tx) =>
    called(house, tx, platforms, call),
  )
  return found?.events.handshake(query, found.registration)
}

/** Whether the municipality uses the platform: nothing is taken from one that it has not accepted. */
export async function isUsed(tx: Tx, municipalityId: MunicipalityId, platform: Platform): Promise<boolean> {
  return isAllowed(platform, (await platformDecisions(tx, municipalityId)).get(platform.id))
}

/**
 * Keeps a delivery whose signature holds, and queues its reading in the same transaction. The same bytes again are
 * acknowledged, and nothing more; so is what comes from a platform that the municipality does not use.
 * @returns whether the signature held; otherwise nothing is kept.
 */
export async function takeDelivery(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  call: Call,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { municipalityId, registrationId } = call
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const found = await called(house, tx, platforms, call)
    if (!found?.events.verify(bytes, headers, found.registration)) return false
    const platform = platforms.get(call.platform)
    if (!platform || !(await isUsed(tx, municipalityId, platform))) return true
    const sha256 = createHash('sha256').update(bytes).digest()
    const signatures = Object.entries(headers).filter(([name]) => name.toLowerCase().includes('signature'))
    const isNew = await keepDelivery(
      tx,
      municipalityId,
      { registrationId, sha256 },
      {
        bytes: Buffer.from(bytes),
        headers: JSON.stringify(Object.fromEntries(signatures)),
        at: house.clock.now(),
      },
    )
    if (!isNew) return true
    const event = { platform: call.platform, registration: registrationId, sha256: sha256.toString('hex') }
    await queueJob(tx, 'collection.takeEvents', { municipality: municipalityId, event })
    return true
  })
}

const disposedTogether = 1_000

/** Removes deliveries that have been read and are older than thirty days; run daily. @returns how many. */
export async function disposeOldDeliveries(house: House, municipalityId: MunicipalityId): Promise<number> {
  let count = 0
  for (;;) {
    const removed = await withMunicipality(house.db, municipalityId, (tx) =>
      disposeDeliveries(tx, disposedTogether),
    )
    count += removed
    if (removed < disposedTogether) return count
  }
}
