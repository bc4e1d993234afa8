import { isObject } from '../../kernel/index.ts'
import type { Events, ItemRef, PlatformEvent, ToldItem } from '../contract.ts'
import { handshake, signatureIsRight } from '../graph/webhook.ts'
import { readJson } from '../json-slice.ts'
import { textIn } from './mapping.ts'
import { isId } from './reading.ts'

const kinds: Readonly<Record<string, ItemRef['kind']>> = {
  replies: 'comment',
  mentions: 'comment',
  publish: 'post',
  delete: 'post',
}

function toldOf(ref: ItemRef, field: string, value: Readonly<Record<string, unknown>>): ToldItem {
  const [author, text, timestamp] = [
    textIn(value, 'username'),
    textIn(value, 'text'),
    textIn(value, 'timestamp'),
  ]
  return {
    ...ref,
    direction: field === 'publish' ? 'drawnUp' : 'received',
    ...(author && { author }),
    ...(text && { text }),
    ...(timestamp && { publishedAt: timestamp }),
  }
}

/** Threads' own envelope: one event, with `values` an object and no entries. */
function eventIn(value: Readonly<Record<string, unknown>>): PlatformEvent[] {
  const { target_id: target, values } = value
  if (!isObject(values) || !isObject(values['value'])) return []
  const field = textIn(values, 'field') ?? ''
  const kind = Object.hasOwn(kinds, field) ? kinds[field] : undefined
  const told = values['value']
  const id = textIn(told, 'id')
  const root = isObject(told['root_post']) ? told['root_post'] : {}
  // Of replies the post's owner is the account; target_id names what was subscribed to.
  const owner = field === 'replies' ? textIn(root, 'owner_id') : undefined
  const account = owner ?? (typeof target === 'string' ? target : undefined)
  if (kind === undefined || id === undefined || !isId(id) || account === undefined || !isId(account))
    return []
  const post = textIn(root, 'id')
  const ref: ItemRef = {
    platformId: id,
    kind,
    ...(kind === 'comment' && post !== undefined && isId(post) ? { parent: post } : {}),
  }
  const event = { id: `${field} ${id}`, account }
  if (field === 'delete') return [{ ...event, items: [], gone: [ref] }]
  return [{ ...event, items: [ref], gone: [], told: [toldOf(ref, field, told)] }]
}

export const events: Events = {
  handshake: (query, { secrets }) => handshake(query, secrets['verifyToken']),
  verify: (bytes, headers, { secrets }) => signatureIsRight(bytes, headers, secrets['appSecret']),
  read(bytes) {
    const json = readJson(bytes)
    const value = json.ok ? json.value.value : undefined
    return isObject(value) ? eventIn(value) : []
  },
  accountIn: ({ userId }) => userId,
}
