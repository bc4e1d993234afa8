import { startXDouble } from '../../../doubles/x/index.ts'
import { connectionTo } from '../../../tests/support/x-stage.ts'
import { conformance } from '../conformance.ts'
import type { ItemRef } from '../contract.ts'
import { x } from './platform.ts'

conformance('x', {
  platform: x,
  start: async () => {
    const double = await startXDouble()
    const refTo = (platformId: string, kind: ItemRef['kind']): ItemRef => ({ platformId, kind })
    return {
      connection: connectionTo(double),
      world: {
        addPost: async ({ text, publishedAt, image }) => {
          const claimed = publishedAt === undefined ? {} : { createdAt: publishedAt }
          return refTo(double.addPost({ text, ...claimed, ...(image ? { image } : {}) }), 'post')
        },
        addComment: async (to, text) =>
          refTo(double.addReply({ as: 'anna', to: to.platformId, text }), 'comment'),
        editItem: async ({ platformId }, text) => double.editPost(platformId, text),
        removeItem: async ({ platformId }) => double.removePost(platformId),
        fault: (fault) => double.fault(fault),
      },
      stop: () => double.close(),
    }
  },
})
