import { isObject } from '../../kernel/index.ts'
import type { CollectedItem, MediaRef } from '../contract.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'

export const fields = {
  post: 'id,media_type,media_url,thumbnail_url,permalink,username,text,timestamp,alt_text,has_replies,is_reply,children{id,media_type,media_url,alt_text}',
  reply:
    'id,media_type,media_url,thumbnail_url,permalink,username,text,timestamp,alt_text,is_reply,is_reply_owned_by_me,hide_status,root_post{id},replied_to{id}',
  mention: 'id,media_type,media_url,permalink,username,text,timestamp,alt_text,is_reply',
} as const

type Members = Readonly<Record<string, unknown>>
export type MappedItem = Omit<CollectedItem, 'source' | 'raw'>
export interface MappingContext {
  readonly username: string
  readonly fetchedAt: Date
}

export const textIn = (members: Members, name: string): string | undefined =>
  typeof members[name] === 'string' ? members[name] : undefined

const idOf = (value: unknown): string | undefined => (isObject(value) ? textIn(value, 'id') : undefined)

const webAddress = (address: string | undefined): address is string =>
  address !== undefined && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)

function mediaOf(members: Members): MediaRef[] {
  const children = isObject(members['children']) ? members['children']['data'] : undefined
  if (Array.isArray(children) && children.length > 0) return children.filter(isObject).flatMap(mediaOf)
  const url = textIn(members, 'media_url') ?? textIn(members, 'thumbnail_url')
  const alt = textIn(members, 'alt_text')
  return webAddress(url) ? [{ url, ...(alt ? { alt } : {}) }] : []
}

/** UNHUSHED has been hidden and shown again; COVERED is Threads' own veil, which anybody may lift. */
const hiddenBy = new Set(['HIDDEN', 'BLOCKED', 'RESTRICTED'])

/**
 * A post, a reply or a mention. A reply's parent is what it answers.
 * @param held it waits for approval.
 */
export function mapThread(members: Members, context: MappingContext, held = false): MappedItem | undefined {
  const id = textIn(members, 'id')
  if (!id) return undefined
  const author = textIn(members, 'username')
  const own = members['is_reply_owned_by_me'] === true || author === context.username
  const parent = idOf(members['replied_to']) ?? idOf(members['root_post'])
  const hidden = hiddenBy.has(textIn(members, 'hide_status') ?? '')
  const state = held ? 'held' : hidden && !own ? 'hidden' : 'visible'
  const text = textIn(members, 'text') ?? ''
  const permalink = textIn(members, 'permalink')
  return {
    platformId: id,
    kind: own && parent === undefined && members['is_reply'] !== true ? 'post' : 'comment',
    direction: own ? 'drawnUp' : 'received',
    ...(parent ? { parent } : {}),
    ...(webAddress(permalink) ? { permalink } : {}),
    ...(author ? { author } : {}),
    text,
    publishedAt: publishedTime(textIn(members, 'timestamp'), context.fetchedAt),
    state,
    versionKey: versionKey({ text, state, alt: textIn(members, 'alt_text') }),
    media: mediaOf(members),
  }
}
