import { z } from 'zod'
import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import type { SecretPlace } from '../../../infra/signing/secret-places.ts'
import { type AccountId, type MunicipalityId, numberText, Stop } from '../../../kernel/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { audit } from '../../audit/index.ts'
import { isTotpSeed } from '../rules.ts'
import { findEntry, writeEntry } from '../store.ts'
import { type DetailName, type Details, detailNames } from '../types.ts'

const longest = 4_000
const detailsSchema = z.partialRecord(z.enum(detailNames), z.string().min(1).max(longest))

/** Bound to the ciphertext: what is one account's opens as no other's. */
const contextOf = (municipalityId: MunicipalityId, accountId: string): string =>
  `vault/${municipalityId}/${accountId}`

export const vaultSecrets: SecretPlace = {
  ...{ table: 'vault_entry', column: 'ciphertext', key: ['account_id'] },
  context: (municipalityId, accountId = '') => contextOf(municipalityId, accountId),
}

/** @throws Error when the key is another than it was encrypted with. */
export function readDetails(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  ciphertext: Buffer,
): Details {
  const plain = house.keys.decrypt(ciphertext, contextOf(municipalityId, accountId))
  return detailsSchema.parse(JSON.parse(plain)) as Details
}

function checked(ownerAddress: string, given: Details): void {
  const faults: Record<string, string> = {}
  if (!z.email().max(254).safeParse(ownerAddress).success)
    faults['ownerAddress'] = 'Skriv en e-postadress som flera kan läsa, till exempel biblioteket@kommun.se'
  if (given.totpSeed !== undefined && !isTotpSeed(given.totpSeed))
    faults['totpSeed'] =
      'Det går inte att räkna ut engångskoder från det här. Klistra in nyckeln som plattformen visar bredvid QR-koden'
  for (const name of detailNames)
    if ((given[name]?.length ?? 0) > longest) faults[name] = `Skriv högst ${numberText(longest)} tecken`
  if (Object.keys(faults).length > 0)
    throw new Stop('invalid', 'Något går inte att förvara. Rätta det som är markerat.', faults)
}

/**
 * Puts an account's log-in in the vault. A detail that is not given stays as it was.
 * @throws Stop 'refused'; 'notFound'; 'invalid' with the fields `ownerAddress` and those of the details.
 */
export async function keepDetails(
  house: House,
  actor: Actor,
  accountId: AccountId,
  input: { readonly ownerAddress: string; readonly details: Details },
): Promise<void> {
  authorize(actor, 'vault.fill')
  const { municipalityId } = actor
  const ownerAddress = input.ownerAddress.trim().toLowerCase()
  checked(ownerAddress, input.details)
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'vault.fill', account)
    const kept = await findEntry(tx, municipalityId, accountId, true)
    const before = kept ? readDetails(house, municipalityId, accountId, kept.ciphertext) : {}
    const details = { ...before, ...input.details }
    if (!details.password)
      throw new Stop('invalid', 'Lösenordet saknas, så valvet kan inte öppnas till något.', {
        password: 'Skriv lösenordet',
      })
    const holds = detailNames.filter((name) => details[name] !== undefined)
    const ciphertext = house.keys.encrypt(JSON.stringify(details), contextOf(municipalityId, accountId))
    const changedBy = actor.staffId ?? null
    await writeEntry(
      tx,
      municipalityId,
      { accountId, ownerAddress, holds, changedAt: now, changedBy },
      ciphertext,
    )
    const given: DetailName[] = detailNames.filter((name) => input.details[name] !== undefined)
    await announce(tx, municipalityId, 'vault.filled', { account: accountId }, now)
    await audit(tx, actor, 'vault.fill', { kind: 'account', id: accountId }, { given }, now)
  })
}
