import { isObject } from '../../../kernel/index.ts'
import type { Events, ItemRef, PlatformEvent, Registration } from '../../contract.ts'
import { readJson } from '../../json-slice.ts'
import { hmac, signatureHolds } from '../../signature.ts'

const secretOf = ({ secrets }: Registration): string => secrets['consumerSecret'] ?? ''
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const told: Readonly<Record<string, 'post' | 'gone' | 'message'>> = {
  'post.create': 'post',
  'post.mention.create': 'post',
  'post.reply.create': 'post',
  'post.quote.create': 'post',
  'post.delete': 'gone',
  'dm.received': 'message',
  'dm.sent': 'message',
}

/** A post's kind is told by what it answers: the round sorts it out, so an event of a post only says that one is due. */
function partsOf(kind: 'post' | 'gone' | 'message', payload: unknown): Pick<PlatformEvent, 'items' | 'gone'> {
  if (!isObject(payload)) return { items: [], gone: [] }
  if (kind === 'gone') {
    const id = text(payload['id'])
    const both = (['post', 'comment'] as const).map((one): ItemRef => ({ platformId: id ?? '', kind: one }))
    return { items: [], gone: id === undefined ? [] : both }
  }
  if (kind === 'post') return { items: [], gone: [] }
  const events = Array.isArray(payload['direct_message_events']) ? payload['direct_message_events'] : []
  const ids = events
    .flatMap((one) => (isObject(one) ? [text(one['id'])] : []))
    .filter((id) => id !== undefined)
  return { items: ids.map((platformId) => ({ platformId, kind: 'message' })), gone: [] }
}

export const events: Events = {
  /** The challenge response check: X asks with crc_token, about hourly. */
  handshake(query, registration) {
    const token = query.get('crc_token')
    if (!token || token.length > 1_000 || secretOf(registration) === '') return undefined
    const said = hmac('sha256', secretOf(registration), token).toString('base64')
    return { body: JSON.stringify({ response_token: `sha256=${said}` }), mediaType: 'application/json' }
  },
  verify(bytes, headers, registration) {
    const [method, given] = (headers['x-twitter-webhooks-signature'] ?? '').split(/=(.*)/s)
    if (method !== 'sha256' || secretOf(registration) === '') return false
    return signatureHolds(hmac('sha256', secretOf(registration), bytes), given, 'base64')
  },
  read(bytes) {
    const json = readJson(bytes)
    const data = json.ok ? json.value.get('data')?.value : undefined
    if (!isObject(data) || !isObject(data['filter'])) return []
    const [id, account] = [text(data['event_uuid']), text(data['filter']['user_id'])]
    const kind = told[text(data['event_type']) ?? '']
    if (id === undefined || account === undefined || kind === undefined) return []
    return [{ id, account, ...partsOf(kind, data['payload']) }]
  },
  accountIn: (settings) => settings['userId'] || undefined,
}
