import { createHttp } from '../../src/infra/http/index.ts'
import { type Clock, systemClock } from '../../src/kernel/index.ts'
import type { World } from '../../src/platforms/conformance.ts'
import type { Connection, ItemRef } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'
import type { WordPressDouble } from './index.ts'

/** An account's access to a site on this machine. */
export const connectionTo = (
  site: { readonly url: string; readonly username: string; readonly password: string },
  clock: Clock = systemClock,
): Connection => ({
  settings: { url: site.url, username: site.username },
  secrets: { password: site.password },
  http: createHttp({ allowOrigins: [site.url], userAgent: 'Uppsikt', version: '0' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(systemClock),
})

const numberOf = (ref: ItemRef): number => Number(ref.platformId.split('/')[1])

/** The double as the conformance suite handles it. */
export const worldOf = (double: WordPressDouble): World => ({
  addPost: async ({ text, publishedAt, image }) => {
    const id = double.addPost({
      title: 'Nytt från kommunen',
      content: text,
      ...(publishedAt === undefined ? {} : { at: publishedAt }),
      ...(image ? { image: { ...image, bytes: Buffer.from('bild'), mediaType: 'image/png' } } : {}),
    })
    return { platformId: `post/${id}`, kind: 'post' }
  },
  addComment: async (to, text) => {
    const id = double.addComment({ post: numberOf(to), text, author: 'Kim', email: 'kim@example.se' })
    return { platformId: `comment/${id}`, kind: 'comment', parent: to.platformId }
  },
  editItem: async (ref, text) => {
    if (ref.kind === 'post') double.editPost(numberOf(ref), { content: text })
    else double.editComment(numberOf(ref), text)
  },
  removeItem: async (ref) => {
    if (ref.kind === 'post') double.removePost(numberOf(ref), true)
    else double.removeComment(numberOf(ref))
  },
  fault: (fault) => double.fault(fault),
})
