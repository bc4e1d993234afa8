import { isObject } from '../../kernel/index.ts'
import type { ItemRef, PlatformEvent, ToldItem } from '../contract.ts'
import { toldMessage } from '../graph/index.ts'
import { saidAt } from '../published-time.ts'
import { mentionId, textIn } from './mapping.ts'

/** What an entry of a delivery for the object "instagram" tells. Pure; what is not understood is left out. */

type Members = Readonly<Record<string, unknown>>

const numeric = (value: string | undefined): value is string =>
  value !== undefined && /^\d{1,30}$/.test(value)

/** A comment under an own post. It is fetched; its words are taken from here only where it was gone by then. */
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

/** What a change says itself: of a mention no more than where it is. @param seconds when it was sent. */
function toldOf(account: string, ref: ItemRef, value: Members, seconds: unknown): ToldItem {
  const from = isObject(value['from']) ? value['from'] : {}
  const [authorId, author, text] = [textIn(from, 'id'), textIn(from, 'username'), textIn(value, 'text')]
  return {
    ...ref,
    direction: authorId === account ? 'drawnUp' : 'received',
    ...(author && { author }),
    ...(authorId && { authorId }),
    ...(text && { text }),
    ...saidAt(seconds, 1_000),
  }
}

function changeIn(account: string, change: unknown, seconds: unknown): PlatformEvent[] {
  if (!isObject(change)) return []
  const field = textIn(change, 'field') ?? ''
  const read = Object.hasOwn(readers, field) ? readers[field] : undefined
  const value = isObject(change['value']) ? change['value'] : {}
  return (read?.(value) ?? []).map((ref) => ({
    id: `${field} ${ref.platformId}`,
    account,
    items: [ref],
    gone: [],
    told: [toldOf(account, ref, value, seconds)],
  }))
}

/** A message, or that one was taken back by who wrote it. */
function messageIn(account: string, messaging: unknown): PlatformEvent[] {
  if (!isObject(messaging) || !isObject(messaging['message'])) return []
  const { message } = messaging
  const mid = textIn(message, 'mid')
  if (mid === undefined || mid.length > 512) return []
  const ref: ItemRef = { platformId: mid, kind: 'message' }
  const deleted = message['is_deleted'] === true
  const id = `${deleted ? 'unsent' : 'message'} ${mid}`
  const told = [toldMessage(account, ref, messaging, message)]
  return [{ id, account, items: deleted ? [] : [ref], gone: deleted ? [ref] : [], told }]
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
    ...listIn(entry, 'changes').flatMap((change) => changeIn(account, change, entry['time'])),
    ...listIn(entry, 'messaging').flatMap((messaging) => messageIn(account, messaging)),
  ]
}
