import { type BlueskyDouble, type BlueskyOptions, startBlueskyDouble } from '../../doubles/bluesky/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { settableClock, systemClock } from '../../src/kernel/index.ts'
import type { Connection, ItemRef } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'

/** The connection that an account with the double's settings has. */
export const connectionTo = (double: BlueskyDouble, clock = systemClock): Connection => ({
  settings: { service: double.url, appview: double.url, handle: double.handle },
  secrets: { password: double.password },
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})

export interface BlueskyStage {
  readonly double: BlueskyDouble
  readonly connection: Connection
  readonly clock: ReturnType<typeof settableClock>
  /** The XRPC methods asked for since the last time this was called. */
  asked(): string[]
}

/** A double, a connection to it, and one clock that both go by. */
export async function blueskyStage(options: BlueskyOptions = {}): Promise<BlueskyStage> {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const double = await startBlueskyDouble({ clock, ...options })
  let from = 0
  return {
    double,
    connection: connectionTo(double, clock),
    clock,
    asked: () => {
      const names = double.server.log.slice(from).map(({ url }) => url.pathname.replace('/xrpc/', ''))
      from = double.server.log.length
      return names
    },
  }
}

export const commentRef = (uri: string): ItemRef => ({ platformId: uri, kind: 'comment' })
