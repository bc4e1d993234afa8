import { type Clock, systemClock } from '../../src/kernel/index.ts'
import type { ShownProfile } from '../profile.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
} from '../server.ts'
import * as appview from './appview.ts'
import { getMessages, listConvos } from './chat.ts'
import * as repository from './repository.ts'
import { refusal, Sessions } from './sessions.ts'
import { gateCollection, Network, postCollection, type Stored } from './state.ts'
import { type NewAnswer, type NewPost, type PostRef, Writing } from './writing.ts'

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
  /** false: the app password was made without permission for the chat. Default true. */
  readonly chat?: boolean
}

export interface BlueskyDouble {
  readonly url: string
  readonly handle: string
  readonly password: string
  readonly did: string
  readonly server: DoubleServer
  /** What stands on the account's profile now. */
  readonly profile: ShownProfile
  readonly chat: Network['chat']
  addPost(post: NewPost): PostRef
  addReply(answer: NewAnswer & { readonly to: string }): PostRef
  /** A post elsewhere that names the account, or quotes one of its posts. */
  addMention(post: NewAnswer): PostRef
  addQuote(post: NewAnswer & { readonly of: string }): PostRef
  /** Another text in the same record: a new CID, as when somebody edits with a tool that can. */
  editPost(uri: string, text: string): PostRef
  removePost(uri: string): void
  /** A direct message to the account. @returns its conversation and its own id. */
  addMessage(message: { readonly as: string; readonly text: string }): {
    readonly convo: string
    readonly id: string
  }
  /** Whoever wrote it takes it back. */
  unsend(id: string): void
  /** The record that says what is hidden in the thread; undefined while there is none. */
  threadgateOf(rootUri: string): Readonly<Record<string, unknown>> | undefined
  /** Every post that is there now, for those who look. */
  posts(): readonly Stored[]
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

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
  'GET chat.bsky.convo.listConvos': listConvos,
  'GET chat.bsky.convo.getMessages': getMessages,
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
  network.chat.open = options.chat ?? true
  const writing = new Writing(network, own)
  const server = await startDouble({
    port: options.port,
    faultless: ({ url }) => url.pathname.startsWith('/img/'),
    handler: (request) => answer(network, sessions, request),
  })

  return {
    url: server.url,
    handle: own.handle,
    password: appPassword,
    did: own.did,
    server,
    profile: own.profile,
    chat: network.chat,
    addPost: (post) => writing.post(own, post),
    addReply: (answer) => writing.reply(answer),
    addMention: (post) => writing.mention(post),
    addQuote: (post) => writing.quote(post),
    editPost: (uri, text) => writing.edit(uri, text),
    removePost: (uri) => network.remove(uri),
    addMessage: ({ as, text }) => network.chat.say(network.account(as), own, text),
    unsend: (id) => network.chat.unsend(id),
    threadgateOf: (rootUri) => network.record(rootUri.replace(postCollection, gateCollection))?.value,
    posts: () =>
      [...network.accounts.values()].flatMap(({ records }) =>
        [...records.values()].filter(({ uri }) => uri.includes(`/${postCollection}/`)),
      ),
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}
