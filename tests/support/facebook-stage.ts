import { type FacebookDouble, startFacebookDouble } from '../../doubles/facebook/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { settableClock, systemClock } from '../../src/kernel/index.ts'
import type { Connection } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'

/** The connection that an account with the double's settings has. */
export const connectionTo = (double: FacebookDouble, clock = systemClock): Connection => ({
  settings: { api: double.url, appId: double.appId, pageId: double.pageId },
  secrets: { token: double.token, appSecret: double.appSecret, verifyToken: double.verifyToken },
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})

/** A double, a connection to it, and one clock that both go by. */
export async function facebookStage() {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const double = await startFacebookDouble({ clock })
  return { double, connection: connectionTo(double, clock), clock }
}
