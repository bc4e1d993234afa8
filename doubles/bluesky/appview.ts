import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { refusal, type Sessions } from './sessions.ts'
import { type Network, postCollection, type Stored, textAt } from './state.ts'
import { gateView, postView, profileBasic, profileDetailed, threadView } from './views.ts'

/** app.bsky.*, as the app view answers those who are not signed in. */

const invalid = (message: string): DoubleAnswer => refusal(400, 'InvalidRequest', message)

/** A page of a list by an opaque cursor, which the real servers give also where nothing follows. */
function pageOf<T>(list: readonly T[], { url }: DoubleRequest): { page: readonly T[]; cursor?: string } {
  const start = Number(url.searchParams.get('cursor') ?? 0)
  const end = start + Number(url.searchParams.get('limit') ?? 50)
  const page = list.slice(start, end)
  return { page, ...(page.length > 0 ? { cursor: String(start + page.length) } : {}) }
}

export function getProfile(network: Network, { url }: DoubleRequest): DoubleAnswer {
  const account = network.find(url.searchParams.get('actor') ?? '')
  return account ? { body: profileDetailed(network, account.did) } : invalid('Profile not found')
}

export function resolveHandle(network: Network, { url }: DoubleRequest): DoubleAnswer {
  const account = network.find(url.searchParams.get('handle') ?? '')
  return account ? { body: { did: account.did } } : invalid('Unable to resolve handle')
}

export function getPosts(network: Network, { url }: DoubleRequest): DoubleAnswer {
  const uris = url.searchParams.getAll('uris')
  if (uris.length > 25) return invalid('Error: uris must not have more than 25 elements')
  const posts = uris
    .map((uri) => network.record(uri))
    .filter((stored) => stored !== undefined)
    .map((stored) => postView(network, url.origin, stored))
  return { body: { posts } }
}

export function getPostThread(network: Network, { url }: DoubleRequest): DoubleAnswer {
  const uri = url.searchParams.get('uri') ?? ''
  if (!uri.startsWith('at://')) return invalid('Error: uri must be a valid at-uri')
  const depth = Math.min(Number(url.searchParams.get('depth') ?? 6), 1_000)
  const stored = network.record(uri)
  if (stored === undefined) return refusal(400, 'NotFound', `Post not found: ${uri}`)
  const threadgate = gateView(network, textAt(stored.value, 'reply', 'root', 'uri') ?? uri)
  const thread = threadView(network, url.origin, stored, depth)
  return { body: { thread, ...(threadgate ? { threadgate } : {}) } }
}

export function getQuotes(network: Network, request: DoubleRequest): DoubleAnswer {
  const uri = request.url.searchParams.get('uri') ?? ''
  const { page, cursor } = pageOf([...(network.quotes.get(uri) ?? [])], request)
  const posts = page.flatMap((one) => network.record(one) ?? [])
  const views = posts.map((stored) => postView(network, request.url.origin, stored))
  return { body: { uri, posts: views, ...(cursor ? { cursor } : {}) } }
}

export function getAuthorFeed(network: Network, request: DoubleRequest): DoubleAnswer {
  const account = network.find(request.url.searchParams.get('actor') ?? '')
  if (account === undefined) return invalid('Profile not found')
  const posts = [...account.records.values()]
    .filter(({ uri }) => uri.includes(`/${postCollection}/`))
    .sort((a, b) => (a.indexedAt < b.indexedAt ? 1 : -1))
  const { page, cursor } = pageOf(posts, request)
  const feed = page.map((stored) => ({ post: postView(network, request.url.origin, stored) }))
  return { body: { feed, ...(cursor ? { cursor } : {}) } }
}

/** Asked at the PDS, which asks the app view as the account. What a block stands before and what is hidden is not told of. */
export function listNotifications(
  network: Network,
  sessions: Sessions,
  request: DoubleRequest,
): DoubleAnswer {
  const account = sessions.account(request)
  if (!('did' in account)) return account
  const reasons = request.url.searchParams.getAll('reasons')
  const told = (network.notified.get(account.did) ?? [])
    .flatMap((one) => {
      const stored = network.record(one.uri)
      return stored && (reasons.length === 0 || reasons.includes(one.reason)) ? [{ one, stored }] : []
    })
    .filter(({ stored }) => !isClosed(network, account.did, stored))
    .sort((a, b) => (a.one.at < b.one.at ? 1 : -1))
  const { page, cursor } = pageOf(told, request)
  const notifications = page.map(({ one, stored }) => ({
    uri: stored.uri,
    cid: stored.cid,
    author: profileBasic(network, stored.uri.split('/')[2] ?? ''),
    reason: one.reason,
    ...(one.subject ? { reasonSubject: one.subject } : {}),
    record: stored.value,
    isRead: false,
    indexedAt: stored.indexedAt,
    labels: [],
  }))
  return { body: { notifications, priority: false, ...(cursor ? { cursor } : {}) } }
}

function isClosed(network: Network, did: string, { uri, value }: Stored): boolean {
  const root = textAt(value, 'reply', 'root', 'uri')
  const hidden = root !== undefined && network.hiddenBy(root).includes(uri)
  return hidden || network.blocks(did, uri.split('/')[2] ?? '')
}
