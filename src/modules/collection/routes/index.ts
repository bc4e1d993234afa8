import type { House } from '../../../infra/house.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { Route } from '../../../web/index.ts'
import { byHandRoutes } from './by-hand.tsx'
import { webhookRoutes } from './webhooks.ts'

/** Where platforms call us, and where a person records what they do not tell. */
export const collectionRoutes = (
  house: House,
  platforms: ReadonlyMap<string, Platform>,
): readonly Route[] => [...webhookRoutes(house, platforms), ...byHandRoutes(house)]
