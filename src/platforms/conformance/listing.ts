import { expect, test } from 'vitest'
import { fail } from '../../kernel/index.ts'
import type { Connection, Platform } from '../contract.ts'
import { reconcile, type Stage } from './world.ts'

/** The connection until so many requests have been answered; after that nothing comes. */
function cutAfter(connection: Connection, requests: number): Connection {
  let left = requests
  return {
    ...connection,
    http: {
      request: (request) =>
        left-- > 0
          ? connection.http.request(request)
          : Promise.resolve(fail({ kind: 'timeout', detail: 'cut', sent: true })),
    },
  }
}

/** More than the listing of a handful of items takes anywhere. */
const mostRequests = 40

export function conformsInListing(platform: Platform, stage: () => Promise<Stage>): void {
  test('wherever a listing is cut, the round that completes it has shown everything, or says what it goes on from', async () => {
    const { connection, world } = await stage()
    for (let n = 0; n < 3; n++) {
      const post = await world.addPost({ text: `Inlägg ${n}` })
      if (platform.collects.comments) await world.addComment(post, `Kommentar till ${n}`)
    }
    const whole = await reconcile(platform, connection)
    for (let requests = 1; requests < mostRequests; requests++) {
      const cut = await reconcile(platform, cutAfter(connection, requests))
      if (!cut.failure) return expect(requests).toBeGreaterThan(1)
      expect(cut.pages.some(({ complete }) => complete)).toBe(false)
      const rest = await reconcile(platform, connection, cut.cursor)
      const saysSo = rest.pages.map(({ resumed }) => resumed === true)
      expect(new Set(saysSo).size).toBe(1)
      const complete = rest.pages.at(-1)?.complete
      if (!complete) continue
      const shown = new Set(rest.items.map(({ platformId }) => platformId))
      for (const { platformId } of saysSo[0] ? cut.items : []) shown.add(platformId)
      const since = complete.since
      const covered = whole.items
        .filter(
          ({ kind, publishedAt }) =>
            complete.kinds.includes(kind) && (since === null || publishedAt >= since),
        )
        .map(({ platformId }) => platformId)
      expect(covered.filter((id) => !shown.has(id))).toEqual([])
    }
    throw new Error(`a listing of ${whole.items.length} items took ${mostRequests} requests`)
  })
}
