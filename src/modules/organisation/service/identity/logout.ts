import { systemActor } from '../../../../access/index.ts'
import type { IdentityGateway } from '../../../../gateways/identity/contract.ts'
import { withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import { fail, type MunicipalityId, ok, type Result } from '../../../../kernel/index.ts'
import { audit } from '../../../audit/index.ts'
import { staffOfSubject } from '../../store/identities.ts'
import { findProvider, spendLogout } from '../../store/provider.ts'
import { endProviderSessions } from '../../store/sign-in.ts'
import { hashOf } from '../tokens.ts'
import { oidcCall, ownAddresses } from './provider.ts'

/**
 * The provider says that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0): the sessions that it
 * began here end. A token is taken once.
 */
export async function endByProvider(
  house: House,
  gateway: IdentityGateway,
  municipalityId: MunicipalityId,
  token: string,
): Promise<Result<void, string>> {
  const provider = await withMunicipality(house.db, municipalityId, (tx) => findProvider(tx, municipalityId))
  if (provider?.settings.protocol !== 'oidc') return fail('no provider')
  const call = oidcCall(house, municipalityId, provider, provider.settings)
  const read = await gateway.oidc.readLogoutToken(call, token)
  if (!read.ok) return fail(read.error.detail)
  const { issuer, subject, session, tokenId, expires } = read.value
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    if (!(await spendLogout(tx, municipalityId, { hash: hashOf(tokenId), expires }, now)))
      return fail('replayed')
    const staffId = subject && (await staffOfSubject(tx, municipalityId, { issuer, subject }))
    const which = session ? { session } : staffId ? { staffId } : undefined
    const ended = which ? await endProviderSessions(tx, municipalityId, which, now) : []
    const actor = systemActor(municipalityId, 'Inloggningstjänsten')
    for (const id of new Set(ended))
      await audit(tx, actor, 'session.endByProvider', { kind: 'staff', id }, {}, now)
    return ok(undefined)
  })
}

/** Where a person who has signed out here can sign out at the provider too; undefined where it offers nothing. */
export async function providerLogoutUrl(
  house: House,
  gateway: IdentityGateway,
  municipalityId: MunicipalityId,
): Promise<string | undefined> {
  const { provider, returnTo } = await withMunicipality(house.db, municipalityId, async (tx) => ({
    provider: await findProvider(tx, municipalityId),
    returnTo: new URL('/logga-in', (await ownAddresses(house, tx, municipalityId)).redirect).href,
  }))
  if (provider?.settings.protocol !== 'oidc') return undefined
  const url = await gateway.oidc.logoutUrl(
    oidcCall(house, municipalityId, provider, provider.settings),
    returnTo,
  )
  return url.ok ? url.value : undefined
}
