import {
  type MastodonDouble,
  type MastodonOptions,
  startMastodonDouble,
} from '../../doubles/mastodon/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { settableClock, systemClock } from '../../src/kernel/index.ts'
import type { Connection } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'

/** The connection that an account with the double's settings has. */
export const mastodonConnection = (double: MastodonDouble, clock = systemClock): Connection => ({
  settings: { server: double.url, handle: double.handle },
  secrets: { accessToken: double.token },
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})

export interface MastodonStage {
  readonly double: MastodonDouble
  readonly connection: Connection
  readonly clock: ReturnType<typeof settableClock>
}

/** A double, a connection to it, and one clock that both go by. */
export async function mastodonStage(options: MastodonOptions = {}): Promise<MastodonStage> {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const double = await startMastodonDouble({ clock, ...options })
  return { double, connection: mastodonConnection(double, clock), clock }
}
