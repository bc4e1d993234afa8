import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Webhook } from '../contract.ts'
import { ask } from '../failure-of.ts'
import { answerPart, rawOf } from '../raw.ts'
import { hmac, signatureHolds } from '../signature.ts'
import { fetchFeed } from './client.ts'
import { webAddress } from './mapping.ts'

/**
 * Signatures of WebSub §8. SHA-1 is among those that the standard allows and the only one that many hubs have; as HMAC
 * it is not broken, and a delivery never acts by itself, it only makes us fetch.
 */
const methods: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512'])

const longestChallenge = 1_024
/** Ten days: the hub may choose another; the subscription is renewed when the account is next looked over. */
const leaseSeconds = 864_000

/** Targets of a Link header (RFC 8288) with the relation. */
export function linked(header: string | undefined, rel: string): string[] {
  const found: string[] = []
  const link = /<([^>]*)>([^<]*)/g
  for (const [, target = '', parameters = ''] of (header ?? '').slice(0, 8_192).matchAll(link)) {
    const said = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters)
    const rels = (said?.[1] ?? said?.[2] ?? '').toLowerCase().split(/\s+/)
    if (rels.includes(rel)) found.push(target)
  }
  return found
}

/** Where the feed says that it can be subscribed to: its Link headers first, as WebSub §4 has it, then the document. */
const discover: Webhook['discover'] = async (connection) => {
  const got = await fetchFeed(connection, connection.settings['url']?.trim() ?? '')
  if (!got.ok) return got
  if (got.value === 'unchanged') return ok(undefined)
  const { document, answer, url } = got.value
  const header = answer.headers['link']
  const first = (rel: string): string | undefined =>
    [...linked(header, rel), ...(document.links.get(rel) ?? [])]
      .map((target) => webAddress(target, url))
      .find((target) => target !== undefined)
  const hub = first('hub')
  return ok(hub === undefined ? undefined : { hub, topic: first('self') ?? url })
}

const subscribe: Webhook['subscribe'] = async (connection: Connection, { hub, topic, callback, secret }) => {
  if (Buffer.byteLength(secret) >= 200) throw new RangeError('a WebSub secret is shorter than 200 bytes')
  const body = new URLSearchParams({
    'hub.callback': callback,
    'hub.mode': 'subscribe',
    'hub.topic': topic,
    'hub.secret': secret,
    'hub.lease_seconds': String(leaseSeconds),
  }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const got = await ask(connection, { method: 'POST', url: hub, headers, body }, 'order')
  if (!got.ok) return fail(got.error)
  return ok(rawOf(got.value, answerPart(got.value, connection.clock.now())))
}

export const webhook: Webhook = {
  handshake(query, expected) {
    const challenge = query.get('hub.challenge')
    const asked = query.get('hub.mode') === 'subscribe' && query.get('hub.topic') === expected.topic
    return asked && challenge && challenge.length <= longestChallenge ? challenge : undefined
  },
  verify(bytes, headers, secret) {
    const [method = '', hex = ''] = (headers['x-hub-signature'] ?? '').split('=')
    if (secret === '' || !methods.has(method)) return false
    return signatureHolds(hmac(method, secret, bytes), hex, 'hex')
  },
  discover,
  subscribe,
}
