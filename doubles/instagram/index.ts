import { createHmac } from 'node:crypto'
import { type Clock, systemClock } from '../../src/kernel/index.ts'
import { graphError, graphFault, usageHeaders } from '../graph/errors.ts'
import { allTasks, Login } from '../graph/login.ts'
import { signedDelivery } from '../graph/webhooks.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
} from '../server.ts'
import { noField } from './answers.ts'
import { type Asked, edge, node } from './api.ts'
import { post, receiveFilm, remove } from './orders.ts'
import { NoSuchField } from './shapes.ts'
import { type Comment, type Media, type Message, World } from './state.ts'

/**
 * graph.facebook.com for one professional account, its Page, and the people who write to it. After the contract in
 * ../shared (v26.0's nodes and edges) and Meta's reference; what is from memory is told in README.md.
 */

export interface InstagramOptions {
  readonly port?: number
  readonly clock?: Clock
  readonly username?: string
}

export interface NewPost {
  readonly text: string
  readonly image?: { readonly alt: string; readonly bytes?: Uint8Array }
  /** As Instagram says it, also when it makes no sense. */
  readonly timestamp?: string
  /** Default an image; an album has two pictures, a story is shown for a day. */
  readonly as?: 'image' | 'reel' | 'album' | 'story'
}

/** A webhook delivery, signed. */
export interface Delivery {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
}

export interface InstagramDouble {
  readonly url: string
  readonly server: DoubleServer
  readonly world: World
  readonly token: string
  readonly app: { readonly id: string; readonly secret: string; readonly verifyToken: string }
  /** What has been announced so far, newest last. */
  readonly deliveries: readonly Delivery[]
  addPost(post: NewPost): Media
  addComment(comment: { readonly as: string; readonly to: string; readonly text: string }): Comment
  /** A post in another's account, where the municipality's is tagged or named. */
  addElsewhere(post: { readonly as: string; readonly text: string; readonly how: 'tag' | 'mention' }): Media
  /** A comment under another's post that names the account. */
  addMention(comment: { readonly as: string; readonly under: string; readonly text: string }): Comment
  addMessage(message: { readonly as: string; readonly text: string; readonly picture?: string }): Message
  /** By the account's own people in the app: Instagram lets a caption be written anew, and nothing else. */
  editPost(id: string, text: string): void
  removeItem(id: string): void
  /** Takes a message back, as its writer can; it is announced. */
  unsend(id: string): void
  fault(fault: Fault | undefined): void
  /** Graph's own throttling, until it is called with undefined: minutes until access is regained. */
  throttle(minutes: number | undefined): void
  /** Rights that the access lacks: edges that answer with error 10. */
  deny(...edges: readonly string[]): void
  /** The first page of every list is empty and has a next one. */
  emptyFirstPages(on: boolean): void
  close(): Promise<void>
}

export const version = 'v26.0'
const pageToken = 'EAAGm0PX4ZCpsBAstorlundaPageTokenZD'
const app = { id: '300000000000003', secret: 'b6f1a1e2c3d4e5f60718293a4b5c6d7e', verifyToken: 'ett-eget-ord' }

/** Why the request is refused before it is understood; undefined when it is not. */
function refused(request: DoubleRequest, film: boolean): DoubleAnswer | undefined {
  const { searchParams } = request.url
  const token =
    request.headers['authorization']?.replace(/^(Bearer|OAuth) /, '') ?? searchParams.get('access_token')
  if (token === null) return graphError(400, 104, 'An access token is required to request this resource.')
  if (token !== pageToken) return graphError(400, 190, 'Session has expired.', { subcode: 463 })
  const proof = createHmac('sha256', app.secret).update(token).digest('hex')
  if (!film && searchParams.get('appsecret_proof') !== proof) {
    return graphError(400, 100, 'Invalid appsecret_proof provided in the API argument', {
      type: 'GraphMethodException',
    })
  }
  return undefined
}

function route(asked: Asked, denied: ReadonlySet<string>): DoubleAnswer {
  const { request } = asked
  const [, first = '', second = '', third] = request.url.pathname.split('/')
  if (first === 'ig-api-upload') return refused(request, true) ?? receiveFilm(asked, third ?? '')
  if (first === 'media') return picture(asked)
  if (first !== version) {
    return graphError(
      400,
      2635,
      `(#2635) You are calling a deprecated version of the API. Please update to the latest version: ${version}`,
    )
  }
  const no = refused(request, false)
  if (no) return no
  if (third !== undefined && denied.has(third)) {
    return graphError(403, 10, '(#10) Application does not have permission for this action')
  }
  if (request.method === 'POST') return post(asked, second, third)
  if (request.method === 'DELETE') return remove(asked, second)
  return third === undefined ? node(asked, second) : edge(asked, second, third)
}

/** Signed addresses end. */
function picture({ world, request }: Asked): DoubleAnswer {
  const oe = Number.parseInt(request.url.searchParams.get('oe') ?? '0', 16)
  if (oe * 1_000 < world.clock.now().getTime()) return { status: 403, body: 'URL signature expired' }
  const [id = ''] = request.url.pathname.replace('/media/', '').split('.')
  const bytes = world.media.get(id)?.bytes
  if (bytes) return { headers: { 'content-type': 'image/png' }, body: bytes }
  return { headers: { 'content-type': 'image/jpeg' }, body: Buffer.from([0xff, 0xd8, 0xff, 0xd9]) }
}

const useCase = { type: 'instagram', throttleCode: 80_002 } as const

function signed(world: World, part: object): Delivery {
  const time = Math.floor(world.clock.now().getTime() / 1_000)
  const entry = [{ id: world.own.id, time, ...part }]
  return signedDelivery({ object: 'instagram', entry }, app.secret)
}

const announced = (comment: Comment): object => ({
  changes: [
    {
      field: 'comments',
      value: {
        id: comment.id,
        from: comment.by,
        text: comment.text,
        media: { id: comment.media.id, media_product_type: comment.media.product },
        ...(comment.parent === undefined ? {} : { parent_id: comment.parent }),
      },
    },
  ],
})

const mentioned = (media: string, comment?: string): object => ({
  changes: [{ field: 'mentions', value: { media_id: media, ...(comment ? { comment_id: comment } : {}) } }],
})

const messaged = (world: World, message: Message, deleted = false): object => ({
  messaging: [
    {
      sender: { id: message.from.id },
      recipient: { id: message.to.id },
      timestamp: world.clock.now().getTime(),
      message: { mid: message.id, ...(deleted ? { is_deleted: true } : { text: message.text }) },
    },
  ],
})

/** The story-tellers' side: what people do, and what is announced of it. */
function telling(world: World, deliveries: Delivery[]) {
  const announce = (part: object): void => {
    deliveries.push(signed(world, part))
  }
  return {
    addPost: ({ text, image, timestamp, as = 'image' }: NewPost) => {
      const children =
        as === 'album'
          ? [1, 2].map(() => ({ id: world.nextId(), type: 'IMAGE' as const, ...(image ?? {}) }))
          : []
      const how = {
        image: { type: 'IMAGE', product: 'FEED' },
        reel: { type: 'VIDEO', product: 'REELS' },
        story: { type: 'IMAGE', product: 'STORY' },
        album: { type: 'CAROUSEL_ALBUM', product: 'FEED' },
      } as const
      const said = {
        ...(timestamp === undefined ? {} : { timestamp }),
        ...(as === 'image' && image ? image : {}),
      }
      return world.addMedia({
        owner: world.own,
        caption: text,
        ...how[as],
        ...said,
        children,
        tagged: false,
        names: false,
      })
    },
    addComment: ({ as, to, text }: { as: string; to: string; text: string }) => {
      const added = world.addComment(world.person(as), to, text)
      announce(announced(added))
      return added
    },
    addElsewhere: ({ as, text, how }: { as: string; text: string; how: 'tag' | 'mention' }) => {
      const named = how === 'mention'
      const owner = world.person(as)
      const kind = { type: 'IMAGE', product: 'FEED', children: [] } as const
      const added = world.addMedia({ owner, caption: text, ...kind, tagged: !named, names: named })
      if (named) announce(mentioned(added.id))
      return added
    },
    addMention: ({ as, under, text }: { as: string; under: string; text: string }) => {
      const added = world.addComment(world.person(as), under, text, true)
      announce(mentioned(added.media.id, added.id))
      return added
    },
    addMessage: ({ as, text, picture: shown }: { as: string; text: string; picture?: string }) => {
      const from = world.person(as)
      const added = world.addMessage({
        from,
        to: world.own,
        text,
        ...(shown === undefined ? {} : { picture: shown }),
      })
      announce(messaged(world, added))
      return added
    },
    editPost: (id: string, text: string) => {
      const media = world.media.get(id)
      if (media) media.caption = text
    },
    removeItem: (id: string) => world.remove(id),
    unsend: (id: string) => {
      const message = world.message(id)
      world.remove(id)
      if (message) announce(messaged(world, message, true))
    },
  }
}

export async function startInstagramDouble(options: InstagramOptions = {}): Promise<InstagramDouble> {
  const world = new World(options.username ?? 'storlundakommun', options.clock ?? systemClock)
  const deliveries: Delivery[] = []
  const denied = new Set<string>()
  let throttled: number | undefined
  let emptyFirst = false

  const login = new Login(app, () => [
    { id: '104000000000009', name: 'Sida utan Instagram', access_token: 'EAAannan', tasks: allTasks },
    {
      ...world.page,
      access_token: pageToken,
      tasks: allTasks,
      instagram_business_account: world.own,
    },
  ])

  const handler = (request: DoubleRequest, server: DoubleServer): DoubleAnswer => {
    const signIn = login.answer(request)
    if (signIn) return signIn
    const faulty = graphFault(server.fault, request.method, useCase)
    if (faulty) return faulty
    if (throttled !== undefined) {
      const headers = usageHeaders(useCase.type, 100, throttled)
      return graphError(400, useCase.throttleCode, 'There have been too many calls to this account.', {
        headers,
      })
    }
    const asked = { world, request, origin: server.url, token: pageToken, appId: app.id, emptyFirst }
    try {
      const answer = route(asked, denied)
      return { ...answer, headers: { ...usageHeaders(useCase.type, 1), ...answer.headers } }
    } catch (error) {
      if (error instanceof NoSuchField) return noField(error)
      if (error instanceof SyntaxError) return graphError(400, 2500, error.message)
      throw error
    }
  }
  /** A container or a film that is lost on the way is lost to nobody: faults of orders are for what is seen. */
  const unseen = ({ method, url }: DoubleRequest): boolean =>
    method === 'POST' && (/\/media$/.test(url.pathname) || url.pathname.startsWith('/ig-api-upload/'))
  const server = await startDouble({
    port: options.port,
    ownRefusals: true,
    faultless: (request) =>
      request.url.pathname.startsWith('/media/') || (server.fault?.on === 'orders' && unseen(request)),
    handler,
  })
  return {
    url: server.url,
    server,
    world,
    token: pageToken,
    app,
    deliveries,
    ...telling(world, deliveries),
    fault: (fault) => server.setFault(fault),
    throttle: (minutes) => {
      throttled = minutes
    },
    deny: (...names) => {
      denied.clear()
      for (const name of names) denied.add(name)
    },
    emptyFirstPages: (on) => {
      emptyFirst = on
    },
    close: () => server.close(),
  }
}
