import { startMastodonDouble } from '../../../doubles/mastodon/index.ts'
import { mastodonConnection } from '../../../tests/support/mastodon-stage.ts'
import { settableClock } from '../../kernel/index.ts'
import { conformance } from '../conformance.ts'
import type { ItemRef } from '../contract.ts'
import { mastodon } from './platform.ts'

conformance('mastodon', {
  platform: mastodon,
  start: async () => {
    const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
    const double = await startMastodonDouble({ clock })
    const refTo = (platformId: string, kind: ItemRef['kind']): ItemRef => ({ platformId, kind })
    return {
      connection: mastodonConnection(double, clock),
      later: (at) => clock.set(at),
      world: {
        addPost: async ({ text, publishedAt, image }) => {
          const claimed = publishedAt === undefined ? {} : { createdAt: publishedAt }
          return refTo(double.addPost({ text, ...claimed, ...(image ? { image } : {}) }).id, 'post')
        },
        addComment: async (to, text) =>
          refTo(double.addReply({ as: 'anna@annan.example', to: to.platformId, text }).id, 'comment'),
        editItem: async ({ platformId }, text) => double.editPost(platformId, text),
        removeItem: async ({ platformId }) => double.removePost(platformId),
        fault: (fault) => double.fault(fault),
      },
      stop: () => double.close(),
    }
  },
})
