import { createHash } from 'node:crypto'
import { isObject, ok } from '../../kernel/index.ts'
import type { Connection, Events, ItemRef, PlatformEvent, ToldItem } from '../contract.ts'
import { answerOf, handshake, signatureIsRight, toldMessage } from '../graph/index.ts'
import { readJson } from '../json-slice.ts'
import { saidAt } from '../published-time.ts'
import { call, isId, pageOf } from './client.ts'

type Loose = Readonly<Record<string, unknown>>

export const subscribedFields = ['feed', 'mention', 'messages', 'message_echoes', 'message_edits', 'ratings']
/** A delivery holds at most a thousand changes. */
const most = 1_000

const idIn = (value: Loose, name: string): string | undefined => {
  const id = value[name]
  return typeof id === 'string' && isId(id) ? id : undefined
}
const listIn = (value: Loose, name: string): Loose[] => {
  const list = value[name]
  return Array.isArray(list) ? list.slice(0, most).filter(isObject) : []
}
const eventId = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

const gone = new Set(['remove', 'delete'])

/** What a change is about: a comment, or a post. Likes and shares are not collected. */
function refOf({ item, ...value }: Loose): ItemRef | undefined {
  const post = idIn(value, 'post_id')
  const comment = idIn(value, 'comment_id')
  if (comment) {
    const parent = idIn(value, 'parent_id') ?? post
    return { platformId: comment, kind: 'comment', ...(parent ? { parent } : {}) }
  }
  return post && item !== 'reaction' && item !== 'like' ? { platformId: post, kind: 'post' } : undefined
}

/** What a change says itself. A removal says who wrote, and not what. */
function toldOf(account: string, ref: ItemRef, { from, message, created_time: seconds }: Loose): ToldItem {
  const [authorId, author] = isObject(from) ? [from['id'], from['name']] : []
  return {
    ...ref,
    direction: authorId === account ? 'drawnUp' : 'received',
    ...(typeof authorId === 'string' && { authorId }),
    ...(typeof author === 'string' && { author }),
    ...(typeof message === 'string' && { text: message }),
    ...saidAt(seconds, 1_000),
  }
}

function ofChange(account: string, change: Loose): PlatformEvent[] {
  const { field, value } = change
  if (!isObject(value) || (field !== 'feed' && field !== 'mention')) {
    return field === 'ratings' ? [{ id: eventId(account, change), account, items: [], gone: [] }] : []
  }
  if (value['item'] === 'reaction' || value['item'] === 'like') return []
  const ref = refOf(value)
  const { verb, created_time: time, edited_time: edited } = value
  const id = eventId(account, field, verb, ref?.platformId, time, edited, value['message'])
  if (ref === undefined) return [{ id, account, items: [], gone: [] }]
  const told = [toldOf(account, ref, value)]
  return [
    gone.has(String(verb))
      ? { id, account, items: [], gone: [ref], told }
      : { id, account, items: [ref], gone: [], told },
  ]
}

function ofMessage(account: string, messaging: Loose): PlatformEvent[] {
  const message = messaging['message'] ?? messaging['message_edit']
  const mid = isObject(message) ? idIn(message, 'mid') : undefined
  if (!isObject(message) || mid === undefined) return []
  const ref: ItemRef = { platformId: mid, kind: 'message' }
  const id = eventId(account, mid, messaging['timestamp'], message['is_deleted'], message['num_edit'])
  const told = [toldMessage(account, ref, messaging, message)]
  return [
    message['is_deleted'] === true
      ? { id, account, items: [], gone: [ref], told }
      : { id, account, items: [ref], gone: [], told },
  ]
}

function read(bytes: Uint8Array): readonly PlatformEvent[] {
  const json = readJson(bytes)
  const delivery = json.ok ? json.value.value : undefined
  if (!isObject(delivery) || delivery['object'] !== 'page') return []
  return listIn(delivery, 'entry').flatMap((entry) => {
    const account = idIn(entry, 'id')
    if (account === undefined) return []
    return [
      ...listIn(entry, 'changes').flatMap((change) => ofChange(account, change)),
      ...listIn(entry, 'messaging').flatMap((messaging) => ofMessage(account, messaging)),
    ]
  })
}

export const events: Events = {
  handshake: (query, { secrets }) => handshake(query, secrets['verifyToken']),
  verify: (bytes, headers, { secrets }) => signatureIsRight(bytes, headers, secrets['appSecret']),
  read,
  accountIn: (settings) => settings['pageId'],
  /** The address itself is set once in the app; this lets the page's events through to it. */
  subscribe: async (connection: Connection) => {
    const form = { subscribed_fields: subscribedFields.join(',') }
    const done = await call(connection, {
      method: 'POST',
      path: `${pageOf(connection)}/subscribed_apps`,
      form,
    })
    return done.ok ? ok(answerOf(done.value)) : done
  },
}
