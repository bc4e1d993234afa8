import { createHash } from 'node:crypto'
import { isObject } from '../../kernel/index.ts'
import type { ItemRef, ToldItem } from '../contract.ts'
import { saidAt } from '../published-time.ts'
import { hmac, signatureHolds } from '../signature.ts'

/** Meta's handshake: the challenge is echoed when the verify token is ours. */
export function handshake(
  query: URLSearchParams,
  verifyToken: string | undefined,
): { readonly body: string; readonly mediaType: string } | undefined {
  const challenge = query.get('hub.challenge')
  const given = query.get('hub.verify_token')
  if (query.get('hub.mode') !== 'subscribe' || !verifyToken || challenge === null || given === null)
    return undefined
  if (challenge.length > 1_024 || !sameText(given, verifyToken)) return undefined
  return { body: challenge, mediaType: 'text/plain' }
}

/** In constant time, whatever the lengths. */
const sameText = (given: string, expected: string): boolean =>
  signatureHolds(
    createHash('sha256').update(expected).digest(),
    createHash('sha256').update(given).digest('hex'),
    'hex',
  )

/** X-Hub-Signature-256: 'sha256=' and the HMAC-SHA256 of the raw bytes under the app's secret, in hex. */
export function signatureIsRight(
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
  appSecret: string | undefined,
): boolean {
  const said = headers['x-hub-signature-256']
  if (!appSecret || !said?.startsWith('sha256=')) return false
  return signatureHolds(hmac('sha256', appSecret, bytes), said.slice('sha256='.length), 'hex')
}

type Loose = Readonly<Record<string, unknown>>

/** What an entry of `messaging` says of its message. An id of a person is their own for each account. */
export function toldMessage(account: string, ref: ItemRef, messaging: Loose, message: Loose): ToldItem {
  const sender = isObject(messaging['sender']) ? messaging['sender']['id'] : undefined
  const own = sender === account || message['is_echo'] === true
  return {
    ...ref,
    direction: own ? 'drawnUp' : 'received',
    ...(typeof sender === 'string' && { authorId: sender }),
    ...(typeof message['text'] === 'string' && { text: message['text'] }),
    ...saidAt(messaging['timestamp'], 1),
  }
}
