import { readTimestamp, sha256 } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId, Result } from '../../../kernel/index.ts'
import { lastCheckpoint } from '../log-store.ts'
import { insertToken, lastTokenAt } from '../timestamp-store.ts'

/** Asks an authority for a token over a SHA-256 digest; or says why there is none. */
type Stamp = (digest: Uint8Array) => Promise<Result<Buffer, string>>

const day = 24 * 60 * 60_000

/**
 * Once a day a token over the last signed checkpoint (design/evidence.md, Checkpoint). What the authority gives is kept
 * only when it is over the very note.
 * @returns undefined when it is not time yet or nothing is new; otherwise whether a token was kept, or why not.
 */
export async function stampDaily(
  house: House,
  municipalityId: MunicipalityId,
  stamp: Stamp,
): Promise<{ readonly kept: true } | { readonly kept: false; readonly reason: string } | undefined> {
  const now = house.clock.now()
  const checkpoint = await withMunicipality(house.db, municipalityId, async (tx) => {
    const before = await lastTokenAt(tx, municipalityId)
    if (before && now.getTime() - before.getTime() < day) return undefined
    const last = await lastCheckpoint(tx, municipalityId)
    return last && before && last.at <= before ? undefined : last
  })
  if (!checkpoint) return undefined
  const imprint = sha256(Buffer.from(checkpoint.note))
  const got = await stamp(imprint)
  if (!got.ok) return { kept: false, reason: got.error }
  const claim = readTimestamp(got.value.toString('base64'))
  if (!claim?.imprint.equals(imprint)) return { kept: false, reason: 'the token is over something else' }
  await withMunicipality(house.db, municipalityId, (tx) =>
    insertToken(tx, municipalityId, checkpoint, got.value, now),
  )
  return { kept: true }
}
