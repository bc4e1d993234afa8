import { type Actor, authorize, isRole, type Role } from '../../../../access/index.ts'
import type {
  IdentityFailure,
  IdentityGateway,
  OidcCall,
  OidcSettings,
} from '../../../../gateways/identity/contract.ts'
import { type Tx, withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import type { SecretPlace } from '../../../../infra/signing/secret-places.ts'
import { type MunicipalityId, ok, type Result, Stop } from '../../../../kernel/index.ts'
import { audit } from '../../../audit/index.ts'
import { properSettings } from '../../provider-rules.ts'
import { originOf } from '../../rules.ts'
import { clearSignInGroups, remakeGroupRoles } from '../../store/identities.ts'
import {
  deleteGroupRole,
  deleteProvider,
  findProvider,
  insertGroupRole,
  listGroupRoles,
  type ProviderRow,
  writeProvider,
} from '../../store/provider.ts'
import { endProviderSessions } from '../../store/sign-in.ts'
import { listAllStaff } from '../../store/staff.ts'
import { findMunicipality } from '../../store/structure.ts'
import type { GroupRole, IdentityProvider } from '../../types.ts'
import { departmentByName } from '../structure.ts'

/** Addresses of ours that the provider is told. */
export interface OwnAddresses {
  readonly redirect: string
  readonly logout: string
  readonly samlEntity: string
  readonly samlAnswer: string
  readonly scim: string
}

export async function ownAddresses(
  house: Pick<House, 'publicUrl'>,
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<OwnAddresses> {
  const origin = originOf(house.publicUrl, (await findMunicipality(tx, municipalityId))?.host ?? null)
  return {
    redirect: `${origin}/logga-in/kommun/svar`,
    logout: `${origin}/logga-in/kommun/utloggning`,
    samlEntity: `${origin}/logga-in/saml/metadata`,
    samlAnswer: `${origin}/logga-in/saml/svar`,
    scim: `${origin}/scim/v2`,
  }
}

const secretContext = (municipalityId: MunicipalityId): string =>
  `${municipalityId}/identity-provider/client-secret`

export const providerSecrets: SecretPlace = {
  ...{ table: 'identity_provider', column: 'secret_ciphertext', key: [], context: secretContext },
}

const subjectOf = (municipalityId: MunicipalityId) => ({
  kind: 'identityProvider',
  id: String(municipalityId),
})

/** How the gateway reaches a provider; only one that the operator at the machine entered may lie on a private address. */
export const oidcCall = (
  house: House,
  municipalityId: MunicipalityId,
  provider: ProviderRow,
  settings: OidcSettings,
): OidcCall => ({
  settings,
  secret: provider.secret ? house.keys.decrypt(provider.secret, secretContext(municipalityId)) : '',
  http: house.http(provider.privateAllowed ? [new URL(settings.issuer).origin] : []),
  now: house.clock.now(),
})

interface NewProvider {
  /** Checked here (provider-rules.ts). */
  readonly settings: unknown
  /** OIDC: the client's secret. */
  readonly secret?: string
  readonly matchEmail: boolean
  /** Counts only from the operator at the machine. */
  readonly private: boolean
}

/**
 * Sets where the municipality's staff sign in, in place of what was set before.
 * @throws Stop 'refused'; 'invalid'.
 */
export async function setProvider(house: House, actor: Actor, given: NewProvider): Promise<void> {
  authorize(actor, 'identity.administer', {})
  const { municipalityId } = actor
  const privateAllowed = given.private && actor.kind === 'system'
  const settings = properSettings(given.settings, privateAllowed)
  if (settings.protocol === 'oidc' && !given.secret)
    throw new Stop('invalid', 'Klientens hemlighet saknas. Ange filen den ligger i med --client-secret-file.')
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const before = await findProvider(tx, municipalityId)
    if (before && before.settings.issuer !== settings.issuer) await forget(house, tx, municipalityId)
    await writeProvider(tx, municipalityId, {
      settings,
      secret: given.secret ? house.keys.encrypt(given.secret, secretContext(municipalityId)) : null,
      privateAllowed,
      matchEmail: given.matchEmail,
      // Another provider has not shown yet that anybody can sign in there.
      only: before?.settings.issuer === settings.issuer && before.only,
    })
    const detail = { protocol: settings.protocol, issuer: settings.issuer, byEmail: given.matchEmail }
    await audit(tx, actor, 'identity.set', subjectOf(municipalityId), detail, house.clock.now())
  })
}

/** What the provider that was has said counts no more: sessions that it began end, and the groups it told of give nothing. */
async function forget(house: House, tx: Tx, municipalityId: MunicipalityId): Promise<void> {
  await endProviderSessions(tx, municipalityId, 'all', house.clock.now())
  await clearSignInGroups(tx, municipalityId)
  await remakeGroupRoles(tx, municipalityId, null)
}

/** Staff sign in as before there was one. */
export async function removeProvider(house: House, actor: Actor): Promise<void> {
  authorize(actor, 'identity.administer', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    if (!(await deleteProvider(tx, municipalityId))) throw none()
    await forget(house, tx, municipalityId)
    await audit(tx, actor, 'identity.remove', subjectOf(municipalityId), {}, house.clock.now())
  })
}

const none = (): Stop =>
  new Stop('notFound', 'Kommunen har ingen inloggningstjänst inställd. Driften ställer in den vid maskinen.')

/** @throws Stop('notFound'). */
async function requireProvider(tx: Tx, municipalityId: MunicipalityId): Promise<ProviderRow> {
  const provider = await findProvider(tx, municipalityId)
  if (!provider) throw none()
  return provider
}

/**
 * Whether everyone but those with break-glass sign-in must go through the provider.
 * @throws Stop 'conflict' while nobody has break-glass sign-in: a provider that is down would lock everybody out.
 */
export async function setOnlyProvider(house: House, actor: Actor, only: boolean): Promise<void> {
  authorize(actor, 'identity.administer', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const provider = await requireProvider(tx, municipalityId)
    const reserve = (await listAllStaff(tx, municipalityId)).some((one) => one.breakGlass && !one.endedAt)
    if (only && !reserve)
      throw new Stop(
        'conflict',
        'Ingen har reservinloggning än. Slutar inloggningstjänsten att svara kommer då ingen in. Utse någon vid maskinen först: uppsikt staff break-glass --email E',
      )
    await writeProvider(tx, municipalityId, { ...provider, only })
    await audit(tx, actor, 'identity.only', subjectOf(municipalityId), { only }, house.clock.now())
  })
}

interface GroupChoice {
  readonly group: string
  readonly role: Role
  /** By name, made if it does not exist; without it: the whole municipality. */
  readonly department?: string
}

/** What members of a group hold, from now on; those who are signed in too. @throws Stop('invalid'). */
export async function mapGroup(house: House, actor: Actor, choice: GroupChoice): Promise<void> {
  authorize(actor, 'identity.administer', {})
  const { municipalityId } = actor
  const group = properGroup(choice.group)
  if (!isRole(choice.role)) throw new Stop('invalid', 'Välj en roll.', { role: 'Välj en roll' })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const departmentId = choice.department
      ? await departmentByName(tx, municipalityId, choice.department)
      : null
    await insertGroupRole(tx, municipalityId, { group, role: choice.role, departmentId })
    await remakeGroupRoles(tx, municipalityId, null)
    const detail = { group, role: choice.role, department: departmentId }
    await audit(tx, actor, 'identity.mapGroup', subjectOf(municipalityId), detail, house.clock.now())
  })
}

function properGroup(text: string): string {
  const group = text.normalize('NFC').trim()
  if (group.length > 0 && group.length <= 320 && !/\p{Cc}/u.test(group)) return group
  throw new Stop('invalid', 'Skriv gruppens namn eller id, som inloggningstjänsten anger det.', {
    group: 'Skriv gruppens namn eller id',
  })
}

/** The group no longer gives the role. @throws Stop('notFound'). */
export async function unmapGroup(
  house: House,
  actor: Actor,
  mapping: Pick<GroupRole, 'group' | 'role' | 'departmentId'>,
): Promise<void> {
  authorize(actor, 'identity.administer', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    if (!(await deleteGroupRole(tx, municipalityId, mapping)))
      throw new Stop('notFound', 'Gruppen gav inte den rollen. Ladda om sidan för att se vad som gäller.')
    await remakeGroupRoles(tx, municipalityId, null)
    const detail = { group: mapping.group, role: mapping.role, department: mapping.departmentId }
    await audit(tx, actor, 'identity.unmapGroup', subjectOf(municipalityId), detail, house.clock.now())
  })
}

export interface IdentityOverview {
  readonly provider: IdentityProvider | undefined
  readonly groups: readonly GroupRole[]
  readonly addresses: OwnAddresses
  readonly breakGlass: readonly string[]
}

/** How sign-in is set. */
export async function identityOverview(house: House, actor: Actor): Promise<IdentityOverview> {
  authorize(actor, 'identity.administer', {})
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const { secret: _, ...provider } = (await findProvider(tx, municipalityId)) ?? {}
    const staff = await listAllStaff(tx, municipalityId)
    return {
      provider: 'settings' in provider ? (provider as IdentityProvider) : undefined,
      groups: await listGroupRoles(tx, municipalityId),
      addresses: await ownAddresses(house, tx, municipalityId),
      breakGlass: staff.filter((one) => one.breakGlass && !one.endedAt).map((one) => one.name),
    }
  })
}

/** knowsUs: the provider answered, and knows us · certificatesHold: SAML has no way to ask without signing in */
export type Tried = 'knowsUs' | 'certificatesHold'

/** Tries the provider as far as it goes while nobody signs in. */
export async function testProvider(
  house: House,
  actor: Actor,
  gateway: IdentityGateway,
): Promise<Result<Tried, IdentityFailure>> {
  authorize(actor, 'identity.administer', {})
  const { municipalityId } = actor
  const { provider, redirect } = await withMunicipality(house.db, municipalityId, async (tx) => ({
    provider: await requireProvider(tx, municipalityId),
    redirect: (await ownAddresses(house, tx, municipalityId)).redirect,
  }))
  const { settings } = provider
  if (settings.protocol === 'saml') {
    const held = gateway.saml.check(settings, house.clock.now())
    return held.ok ? ok('certificatesHold') : held
  }
  const checked = await gateway.oidc.check(oidcCall(house, municipalityId, provider, settings), redirect)
  return checked.ok ? ok('knowsUs') : checked
}
