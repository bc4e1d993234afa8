import { type Clock, systemClock } from '../../src/kernel/index.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
} from '../server.ts'

/** An invented LinkedIn with one organization page, in memory. What is from documentation and what from memory: README.md. */
interface Post {
  readonly id: string
  text: string
  readonly at: number | undefined
  modified: number
  readonly content?: unknown
}

interface Comment {
  readonly id: string
  readonly urn: string
  readonly post: string
  readonly parent: string | undefined
  readonly actor: string
  text: string
  readonly at: number
}

export const token = 'AQX-linkedin-double-token'
export const clientSecret = 'linkedin-double-secret'
const own = 'urn:li:organization:5515715'

export interface LinkedinDouble {
  readonly url: string
  readonly server: DoubleServer
  addPost(post: { readonly text: string; readonly publishedAt?: string }): string
  addComment(as: string, to: string, text: string): string
  edit(urn: string, text: string): void
  remove(urn: string): void
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

const refusal = (status: number, code: string, message: string): DoubleAnswer => ({
  status,
  body: { status, code, message },
})

export async function startLinkedinDouble(
  options: { readonly port?: number; readonly clock?: Clock } = {},
): Promise<LinkedinDouble> {
  const now = (): number => (options.clock ?? systemClock).now().getTime()
  const posts = new Map<string, Post>()
  const comments = new Map<string, Comment>()
  let next = 7_000_000_000
  const addPost = (text: string, at: number | undefined, content?: unknown): string => {
    const id = `urn:li:share:${next++}`
    posts.set(id, { id, text, at, modified: now(), content })
    return id
  }
  const addComment = (actor: string, to: string, text: string): Comment => {
    const above = comments.get(to)
    const post = above?.post ?? to
    const id = String(next++)
    const urn = `urn:li:comment:(${post},${id})`
    const comment = { id, urn, post, parent: above?.urn, actor, text, at: now() }
    comments.set(urn, comment)
    return comment
  }
  const shownPost = ({ id, text, at, modified, content }: Post) => ({
    id,
    author: own,
    commentary: text,
    visibility: 'PUBLIC',
    lifecycleState: 'PUBLISHED',
    ...(at === undefined ? {} : { createdAt: at, publishedAt: at }),
    lastModifiedAt: modified,
    ...(content === undefined ? {} : { content }),
  })
  const shownComment = (one: Comment) => {
    const below = [...comments.values()].filter(({ parent }) => parent === one.urn).length
    return {
      id: one.id,
      commentUrn: one.urn,
      actor: one.actor,
      object: one.post,
      message: { attributes: [], text: one.text },
      created: { actor: one.actor, time: one.at },
      lastModified: { actor: one.actor, time: one.at },
      ...(one.parent ? { parentComment: one.parent } : {}),
      ...(below > 0 ? { commentsSummary: { aggregatedTotalComments: below } } : {}),
    }
  }
  const list = (url: URL, all: readonly object[]): DoubleAnswer => {
    const [start, count] = [
      Number(url.searchParams.get('start') ?? 0),
      Number(url.searchParams.get('count') ?? 10),
    ]
    const links =
      start + count < all.length
        ? [{ rel: 'next', type: 'application/json', href: `${url.pathname}?start=${start + count}` }]
        : []
    return { body: { paging: { start, count, links }, elements: all.slice(start, start + count) } }
  }
  const write = (request: DoubleRequest, under: string | undefined): DoubleAnswer => {
    const body = request.json() as Record<string, unknown>
    if (under === undefined) {
      const id = addPost(String(body['commentary']), now(), body['content'])
      return { status: 201, headers: { 'x-restli-id': id } }
    }
    const made = addComment(String(body['actor']), under, String((body['message'] as { text: string }).text))
    return { status: 201, headers: { 'x-restli-id': made.id }, body: shownComment(made) }
  }
  const handler = (request: DoubleRequest): DoubleAnswer => {
    const { url, headers, method } = request
    if (headers['authorization'] !== `Bearer ${token}`)
      return refusal(401, 'INVALID_ACCESS_TOKEN', 'Invalid access token')
    if (headers['linkedin-version'] !== '202607')
      return refusal(426, 'NONEXISTENT_VERSION', 'Requested version is not active')
    const [resource, key, , id] = url.pathname.replace('/rest/', '').split('/').map(decodeURIComponent)
    if (resource === 'organizationAcls')
      return list(url, [
        { organization: own, role: 'ADMINISTRATOR', state: 'APPROVED', roleAssignee: 'urn:li:person:abc' },
      ])
    if (resource === 'organizations') return { body: { id: 5515715, localizedName: 'Kommunen' } }
    if (resource === 'posts') {
      if (method === 'POST') return write(request, undefined)
      if (key === undefined) return list(url, [...posts.values()].reverse().map(shownPost))
      const post = posts.get(key)
      return post ? { body: shownPost(post) } : refusal(404, 'NOT_FOUND', 'Not found')
    }
    if (resource !== 'socialActions' || key === undefined)
      return refusal(404, 'RESOURCE_NOT_FOUND', 'No virtual resource found')
    if (id !== undefined) {
      const comment = comments.get(`urn:li:comment:(${key},${id})`)
      return comment ? { body: shownComment(comment) } : refusal(404, 'NOT_FOUND', 'Not found')
    }
    if (!posts.has(key) && !comments.has(key)) return refusal(404, 'NOT_FOUND', 'Not found')
    if (method === 'POST') return write(request, key)
    return list(
      url,
      [...comments.values()].filter((one) => (one.parent ?? one.post) === key).map(shownComment),
    )
  }
  const server = await startDouble({ ...(options.port === undefined ? {} : { port: options.port }), handler })
  return {
    url: server.url,
    server,
    addPost: ({ text, publishedAt }) => {
      const at = publishedAt === undefined ? now() : Date.parse(publishedAt)
      return addPost(text, Number.isNaN(at) ? undefined : at)
    },
    addComment: (as, to, text) => addComment(as, to, text).urn,
    edit: (urn, text) => {
      const found = posts.get(urn) ?? comments.get(urn)
      if (found) found.text = text
    },
    remove: (urn) => {
      posts.delete(urn)
      for (const one of [...comments.values()])
        if (one.urn === urn || one.parent === urn || one.post === urn) comments.delete(one.urn)
    },
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}
