import type { Http } from '../../infra/http/index.ts'
import type { Result } from '../../kernel/index.ts'

/** What modules know of an identity provider (inloggningstjänst); src/app hands in the gateway that speaks with it. */

export interface OidcSettings {
  readonly protocol: 'oidc'
  /** As in the provider's own discovery document, to the letter. */
  readonly issuer: string
  readonly clientId: string
  /** The claim that holds the names or ids of the person's groups. */
  readonly groups: string
}

export interface SamlSettings {
  readonly protocol: 'saml'
  /** The provider's entity id. */
  readonly issuer: string
  /** Where people are sent to sign in (HTTP-Redirect). */
  readonly signInUrl: string
  /** The provider's signing certificates, PEM; two while it changes. */
  readonly certificates: readonly string[]
  readonly groups: string
  readonly email: string
  readonly name: string
}

export type ProviderSettings = OidcSettings | SamlSettings

/** Somebody whom the provider vouches for: signature, audience, time and our own question have been checked. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  /** undefined: the provider does not say, or says that it has not checked it. */
  readonly email?: string
  readonly name?: string
  readonly groups: readonly string[]
  /** The provider's own name for the session (sid). */
  readonly session?: string
}

/** unreachable: the provider does not answer · refused: it said no, or its answer does not hold. */
export interface IdentityFailure {
  readonly kind: 'unreachable' | 'refused'
  /** Technical, in English, without secrets. */
  readonly detail: string
}

type Outcome<T> = Promise<Result<T, IdentityFailure>>

/** What is kept, encrypted, between sending somebody away and their coming back. */
export type Kept = Readonly<Record<string, string>>

/** A question on its way: where to send the browser. */
export interface Question {
  readonly url: string
  readonly kept: Kept
}

export interface OidcCall {
  readonly settings: OidcSettings
  readonly secret: string
  readonly http: Http
  /** Now, for what the gateway checks itself. */
  readonly now: Date
}

export interface SamlParty {
  /** Our entity id; also where our metadata is read. */
  readonly entityId: string
  readonly callbackUrl: string
}

export interface LogoutToken {
  readonly issuer: string
  readonly subject?: string
  readonly session?: string
  /** jti: the token counts once. */
  readonly tokenId: string
  readonly expires: Date
}

export interface IdentityGateway {
  readonly oidc: {
    begin(call: OidcCall, redirectUri: string, state: string): Outcome<Question>
    /** @param answer the whole address that the browser came back to. */
    finish(call: OidcCall, answer: URL, state: string, kept: Kept): Outcome<Identity>
    /** OpenID Connect Back-Channel Logout 1.0 §2.6. */
    readLogoutToken(call: OidcCall, token: string): Outcome<LogoutToken>
    /** Where signing out at the provider begins; undefined when it offers none. */
    logoutUrl(call: OidcCall, returnTo: string): Outcome<string | undefined>
    /** Whether the provider is there and knows us; nobody signs in. */
    check(call: OidcCall, redirectUri: string): Outcome<void>
  }
  readonly saml: {
    begin(settings: SamlSettings, party: SamlParty, state: string): Outcome<Question>
    /** @param response base64, as the form brought it. */
    finish(settings: SamlSettings, party: SamlParty, response: string, kept: Kept): Outcome<Identity>
    metadata(party: SamlParty): string
    /** Whether the certificates can be read and hold now. */
    check(settings: SamlSettings, now: Date): Result<void, IdentityFailure>
  }
}
