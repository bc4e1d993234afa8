import { fail, ok } from '../kernel/index.ts'
import type { Connection, Webhook } from './contract.ts'
import { ask } from './failure-of.ts'
import { answerPart, rawOf } from './raw.ts'
import { hmac, signatureHolds } from './signature.ts'

/**
 * Signatures of WebSub §8. SHA-1 is among those that the standard allows and the only one that many hubs have; as HMAC
 * it is not broken, and a delivery never acts by itself, it only makes us fetch.
 */
const methods: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512'])

const longestChallenge = 1_024
/** Ten days: the hub may choose another; the subscription is renewed when the account is next looked over. */
const leaseSeconds = 864_000

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

/** WebSub (https://www.w3.org/TR/websub/) as every hub speaks it; where the hub and the topic are is each platform's own. */
export const websub: Omit<Webhook, 'discover'> = {
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
  subscribe,
}
