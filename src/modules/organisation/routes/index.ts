import type { House } from '../../../infra/house.ts'
import type { Route } from '../../../web/index.ts'
import { ownRoutes } from './own.tsx'
import { signInRoutes } from './sign-in.tsx'
import { staffRoutes } from './staff.tsx'

/** Sign-in, the person's own keys, and the staff. */
export const organisationRoutes = (house: House): readonly Route[] => [
  ...signInRoutes(house),
  ...ownRoutes(house),
  ...staffRoutes(house),
]
