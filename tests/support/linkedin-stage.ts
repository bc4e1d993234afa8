import { clientSecret, type LinkedinDouble, token } from '../../doubles/linkedin/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import type { Connection } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'

/** The connection that an account with the double's settings has. */
export const connectionTo = (double: LinkedinDouble, clock = systemClock): Connection => ({
  settings: { clientId: 'app', organizationId: '5515715', api: double.url },
  secrets: { clientSecret, accessToken: token },
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})
