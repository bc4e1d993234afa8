import { startInstagramDouble } from '../../../doubles/instagram/index.ts'
import { connectionTo, refTo } from '../../../tests/support/instagram-stage.ts'
import { conformance } from '../conformance.ts'
import { instagram } from './platform.ts'

conformance('instagram', {
  platform: instagram,
  start: async () => {
    const double = await startInstagramDouble()
    return {
      connection: connectionTo(double),
      world: {
        addPost: async ({ text, publishedAt, image }) => {
          const stated = publishedAt === undefined ? {} : { timestamp: publishedAt }
          return refTo(double.addPost({ text, ...stated, ...(image ? { image } : {}) }).id, 'post')
        },
        addComment: async (to, text) =>
          refTo(double.addComment({ as: 'anna', to: to.platformId, text }).id, 'comment'),
        editItem: async ({ platformId }, text) => double.editPost(platformId, text),
        removeItem: async ({ platformId }) => double.removeItem(platformId),
        fault: (fault) => double.fault(fault),
      },
      stop: () => double.close(),
    }
  },
})
