import { isObject, type Json } from '../../kernel/index.ts'
import type { Connection } from '../contract.ts'
import { askPage } from './client.ts'
import type { FeedState, LeftItem } from './cursor.ts'
import { webAddress } from './mapping.ts'

/** Own pages asked for in one round: a polite number. */
const asksPerRound = 20
const mostLeft = 500
/** A round may be interrupted between telling and confirming, so what is gone is told more than once. */
const tellings = 3

const memoryKey = 'feed.departed'

/** The own address of an item: what the feed said, else its id when that is an address. */
export const pageOf = (id: string, permalink: string | null | undefined): string | undefined =>
  permalink ?? (/^https?:\/\//i.test(id) ? webAddress(id, 'https://invalid.example') : undefined)

/** The address of an item that has left its feed, remembered from the round that saw it leave. */
export function rememberedPage(connection: Connection, id: string): string | undefined {
  const remembered = connection.memory.get(memoryKey)
  const page = isObject(remembered) ? remembered[id] : undefined
  return pageOf(id, typeof page === 'string' ? page : undefined)
}

function remember(connection: Connection, left: readonly LeftItem[]): void {
  const before = connection.memory.get(memoryKey)
  const pages = new Map(isObject(before) ? Object.entries(before) : [])
  for (const [id, permalink] of left) if (permalink !== null) pages.set(id, permalink)
  connection.memory.set(memoryKey, Object.fromEntries([...pages].slice(-2 * mostLeft)) as Json)
}

/**
 * A feed is a window: items leave it because newer ones push them out as well as because they are taken away, and it does
 * not say which. So each that has left is asked for once at its own page. 404 or 410: it is announced as gone.
 * The page is there: it fell out of the window, and is not followed any more; what happens to it then, a feed cannot tell.
 */
export async function followDeparted(
  connection: Connection,
  left: readonly LeftItem[],
): Promise<{ gone: string[]; left: LeftItem[] }> {
  const gone: string[] = []
  const still: LeftItem[] = []
  let asks = asksPerRound
  for (const item of left.slice(-mostLeft)) {
    const [id, permalink, told] = item
    if (told > 0) {
      gone.push(id)
      if (told + 1 < tellings) still.push([id, permalink, told + 1])
      continue
    }
    const page = pageOf(id, permalink)
    if (page === undefined) continue
    if (asks === 0) {
      still.push(item)
      continue
    }
    asks--
    const says = await askPage(connection, page)
    if (says.ok && says.value === 'gone') {
      gone.push(id)
      still.push([id, permalink, 1])
    } else if (!says.ok && says.error.kind === 'retryLater') {
      // The site is not well: the rest are asked for in the next round.
      asks = 0
      still.push(item)
    }
  }
  remember(connection, left)
  return { gone, left: still }
}

/** What was in the feed last time and is not now, together with what was already being asked for and has not come back. */
export function departedFrom(state: FeedState, now: ReadonlySet<string>): LeftItem[] {
  const already = state.left.filter(([id]) => !now.has(id))
  const known = new Set(already.map(([id]) => id))
  const fresh = state.seen.filter(([id]) => !now.has(id) && !known.has(id))
  return [...already, ...fresh.map(([id, , permalink]): LeftItem => [id, permalink, 0])]
}
