import { startBlueskyDouble } from '../../../doubles/bluesky/index.ts'
import { connectionTo } from '../../../tests/support/bluesky-stage.ts'
import { conformance } from '../conformance.ts'
import type { ItemRef } from '../contract.ts'
import { bluesky } from './platform.ts'

conformance('bluesky', {
  platform: bluesky,
  start: async () => {
    const double = await startBlueskyDouble()
    const refTo = (uri: string, kind: ItemRef['kind']): ItemRef => ({ platformId: uri, kind })
    return {
      connection: connectionTo(double),
      world: {
        addPost: async ({ text, publishedAt, image }) => {
          const claimed = publishedAt === undefined ? {} : { createdAt: publishedAt }
          return refTo(double.addPost({ text, ...claimed, ...(image ? { image } : {}) }).uri, 'post')
        },
        addComment: async (to, text) =>
          refTo(double.addReply({ as: 'anna.test', to: to.platformId, text }).uri, 'comment'),
        editItem: async ({ platformId }, text) => {
          double.editPost(platformId, text)
        },
        removeItem: async ({ platformId }) => double.removePost(platformId),
        fault: (fault) => double.fault(fault),
      },
      stop: () => double.close(),
    }
  },
})
