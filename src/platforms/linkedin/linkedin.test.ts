import { startLinkedinDouble } from '../../../doubles/linkedin/index.ts'
import { connectionTo } from '../../../tests/support/linkedin-stage.ts'
import { conformance } from '../conformance.ts'
import { linkedin } from './platform.ts'

conformance('linkedin', {
  platform: linkedin,
  start: async () => {
    const double = await startLinkedinDouble()
    return {
      connection: connectionTo(double),
      world: {
        addPost: async (post) => ({ platformId: double.addPost(post), kind: 'post' }),
        addComment: async (to, text) => ({
          platformId: double.addComment('urn:li:person:anna', to.platformId, text),
          kind: 'comment',
        }),
        editItem: async ({ platformId }, text) => double.edit(platformId, text),
        removeItem: async ({ platformId }) => double.remove(platformId),
        fault: (fault) => double.fault(fault),
      },
      stop: () => double.close(),
    }
  },
})
