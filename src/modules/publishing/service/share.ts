import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { isObject, type MunicipalityId } from '../../../kernel/index.ts'
import type { Pieces } from '../../../platforms/contract.ts'
import type { Account } from '../../accounts/index.ts'
import { canReachUs } from '../../collection/index.ts'
import { municipalityOrigin } from '../../organisation/index.ts'
import { mediaPieces } from '../media-store.ts'
import type { Media } from '../types.ts'

/**
 * Where a platform itself fetches a file that it is to publish: an address that nobody can guess, good for two hours. All
 * of it is in the address, encrypted; nothing is kept.
 */

const hours = 2
const context = 'publishing/share'

/** By the id of the file; empty where the platform cannot reach this installation. */
export async function addressesFor(
  house: House,
  municipalityId: MunicipalityId,
  account: Account,
  media: readonly Media[],
): Promise<ReadonlyMap<string, string>> {
  if (media.length === 0 || !canReachUs(house, account.settings)) return new Map()
  const origin = await municipalityOrigin(house, municipalityId)
  const until = house.clock.now().getTime() + hours * 60 * 60_000
  return new Map(
    media.map(({ mediaId }) => {
      const told = JSON.stringify({ municipality: municipalityId, media: mediaId, until })
      return [mediaId, `${origin}/delad/${house.keys.encrypt(told, context).toString('base64url')}`]
    }),
  )
}

/** What an address leads to; undefined when it is none of ours, or has ended. */
export async function sharedFile(
  house: House,
  municipalityId: MunicipalityId,
  token: string,
): Promise<(Pieces & { readonly mediaType: string }) | undefined> {
  const mediaId = mediaIn(house, municipalityId, token)
  if (mediaId === undefined) return undefined
  const row = await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .selectFrom('publication_media')
      .select(['media_type', 'bytes'])
      .where('municipality_id', '=', municipalityId)
      .where('media_id', '=', mediaId)
      .executeTakeFirst(),
  )
  return (
    row && { ...mediaPieces(house, municipalityId, { mediaId, bytes: row.bytes }), mediaType: row.media_type }
  )
}

function mediaIn(house: House, municipalityId: MunicipalityId, token: string): string | undefined {
  try {
    const told: unknown = JSON.parse(house.keys.decrypt(Buffer.from(token, 'base64url'), context))
    if (!isObject(told) || told['municipality'] !== municipalityId) return undefined
    const { media, until } = told
    return typeof media === 'string' && typeof until === 'number' && until > house.clock.now().getTime()
      ? media
      : undefined
  } catch {
    return undefined
  }
}
