import { type Clock, systemClock } from '../../src/kernel/index.ts'
import type { ShownProfile } from '../profile.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
} from '../server.ts'
import * as api from './api.ts'
import { type App, Push, tellMessage, tellPost } from './events.ts'
import { dated, faultAnswer, MonthlyCap } from './faults.ts'
import { mediaFile, mediaOrder, status } from './media.ts'
import { type Media, type Post, World } from './state.ts'
import { analytics } from './statistics.ts'
import { Tokens } from './tokens.ts'
import { create, hide, writeTo } from './writing.ts'

export interface XOptions {
  readonly port?: number
  readonly clock?: Clock
  readonly username?: string
  /** As X is for self-serve plans: replies only to those who named the account. Default false (Enterprise). */
  readonly summonedOnly?: boolean
  /** How long an access token is good, in seconds. Default two hours, as at X. */
  readonly tokenSeconds?: number
  /** Items a page at most, as X may give fewer than asked for. Default 100. */
  readonly pageSize?: number
  /** false: the sign-in gave no permission for direct messages. Default true. */
  readonly messages?: boolean
  /** Each list begins with a page that has nothing on it, and goes on. */
  readonly emptyFirst?: boolean
  /** Posts that may be read in a month. Default: as many as one likes. */
  readonly monthlyPosts?: number
  /** This version of the API has been taken away. */
  readonly retired?: boolean
}

interface Picture {
  readonly alt: string
  readonly bytes?: Uint8Array
  readonly mediaType?: string
}

/** Of the municipality's app. */
export const clientId = 'klient'

export interface XDouble {
  readonly url: string
  readonly username: string
  readonly userId: string
  readonly server: DoubleServer
  readonly world: World
  readonly app: App
  readonly push: Push
  /** What stands on the account's profile now. */
  readonly profile: ShownProfile
  /** Tokens as a sign-in gives them: an access token good for two hours and a refresh token good once. */
  issue(): { readonly accessToken: string; readonly refreshToken: string }
  addPost(post: { text: string; at?: Date; createdAt?: string; image?: Picture }): string
  /** An answer, or without `to` a post of its own. */
  addReply(post: { as: string; to?: string; text: string; at?: Date }): string
  addMessage(message: { as: string; text: string }): string
  /** A new id in the same post's history. */
  editPost(id: string, text: string): void
  removePost(id: string): void
  /** Readers did something with the post; `field` as in /2/tweets/analytics. */
  count(id: string, field: string, count: number, at?: Date): void
  isHidden(id: string): boolean
  posts(): readonly Post[]
  media(id: string): Media | undefined
  /** Sends the events that have not been sent. @returns the status of each delivery. */
  deliver(): Promise<readonly number[]>
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

const twoHours = 2 * 60 * 60
/** One grey dot. */
const dot = Buffer.from('R0lGODlhAQABAIAAAMzMzAAAACwAAAAAAQABAAACAkQBADs=', 'base64')

interface House {
  readonly world: World
  readonly own: api.Account & { readonly name: string }
  readonly summonedOnly: boolean
  readonly cap: MonthlyCap
  readonly listing: () => api.Listing
}

async function order(
  { world, own, summonedOnly }: House,
  request: DoubleRequest,
): Promise<DoubleAnswer | undefined> {
  const { pathname } = request.url
  const [, hidden] = /^\/2\/tweets\/(\d+)\/hidden$/.exec(pathname) ?? []
  if (hidden && request.method === 'PUT') return hide(world, own, hidden, request)
  if (request.method !== 'POST') return undefined
  if (pathname === '/2/tweets') return create(world, own, summonedOnly, request)
  const [, to] = /^\/2\/dm_conversations\/with\/(\d+)\/messages$/.exec(pathname) ?? []
  return to ? writeTo(world, own, to, request) : mediaOrder(world, request)
}

function reading(house: House, { url, method }: DoubleRequest): DoubleAnswer | undefined {
  if (method !== 'GET') return undefined
  const { world, own, cap } = house
  const { pathname, searchParams: query } = url
  const as = house.listing()
  const posts = {
    '/2/tweets': () => api.lookup(world, query),
    [`/2/users/${own.id}/tweets`]: () => api.timeline(world, own, query, as),
    [`/2/users/${own.id}/mentions`]: () => api.mentions(world, own, query, as),
    '/2/tweets/search/recent': () => api.search(world, own, query, as),
  }[pathname]
  if (posts) return cap.through(posts, world.now())
  if (pathname === '/2/users/me') return me(house, query)
  if (pathname === '/2/tweets/analytics') return analytics(world, own, query)
  if (pathname === '/2/media/upload') return status(world, query.get('media_id') ?? '')
  if (pathname === '/2/dm_events') return api.messages(world, own, query, as)
  const [, other] = /^\/2\/dm_conversations\/with\/(\d+)\/dm_events$/.exec(pathname) ?? []
  if (other) return api.messages(world, own, query, as, other)
  const [, event] = /^\/2\/dm_events\/(\d+)$/.exec(pathname) ?? []
  return event ? api.message(world, own, event) : undefined
}

/** Members of a user that come only when they are asked for. */
function me({ world, own: { id, username, name } }: House, query: URLSearchParams): DoubleAnswer {
  const { description, website, follows, open } = world.profile
  const more = {
    description,
    url: website && 'https://t.co/abcdefghij',
    protected: !open,
    profile_image_url: 'https://pbs.example/bild.jpg',
    public_metrics: {
      followers_count: 1_200,
      following_count: follows,
      post_count: world.posts.filter(({ author }) => author === id).length,
      listed_count: 3,
    },
    ...(website && {
      entities: { url: { urls: [{ url: 'https://t.co/abcdefghij', expanded_url: website }] } },
    }),
  }
  const wanted = (query.get('user.fields') ?? '').split(',')
  const given = Object.entries(more).filter(([field]) => wanted.includes(field))
  return { body: { data: { id, username, name, ...Object.fromEntries(given) } } }
}

function stories({
  world,
  own,
}: House): Omit<
  XDouble,
  | 'url'
  | 'server'
  | 'world'
  | 'profile'
  | 'username'
  | 'userId'
  | 'app'
  | 'push'
  | 'issue'
  | 'deliver'
  | 'fault'
  | 'close'
> {
  const found = (id: string): Post => {
    const post = world.find(id)
    if (post === undefined) throw new Error(`no such post in the double: ${id}`)
    return post
  }
  const told = (post: Post): string => {
    tellPost(world, own, post)
    return post.ids[0] ?? ''
  }
  return {
    addPost: ({ text, image, ...rest }) => {
      const bytes = Buffer.from(image?.bytes ?? dot)
      const media = image ? [world.keep('photo', image.mediaType ?? 'image/gif', image.alt, bytes)] : []
      return told(world.add(own.id, text, { ...rest, media }))
    },
    addReply: ({ as, text, ...rest }) => told(world.add(world.user(as).id, text, rest)),
    addMessage: ({ as, text }) => {
      const from = world.user(as).id
      const message = { id: world.nextId(), from, with: from, text, at: world.now() }
      world.messages.push(message)
      tellMessage(world, own, message)
      return message.id
    },
    editPost: (id, text) => {
      const post = found(id)
      post.ids = [...post.ids, world.nextId()]
      post.text = text
    },
    removePost: (id) => {
      const { author, ids } = found(id)
      world.posts = world.posts.filter((post) => post.ids !== ids)
      if (author === own.id) world.tell('post.delete', { id, author_id: author })
    },
    count: (id, field, count, at = world.now()) => {
      found(id).counts.push({ field, count, at })
    },
    isHidden: (id) => world.find(id)?.hidden ?? false,
    posts: () => world.posts,
    media: (id) => world.media.get(id),
  }
}

/** An invented X in memory: see README.md. */
export async function startXDouble(options: XOptions = {}): Promise<XDouble> {
  const clock = options.clock ?? systemClock
  const world = new World(clock, options.pageSize ?? 100)
  const own = world.user(options.username ?? 'kommunen')
  const house: House = {
    world,
    own,
    summonedOnly: options.summonedOnly ?? false,
    cap: new MonthlyCap(options.monthlyPosts ?? Number.POSITIVE_INFINITY),
    listing: () => ({ emptyFirst: options.emptyFirst ?? false, fault: server.fault }),
  }
  const tokens = new Tokens(options.tokenSeconds ?? twoHours)
  const app = {
    bearerToken: 'app-hemlig',
    clientSecret: 'klienthemlig',
    consumerSecret: 'konsumenthemlig',
  }
  const push = new Push(world, app, options.messages ?? true)
  const server = await startDouble({
    port: options.port,
    ownRefusals: true,
    faultless: ({ url }) => url.pathname.startsWith('/media/'),
    handler: async (request) => dated(await answer(request), clock.now()),
  })
  world.origin = server.url
  async function answer(request: DoubleRequest): Promise<DoubleAnswer> {
    const now = clock.now()
    const { pathname } = request.url
    const file = mediaFile(world, pathname)
    if (file) return file
    const failed = faultAnswer(server.fault, request, now)
    if (failed) return failed
    if (options.retired) return api.problem(410, 'about:blank', 'This endpoint has been retired.')
    if (pathname === '/2/oauth2/authorize') return tokens.codes.begin(request, clientId)
    if (pathname === '/2/oauth2/token') return tokens.answer(request, now)
    const asApp = request.bearer === app.bearerToken
    if (!asApp && !tokens.good(request.bearer, now)) return api.problem(401, 'about:blank', 'Unauthorized')
    const pushed = await push.answer(request, asApp)
    if (pushed) return pushed
    if (asApp) return api.problem(403, 'unsupported-authentication', 'User context is needed here.')
    if (options.messages === false && pathname.startsWith('/2/dm_'))
      return api.problem(403, 'not-authorized-for-resource', 'Forbidden')
    return (
      (await order(house, request)) ?? reading(house, request) ?? api.problem(404, 'about:blank', 'Not Found')
    )
  }
  return {
    url: server.url,
    username: own.username,
    userId: own.id,
    server,
    world,
    app,
    push,
    profile: world.profile,
    issue: () => tokens.issue(clock.now()),
    ...stories(house),
    deliver: () => push.deliver(own.id),
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}
