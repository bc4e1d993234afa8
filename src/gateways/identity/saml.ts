import { randomBytes, X509Certificate } from 'node:crypto'
import {
  type CacheProvider,
  generateServiceProviderMetadata,
  type Profile,
  SAML,
  ValidateInResponseTo,
} from '@node-saml/node-saml'
import { describeError, fail, ok } from '../../kernel/index.ts'
import { textOf, textsOf } from './claims.ts'
import type { Identity, IdentityFailure, IdentityGateway, Kept, SamlParty, SamlSettings } from './contract.ts'

/** How long a person has at the provider, and how far its clock may be from ours, in milliseconds. */
const lasts = 10 * 60_000
const clockSkew = 60_000

/** What the library remembers between question and answer: one question, and when it was asked. */
interface Memory {
  readonly requestId: string
  askedAt: string
}

/** Whoever calls sees to it that a question is answered once: here it may be asked about again and again. */
const remembering = (memory: Memory): CacheProvider => ({
  async saveAsync(_key, value) {
    memory.askedAt = value
    return { value, createdAt: 0 }
  },
  getAsync: async (key) => (key === memory.requestId ? memory.askedAt : null),
  removeAsync: async (key) => key,
})

const newRequestId = (): string => `_${randomBytes(20).toString('hex')}`

/** The whole response is to be signed: what stands outside the assertion counts too. */
const samlOf = (settings: SamlSettings, party: SamlParty, memory: Memory): SAML =>
  new SAML({
    callbackUrl: party.callbackUrl,
    issuer: party.entityId,
    audience: party.entityId,
    entryPoint: settings.signInUrl,
    idpIssuer: settings.issuer,
    idpCert: [...settings.certificates],
    wantAuthnResponseSigned: true,
    wantAssertionsSigned: false,
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: lasts,
    acceptedClockSkewMs: clockSkew,
    maxAssertionAgeMs: lasts,
    disableRequestedAuthnContext: true,
    identifierFormat: null,
    cacheProvider: remembering(memory),
    generateUniqueId: () => memory.requestId,
  })

function identityOf(profile: Profile, settings: SamlSettings): Identity {
  if (profile.issuer !== settings.issuer) throw new Error(`issued by another: ${profile.issuer}`)
  const subject = textOf(profile.nameID)
  if (!subject) throw new Error('no NameID')
  // A transient id is another one at each sign-in: it names nobody.
  if (profile.nameIDFormat?.endsWith(':transient')) throw new Error('the NameID is transient')
  const email = textOf(profile[settings.email])
  const name = textOf(profile[settings.name])
  return {
    issuer: settings.issuer,
    subject,
    ...(email && { email }),
    ...(name && { name }),
    groups: textsOf(profile[settings.groups]),
    ...(profile.sessionIndex && { session: profile.sessionIndex }),
  }
}

const refused = (thrown: unknown): { readonly ok: false; readonly error: IdentityFailure } =>
  fail({ kind: 'refused', detail: describeError(thrown).slice(0, 300) })

/** Algorithms that the library takes and nobody should: SHA-1 can be made to say the same of two different answers. */
const isWeak = (response: string): boolean =>
  /xmldsig#(?:\w+-)?sha1\b/u.test(Buffer.from(response, 'base64').toString('latin1'))

export const saml: IdentityGateway['saml'] = {
  async begin(settings, party, state) {
    const memory = { requestId: newRequestId(), askedAt: '' }
    const url = await samlOf(settings, party, memory).getAuthorizeUrlAsync(state, undefined, {})
    return ok({ url, kept: memory })
  },

  async finish(settings, party, response, kept: Kept) {
    if (isWeak(response))
      return refused('the answer is signed with SHA-1, and must be with SHA-256 or better')
    try {
      const asked = samlOf(settings, party, {
        requestId: kept['requestId'] ?? '',
        askedAt: kept['askedAt'] ?? '',
      })
      const { profile } = await asked.validatePostResponseAsync({ SAMLResponse: response })
      return profile ? ok(identityOf(profile, settings)) : refused('nobody is named')
    } catch (thrown) {
      return refused(thrown)
    }
  },

  metadata: (party) =>
    generateServiceProviderMetadata({
      issuer: party.entityId,
      callbackUrl: party.callbackUrl,
      wantAssertionsSigned: true,
      identifierFormat: null,
      generateUniqueId: newRequestId,
    }),

  check(settings, now) {
    try {
      const held = settings.certificates.map((pem) => new X509Certificate(pem))
      if (held.some((one) => new Date(one.validFrom) <= now && now < new Date(one.validTo)))
        return ok(undefined)
      return refused('no certificate is valid today')
    } catch (thrown) {
      return refused(thrown)
    }
  },
}
