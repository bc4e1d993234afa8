import type { IdentityGateway } from './contract.ts'
import { oidc } from './oidc.ts'
import { saml } from './saml.ts'

/** OpenID Connect and SAML 2.0, by their libraries. */
export const identityGateway: IdentityGateway = { oidc, saml }
