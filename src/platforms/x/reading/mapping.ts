import { isObject } from '../../../kernel/index.ts'
import type { CollectedItem, ItemKind, MediaRef } from '../../contract.ts'
import { publishedTime } from '../../published-time.ts'
import type { Me } from '../client.ts'
import { idIn } from './cursor.ts'
import { keyOf, linksIn, shownText } from './text.ts'

type Loose = Readonly<Record<string, unknown>>
export type Mapped = Omit<CollectedItem, 'source' | 'raw'>

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const list = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.filter(isObject) : [])

export interface Context {
  readonly own: Me
  /** `includes` of the answer. */
  readonly includes: unknown
  /** Ids of conversations that the account began. */
  readonly conversations: ReadonlySet<string>
  readonly fetchedAt: Date
  /** What the item is known as, when it is asked for singly. */
  readonly kind?: ItemKind
}

function textOf(post: Loose): string {
  const note = post['note_post'] ?? post['note_tweet']
  const source = isObject(note) && text(note['text']) !== undefined ? note : post
  const entities = source['entities']
  return shownText(text(source['text']) ?? '', linksIn(isObject(entities) ? entities['urls'] : []))
}

function mediaOf(item: Loose, includes: unknown): MediaRef[] {
  const attached = isObject(item['attachments']) ? item['attachments']['media_keys'] : undefined
  const keys = new Set(Array.isArray(attached) ? attached : [])
  const media = list(isObject(includes) ? includes['media'] : []).filter((one) => keys.has(one['media_key']))
  return media.flatMap((one) => {
    const film = list(one['variants'])
      .filter((variant) => variant['content_type'] === 'video/mp4')
      .sort((a, b) => Number(b['bit_rate'] ?? 0) - Number(a['bit_rate'] ?? 0))[0]
    const url = text(film?.['url']) ?? text(one['url']) ?? text(one['preview_image_url'])
    if (url === undefined || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return []
    const alt = text(one['alt_text'])
    return [{ url, ...(alt ? { alt } : {}), ...(film ? { mediaType: 'video/mp4' } : {}) }]
  })
}

const authorOf = (id: string, { includes, own }: Context): string =>
  id === own.id
    ? own.username
    : (text(
        list(isObject(includes) ? includes['users'] : []).find((user) => user['id'] === id)?.['username'],
      ) ?? id)

/** The published contract says post, the sample events still tweet. */
const historyOf = (post: Loose): unknown => post['edit_history_post_ids'] ?? post['edit_history_tweet_ids']

/** All ids that the post has had, oldest first. */
export function versionsOf(post: Loose): readonly string[] {
  const ids = historyOf(post)
  return Array.isArray(ids) ? ids.filter((id) => idIn(id) !== '') : []
}

/** Under a history that cannot be read, one post would become two items. */
function hasOddHistory(post: Loose): boolean {
  const ids = historyOf(post)
  return ids !== undefined && !(Array.isArray(ids) && ids.every((id) => idIn(id) !== ''))
}

function repliesTo(post: Loose): string | undefined {
  const referenced = list(post['referenced_posts'] ?? post['referenced_tweets'])
  return text(referenced.find((one) => one['type'] === 'replied_to')?.['id'])
}

/** The first id of the post that is answered, which is what that post is known as here. */
function parentOf(post: Loose, includes: unknown): string | undefined {
  const id = repliesTo(post)
  const shown = isObject(includes) ? [...list(includes['posts']), ...list(includes['tweets'])] : []
  const answered = shown.find((one) => one['id'] === id || (id !== undefined && versionsOf(one).includes(id)))
  return (answered && versionsOf(answered)[0]) ?? id
}

/** An edited post has a new id each time; it is one item under its first. undefined when it is no post. */
export function mapPost(value: unknown, context: Context): Mapped | undefined {
  if (!isObject(value)) return undefined
  const [id, authorId] = [idIn(value['id']), text(value['author_id'])]
  // What has no id that can be asked for could never be found to be gone.
  if (!id || authorId === undefined || hasOddHistory(value)) return undefined
  const own = authorId === context.own.id
  const parent = parentOf(value, context.includes)
  const ours =
    own ||
    context.kind === 'comment' ||
    value['in_reply_to_user_id'] === context.own.id ||
    context.conversations.has(text(value['conversation_id']) ?? '')
  const author = authorOf(authorId, context)
  const said = textOf(value)
  const comment = parent !== undefined && ours && context.kind !== 'post'
  return {
    platformId: versionsOf(value)[0] ?? id,
    kind: comment ? 'comment' : 'post',
    direction: own ? 'drawnUp' : 'received',
    ...(comment ? { parent } : {}),
    permalink: `https://x.com/${encodeURIComponent(author)}/status/${id}`,
    author,
    authorId,
    text: said,
    publishedAt: publishedTime(text(value['created_at']), context.fetchedAt),
    // X has no question that tells whether a reply is hidden: see README.md.
    state: 'visible',
    versionKey: keyOf(id, said),
    media: mediaOf(value, context.includes),
  }
}

export function mapMessage(value: unknown, context: Context): Mapped | undefined {
  if (!isObject(value)) return undefined
  const [id, sender] = [text(value['id']), text(value['sender_id'])]
  if (!id || sender === undefined) return undefined
  const { entities } = value
  const said = shownText(text(value['text']) ?? '', linksIn(isObject(entities) ? entities['urls'] : []))
  // Pictures of messages ask for the account's token, so they stand in `raw` only.
  return {
    platformId: id,
    kind: 'message',
    direction: sender === context.own.id ? 'drawnUp' : 'received',
    author: authorOf(sender, context),
    authorId: sender,
    text: said,
    publishedAt: publishedTime(text(value['created_at']), context.fetchedAt),
    state: 'visible',
    versionKey: keyOf(id, said),
    media: [],
  }
}
