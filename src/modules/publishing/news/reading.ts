import type { House } from '../../../infra/house.ts'
import type { Json } from '../../../kernel/index.ts'
import type { Connection, Failure, Platform } from '../../../platforms/contract.ts'
import { newsOf } from './rules.ts'
import type { Feed, NewsContent } from './types.ts'

/** A feed that shows more is read to here; the newest stand first. */
const mostNews = 300

/** Public addresses alone: whoever adds a feed has written the address in a form. */
export const connectionTo = (house: House, url: string): Connection => ({
  settings: { url },
  secrets: {},
  http: house.http([]),
  clock: house.clock,
  memory: new Map(),
  quota: { take: async () => true },
})

interface ReadFeed {
  /** What is new or has become another since the cursor. */
  readonly news: readonly NewsContent[]
  /** undefined: nothing was read. */
  readonly cursor: Json | undefined
  readonly failure: Failure | undefined
}

/** Asks a feed for what is new, with the conditions and bounds of its reader. */
export async function readFeed(house: House, reader: Platform, feed: Feed): Promise<ReadFeed> {
  const byId = new Map<string, NewsContent>()
  let cursor: Json | undefined
  let failure: Failure | undefined
  const options = { cursor: feed.cursor, mode: 'new', since: null } as const
  for await (const page of reader.collection.round(connectionTo(house, feed.url), options)) {
    if (!page.ok) {
      failure = page.error
      break
    }
    cursor = page.value.cursor
    for (const item of page.value.items) {
      const news = item.kind === 'post' ? newsOf(item) : undefined
      if (news && byId.size < mostNews && !byId.has(news.itemId)) byId.set(news.itemId, news)
    }
  }
  return { news: [...byId.values()], cursor, failure }
}
