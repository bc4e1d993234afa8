import { isObject } from '../../kernel/index.ts'
import type { CollectedItem, ItemRef, MediaRef } from '../contract.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'

/** What is asked for of each kind of thing; the same in lists and singly, so that both give the same version. */
export const fields = {
  media:
    'id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,username,alt_text,comments_count,children{id,media_type,media_url,thumbnail_url,alt_text}',
  tagged: 'id,caption,media_type,media_url,permalink,timestamp,username,children{id,media_type,media_url}',
  comment: 'id,text,timestamp,username,from,hidden,parent_id,media{id}',
  mentionedMedia: 'id,caption,media_type,media_url,timestamp,username',
  mentionedComment: 'id,text,timestamp,media{id}',
  underMention: 'comments.limit(50){id,text,timestamp,username}',
  message: 'id,created_time,from,to,message,attachments',
} as const

/** What others wrote elsewhere, and a story, are read by other questions than the account's posts; their ids say so. */
export type Place = 'own' | 'story' | 'mention' | 'tag'

const prefixes: Readonly<Record<Exclude<Place, 'own'>, string>> = {
  story: 'story/',
  mention: 'mention/',
  tag: 'tag/',
}

export const mentionId = (id: string): string => `${prefixes.mention}${id}`

/** A number at Instagram (messages have longer names); undefined when it is none, so that it is never put in an address. */
export function placeOf({ platformId, kind }: ItemRef): { place: Place; id: string } | undefined {
  const place =
    (['story', 'mention', 'tag'] as const).find((name) => platformId.startsWith(prefixes[name])) ?? 'own'
  const id = place === 'own' ? platformId : platformId.slice(prefixes[place].length)
  const shape = kind === 'message' ? /^[A-Za-z0-9_=.$:-]{1,512}$/ : /^\d{1,30}$/
  return shape.test(id) ? { place, id } : undefined
}

/** Whose account it is, for telling own words from others'. */
export interface MappingContext {
  readonly igUserId: string
  readonly username: string
  readonly fetchedAt: Date
}

export type MappedItem = Omit<CollectedItem, 'source' | 'raw'>

type Members = Readonly<Record<string, unknown>>

export const textIn = (members: Members, name: string): string | undefined =>
  typeof members[name] === 'string' ? members[name] : undefined

const membersIn = (members: Members, name: string): Members => {
  const value = members[name]
  return isObject(value) ? value : {}
}

/** The elements of a nested list, `{data: […]}`. */
const listIn = (members: Members, name: string): Members[] => {
  const data = membersIn(members, name)['data']
  return Array.isArray(data) ? data.filter(isObject) : []
}

const webAddress = (address: string | undefined): address is string =>
  address !== undefined && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)

const mediaRef = (url: string | undefined, alt?: string): MediaRef[] =>
  webAddress(url) ? [{ url, ...(alt ? { alt } : {}) }] : []

/** The picture or film itself; of a film that Instagram gives no address for (copyright), its still picture. */
const ownMedia = (members: Members): MediaRef[] =>
  mediaRef(textIn(members, 'media_url') ?? textIn(members, 'thumbnail_url'), textIn(members, 'alt_text'))

function mediaOf(members: Members): MediaRef[] {
  const children = listIn(members, 'children')
  return children.length > 0 ? children.flatMap(ownMedia) : ownMedia(members)
}

/** Addresses of media are signed and change from hour to hour; what they show is known by its ids and words. */
const postVersion = (members: Members): string =>
  versionKey({
    caption: textIn(members, 'caption') ?? '',
    alt: textIn(members, 'alt_text'),
    children: listIn(members, 'children').map((child) => [
      textIn(child, 'id') ?? '',
      textIn(child, 'alt_text') ?? '',
    ]),
  })

function mapMedia(members: Members, context: MappingContext, place: Place): MappedItem | undefined {
  const id = textIn(members, 'id')
  if (!id) return undefined
  const permalink = textIn(members, 'permalink')
  const author = textIn(members, 'username')
  return {
    platformId: place === 'own' ? id : `${prefixes[place]}${id}`,
    kind: 'post',
    direction: place === 'own' || place === 'story' ? 'drawnUp' : 'received',
    ...(webAddress(permalink) ? { permalink } : {}),
    ...(author ? { author } : {}),
    text: textIn(members, 'caption') ?? '',
    publishedAt: publishedTime(textIn(members, 'timestamp'), context.fetchedAt),
    state: 'visible',
    versionKey: postVersion(members),
    media: mediaOf(members),
  }
}

export const mapOwnMedia = (members: Members, context: MappingContext): MappedItem | undefined =>
  mapMedia(members, context, 'own')

/** A story (händelse), shown for a day. Answers to it are messages. */
export const mapStory = (members: Members, context: MappingContext): MappedItem | undefined =>
  mapMedia(members, context, 'story')

/** A post in another's account, where the municipality's is tagged or named. */
export const mapOthersMedia = (
  members: Members,
  context: MappingContext,
  place: 'mention' | 'tag',
): MappedItem | undefined => mapMedia(members, context, place)

/**
 * A comment. Ids of commenters are their own for each account, so that an own comment is known by the name as well.
 * @param under the post it was listed under, when the answer does not say it.
 */
export function mapComment(
  members: Members,
  context: MappingContext,
  under?: string,
): MappedItem | undefined {
  const id = textIn(members, 'id')
  if (!id) return undefined
  const from = membersIn(members, 'from')
  const author = textIn(from, 'username') ?? textIn(members, 'username')
  const authorId = textIn(from, 'id')
  const own = authorId === context.igUserId || (author !== undefined && author === context.username)
  const parent = textIn(members, 'parent_id') ?? textIn(membersIn(members, 'media'), 'id') ?? under
  const state = members['hidden'] === true ? 'hidden' : 'visible'
  const text = textIn(members, 'text') ?? ''
  return {
    platformId: id,
    kind: 'comment',
    direction: own ? 'drawnUp' : 'received',
    ...(parent ? { parent } : {}),
    ...(author ? { author } : {}),
    ...(authorId ? { authorId } : {}),
    text,
    publishedAt: publishedTime(textIn(members, 'timestamp'), context.fetchedAt),
    state,
    versionKey: versionKey({ text, state }),
    media: [],
  }
}

/** A comment under another's post, in which the account is named. Instagram does not say who wrote it. */
export function mapMentionedComment(members: Members, context: MappingContext): MappedItem | undefined {
  const mapped = mapComment(members, context)
  if (mapped === undefined) return undefined
  const parent = mapped.parent === undefined ? {} : { parent: mentionId(mapped.parent) }
  return { ...mapped, ...parent, platformId: mentionId(mapped.platformId), direction: 'received' }
}

const attachmentsOf = (members: Members): MediaRef[] =>
  listIn(members, 'attachments').flatMap((one) => {
    const urls = [membersIn(one, 'image_data'), membersIn(one, 'video_data')].map((data) =>
      textIn(data, 'url'),
    )
    return [...urls, textIn(one, 'file_url')].flatMap((url) => mediaRef(url))
  })

/** A direct message. What is not words or media (a like, a shared story that has ended) has an empty text. */
export function mapMessage(members: Members, context: MappingContext): MappedItem | undefined {
  const id = textIn(members, 'id')
  if (!id) return undefined
  const from = membersIn(members, 'from')
  const author = textIn(from, 'username') ?? textIn(from, 'name')
  const authorId = textIn(from, 'id')
  const own = authorId === context.igUserId || (author !== undefined && author === context.username)
  const text = textIn(members, 'message') ?? ''
  return {
    platformId: id,
    kind: 'message',
    direction: own ? 'drawnUp' : 'received',
    ...(author ? { author } : {}),
    ...(authorId ? { authorId } : {}),
    text,
    publishedAt: publishedTime(textIn(members, 'created_time'), context.fetchedAt),
    state: 'visible',
    versionKey: versionKey({ text }),
    media: attachmentsOf(members),
  }
}
