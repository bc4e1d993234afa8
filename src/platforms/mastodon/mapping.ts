import { isObject } from '../../kernel/index.ts'
import type { CollectedItem, ItemKind, MediaRef } from '../contract.ts'
import { htmlText } from '../html-text.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'
import { isId } from './client.ts'

/** A status (post, reply or direct message) with what is needed of it read out. */
export interface Status {
  readonly id: string
  readonly authorId: string
  /** As the server writes it: without a domain for those who have their account on it. */
  readonly acct: string
  readonly visibility: string
  readonly parent?: string
  readonly address?: string
  readonly text: string
  readonly createdAt: string
  readonly editedAt: string
  readonly sensitive: boolean
  readonly replies: number
  readonly isBoost: boolean
  readonly media: readonly MediaRef[]
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const isWeb = (address: string): boolean =>
  URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)

function mediaOf(value: unknown): MediaRef[] {
  return list(value).flatMap((one) => {
    // A film that is still being worked on has no address yet; of what another server will not hand over there is
    // only the address there.
    const url = isObject(one) ? text(one['url']) || text(one['remote_url']) : ''
    if (!isObject(one) || !isWeb(url)) return []
    const alt = text(one['description'])
    return [{ url, ...(alt ? { alt } : {}) }]
  })
}

function textOf(value: Readonly<Record<string, unknown>>): string {
  const poll = isObject(value['poll']) ? list(value['poll']['options']) : []
  const options = poll.filter(isObject).map((option) => text(option['title']))
  return wordsOf(text(value['spoiler_text']), text(value['content']), options)
}

/** A status as the API gives it, or undefined when the value is none. */
export function readStatus(value: unknown): Status | undefined {
  if (!isObject(value) || !isId(value['id']) || !isObject(value['account'])) return undefined
  const { account } = value
  if (!isId(account['id']) || typeof value['content'] !== 'string') return undefined
  const parent = value['in_reply_to_id']
  const address = [text(value['url']), text(value['uri'])].find(isWeb)
  return {
    id: value['id'],
    authorId: account['id'],
    acct: text(account['acct']),
    visibility: text(value['visibility']),
    ...(isId(parent) ? { parent } : {}),
    ...(address === undefined ? {} : { address }),
    text: textOf(value),
    createdAt: text(value['created_at']),
    editedAt: text(value['edited_at']),
    sensitive: value['sensitive'] === true,
    replies: typeof value['replies_count'] === 'number' ? value['replies_count'] : 0,
    isBoost: isObject(value['reblog']),
    media: mediaOf(value['media_attachments']),
  }
}

export interface MappingContext {
  /** The account's own identifier on its server, and the server's name. */
  readonly own: string
  readonly host: string
  readonly fetchedAt: Date
}

/** What only those named can read is a message; what others write for their followers and to us is one too. */
function kindOf(status: Status, own: boolean): ItemKind {
  if (status.visibility === 'direct' || (status.visibility === 'private' && !own)) return 'message'
  return own && status.parent === undefined ? 'post' : 'comment'
}

/**
 * Over what both the API and an archive tell, so that what has been imported and is then collected gets no second
 * version. Of the pictures not the addresses: a server that moves them has not changed what was said.
 */
export function statusVersion({ text, visibility, sensitive, editedAt, media }: VersionFacts): string {
  const edited = Date.parse(editedAt)
  return versionKey({
    text,
    visibility,
    sensitive,
    // An archive gives whole seconds.
    edited: Number.isNaN(edited) ? null : Math.floor(edited / 1_000),
    media: media.map(({ alt }) => alt ?? ''),
  })
}

type VersionFacts = Pick<Status, 'text' | 'visibility' | 'sensitive' | 'editedAt' | 'media'>

/** What a reader meets: the content warning, the words, and what can be voted on. */
export const wordsOf = (warning: string, html: string, options: readonly string[]): string =>
  [warning, htmlText(html), options.map((option) => `○ ${option}`).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n')

/**
 * A status as an item. The account's own are drawn up; everything else has been written to it and is received.
 * The version is over what a reader meets; counters and names do not make a new version.
 */
export function mapStatus(status: Status, context: MappingContext): Omit<CollectedItem, 'source' | 'raw'> {
  const own = status.authorId === context.own
  const { visibility, sensitive, editedAt } = status
  return {
    platformId: status.id,
    kind: kindOf(status, own),
    direction: own ? 'drawnUp' : 'received',
    ...(status.parent === undefined ? {} : { parent: status.parent }),
    ...(status.address === undefined ? {} : { permalink: status.address }),
    author: status.acct.includes('@') ? status.acct : `${status.acct}@${context.host}`,
    authorId: status.authorId,
    text: status.text,
    publishedAt: publishedTime(status.createdAt, context.fetchedAt),
    state: 'visible',
    versionKey: statusVersion({ text: status.text, visibility, sensitive, editedAt, media: status.media }),
    media: status.media,
  }
}
