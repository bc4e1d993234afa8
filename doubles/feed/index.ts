import { createHash } from 'node:crypto'
import { type Clock, systemClock } from '../../src/kernel/index.ts'
import { type DoubleAnswer, type DoubleRequest, type Fault, startDouble } from '../server.ts'
import { bomb, huge } from './hostile.ts'
import { createHub, type Hub } from './hub.ts'
import { atom, page, rss, type Stored, startPage } from './render.ts'

/** html: a web page instead of the feed · bomb: entities that unfold without end · huge: 1 GB · cut: XML that ends in the middle though the answer is whole. */
export type FeedFault = Fault | { readonly kind: 'html' | 'bomb' | 'huge' | 'cut'; readonly on?: undefined }

export interface FeedPost {
  readonly title?: string
  readonly text: string
  /** What the feed says of it; default now. */
  readonly publishedAt?: string
  readonly author?: string
  readonly image?: { readonly alt: string }
}

export interface FeedDouble {
  /** The website. Its feeds: /feed.xml and /comments.xml (RSS), /feed.atom and /comments.atom. Its hub: /hub. */
  readonly url: string
  addPost(post: FeedPost): { id: string; url: string }
  addComment(
    to: string,
    comment: { text: string; author?: string; publishedAt?: string },
  ): { id: string; url: string }
  /** Of a post or a comment, by its id. */
  editPost(id: string, text: string): void
  removePost(id: string): void
  fault(fault: FeedFault | undefined): void
  readonly hub: Hub
  /** Requests so far, newest last. */
  readonly log: readonly DoubleRequest[]
  close(): Promise<void>
}

export interface FeedDoubleOptions {
  readonly port?: number
  readonly clock?: Clock
  readonly title?: string
  /** Items that the feeds show, newest first. Default 20. */
  readonly window?: number
}

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const types = {
  xml: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
} as const
const htmlType = { 'content-type': 'text/html; charset=utf-8' }

/** A news site with its feeds, comment feeds, pages and WebSub hub. Everything that changes is pushed to subscribers. */
export async function startFeedDouble(options: FeedDoubleOptions = {}): Promise<FeedDouble> {
  const clock = options.clock ?? systemClock
  const title = options.title ?? 'Storlunda kommun'
  const posts: Stored[] = []
  const comments: Stored[] = []
  let fault: FeedFault | undefined
  let made = 0
  let changedAt = clock.now()

  const server = await startDouble({
    ...(options.port === undefined ? {} : { port: options.port }),
    handler: answer,
  })
  const hub = createHub(() => `${server.url}/hub`)

  function render(path: string): Uint8Array {
    const site = { title, url: `${server.url}/`, self: server.url + path, hub: `${server.url}/hub` }
    const newest = (path.startsWith('/comments') ? comments : posts).slice(-(options.window ?? 20)).reverse()
    const ordered = fault?.kind === 'reversed' ? newest.toReversed() : newest
    const items = fault?.kind === 'twice' ? ordered.flatMap((item) => [item, item]) : ordered
    const bytes = Buffer.from((path.endsWith('.atom') ? atom : rss)(site, items))
    return fault?.kind === 'cut' ? bytes.subarray(0, Math.floor(bytes.length * 0.75)) : bytes
  }

  function feedAnswer(request: DoubleRequest, path: string): DoubleAnswer {
    const type = { 'content-type': path.endsWith('.atom') ? types.atom : types.xml }
    if (fault?.kind === 'html') return { headers: htmlType, body: startPage(title, '/feed.xml') }
    if (fault?.kind === 'bomb') return { headers: type, body: bomb() }
    if (fault?.kind === 'huge') return { headers: type, body: huge() }
    const body = render(path)
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`
    const headers = {
      ...type,
      etag,
      'last-modified': changedAt.toUTCString(),
      link: `<${server.url}/hub>; rel="hub", <${server.url}${path}>; rel="self"`,
    }
    if (request.headers['if-none-match'] === etag) return { status: 304, headers }
    return { headers, body }
  }

  function answer(request: DoubleRequest): DoubleAnswer {
    const path = request.url.pathname
    if (path === '/hub' && request.method === 'POST') return hub.receive(request)
    if (/^\/(feed|comments)\.(xml|atom)$/.test(path)) return feedAnswer(request, path)
    if (path.startsWith('/bild/')) return { headers: { 'content-type': 'image/png' }, body: picture }
    if (path === '/') return { headers: htmlType, body: startPage(title, '/feed.xml') }
    const post = posts.find((candidate) => new URL(candidate.url).pathname === path)
    if (post === undefined) return { status: 404, headers: htmlType, body: '<h1>Sidan finns inte</h1>' }
    const under = comments.filter((comment) => new URL(comment.url).pathname === path)
    return { headers: htmlType, body: page(post, under) }
  }

  function changed(kind: 'feed' | 'comments'): void {
    changedAt = clock.now()
    for (const [ending, type] of Object.entries(types)) {
      hub.publish(`${server.url}/${kind}.${ending}`, render(`/${kind}.${ending}`), type)
    }
  }

  const listOf = (id: string): Stored[] => (comments.some((comment) => comment.id === id) ? comments : posts)

  function find(id: string): Stored {
    const found = listOf(id).find((item) => item.id === id)
    if (found === undefined) throw new Error(`the double has no ${id}`)
    return found
  }

  return {
    url: server.url,
    hub,
    log: server.log,
    addPost(post) {
      const number = ++made
      const stored: Stored = {
        id: `tag:storlunda.example,2026:${number}`,
        url: `${server.url}/nyheter/${number}`,
        title: post.title ?? 'Nyhet',
        text: post.text,
        author: post.author ?? 'Kommunikationsenheten',
        published: post.publishedAt ?? clock.now().toISOString(),
        image: post.image && { url: `${server.url}/bild/${number}.png`, alt: post.image.alt },
        parent: undefined,
      }
      posts.push(stored)
      changed('feed')
      return { id: stored.id, url: stored.url }
    },
    addComment(to, comment) {
      const parent = find(to)
      const number = ++made
      const stored: Stored = {
        id: `tag:storlunda.example,2026:kommentar-${number}`,
        url: `${parent.url.split('#')[0]}#comment-${number}`,
        title: `Kommentar till ${parent.title}`,
        text: comment.text,
        author: comment.author ?? 'Åsa Öberg',
        published: comment.publishedAt ?? clock.now().toISOString(),
        image: undefined,
        parent,
      }
      comments.push(stored)
      changed('comments')
      return { id: stored.id, url: stored.url }
    },
    editPost(id, text) {
      find(id).text = text
      changed(listOf(id) === comments ? 'comments' : 'feed')
    },
    removePost(id) {
      const list = listOf(id)
      list.splice(list.indexOf(find(id)), 1)
      changed(list === comments ? 'comments' : 'feed')
    },
    fault(next) {
      fault = next
      const shared = next !== undefined && !['html', 'bomb', 'huge', 'cut'].includes(next.kind)
      server.setFault(shared ? (next as Fault) : undefined)
    },
    async close() {
      await hub.settled()
      await server.close()
    },
  }
}
