import {
  type InstagramDouble,
  type InstagramOptions,
  startInstagramDouble,
} from '../../doubles/instagram/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { settableClock, systemClock } from '../../src/kernel/index.ts'
import type { Connection, ItemRef } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'

/** The connection that an account with the double's settings has. */
export const connectionTo = (double: InstagramDouble, clock = systemClock): Connection => ({
  settings: {
    igUserId: double.world.own.id,
    pageId: double.world.page.id,
    appId: double.app.id,
    api: double.url,
  },
  secrets: { token: double.token, appSecret: double.app.secret, verifyToken: double.app.verifyToken },
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})

export interface InstagramStage {
  readonly double: InstagramDouble
  readonly connection: Connection
  readonly clock: ReturnType<typeof settableClock>
  /** 'GET path' of what has been asked since the last time this was called. */
  asked(): string[]
}

/** A double, a connection to it, and one clock that both go by. */
export async function instagramStage(options: InstagramOptions = {}): Promise<InstagramStage> {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const double = await startInstagramDouble({ clock, ...options })
  let from = 0
  return {
    double,
    connection: connectionTo(double, clock),
    clock,
    asked: () => {
      const lines = double.server.log
        .slice(from)
        .map(({ method, url }) => `${method} ${url.pathname.replace(/^\/v[\d.]+\//, '')}`)
      from = double.server.log.length
      return lines
    },
  }
}

export const refTo = (platformId: string, kind: ItemRef['kind']): ItemRef => ({ platformId, kind })
