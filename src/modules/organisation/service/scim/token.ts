import { type Actor, authorize, systemActor } from '../../../../access/index.ts'
import { withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import type { MunicipalityId } from '../../../../kernel/index.ts'
import { audit } from '../../../audit/index.ts'
import { deleteScimToken, scimTokenMade, writeScimToken } from '../../store/scim.ts'
import { hashOf, looksLikeToken, newToken } from '../tokens.ts'

const subjectOf = (municipalityId: MunicipalityId) => ({ kind: 'scim', id: String(municipalityId) })

/**
 * The key with which the municipality's directory keeps the staff list up to date; an older one stops working.
 * @returns the key. It is told here, and only its hash is kept.
 */
export async function newScimToken(house: House, actor: Actor): Promise<string> {
  authorize(actor, 'identity.administer', {})
  const { municipalityId } = actor
  const token = newToken()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    await writeScimToken(tx, municipalityId, hashOf(token), now)
    await audit(tx, actor, 'scim.newKey', subjectOf(municipalityId), {}, now)
  })
  return token
}

/** The directory no longer reaches the staff list; what it has said stays. */
export async function endScim(house: House, actor: Actor): Promise<void> {
  authorize(actor, 'identity.administer', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await deleteScimToken(tx, municipalityId)
    await audit(tx, actor, 'scim.end', subjectOf(municipalityId), {}, house.clock.now())
  })
}

/** When the key in use was made; undefined while there is none. */
export async function scimSince(house: House, actor: Actor): Promise<Date | undefined> {
  authorize(actor, 'identity.administer', {})
  return withMunicipality(house.db, actor.municipalityId, (tx) => scimTokenMade(tx, actor.municipalityId))
}

/** The directory, when its key is the municipality's; otherwise nobody. */
export async function directoryActor(
  house: House,
  municipalityId: MunicipalityId,
  authorization: string | undefined,
): Promise<Actor | undefined> {
  const token = /^Bearer ([\w-]+)$/i.exec(authorization ?? '')?.[1] ?? ''
  if (!looksLikeToken(token)) return undefined
  const made = await withMunicipality(house.db, municipalityId, (tx) =>
    scimTokenMade(tx, municipalityId, hashOf(token)),
  )
  return made && systemActor(municipalityId, 'Kommunens katalog')
}
