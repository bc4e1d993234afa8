import { type Clock, systemClock } from '../../src/kernel/index.ts'
import type { ShownProfile } from '../profile.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
  touching,
} from '../server.ts'
import * as api from './api.ts'
import { refusal, Sessions } from './sessions.ts'
import { type Configuration, instanceView } from './shapes.ts'
import { Instance, type Stored } from './state.ts'
import { type NewAnswer, type NewPost, Writing } from './writing.ts'

export interface MastodonOptions extends Partial<Configuration> {
  readonly port?: number
  /** Default: the system's. */
  readonly clock?: Clock
  /** The account that is the municipality's. */
  readonly handle?: string
  readonly name?: string
}

export interface StatusRef {
  readonly id: string
}

export interface MastodonDouble {
  readonly url: string
  readonly handle: string
  readonly token: string
  readonly server: DoubleServer
  /** What stands on the account's profile now. */
  readonly profile: ShownProfile
  /** By the municipality. */
  addPost(post: NewPost): StatusRef
  /** By a member of the public; names the one it answers, unless `quiet`. */
  addReply(answer: NewAnswer & { readonly to: string; readonly quiet?: boolean }): StatusRef
  /** Names the municipality. `filtered`: its own filters keep it back. */
  addMention(post: NewAnswer & { readonly filtered?: boolean }): StatusRef
  /** Names the municipality, and only the two can read it. */
  addMessage(post: NewAnswer): StatusRef
  /** By its author. */
  editPost(id: string, text: string): void
  removePost(id: string): void
  favourite(id: string): void
  follow(count: number): void
  /** A token of somebody, or with less than all it needs. */
  tokenFor(handle: string, scopes?: readonly string[]): string
  revoke(token: string): void
  statuses(): readonly Stored[]
  isBlocked(acct: string): boolean
  /** The next list comes back empty, and leads on all the same. */
  emptyPage(): void
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

/** Method and path with the identifier as a star → the scope it needs and what is done. */
const routes: Readonly<Record<string, readonly [string, api.Handle]>> = {
  'GET /api/v1/accounts/verify_credentials': ['read:accounts', api.verifyCredentials],
  'GET /api/v1/accounts/*/statuses': ['read:statuses', api.accountStatuses],
  'POST /api/v1/accounts/*/block': ['write:blocks', api.block],
  'GET /api/v1/notifications': ['read:notifications', api.notifications],
  'GET /api/v1/notifications/requests': ['read:notifications', api.requests],
  'GET /api/v1/statuses/*': ['read:statuses', api.getStatus],
  'DELETE /api/v1/statuses/*': ['write:statuses', api.deleteStatus],
  'GET /api/v1/statuses/*/context': ['read:statuses', api.statusContext],
  'POST /api/v1/statuses': ['write:statuses', api.createStatus],
  'POST /api/v2/media': ['write:media', api.uploadMedia],
  'GET /api/v1/media/*': ['write:media', api.getMedia],
}

const windowMillis = 300_000

/** 300 requests in five minutes; the reset is an ISO time. */
function rateHeaders(now: Date, remaining: number, resetIn?: number): Record<string, string> {
  const window = (Math.floor(now.getTime() / windowMillis) + 1) * windowMillis
  const reset = resetIn === undefined ? window : now.getTime() + resetIn
  return {
    'x-ratelimit-limit': '300',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': new Date(reset).toISOString(),
  }
}

/** The faults that Mastodon has words of its own for. */
function ownFault(set: Fault | undefined, request: DoubleRequest, now: Date): DoubleAnswer | undefined {
  const fault = touching(set, request.method)
  if (fault?.kind === 'revoked') return refusal(401, 'The access token was revoked')
  if (fault?.kind === 'error') return refusal(500, 'Internal Server Error')
  if (fault?.kind !== 'tooMany') return undefined
  return { ...refusal(429, 'Too many requests'), headers: rateHeaders(now, 0, fault.seconds * 1_000) }
}

class World {
  readonly instance: Instance
  readonly sessions: Sessions
  readonly writing: Writing
  readonly #configuration: Configuration
  hollow = false

  constructor(instance: Instance, sessions: Sessions, writing: Writing, configuration: Configuration) {
    this.instance = instance
    this.sessions = sessions
    this.writing = writing
    this.#configuration = configuration
  }

  async answer(request: DoubleRequest, fault: Fault | undefined): Promise<DoubleAnswer> {
    const { pathname, origin } = request.url
    const [, file] = /^\/system\/media_attachments\/files\/(\d+)\//.exec(pathname) ?? []
    if (file !== undefined) {
      const media = this.instance.uploads.get(file)
      return media ? { headers: { 'content-type': media.mediaType }, body: media.bytes } : { status: 404 }
    }
    const now = this.instance.now()
    const faulty = ownFault(fault, request, now)
    if (faulty) return faulty
    const said = await this.#open(request, origin)
    return { ...said, headers: { ...rateHeaders(now, 299), ...said.headers } }
  }

  async #open(request: DoubleRequest, origin: string): Promise<DoubleAnswer> {
    const asked = `${request.method} ${request.url.pathname}`
    if (asked === 'GET /api/v2/instance') return { body: instanceView(origin, this.#configuration) }
    if (asked === 'POST /api/v1/apps') return this.sessions.register(request)
    if (asked === 'GET /api/v1/apps/verify_credentials') return this.sessions.application(request)
    if (asked === 'GET /oauth/authorize') return this.sessions.authorize(request)
    if (asked === 'POST /oauth/token') return this.sessions.token(request)
    const [, id = ''] = /\/(\d+)(?:\/|$)/.exec(request.url.pathname) ?? []
    const route = routes[id === '' ? asked : asked.replace(id, '*')]
    if (route === undefined) {
      const page = '<!DOCTYPE html><title>The page you are looking for could not be found</title>'
      return { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page }
    }
    const [scope, handle] = route
    const token = this.sessions.who(request, scope)
    if (!('person' in token)) return token
    const { instance, writing, hollow } = this
    if (request.method === 'GET' && hollow && !pathHasOne(asked)) this.hollow = false
    return handle({ instance, writing, request, viewer: token.person, id, hollow })
  }
}

const pathHasOne = (asked: string): boolean => /verify_credentials|\/statuses\/\d+|\/media\//.test(asked)

export async function startMastodonDouble(options: MastodonOptions = {}): Promise<MastodonDouble> {
  const clock = options.clock ?? systemClock
  const configuration = { version: '4.5.0', characters: 500, attachments: 4, ...options }
  const instance = new Instance(clock)
  const own = instance.person(options.handle ?? 'kommunen', options.name ?? 'Kommunen')
  const sessions = new Sessions(instance, own)
  const writing = new Writing(instance, own, configuration)
  const world = new World(instance, sessions, writing, configuration)
  const server = await startDouble({
    port: options.port,
    ownRefusals: true,
    faultless: ({ url }) => url.pathname.startsWith('/system/'),
    handler: (request, { fault }) => world.answer(request, fault),
  })
  const naming = (text: string): string => `@${own.acct} ${text}`
  const mention = ({ as, name, text, ...post }: NewAnswer & { filtered?: boolean }): Stored =>
    writing.post(instance.person(as, name), { ...post, text: naming(text) })

  return {
    url: server.url,
    handle: own.acct,
    token: sessions.give(own),
    server,
    profile: own.profile,
    addPost: (post) => writing.post(own, post),
    addReply: ({ as, name, to, quiet, text, ...post }) => {
      const person = instance.person(as, name)
      const parent = instance.statuses.get(to)
      const named = quiet || parent === undefined || parent.author === person
      const whole = named ? text : `@${parent.author.acct} ${text}`
      return writing.post(person, { ...post, text: whole, replyTo: to })
    },
    addMention: mention,
    addMessage: (post) => mention({ ...post, visibility: 'direct' }),
    editPost: (id, text) => writing.edit(id, text),
    removePost: (id) => instance.remove(id),
    favourite: (id) => {
      const status = instance.statuses.get(id)
      if (status) status.favourites += 1
    },
    follow: (count) => {
      own.followers += count
    },
    tokenFor: (handle, scopes) => sessions.give(instance.person(handle), scopes),
    revoke: (token) => sessions.revoke(token),
    statuses: () => [...instance.statuses.values()],
    isBlocked: (acct) => instance.blocked.has(instance.person(acct).id),
    emptyPage: () => {
      world.hollow = true
    },
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}
