import { startYoutubeDouble, type YoutubeDouble, type YoutubeOptions } from '../../doubles/youtube/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { settableClock, systemClock } from '../../src/kernel/index.ts'
import type { Connection, ItemRef } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'

/** The connection that an account with the double's settings has. */
export const connectionTo = (double: YoutubeDouble, clock = systemClock): Connection => ({
  settings: double.settings,
  secrets: double.secrets,
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})

export interface YoutubeStage {
  readonly double: YoutubeDouble
  readonly connection: Connection
  readonly clock: ReturnType<typeof settableClock>
  /** The methods asked for since the last time this was called, e.g. 'GET comments'. */
  asked(): string[]
}

/** A double, a connection to it, and one clock that both go by. */
export async function youtubeStage(options: YoutubeOptions = {}): Promise<YoutubeStage> {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const double = await startYoutubeDouble({ clock, ...options })
  let from = 0
  return {
    double,
    connection: connectionTo(double, clock),
    clock,
    asked: () => {
      const names = double.server.log
        .slice(from)
        .map(({ method, url }) => `${method} ${url.pathname.replace(/^.*\/v[23]\//, '')}`)
      from = double.server.log.length
      return names
    },
  }
}

export const commentRef = (id: string): ItemRef => ({ platformId: id, kind: 'comment' })
export const videoRef = (id: string): ItemRef => ({ platformId: id, kind: 'post' })
