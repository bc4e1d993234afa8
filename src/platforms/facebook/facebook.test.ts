import { expect, test } from 'vitest'
import { startFacebookDouble } from '../../../doubles/facebook/index.ts'
import { connectionTo } from '../../../tests/support/facebook-stage.ts'
import { conformance } from '../conformance.ts'
import type { ItemRef } from '../contract.ts'
import { facebook } from './platform.ts'

conformance('facebook', {
  platform: facebook,
  start: async () => {
    const double = await startFacebookDouble()
    const refTo = (platformId: string, kind: ItemRef['kind']): ItemRef => ({ platformId, kind })
    return {
      connection: connectionTo(double),
      world: {
        addPost: async ({ text, publishedAt, image }) => {
          const claimed = publishedAt === undefined ? {} : { at: publishedAt }
          return refTo(double.addPost({ text, ...claimed, ...(image ? { image } : {}) }), 'post')
        },
        addComment: async (to, text) =>
          refTo(double.addComment({ as: 'Anna', to: to.platformId, text }), 'comment'),
        editItem: async ({ platformId }, text) => double.edit(platformId, text),
        removeItem: async ({ platformId }) => double.remove(platformId),
        fault: (fault) => double.fault(fault),
      },
      stop: () => double.close(),
    }
  },
})

test("the page's own comment cannot be hidden, and the answer says why", async () => {
  const double = await startFacebookDouble()
  const post = double.addPost({ text: 'Bron är öppen.' })
  const own = {
    platformId: double.addComment({ to: post, as: 'Kommunen', text: 'Välkomna!' }),
    kind: 'comment',
  } as const
  expect(await facebook.moderation?.hide?.(connectionTo(double), own)).toMatchObject({
    ok: false,
    error: { kind: 'rejected', detail: expect.stringContaining('Facebook låter inte sidan dölja') },
  })
  await double.close()
})
