import type { XDouble } from '../../doubles/x/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import type { Connection } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'

/** The connection that an account with the double's settings has. */
export const connectionTo = (double: XDouble, clock = systemClock): Connection => ({
  settings: { api: double.url, username: double.username, userId: double.userId, clientId: 'klient' },
  secrets: { ...double.issue(), ...double.app },
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})
