import { type Clock, systemClock } from '../../src/kernel/index.ts'
import { Codes } from '../codes.ts'
import { Access, isToken } from '../graph/access.ts'
import { graphError, graphFault, notThere, usageHeaders } from '../graph/errors.ts'
import { formOf } from '../graph/forms.ts'
import { cut, pageOf } from '../graph/listing.ts'
import { signedDelivery } from '../graph/webhooks.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
} from '../server.ts'

/** graph.threads.net for one account. From Meta's reference; the shapes of answers are partly from memory (README.md). */

export interface Thread {
  readonly id: string
  readonly username: string
  text: string
  readonly timestamp: string
  readonly alt?: string
  readonly media: 'TEXT_POST' | 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM'
  /** Alternative texts of the pictures in a carousel. */
  readonly children?: readonly string[]
  readonly repliedTo?: string
  readonly root?: string
  hideStatus: 'NOT_HUSHED' | 'UNHUSHED' | 'HIDDEN'
  pending: boolean
}

interface Container {
  readonly params: ReadonlyMap<string, string>
  looks: number
  published?: true
}

export interface ThreadsDouble {
  readonly url: string
  readonly server: DoubleServer
  readonly userId: string
  readonly username: string
  readonly token: string
  readonly app: { readonly id: string; readonly secret: string; readonly verifyToken: string }
  readonly threads: ReadonlyMap<string, Thread>
  /** What has been announced, signed, newest last. */
  readonly deliveries: readonly ReturnType<typeof signedDelivery>[]
  addPost(post: {
    readonly text: string
    readonly timestamp?: string
    readonly image?: { readonly alt: string }
  }): Thread
  /** @param pending waits for approval, as where that is switched on for the post. */
  addReply(reply: {
    readonly as: string
    readonly to: string
    readonly text: string
    readonly pending?: boolean
  }): Thread
  addMention(post: { readonly as: string; readonly text: string }): Thread
  removeItem(id: string): void
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

const app = { id: '400000000000004', secret: '0f1e2d3c4b5a69788796a5b4c3d2e1f0', verifyToken: 'ett-eget-ord' }
const userId = '17841500000000001'
const sixtyDays = 60 * 86_400
const useCase = { type: 'threads', throttleCode: 80_002 } as const

class World {
  readonly threads = new Map<string, Thread>()
  readonly mentions = new Set<string>()
  readonly containers = new Map<string, Container>()
  readonly username = 'storlundakommun'
  readonly clock: Clock
  #last = 18_000_000_000_000_000n

  constructor(clock: Clock) {
    this.clock = clock
  }

  nextId = (): string => String(++this.#last)

  add(thread: Partial<Thread> & Pick<Thread, 'username' | 'text'>): Thread {
    const now = this.clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, '+0000')
    const added: Thread = {
      media: 'TEXT_POST',
      hideStatus: 'NOT_HUSHED',
      pending: false,
      timestamp: now,
      ...thread,
      id: this.nextId(),
    }
    this.threads.set(added.id, added)
    return added
  }

  reply(username: string, to: string, text: string, pending: boolean): Thread {
    const above = this.threads.get(to)
    if (above === undefined) throw new Error(`nothing to answer: ${to}`)
    return this.add({ username, text, repliedTo: to, root: above.root ?? above.id, pending })
  }

  list = (keep: (thread: Thread) => boolean): Thread[] => [...this.threads.values()].filter(keep).reverse()
}

function shown(world: World, thread: Thread): Readonly<Record<string, unknown>> {
  const under = thread.repliedTo !== undefined
  return {
    id: thread.id,
    media_product_type: 'THREADS',
    media_type: thread.media,
    media_url:
      thread.media === 'TEXT_POST' || thread.children
        ? undefined
        : `https://scontent.example.org/${thread.id}.jpg?oe=ff`,
    permalink: `https://www.threads.net/@${thread.username}/post/${thread.id}`,
    username: thread.username,
    text: thread.text,
    timestamp: thread.timestamp,
    alt_text: thread.alt,
    children: thread.children && {
      data: thread.children.map((alt, at) => ({
        id: `${thread.id}${at}`,
        media_type: 'IMAGE',
        media_url: `https://scontent.example.org/${thread.id}-${at}.jpg?oe=ff`,
        alt_text: alt,
      })),
    },
    has_replies: world.list(({ root, pending }) => root === thread.id && !pending).length > 0,
    is_reply: under,
    is_reply_owned_by_me: under ? thread.username === world.username : undefined,
    hide_status: under ? thread.hideStatus : undefined,
    root_post: thread.root === undefined ? undefined : { id: thread.root },
    replied_to: under ? { id: thread.repliedTo } : undefined,
  }
}

/** Which right each edge is behind. */
const rights: Readonly<Record<string, string>> = {
  replies: 'threads_read_replies',
  conversation: 'threads_read_replies',
  pending_replies: 'threads_read_replies',
  mentions: 'threads_manage_mentions',
  threads_insights: 'threads_manage_insights',
  insights: 'threads_manage_insights',
  threads_publishing_limit: 'threads_content_publish',
  manage_reply: 'threads_manage_replies',
  manage_pending_reply: 'threads_manage_replies',
}
const allRights = ['threads_basic', ...new Set(Object.values(rights))]

function get(world: World, request: DoubleRequest, id: string, edge: string | undefined): DoubleAnswer {
  const own = id === userId || id === 'me'
  const thread = world.threads.get(id)
  const some = (keep: (one: Thread) => boolean): DoubleAnswer =>
    pageOf(
      world.list(keep).map((one) => cut(shown(world, one), request)),
      request,
    )
  if (own && edge === undefined)
    return { body: cut({ id: userId, username: world.username, name: 'Storlunda kommun' }, request) }
  if (own && edge === 'threads')
    return some((one) => one.username === world.username && one.repliedTo === undefined)
  if (own && edge === 'replies')
    return some((one) => one.username === world.username && one.repliedTo !== undefined)
  if (own && edge === 'threads_publishing_limit')
    return { body: { data: [{ quota_usage: 0, config: { quota_total: 250, quota_duration: 86_400 } }] } }
  if (own && edge === 'mentions') return some((one) => world.mentions.has(one.id))
  if (edge === 'threads_insights' || edge === 'insights') {
    const name = request.url.searchParams.get('metric') ?? ''
    return {
      body: {
        data: [
          { name, period: 'day', title: name, id: `${id}/insights/${name}/day`, total_value: { value: 3 } },
        ],
      },
    }
  }
  const container = world.containers.get(id)
  if (container) {
    const waits = container.looks-- > 0 ? 'IN_PROGRESS' : 'FINISHED'
    return { body: { id, status: container.published ? 'PUBLISHED' : waits } }
  }
  if (thread === undefined || (thread.pending && edge === undefined)) return notThere(id)
  if (edge === 'conversation') return some((one) => one.root === id && !one.pending)
  if (edge === 'pending_replies') return some((one) => one.root === id && one.pending)
  return edge === undefined ? { body: cut(shown(world, thread), request) } : notThere(id)
}

/** Two to twenty containers that said that they were to stand in one. */
function carousel(world: World, { params }: Container, text: string): DoubleAnswer {
  const parts = (params.get('children') ?? '').split(',').map((id) => world.containers.get(id)?.params)
  const wrong = parts.some((part) => part?.get('is_carousel_item') !== 'true')
  if (wrong || parts.length < 2 || parts.length > 20)
    return graphError(400, 100, '(#100) Param children must be 2 to 20 carousel items')
  const children = parts.map((part) => part?.get('alt_text') ?? '')
  return { body: { id: world.add({ username: world.username, text, media: 'CAROUSEL_ALBUM', children }).id } }
}

function post(world: World, request: DoubleRequest, id: string, edge: string | undefined): DoubleAnswer {
  const { fields: params } = formOf(request)
  const thread = world.threads.get(id)
  if (id === userId && edge === 'threads') {
    const made = world.nextId()
    world.containers.set(made, { params, looks: params.get('media_type') === 'VIDEO' ? 1 : 0 })
    return { body: { id: made } }
  }
  if (id === userId && edge === 'threads_publish') {
    const container = world.containers.get(params.get('creation_id') ?? '')
    if (container === undefined) return notThere(params.get('creation_id') ?? '')
    container.published = true
    const [text, to] = [container.params.get('text') ?? '', container.params.get('reply_to_id')]
    if (to !== undefined) return { body: { id: world.reply(world.username, to, text, false).id } }
    const type = container.params.get('media_type')
    const alt = container.params.get('alt_text')
    if (type === 'CAROUSEL') return carousel(world, container, text)
    const media = type === 'TEXT' ? 'TEXT_POST' : type === 'IMAGE' ? 'IMAGE' : 'VIDEO'
    return { body: { id: world.add({ username: world.username, text, media, ...(alt ? { alt } : {}) }).id } }
  }
  if (thread !== undefined && edge === 'manage_reply') {
    if (thread.repliedTo !== thread.root)
      return graphError(400, 100, '(#100) Only top-level replies can be hidden')
    const status = params.get('hide') === 'true' ? 'HIDDEN' : 'UNHUSHED'
    for (const one of world.list(({ id: at, root }) => at === id || root === id)) one.hideStatus = status
    return { body: { success: true } }
  }
  if (thread?.pending && edge === 'manage_pending_reply') {
    thread.pending = params.get('approve') !== 'true'
    return { body: { success: true } }
  }
  return notThere(id)
}

/** A token of an hour for a code. */
function firstToken(codes: Codes, access: Access, request: DoubleRequest, now: Date): DoubleAnswer {
  const form = request.form()
  if (form.get('client_secret') !== app.secret) return graphError(400, 1, 'Error validating client secret.')
  if (!codes.spend(form)) return graphError(400, 100, 'Invalid verification code format.')
  const token = `THQshort${now.getTime()}`
  access.give({ token, of: userId, type: 'USER', scopes: allRights, endsAt: now.getTime() + 3_600_000 })
  return { body: { access_token: token, user_id: userId } }
}

/** A new token of sixty days for one that is still good. */
function renew(access: Access, request: DoubleRequest, now: Date): DoubleAnswer {
  const got = access.of(request)
  if (!isToken(got)) return got
  const token = `THQ${Buffer.from(`${now.toISOString()}${got.token}`).toString('hex').slice(0, 40)}`
  access.give({ ...got, token, endsAt: now.getTime() + sixtyDays * 1_000 })
  return { body: { access_token: token, token_type: 'bearer', expires_in: sixtyDays } }
}

export async function startThreadsDouble(
  options: {
    readonly port?: number
    readonly clock?: Clock
    readonly tokenSeconds?: number
    readonly scopes?: readonly string[]
  } = {},
): Promise<ThreadsDouble> {
  const clock = options.clock ?? systemClock
  const world = new World(clock)
  const access = new Access(app.id, app.secret, () => clock.now())
  const token = 'THAAGstorlundaThreadsToken'
  access.give({
    token,
    of: userId,
    type: 'USER',
    scopes: options.scopes ?? allRights,
    endsAt: clock.now().getTime() + (options.tokenSeconds ?? sixtyDays) * 1_000,
  })
  const deliveries: ReturnType<typeof signedDelivery>[] = []

  const announce = (field: string, thread: Thread): void => {
    const root =
      thread.root === undefined
        ? {}
        : { root_post: { id: thread.root, owner_id: userId, username: world.username } }
    const value = { id: thread.id, username: thread.username, text: thread.text, ...root }
    const time = Math.floor(clock.now().getTime() / 1_000)
    const begun = {
      app_id: app.id,
      topic: 'moderate',
      target_id: userId,
      time,
      subscription_id: '1',
      has_uid_field: false,
    }
    deliveries.push(signedDelivery({ ...begun, values: { value, field } }, app.secret))
  }
  const codes = new Codes('taken')
  const handler = (request: DoubleRequest): DoubleAnswer => {
    const faulty = graphFault(server.fault, request.method, useCase)
    if (faulty) return faulty
    const [, version, id = '', edge] = request.url.pathname.split('/')
    const { pathname } = request.url
    if (pathname === '/oauth/authorize') return codes.begin(request, app.id)
    if (pathname === '/oauth/access_token') return firstToken(codes, access, request, clock.now())
    if (version === 'access_token' || version === 'refresh_access_token')
      return renew(access, request, clock.now())
    if (version !== 'v1.0')
      return graphError(400, 2635, '(#2635) You are calling a deprecated version of the API.')
    const caller = access.of(request)
    if (!isToken(caller)) return caller
    const right = rights[edge ?? '']
    if (right && !caller.scopes.includes(right))
      return graphError(403, 10, '(#10) Application does not have permission for this action')
    const answer = request.method === 'POST' ? post(world, request, id, edge) : get(world, request, id, edge)
    return { ...answer, headers: { ...usageHeaders(useCase.type, 1), ...answer.headers } }
  }
  const server: DoubleServer = await startDouble({
    port: options.port,
    ownRefusals: true,
    // A container that is lost is lost to nobody: faults of orders are for what is seen.
    faultless: ({ method, url }) =>
      method === 'POST' && /\/threads$/.test(url.pathname) && server.fault?.on === 'orders',
    handler,
  })
  return {
    url: server.url,
    server,
    userId,
    username: world.username,
    token,
    app,
    threads: world.threads,
    deliveries,
    addPost: ({ text, timestamp, image }) =>
      world.add({
        username: world.username,
        text,
        ...(timestamp === undefined ? {} : { timestamp }),
        ...(image ? { media: 'IMAGE', alt: image.alt } : {}),
      }),
    addReply: ({ as, to, text, pending = false }) => {
      const added = world.reply(as, to, text, pending)
      announce('replies', added)
      return added
    },
    addMention: ({ as, text }) => {
      const added = world.add({ username: as, text })
      world.mentions.add(added.id)
      announce('mentions', added)
      return added
    },
    removeItem: (id) => {
      for (const one of world.list(
        (thread) => thread.id === id || thread.root === id || thread.repliedTo === id,
      ))
        world.threads.delete(one.id)
    },
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}
