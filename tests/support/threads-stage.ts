import type { ThreadsDouble } from '../../doubles/threads/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import type { Connection } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'

/** The connection that an account with the double's settings has. */
export const connectionTo = (double: ThreadsDouble, clock = systemClock): Connection => ({
  settings: { userId: double.userId, appId: double.app.id, api: double.url },
  secrets: { token: double.token, appSecret: double.app.secret, verifyToken: double.app.verifyToken },
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})
