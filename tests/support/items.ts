import { createHash } from 'node:crypto'
import type { IncomingItem } from '../../src/modules/archive/index.ts'
import type { CollectedItem } from '../../src/platforms/contract.ts'

/** A collected comment, as a platform's mapping gives it. */
export function comment(platformId: string, text: string, more: Partial<CollectedItem> = {}): CollectedItem {
  const bytes = Buffer.from(JSON.stringify({ id: platformId, text }))
  return {
    platformId,
    kind: 'comment',
    direction: 'received',
    permalink: `https://exempel.se/${platformId}`,
    author: 'Lena Wikström',
    authorId: 'lena',
    text,
    publishedAt: '2026-11-19T07:00:00Z',
    state: 'visible',
    versionKey: createHash('sha256')
      .update(JSON.stringify([text, more.state ?? 'visible']))
      .digest('hex'),
    source: 'test',
    media: [],
    raw: {
      bytes,
      mediaType: 'application/json',
      answer: {
        url: 'https://exempel.se/',
        status: 200,
        headers: {},
        fetchedAt: '2026-11-19T08:00:00Z',
        sha256: '',
      },
    },
    ...more,
  }
}

export const incoming = (item: CollectedItem): IncomingItem => ({ item, media: [], refusals: [] })
