import { createHash } from 'node:crypto'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { startWaking } from '../../../infra/jobs/index.ts'
import { type MunicipalityId, together } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { type Delivery, disposeDeliveries, keepDeliveries } from '../event-store.ts'
import { type Call, KnownRegistrations } from './known-registrations.ts'

/** Where platforms' events come in. */
interface EventDoor {
  /** The platform asks whether the address is ours: the answer to give, or undefined. */
  handshake(
    call: Call,
    query: URLSearchParams,
  ): Promise<{ readonly body: string; readonly mediaType: string } | undefined>
  /** Whether the address is a registration of somebody's here. */
  isOurs(call: Call): Promise<boolean>
  /**
   * Keeps a delivery whose signature holds and has it read, in the same transaction. The same bytes again are
   * acknowledged, and nothing more; so is what comes from a platform that the municipality does not use.
   * @returns whether the signature held; otherwise nothing is kept.
   */
  take(call: Call, bytes: Uint8Array, headers: Readonly<Record<string, string>>): Promise<boolean>
}

interface Arrival extends Delivery {
  readonly municipalityId: MunicipalityId
  readonly call: Call
}

/** Deliveries that come together to an address share a transaction; each is answered when it is committed. */
export function openEventDoor(house: House, platforms: ReadonlyMap<string, Platform>): EventDoor {
  const registrations = new KnownRegistrations(house, platforms)
  const wake = startWaking(house.db, house.log)
  const keep = together<Arrival>(
    ({ call }) => call.registrationId,
    async (group) => {
      const [door] = group
      if (!door) return
      const { municipalityId, call } = door
      const isNew = await keepDeliveries(house, municipalityId, call, group, house.clock.now())
      if (isNew) wake(municipalityId)
    },
  )
  return {
    async handshake(call, query) {
      const known = await registrations.find(call)
      return known?.events.handshake(query, known.registration)
    },
    isOurs: async (call) => (await registrations.find(call)) !== undefined,
    async take(call, bytes, headers) {
      let known = await registrations.find(call)
      if (!known?.events.verify(bytes, headers, known.registration)) known = await registrations.doubted(call)
      if (!known?.events.verify(bytes, headers, known.registration)) return false
      if (!known.used) return true
      const sha256 = createHash('sha256').update(bytes).digest()
      const signatures = Object.entries(headers).filter(([name]) => name.toLowerCase().includes('signature'))
      await keep({
        municipalityId: known.municipalityId,
        call,
        sha256,
        bytes: Buffer.from(bytes),
        headers: JSON.stringify(Object.fromEntries(signatures)),
      })
      return true
    },
  }
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
