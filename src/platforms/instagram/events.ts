import { isObject } from '../../kernel/index.ts'
import type { ItemRef, PlatformEvent } from '../contract.ts'
import { mentionId, textIn } from './mapping.ts'

/** What an entry of a delivery for the object "instagram" tells. Pure; what is not understood is left out. */

type Members = Readonly<Record<string, unknown>>

const numeric = (value: string | undefined): value is string =>
  value !== undefined && /^\d{1,30}$/.test(value)

/** A comment under an own post. Its words are never taken from here: the comment is fetched. */
function commentIn(value: Members): ItemRef[] {
  const id = textIn(value, 'id')
  const media = isObject(value['media']) ? textIn(value['media'], 'id') : undefined
  const parent = textIn(value, 'parent_id') ?? media
  return numeric(id) ? [{ platformId: id, kind: 'comment', ...(numeric(parent) ? { parent } : {}) }] : []
}

function mentionIn(value: Members): ItemRef[] {
  const [media, comment] = [textIn(value, 'media_id'), textIn(value, 'comment_id')]
  if (numeric(comment)) {
    const parent = numeric(media) ? { parent: mentionId(media) } : {}
    return [{ platformId: mentionId(comment), kind: 'comment', ...parent }]
  }
  return numeric(media) ? [{ platformId: mentionId(media), kind: 'post' }] : []
}

/** A live broadcast's comments can be read only while it lasts; they are fetched at once like any other. */
const readers: Readonly<Record<string, (value: Members) => ItemRef[]>> = {
  comments: commentIn,
  live_comments: commentIn,
  mentions: mentionIn,
}

function changeIn(account: string, change: unknown): PlatformEvent[] {
  if (!isObject(change)) return []
  const field = textIn(change, 'field') ?? ''
  const read = Object.hasOwn(readers, field) ? readers[field] : undefined
  const items = read && isObject(change['value']) ? read(change['value']) : []
  return items.map((ref) => ({ id: `${field} ${ref.platformId}`, account, items: [ref], gone: [] }))
}

/** A message, or that one was taken back by who wrote it. */
function messageIn(account: string, messaging: unknown): PlatformEvent[] {
  const message = isObject(messaging) ? messaging['message'] : undefined
  const mid = isObject(message) ? textIn(message, 'mid') : undefined
  if (!isObject(message) || mid === undefined || mid.length > 512) return []
  const ref: ItemRef = { platformId: mid, kind: 'message' }
  const deleted = message['is_deleted'] === true
  const id = `${deleted ? 'unsent' : 'message'} ${mid}`
  return [{ id, account, items: deleted ? [] : [ref], gone: deleted ? [ref] : [] }]
}

const listIn = (members: Members, name: string): readonly unknown[] => {
  const value = members[name]
  return Array.isArray(value) ? value : []
}

/** One entry: what happened with one account. */
export function eventsIn(entry: Members): PlatformEvent[] {
  const account = textIn(entry, 'id')
  if (!numeric(account)) return []
  return [
    ...listIn(entry, 'changes').flatMap((change) => changeIn(account, change)),
    ...listIn(entry, 'messaging').flatMap((messaging) => messageIn(account, messaging)),
  ]
}
