import { startYoutubeDouble } from '../../../doubles/youtube/index.ts'
import { commentRef, connectionTo, videoRef } from '../../../tests/support/youtube-stage.ts'
import { conformance } from '../conformance.ts'
import { youtube } from './platform.ts'

conformance('youtube', {
  platform: youtube,
  start: async () => {
    const double = await startYoutubeDouble()
    return {
      connection: connectionTo(double),
      world: {
        addPost: async ({ text, publishedAt }) =>
          videoRef(double.addPost({ text, ...(publishedAt === undefined ? {} : { publishedAt }) }).id),
        addComment: async ({ platformId }, text) =>
          commentRef(double.addComment({ as: '@anna', to: platformId, text }).id),
        editItem: async ({ platformId }, text) => double.edit(platformId, text),
        removeItem: async ({ platformId }) => double.remove(platformId),
        fault: (fault) => double.fault(fault),
      },
      stop: () => double.close(),
    }
  },
})
