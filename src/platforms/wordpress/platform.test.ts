import { startWordPressDouble, type WordPressDouble } from '../../../doubles/wordpress/index.ts'
import { createHttp } from '../../infra/http/index.ts'
import { systemClock } from '../../kernel/index.ts'
import { conformance, type World } from '../conformance.ts'
import type { Connection, ItemRef } from '../contract.ts'
import { wordpress } from './platform.ts'

const connectionTo = (double: WordPressDouble): Connection => ({
  settings: { url: double.url, username: double.username },
  secrets: { password: double.password },
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: '0' }),
  clock: systemClock,
  memory: new Map(),
})

const numberOf = (ref: ItemRef): number => Number(ref.platformId.split('/')[1])

const worldOf = (double: WordPressDouble): World => ({
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

conformance('wordpress', {
  platform: wordpress,
  start: async () => {
    const double = await startWordPressDouble()
    return { connection: connectionTo(double), world: worldOf(double), stop: () => double.close() }
  },
})
