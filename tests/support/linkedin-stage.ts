import {
  clientId,
  clientSecret,
  type LinkedinDouble,
  refreshToken,
  token,
} from '../../doubles/linkedin/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import type { Connection, ItemRef } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'

/** The connection that an account with the double's settings has. */
export const connectionTo = (double: LinkedinDouble, clock = systemClock): Connection => ({
  settings: { clientId, applicationId: '4711', tier: 'standard', organizationId: '5515715', api: double.url },
  secrets: { clientSecret, accessToken: token, refreshToken },
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})

/** The same account after a restart: nothing is remembered. */
export const restarted = (connection: Connection): Connection => ({ ...connection, memory: new Map() })

export const commentRef = (platformId: string, parent?: string): ItemRef => ({
  platformId,
  kind: 'comment',
  ...(parent === undefined ? {} : { parent }),
})
export const postRef = (platformId: string): ItemRef => ({ platformId, kind: 'post' })
