import { isObject } from '../../../kernel/index.ts'
import type { Events, ItemRef, PlatformEvent, Registration } from '../../contract.ts'
import { readJson } from '../../json-slice.ts'
import { hmac, isChallenge, signatureHolds } from '../../signature.ts'
import { lacks, subscribe } from './subscribe.ts'
import { toldMessage, toldPost } from './told.ts'

/**
 * X signs with the app's OAuth 2.0 client secret, or with its older consumer secret; apps that have both get both
 * (docs.x.com, webhooks). Either shows that a delivery is from X.
 */
const signatures = [
  ['x-twitter-webhooks-signature-oauth2', 'clientSecret'],
  ['x-twitter-webhooks-signature', 'consumerSecret'],
] as const

/** A challenge has one answer, and X's own pages differ on the secret for it: the older one when it has been given. */
const challengeSecret = ({ secrets }: Registration): string =>
  secrets['consumerSecret'] || secrets['clientSecret'] || ''

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

type Loose = Readonly<Record<string, unknown>>
type Told = 'post' | 'round' | 'gone' | 'message'

const told: ReadonlyMap<string, Told> = new Map<string, Told>([
  ['post.create', 'post'],
  ['post.mention.create', 'post'],
  ['post.reply.create', 'post'],
  // Collected when it also names the account, which a round sees.
  ['post.quote.create', 'round'],
  ['post.delete', 'gone'],
  ['dm.received', 'message'],
  ['dm.sent', 'message'],
])

/** The first id of the post that an event shows, its kind where the event alone tells it, and what it answers. */
function postIn(payload: Loose, user: string): ItemRef[] {
  const versions = payload['edit_history_tweet_ids'] ?? payload['edit_history_post_ids']
  const id = Array.isArray(versions) ? text(versions[0]) : text(payload['id'])
  const answered = payload['referenced_tweets'] ?? payload['referenced_posts']
  const parent = Array.isArray(answered)
    ? answered.find((one) => isObject(one) && one['type'] === 'replied_to')
    : undefined
  if (id === undefined) return []
  if (!isObject(parent)) return [{ platformId: id, kind: 'post' }]
  // Whether an answer to somebody else stands in a conversation of ours, a round finds out.
  const ours = payload['author_id'] === user || payload['in_reply_to_user_id'] === user
  const to = text(parent['id'])
  return ours && to !== undefined ? [{ platformId: id, kind: 'comment', parent: to }] : []
}

/** With nothing in it, a round is due that finds what is new. */
function partsOf(kind: Told, payload: unknown, user: string): Omit<PlatformEvent, 'id' | 'account'> {
  if (!isObject(payload)) return { items: [], gone: [] }
  if (kind === 'gone') {
    const id = text(payload['id'])
    const both = (['post', 'comment'] as const).map((one): ItemRef => ({ platformId: id ?? '', kind: one }))
    return { items: [], gone: id === undefined ? [] : both }
  }
  if (kind === 'round') return { items: [], gone: [] }
  if (kind === 'post') {
    const items = postIn(payload, user)
    return { items, gone: [], told: items.map((ref) => toldPost(ref, payload, user)) }
  }
  const events = Array.isArray(payload['direct_message_events']) ? payload['direct_message_events'] : []
  const told = events
    .slice(0, 100)
    .filter(isObject)
    .flatMap((one) => {
      const platformId = text(one['id'])
      return platformId === undefined ? [] : [toldMessage({ platformId, kind: 'message' }, one, user)]
    })
  return { items: told.map(({ platformId, kind: sort }) => ({ platformId, kind: sort })), gone: [], told }
}

export const events: Events = {
  /** The challenge response check: X asks with crc_token, when the address is registered and about hourly after that. */
  handshake(query, registration) {
    const token = query.get('crc_token')
    const secret = challengeSecret(registration)
    if (!token || !isChallenge(token) || secret === '') return undefined
    const said = hmac('sha256', secret, token).toString('base64')
    return { body: JSON.stringify({ response_token: `sha256=${said}` }), mediaType: 'application/json' }
  },
  verify(bytes, headers, { secrets }) {
    return signatures.some(([header, name]) => {
      const secret = secrets[name]
      const [method, given] = (headers[header] ?? '').split(/=(.*)/s)
      return !!secret && method === 'sha256' && signatureHolds(hmac('sha256', secret, bytes), given, 'base64')
    })
  },
  read(bytes) {
    const json = readJson(bytes)
    const data = json.ok ? json.value.get('data')?.value : undefined
    if (!isObject(data) || !isObject(data['filter'])) return []
    const [id, account] = [text(data['event_uuid']), text(data['filter']['user_id'])]
    const kind = told.get(text(data['event_type']) ?? '')
    if (id === undefined || account === undefined || kind === undefined) return []
    return [{ id, account, ...partsOf(kind, data['payload'], account) }]
  },
  accountIn: (settings) => settings['userId'] || undefined,
  lacks,
  subscribe: (connection, callback) => subscribe(connection, callback, [...told.keys()]),
}
