import { type Clock, systemClock } from '../../src/kernel/index.ts'
import { type DoubleAnswer, type DoubleRequest, type Fault, startDouble } from '../server.ts'
import { bomb, huge } from './hostile.ts'
import { createHub, type Hub } from './hub.ts'
import { startPage } from './render.ts'
import { type FeedComment, type FeedPost, feedTypes, Website } from './website.ts'

/** html: a web page instead of the feed · bomb: entities that unfold without end · huge: 1 GB · cut: XML that ends in the middle though the answer is whole. */
export type FeedFault = Fault | { readonly kind: 'html' | 'bomb' | 'huge' | 'cut'; readonly on?: undefined }

export interface FeedDouble {
  /** The website. Its feeds: /feed.xml and /comments.xml (RSS), /feed.atom and /comments.atom. Its hub: /hub. */
  readonly url: string
  addPost(post: FeedPost): { id: string; url: string }
  addComment(to: string, comment: FeedComment): { id: string; url: string }
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
const html = { 'content-type': 'text/html; charset=utf-8' }

/** The feed as the fault has it. */
function feedAnswer(
  site: Website,
  request: DoubleRequest,
  path: string,
  fault: FeedFault | undefined,
): DoubleAnswer {
  const { type, bytes, etag } = site.feed(path, fault?.kind)
  if (fault?.kind === 'html') return { headers: html, body: startPage(site.title, '/feed.xml') }
  if (fault?.kind === 'bomb') return { headers: { 'content-type': type }, body: bomb() }
  if (fault?.kind === 'huge') return { headers: { 'content-type': type }, body: huge() }
  const headers = {
    'content-type': type,
    etag,
    'last-modified': site.changedAt.toUTCString(),
    link: `<${site.url}/hub>; rel="hub", <${site.url}${path}>; rel="self"`,
  }
  return request.headers['if-none-match'] === etag ? { status: 304, headers } : { headers, body: bytes }
}

function webAnswer(site: Website, path: string): DoubleAnswer {
  if (path.startsWith('/bild/')) return { headers: { 'content-type': 'image/png' }, body: picture }
  const body = path === '/' ? startPage(site.title, '/feed.xml') : site.page(path)
  return body === undefined
    ? { status: 404, headers: html, body: '<h1>Sidan finns inte</h1>' }
    : { headers: html, body }
}

const isShared = (fault: FeedFault | undefined): fault is Fault =>
  fault !== undefined && !['html', 'bomb', 'huge', 'cut'].includes(fault.kind)

/** A news site with its feeds, comment feeds, pages and WebSub hub. Everything that changes is pushed to subscribers. */
export async function startFeedDouble(options: FeedDoubleOptions = {}): Promise<FeedDouble> {
  let fault: FeedFault | undefined
  const server = await startDouble({
    port: options.port,
    handler: (request) => {
      const path = request.url.pathname
      if (path === '/hub' && request.method === 'POST') return hub.receive(request)
      return path in feedTypes ? feedAnswer(site, request, path, fault) : webAnswer(site, path)
    },
  })
  const { title = 'Storlunda kommun', window = 20, clock = systemClock } = options
  const site = new Website({ url: server.url, title, window, clock })
  const hub = createHub(`${server.url}/hub`)
  const push = (list: 'feed' | 'comments'): void => {
    for (const ending of ['xml', 'atom']) {
      const path = `/${list}.${ending}`
      const { bytes, type } = site.feed(path)
      hub.publish(server.url + path, bytes, type)
    }
  }
  return {
    url: server.url,
    hub,
    log: server.log,
    addPost(post) {
      const added = site.addPost(post)
      push('feed')
      return added
    },
    addComment(to, comment) {
      const added = site.addComment(to, comment)
      push('comments')
      return added
    },
    editPost: (id, text) => push(site.edit(id, text)),
    removePost: (id) => push(site.remove(id)),
    fault(next) {
      fault = next
      server.setFault(isShared(next) ? next : undefined)
    },
    async close() {
      await hub.settled()
      await server.close()
    },
  }
}
