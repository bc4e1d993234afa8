import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import type { Events, Platform, Registration } from '../../../platforms/contract.ts'
import { findRegistration, isUsed } from '../../accounts/index.ts'
import { municipalityOfWebhook } from '../event-store.ts'

/** What comes to /webhooks/<platform>/<registration>. */
export interface Call {
  readonly platform: string
  readonly registrationId: string
}

interface KnownRegistration {
  readonly municipalityId: MunicipalityId
  readonly events: Events
  readonly registration: Registration
  /** Whether the municipality uses the platform. */
  readonly used: boolean
}

/** For so long what a registration was is relied on; a decision against a platform takes so long to reach every process. */
const knownForMilliseconds = 5_000
/** So soon it may be looked up again because a signature did not hold: a secret may just have been replaced. */
const doubtedAfterMilliseconds = 1_000

interface Kept {
  readonly at: number
  readonly found: Promise<KnownRegistration | undefined>
}

/**
 * Registrations that webhooks come to, remembered for a moment, so that a delivery costs no look-ups. What is not a
 * registration is not remembered: anyone can think of such addresses.
 */
export class KnownRegistrations {
  readonly #house: House
  readonly #platforms: ReadonlyMap<string, Platform>
  readonly #kept = new Map<string, Kept>()

  constructor(house: House, platforms: ReadonlyMap<string, Platform>) {
    this.#house = house
    this.#platforms = platforms
  }

  find(call: Call): Promise<KnownRegistration | undefined> {
    return this.#within(call, knownForMilliseconds)
  }

  /** Looked up anew, unless that was done just now. */
  doubted(call: Call): Promise<KnownRegistration | undefined> {
    return this.#within(call, doubtedAfterMilliseconds)
  }

  #within(call: Call, milliseconds: number): Promise<KnownRegistration | undefined> {
    const key = `${call.platform}/${call.registrationId}`
    const now = this.#house.clock.now().getTime()
    const kept = this.#kept.get(key)
    if (kept && Math.abs(now - kept.at) < milliseconds) return kept.found
    const found = this.#lookUp(call)
    this.#kept.set(key, { at: now, found })
    const forget = (): void => {
      if (this.#kept.get(key)?.found === found) this.#kept.delete(key)
    }
    found.then((known) => known ?? forget(), forget)
    return found
  }

  async #lookUp({ platform: name, registrationId }: Call): Promise<KnownRegistration | undefined> {
    const platform = this.#platforms.get(name)
    if (!platform?.events) return undefined
    const { events } = platform
    const municipalityId = await municipalityOfWebhook(this.#house, registrationId)
    if (!municipalityId) return undefined
    return withMunicipality(this.#house.db, municipalityId, async (tx) => {
      const registration = await findRegistration(this.#house, tx, municipalityId, name, registrationId)
      const used = await isUsed(tx, municipalityId, platform)
      return registration && { municipalityId, events, registration, used }
    })
  }
}
