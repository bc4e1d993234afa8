import { systemActor } from '../access/index.ts'
import { withMunicipality } from '../infra/db/index.ts'
import type { House } from '../infra/house.ts'
import { encryptAnew, type SecretPlace } from '../infra/signing/secret-places.ts'
import { accountSecrets, registrationSecretsKept } from '../modules/accounts/index.ts'
import { audit } from '../modules/audit/index.ts'
import { pushSecrets } from '../modules/collection/index.ts'
import { referralSecrets } from '../modules/dialogue/index.ts'
import { municipalities, providerSecrets } from '../modules/organisation/index.ts'
import { roomSecrets } from '../modules/staffSafety/index.ts'
import { vaultSecrets } from '../modules/vault/index.ts'

/** All that is encrypted for longer than a sign-in lasts; secrets.test.ts beside this knows of no other. */
export const secretPlaces: readonly SecretPlace[] = [
  accountSecrets,
  registrationSecretsKept,
  pushSecrets,
  providerSecrets,
  vaultSecrets,
  referralSecrets,
  ...roomSecrets,
]

/**
 * Another key for everything that is encrypted, while the installation runs. The key before it stays until the next time,
 * for whoever had begun with it; the one before that opens nothing any more. Cut off, it is simply run again.
 * @returns how many secrets were encrypted anew.
 */
export async function replaceSecretKey(house: House): Promise<number> {
  await house.keys.addSecretKey()
  let count = 0
  for (const { municipalityId } of await municipalities(house))
    count += await withMunicipality(house.db, municipalityId, async (tx) => {
      let own = 0
      for (const place of secretPlaces) own += await encryptAnew(house.keys, tx, municipalityId, place)
      const subject = { kind: 'municipality', id: String(municipalityId) }
      await audit(
        tx,
        systemActor(municipalityId, 'Driften'),
        'secrets.replaceKey',
        subject,
        { count: own },
        house.clock.now(),
      )
      return own
    })
  await house.keys.dropOldSecretKeys()
  return count
}
