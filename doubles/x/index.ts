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
import { type Post, World } from './state.ts'

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
}

export interface XDouble {
  readonly url: string
  readonly username: string
  readonly userId: string
  readonly server: DoubleServer
  /** What stands on the account's profile now. */
  readonly profile: ShownProfile
  /** Tokens as a sign-in gives them: an access token good for two hours and a refresh token good once. */
  issue(): { readonly accessToken: string; readonly refreshToken: string }
  addPost(post: { text: string; at?: Date; createdAt?: string; image?: { alt: string } }): string
  /** An answer, or without `to` a post of its own. */
  addReply(post: { as: string; to?: string; text: string; at?: Date }): string
  addMessage(message: { as: string; text: string }): string
  /** A new id in the same post's history. */
  editPost(id: string, text: string): void
  removePost(id: string): void
  isHidden(id: string): boolean
  posts(): readonly Post[]
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

const twoHours = 2 * 60 * 60

class Tokens {
  readonly #ends = new Map<string, number>()
  readonly #refresh = new Set<string>()
  #count = 0
  readonly #lasts: number

  constructor(lasts: number) {
    this.#lasts = lasts
  }

  issue(now: Date): { readonly accessToken: string; readonly refreshToken: string } {
    this.#count++
    const pair = { accessToken: `at-${this.#count}-hemlig`, refreshToken: `rt-${this.#count}-hemlig` }
    this.#ends.set(pair.accessToken, now.getTime() + this.#lasts * 1_000)
    this.#refresh.add(pair.refreshToken)
    return pair
  }

  good(header: string | undefined, now: Date): boolean {
    return (this.#ends.get((header ?? '').replace('Bearer ', '')) ?? 0) > now.getTime()
  }

  answer(request: DoubleRequest, now: Date): DoubleAnswer {
    const form = new URLSearchParams(request.body.toString('utf8'))
    const renewed = this.#refresh.delete(form.get('refresh_token') ?? '')
    const first = form.get('grant_type') === 'authorization_code' && form.get('code') === 'code'
    if (!renewed && !first)
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid token.' } }
    const { accessToken, refreshToken } = this.issue(now)
    return {
      body: {
        token_type: 'bearer',
        expires_in: this.#lasts,
        access_token: accessToken,
        refresh_token: refreshToken,
      },
    }
  }
}

interface House {
  readonly world: World
  readonly own: api.Account & { readonly name: string }
  readonly summonedOnly: boolean
}

function order({ world, own, summonedOnly }: House, request: DoubleRequest): DoubleAnswer | undefined {
  const { pathname } = request.url
  const [, hidden] = /^\/2\/tweets\/(\d+)\/hidden$/.exec(pathname) ?? []
  if (hidden && request.method === 'PUT') return api.hide(world, own, hidden, request)
  if (request.method !== 'POST') return undefined
  if (pathname === '/2/tweets') return api.create(world, own, summonedOnly, request)
  const [, to] = /^\/2\/dm_conversations\/with\/(\d+)\/messages$/.exec(pathname) ?? []
  if (to) {
    const { text } = request.json() as { text: string }
    const id = world.nextId()
    world.messages.push({ id, from: own.id, with: to, text, at: world.now() })
    return {
      status: 201,
      body: { data: { dm_event_id: id, dm_conversation_id: [own.id, to].sort().join('-') } },
    }
  }
  if (pathname === '/2/media/upload') {
    const id = world.nextId()
    return {
      body: { data: { id, media_key: `3_${id}`, size: request.body.length, expires_after_secs: 86_400 } },
    }
  }
  if (pathname !== '/2/media/metadata') return undefined
  const { id, metadata } = request.json() as { id: string; metadata: { alt_text: { text: string } } }
  world.alts.set(id, metadata.alt_text.text)
  return { body: { data: { id } } }
}

/** The members of a user that come only when they are asked for. */
const shown = ({ description, website, follows, open }: ShownProfile) => ({
  description,
  url: website && 'https://t.co/abcdefghij',
  protected: !open,
  profile_image_url: 'https://pbs.example/bild.jpg',
  public_metrics: { followers_count: 0, following_count: follows, tweet_count: 0, listed_count: 0 },
  ...(website && {
    entities: { url: { urls: [{ url: 'https://t.co/abcdefghij', expanded_url: website }] } },
  }),
})

function reading({ world, own }: House, { url, method }: DoubleRequest): DoubleAnswer | undefined {
  if (method !== 'GET') return undefined
  const { pathname, searchParams: query } = url
  const { id, username, name } = own
  if (pathname === '/2/users/me') {
    const more = query.has('user.fields') ? shown(world.profile) : {}
    return { body: { data: { id, username, name, ...more } } }
  }
  if (pathname === '/2/tweets') return api.lookup(world, query)
  if (pathname === `/2/users/${own.id}/tweets`) return api.timeline(world, own, query)
  if (pathname === `/2/users/${own.id}/mentions`) return api.mentions(world, own, query)
  if (pathname === '/2/tweets/search/recent') return api.search(world, own, query)
  if (pathname === '/2/dm_events') return api.messages(world, own, query)
  const [, other] = /^\/2\/dm_conversations\/with\/(\d+)\/dm_events$/.exec(pathname) ?? []
  if (other) return api.messages(world, own, query, other)
  const [, event] = /^\/2\/dm_events\/(\d+)$/.exec(pathname) ?? []
  return event ? api.message(world, own, event) : undefined
}

/** The faults that have a shape of X's own; the rest are the server's. */
function faultAnswer(fault: Fault | undefined, request: DoubleRequest, now: Date): DoubleAnswer | undefined {
  if (fault === undefined || (fault.on && (fault.on === 'reads') !== (request.method === 'GET')))
    return undefined
  if (fault.kind === 'revoked') return api.problem(401, 'about:blank', 'Unauthorized')
  if (fault.kind === 'error') return api.problem(500, 'about:blank', 'Internal Server Error')
  if (fault.kind !== 'tooMany') return undefined
  const reset = String(Math.floor(now.getTime() / 1_000) + fault.seconds)
  const said = api.problem(429, 'about:blank', 'Too Many Requests')
  return { ...said, headers: { ...said.headers, 'x-rate-limit-reset': reset, 'x-rate-limit-remaining': '0' } }
}

/** By the double's own clock, as callers compare theirs with it. */
const dated = (answer: DoubleAnswer, now: Date): DoubleAnswer => ({
  ...answer,
  headers: { ...answer.headers, date: now.toUTCString() },
})

/** An invented X in memory: see README.md. */
export async function startXDouble(options: XOptions = {}): Promise<XDouble> {
  const clock = options.clock ?? systemClock
  const world = new World(clock, options.pageSize ?? 100)
  const own = world.user(options.username ?? 'kommunen')
  const house = { world, own, summonedOnly: options.summonedOnly ?? false }
  const tokens = new Tokens(options.tokenSeconds ?? twoHours)
  let shaped: Fault | undefined
  const server = await startDouble({
    ...(options.port === undefined ? {} : { port: options.port }),
    handler: (request) => dated(answer(request), clock.now()),
  })
  function answer(request: DoubleRequest): DoubleAnswer {
    const now = clock.now()
    const fault = faultAnswer(shaped, request, now)
    if (fault) return fault
    if (request.url.pathname === '/2/oauth2/token') return tokens.answer(request, now)
    if (!tokens.good(request.headers['authorization'], now))
      return api.problem(401, 'about:blank', 'Unauthorized')
    if (options.messages === false && request.url.pathname.startsWith('/2/dm_'))
      return api.problem(403, 'not-authorized-for-resource', 'Forbidden')
    return order(house, request) ?? reading(house, request) ?? api.problem(404, 'about:blank', 'Not Found')
  }
  const idOf = (post: Post): string => post.ids[0] ?? ''
  return {
    url: server.url,
    username: own.username,
    userId: own.id,
    server,
    profile: world.profile,
    issue: () => tokens.issue(clock.now()),
    addPost: ({ text, image, ...rest }) =>
      idOf(world.add(own.id, text, { ...rest, ...(image ? { alts: [image.alt] } : {}) })),
    addReply: ({ as, text, ...rest }) => idOf(world.add(world.user(as).id, text, rest)),
    addMessage: ({ as, text }) => {
      const [id, from] = [world.nextId(), world.user(as).id]
      world.messages.push({ id, from, with: from, text, at: clock.now() })
      return id
    },
    editPost: (id, text) => {
      const post = world.find(id)
      if (post === undefined) throw new Error(`no such post in the double: ${id}`)
      post.ids = [...post.ids, world.nextId()]
      post.text = text
    },
    removePost: (id) => {
      world.posts = world.posts.filter(({ ids }) => !ids.includes(id))
    },
    isHidden: (id) => world.find(id)?.hidden ?? false,
    posts: () => world.posts,
    fault: (fault) => {
      const own = fault !== undefined && ['revoked', 'error', 'tooMany'].includes(fault.kind)
      shaped = own ? fault : undefined
      server.setFault(own ? undefined : fault)
    },
    close: () => server.close(),
  }
}
