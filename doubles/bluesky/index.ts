import { type Clock, systemClock } from '../../src/kernel/index.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
} from '../server.ts'
import * as appview from './appview.ts'
import * as repository from './repository.ts'
import { refusal, Sessions } from './sessions.ts'
import { type Account, gateCollection, Network, postCollection, type Stored, textAt } from './state.ts'

/**
 * One server that is both PDS and app view of an invented Bluesky, after the lexicons (data/contracts/bluesky) and what
 * the real servers answered (tests/real/bluesky.test.ts). Not there: who may answer by a threadgate's `allow`, labels,
 * the firehose, repositories as CAR files, and the half second before the real app view knows of a new record.
 */

export interface BlueskyOptions {
  readonly port?: number
  /** Default: the system's. Tokens end and records are dated by it. */
  readonly clock?: Clock
  /** Another seed gives other DIDs. */
  readonly seed?: string
  /** The account that is the municipality's. */
  readonly handle?: string
  readonly name?: string
}

export interface PostRef {
  readonly uri: string
  readonly cid: string
}

export interface NewPost {
  readonly text: string
  /** When it is written and seen; default now. The past is as quick as the present. */
  readonly at?: Date
  /** What the author claims, when that is something else. */
  readonly createdAt?: string
  readonly image?: { readonly alt: string; readonly bytes?: Uint8Array; readonly mediaType?: string }
  readonly langs?: readonly string[]
}

/** By somebody: a handle, which gets an account (and a display name) the first time it is seen. */
export interface NewAnswer extends NewPost {
  readonly as: string
  readonly name?: string
}

export interface BlueskyDouble {
  readonly url: string
  readonly handle: string
  readonly password: string
  readonly did: string
  readonly server: DoubleServer
  addPost(post: NewPost): PostRef
  addReply(answer: NewAnswer & { readonly to: string }): PostRef
  /** A post elsewhere that names the account, or quotes one of its posts. */
  addMention(post: NewAnswer): PostRef
  addQuote(post: NewAnswer & { readonly of: string }): PostRef
  /** Another text in the same record: a new CID, as when somebody edits with a tool that can. */
  editPost(uri: string, text: string): PostRef
  removePost(uri: string): void
  /** The record that says what is hidden in the thread; undefined while there is none. */
  threadgateOf(rootUri: string): Readonly<Record<string, unknown>> | undefined
  /** Every post that is there now, for those who look. */
  posts(): readonly Stored[]
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

const smallPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export const appPassword = 'qwer-tyui-asdf-ghjk'

type Handle = (network: Network, sessions: Sessions, request: DoubleRequest) => DoubleAnswer

const open =
  (handle: (network: Network, request: DoubleRequest) => DoubleAnswer): Handle =>
  (network, _, request) =>
    handle(network, request)

const methods: Readonly<Record<string, Handle>> = {
  'GET com.atproto.repo.getRecord': open(repository.getRecord),
  'GET com.atproto.repo.listRecords': open(repository.listRecords),
  'GET com.atproto.sync.getLatestCommit': open(repository.latestCommit),
  'GET com.atproto.sync.getBlob': open(repository.getBlob),
  'POST com.atproto.repo.createRecord': repository.createRecord,
  'POST com.atproto.repo.putRecord': repository.putRecord,
  'POST com.atproto.repo.deleteRecord': repository.deleteRecord,
  'POST com.atproto.repo.uploadBlob': repository.uploadBlob,
  'POST com.atproto.server.createSession': (_, sessions, request) => sessions.create(request),
  'POST com.atproto.server.refreshSession': (_, sessions, request) => sessions.refresh(request),
  'GET com.atproto.identity.resolveHandle': open(appview.resolveHandle),
  'GET app.bsky.actor.getProfile': open(appview.getProfile),
  'GET app.bsky.feed.getPosts': open(appview.getPosts),
  'GET app.bsky.feed.getPostThread': open(appview.getPostThread),
  'GET app.bsky.feed.getQuotes': open(appview.getQuotes),
  'GET app.bsky.feed.getAuthorFeed': open(appview.getAuthorFeed),
  'GET app.bsky.notification.listNotifications': appview.listNotifications,
}

const windowSeconds = 300

/** 3 000 requests in five minutes, told of as the PDS does (reference/platforms.md §9). */
function rateHeaders(now: Date): Record<string, string> {
  const reset = (Math.floor(now.getTime() / 1_000 / windowSeconds) + 1) * windowSeconds
  return {
    'ratelimit-limit': '3000',
    'ratelimit-remaining': '2999',
    'ratelimit-reset': String(reset),
    'ratelimit-policy': `3000;w=${windowSeconds}`,
  }
}

function answer(network: Network, sessions: Sessions, request: DoubleRequest): DoubleAnswer {
  const { pathname } = request.url
  const [, did, cid] = /^\/img\/[a-z_]+\/plain\/([^/]+)\/([^/@]+)@/.exec(pathname) ?? []
  if (did !== undefined && cid !== undefined) {
    const blob = network.accounts.get(did)?.blobs.get(cid)
    return blob ? { headers: { 'content-type': blob.mediaType }, body: blob.bytes } : { status: 404 }
  }
  const method = methods[`${request.method} ${pathname.replace('/xrpc/', '')}`]
  const said =
    method?.(network, sessions, request) ?? refusal(501, 'MethodNotImplemented', 'Method Not Implemented')
  return { ...said, headers: { ...rateHeaders(network.now()), ...said.headers } }
}

export async function startBlueskyDouble(options: BlueskyOptions = {}): Promise<BlueskyDouble> {
  const clock = options.clock ?? systemClock
  const network = new Network(clock, options.seed ?? 'uppsikt')
  const sessions = new Sessions(network, clock)
  const own = network.account(options.handle ?? 'kommunen.test', options.name ?? 'Kommunen')
  sessions.setPassword(own.did, appPassword)
  const server = await startDouble({
    ...(options.port === undefined ? {} : { port: options.port }),
    faultless: ({ url }) => url.pathname.startsWith('/img/'),
    handler: (request) => answer(network, sessions, request),
  })

  const write = (account: Account, post: NewPost, extra: Record<string, unknown> = {}): PostRef => {
    const at = post.at ?? clock.now()
    const picture = post.image
    const blob =
      picture && network.addBlob(account, picture.bytes ?? smallPicture, picture.mediaType ?? 'image/png')
    const embed = picture && {
      $type: 'app.bsky.embed.images',
      images: [{ alt: picture.alt, image: blob }],
    }
    const record = {
      $type: postCollection,
      text: post.text,
      ...(embed ? { embed } : {}),
      ...extra,
      langs: post.langs ?? ['sv'],
      createdAt: post.createdAt ?? at.toISOString(),
    }
    const { uri, cid } = network.write(account, postCollection, network.nextTid(at), record, at)
    return { uri, cid }
  }
  const refOf = (uri: string): PostRef => {
    const stored = network.record(uri)
    if (stored === undefined) throw new Error(`no such post in the double: ${uri}`)
    return { uri, cid: stored.cid }
  }

  return {
    url: server.url,
    handle: own.handle,
    password: appPassword,
    did: own.did,
    server,
    addPost: (post) => write(own, post),
    addReply: ({ as, name, to, ...post }) => {
      const parent = refOf(to)
      const root = textAt(network.record(to)?.value, 'reply', 'root', 'uri')
      return write(network.account(as, name), post, { reply: { root: root ? refOf(root) : parent, parent } })
    },
    addMention: ({ as, name, text, ...post }) => {
      const named = `@${own.handle} `
      const index = { byteStart: 0, byteEnd: Buffer.byteLength(named) - 1 }
      const features = [{ $type: 'app.bsky.richtext.facet#mention', did: own.did }]
      const whole = { ...post, text: `${named}${text}` }
      return write(network.account(as, name), whole, { facets: [{ index, features }] })
    },
    addQuote: ({ as, name, of, ...post }) => {
      const embed = { $type: 'app.bsky.embed.record', record: refOf(of) }
      return write(network.account(as, name), post, { embed })
    },
    editPost: (uri, text) => {
      const stored = network.record(uri)
      const [, , did = '', , rkey = ''] = uri.split('/')
      const account = network.accounts.get(did)
      if (stored === undefined || account === undefined) throw new Error(`no such post in the double: ${uri}`)
      const changed = network.write(account, postCollection, rkey, { ...stored.value, text })
      return { uri, cid: changed.cid }
    },
    removePost: (uri) => network.remove(uri),
    threadgateOf: (rootUri) => network.record(rootUri.replace(postCollection, gateCollection))?.value,
    posts: () =>
      [...network.accounts.values()].flatMap(({ records }) =>
        [...records.values()].filter(({ uri }) => uri.includes(`/${postCollection}/`)),
      ),
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}
