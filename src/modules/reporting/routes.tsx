import type { House } from '../../infra/house.ts'
import type { Platform } from '../../platforms/contract.ts'
import type { Route } from '../../web/index.ts'

export const reportingRoutes = (
  _house: House,
  _platforms: ReadonlyMap<string, Platform>,
): readonly Route[] => []
