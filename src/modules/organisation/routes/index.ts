import type { IdentityGateway } from '../../../gateways/identity/contract.ts'
import type { House } from '../../../infra/house.ts'
import type { Route } from '../../../web/index.ts'
import { delegationRoutes } from './delegations.tsx'
import { ownRoutes } from './own.tsx'
import { providerRoutes } from './provider.tsx'
import { scimRoutes } from './scim.ts'
import { settingsRoutes } from './settings.tsx'
import { signInRoutes } from './sign-in.tsx'
import { staffRoutes } from './staff.tsx'

/** Sign-in, the person's own keys, and the staff. */
export const organisationRoutes = (house: House, gateway: IdentityGateway): readonly Route[] => [
  ...signInRoutes(house),
  ...providerRoutes(house, gateway),
  ...scimRoutes(house),
  ...ownRoutes(house),
  ...staffRoutes(house),
  ...delegationRoutes(house),
  ...settingsRoutes(house, gateway),
]
