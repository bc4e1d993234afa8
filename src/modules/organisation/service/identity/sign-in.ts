import type {
  Identity,
  IdentityFailure,
  IdentityGateway,
  Kept,
  SamlParty,
} from '../../../../gateways/identity/contract.ts'
import { type Tx, withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import { fail, type MunicipalityId, ok, type Result } from '../../../../kernel/index.ts'
import { findProvider, insertAttempt, type ProviderRow, takeAttempt } from '../../store/provider.ts'
import type { IdentityProvider, NewSession } from '../../types.ts'
import { hashOf, looksLikeToken, newToken } from '../tokens.ts'
import { type EntryRefusal, enter } from './enter.ts'
import { type OwnAddresses, oidcCall, ownAddresses } from './provider.ts'

/** How long a person has at the provider, and how long an answer of its waits for its browser, in milliseconds. */
const attemptLasts = 10 * 60_000
const ticketLasts = 60_000

/**
 * noProvider: none is set, or another protocol · spent: the attempt is unknown, used, too old, or another browser's ·
 * the rest: the provider's failures, and why somebody is not let in.
 */
export type SignInFault = 'noProvider' | 'spent' | IdentityFailure['kind'] | EntryRefusal

const attemptContext = (municipalityId: MunicipalityId): string => `${municipalityId}/sign-in-attempt`

const partyOf = ({ samlEntity, samlAnswer }: OwnAddresses): SamlParty => ({
  entityId: samlEntity,
  callbackUrl: samlAnswer,
})

async function around(
  house: House,
  municipalityId: MunicipalityId,
): Promise<{ readonly provider: ProviderRow | undefined; readonly addresses: OwnAddresses }> {
  return withMunicipality(house.db, municipalityId, async (tx) => ({
    provider: await findProvider(tx, municipalityId),
    addresses: await ownAddresses(house, tx, municipalityId),
  }))
}

/** What the sign-in page needs to know. */
export const providerFor = async (
  house: House,
  municipalityId: MunicipalityId,
): Promise<IdentityProvider | undefined> => (await around(house, municipalityId)).provider

function keep(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  attempt: { state: string; browser: Buffer; kept: Kept; returnTo: string; lasts: number },
): Promise<void> {
  const now = house.clock.now()
  return insertAttempt(
    tx,
    municipalityId,
    {
      state: hashOf(attempt.state),
      browser: attempt.browser,
      kept: house.keys.encrypt(JSON.stringify(attempt.kept), attemptContext(municipalityId)),
      returnTo: attempt.returnTo.slice(0, 2_000),
      expiresAt: new Date(now.getTime() + attempt.lasts),
    },
    now,
  )
}

const keptIn = (house: House, municipalityId: MunicipalityId, ciphertext: Buffer): Kept =>
  JSON.parse(house.keys.decrypt(ciphertext, attemptContext(municipalityId))) as Kept

export interface Begun {
  /** Where to send the browser. */
  readonly url: string
  /** Ties the attempt to this browser; to be kept in a cookie. */
  readonly browser: string
  readonly expires: Date
}

/** Begins a sign-in at the municipality's provider. @param returnTo a path of ours. */
export async function beginProviderSignIn(
  house: House,
  gateway: IdentityGateway,
  municipalityId: MunicipalityId,
  returnTo: string,
): Promise<Result<Begun, SignInFault>> {
  const { provider, addresses } = await around(house, municipalityId)
  if (!provider) return fail('noProvider')
  const [state, browser] = [newToken(), newToken()]
  const { settings } = provider
  const question =
    settings.protocol === 'oidc'
      ? await gateway.oidc.begin(
          oidcCall(house, municipalityId, provider, settings),
          addresses.redirect,
          state,
        )
      : await gateway.saml.begin(settings, partyOf(addresses), state)
  if (!question.ok) return told(house, question.error)
  const { url, kept } = question.value
  await withMunicipality(house.db, municipalityId, (tx) =>
    keep(house, tx, municipalityId, { state, browser: hashOf(browser), kept, returnTo, lasts: attemptLasts }),
  )
  return ok({ url, browser, expires: new Date(house.clock.now().getTime() + attemptLasts) })
}

function told(house: House, failure: IdentityFailure): Result<never, SignInFault> {
  house.log.warn({ kind: failure.kind, reason: failure.detail }, 'the identity provider was not understood')
  return fail(failure.kind)
}

/** Spends the attempt whatever comes of it, in a transaction of its own. */
const take = (house: House, municipalityId: MunicipalityId, state: string) =>
  looksLikeToken(state)
    ? withMunicipality(house.db, municipalityId, (tx) =>
        takeAttempt(tx, municipalityId, hashOf(state), house.clock.now()),
      )
    : undefined

export interface Entered {
  readonly session: NewSession
  readonly returnTo: string
}

const isOf = (browser: Buffer, token: string | undefined): boolean =>
  token !== undefined && looksLikeToken(token) && browser.equals(hashOf(token))

async function letIn(
  house: House,
  municipalityId: MunicipalityId,
  identity: Identity,
  returnTo: string,
): Promise<Result<Entered, SignInFault>> {
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const provider = await findProvider(tx, municipalityId)
    if (!provider) return fail('noProvider')
    const session = await enter(tx, municipalityId, provider, identity, house.clock.now())
    return session.ok ? ok({ session: session.value, returnTo }) : session
  })
}

/** OIDC: the browser comes back with a code. @param query of the address, with its question mark. */
export async function finishOidc(
  house: House,
  gateway: IdentityGateway,
  municipalityId: MunicipalityId,
  browser: string | undefined,
  query: string,
): Promise<Result<Entered, SignInFault>> {
  const state = new URLSearchParams(query).get('state') ?? ''
  const attempt = await take(house, municipalityId, state)
  if (!attempt || !isOf(attempt.browser, browser)) return fail('spent')
  const { provider, addresses } = await around(house, municipalityId)
  if (provider?.settings.protocol !== 'oidc') return fail('noProvider')
  const identity = await gateway.oidc.finish(
    oidcCall(house, municipalityId, provider, provider.settings),
    new URL(query, addresses.redirect),
    state,
    keptIn(house, municipalityId, attempt.kept),
  )
  if (!identity.ok) return told(house, identity.error)
  return letIn(house, municipalityId, identity.value, attempt.returnTo)
}

/**
 * SAML: the provider's page posts its answer to us, and that post brings no cookie of ours. What it says is checked and
 * kept under a ticket, for the browser to fetch with its cookie in the next step.
 * @returns the ticket.
 */
export async function takeSaml(
  house: House,
  gateway: IdentityGateway,
  municipalityId: MunicipalityId,
  answer: { readonly response: string; readonly state: string },
): Promise<Result<string, SignInFault>> {
  const attempt = await take(house, municipalityId, answer.state)
  if (!attempt) return fail('spent')
  const { provider, addresses } = await around(house, municipalityId)
  if (provider?.settings.protocol !== 'saml') return fail('noProvider')
  const kept = keptIn(house, municipalityId, attempt.kept)
  const identity = await gateway.saml.finish(provider.settings, partyOf(addresses), answer.response, kept)
  if (!identity.ok) return told(house, identity.error)
  const ticket = newToken()
  await withMunicipality(house.db, municipalityId, (tx) =>
    keep(house, tx, municipalityId, {
      state: ticket,
      browser: attempt.browser,
      kept: { identity: JSON.stringify(identity.value) },
      returnTo: attempt.returnTo,
      lasts: ticketLasts,
    }),
  )
  return ok(ticket)
}

/** SAML, the last step: the browser that began fetches what the provider said of it. */
export async function finishSaml(
  house: House,
  municipalityId: MunicipalityId,
  browser: string | undefined,
  ticket: string,
): Promise<Result<Entered, SignInFault>> {
  const attempt = await take(house, municipalityId, ticket)
  if (!attempt || !isOf(attempt.browser, browser)) return fail('spent')
  const { identity } = keptIn(house, municipalityId, attempt.kept)
  // A ticket is of ours; an attempt that is not yet one has nobody in it.
  if (!identity) return fail('spent')
  return letIn(house, municipalityId, JSON.parse(identity) as Identity, attempt.returnTo)
}

export const samlMetadata = async (
  house: House,
  gateway: IdentityGateway,
  municipalityId: MunicipalityId,
): Promise<string> => gateway.saml.metadata(partyOf((await around(house, municipalityId)).addresses))
