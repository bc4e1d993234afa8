import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { ProviderSettings } from '../../gateways/identity/contract.ts'
import { Stop } from '../../kernel/index.ts'
import type { IdentityProvider, RoleDelegation, Staff } from './types.ts'

/** Decisions about signing in through the municipality's own provider; pure. */

const name = z.string().trim().min(1).max(300)
const address = z
  .string()
  .trim()
  .max(2_000)
  .refine((text) => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? ''))

const shape = z.discriminatedUnion('protocol', [
  z.object({ protocol: z.literal('oidc'), issuer: address, clientId: name, groups: name }),
  z.object({
    protocol: z.literal('saml'),
    // An entity id is any URI, and in some products any text.
    issuer: name,
    signInUrl: address,
    certificates: z.array(z.string().max(20_000).refine(isCertificate)).min(1).max(4),
    groups: name,
    email: name,
    name,
  }),
])

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

const inWords: Readonly<Record<string, string>> = {
  issuer: 'Utfärdaren (issuer) ska vara den adress som inloggningstjänsten själv anger.',
  signInUrl: 'Inloggningsadressen ska vara en webbadress, till exempel https://login.kommun.se/saml2.',
  clientId: 'Klient-id saknas.',
  groups: 'Namnet på uppgiften med grupper saknas, till exempel groups.',
  certificates:
    'Certifikatet går inte att läsa. Det ska vara tjänstens signeringscertifikat i PEM-form, med RSA-nyckel.',
}

/**
 * @param mayBePrivate the operator at the machine has said that the provider lies on the municipality's own network:
 * there, and only there, it may be reached without encryption.
 * @throws Stop('invalid').
 */
export function properSettings(given: unknown, mayBePrivate: boolean): ProviderSettings {
  const read = shape.safeParse(given)
  if (!read.success) {
    const field = String(read.error.issues[0]?.path[0] ?? '')
    throw new Stop('invalid', inWords[field] ?? 'Uppgifterna om inloggningstjänsten är inte fullständiga.')
  }
  const settings = read.data
  const reached = settings.protocol === 'oidc' ? settings.issuer : settings.signInUrl
  if (!mayBePrivate && !reached.startsWith('https:'))
    throw new Stop('invalid', 'Inloggningstjänsten ska nås med https. Kontrollera adressen.')
  return settings
}

/** Whether somebody may come in another way than through the provider. */
export const mayEnterBeside = (
  provider: Pick<IdentityProvider, 'only'> | undefined,
  staff: Pick<Staff, 'breakGlass'>,
): boolean => !provider?.only || staff.breakGlass

/** kommande · pågår · slut */
type DelegationState = 'coming' | 'running' | 'over'

export function delegationState(
  given: Pick<RoleDelegation, 'beginsAt' | 'endsAt' | 'endedAt'>,
  now: Date,
): DelegationState {
  if (given.endedAt || given.endsAt <= now) return 'over'
  return given.beginsAt > now ? 'coming' : 'running'
}
