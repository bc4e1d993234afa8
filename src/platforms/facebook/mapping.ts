import { isObject } from '../../kernel/index.ts'
import type { CollectedItem, MediaRef } from '../contract.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'

export type MappedItem = Omit<CollectedItem, 'source' | 'raw'>

export interface MappingContext {
  readonly pageId: string
  readonly fetchedAt: Date
  /** Photo id → alternative text, of the page's own photos. */
  readonly alts?: ReadonlyMap<string, string>
  /** The post that a comment was listed under. */
  readonly under?: string
}

type Loose = Readonly<Record<string, unknown>>

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const part = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)
const listIn = (value: unknown): readonly Loose[] => {
  const data = part(value, 'data')
  return Array.isArray(data) ? data.filter(isObject) : []
}

const webAddress = (value: unknown): string | undefined => {
  const address = text(value)
  return address && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) ? address : undefined
}

/** An album's pictures lie one level in; the album itself shows the first of them. */
const spread = (attachments: readonly Loose[]): readonly Loose[] =>
  attachments.flatMap((one) => {
    const inner = listIn(one['subattachments'])
    return inner.length > 0 ? inner : [one]
  })

const isPhoto = (one: Loose): boolean => /photo|cover|profile_media/.test(text(one['type']) ?? '')

/** The ids of the photos in a post, whose alternative texts stand in the photos themselves. */
export const photosIn = (raw: unknown): string[] =>
  spread(listIn(part(raw, 'attachments')))
    .filter(isPhoto)
    .flatMap((one) => text(part(one['target'], 'id')) ?? [])

/** Pictures and films of an attachment; those of link cards belong to the linked page. */
function mediaOf(one: Loose, alts: ReadonlyMap<string, string> | undefined): MediaRef[] {
  const film = webAddress(part(one['media'], 'source'))
  if (!isPhoto(one) && film === undefined && !/video|sticker|animated/.test(text(one['type']) ?? ''))
    return []
  const url = film ?? webAddress(part(part(one['media'], 'image'), 'src'))
  const alt = alts?.get(text(part(one['target'], 'id')) ?? '')
  return url ? [{ url, ...(alt ? { alt } : {}) }] : []
}

function messageMedia(one: Loose): MediaRef[] {
  const url =
    webAddress(part(one['image_data'], 'url')) ??
    webAddress(part(one['video_data'], 'url')) ??
    webAddress(one['file_url'])
  const mediaType = text(one['mime_type'])
  return url ? [{ url, ...(mediaType ? { mediaType } : {}) }] : []
}

/** What tells attachments apart without their signed addresses, which differ from day to day. */
const marksOf = (attachments: readonly Loose[]): string[] =>
  attachments.map((one) => [text(one['type']), text(part(one['target'], 'id')) ?? text(one['id'])].join(' '))

interface Facts {
  readonly kind: CollectedItem['kind']
  readonly text: string
  readonly attachments: readonly Loose[]
  readonly media: readonly MediaRef[]
  readonly parent?: string | undefined
}

function itemOf(raw: Loose, facts: Facts, context: MappingContext): MappedItem | undefined {
  const id = text(raw['id'])
  if (!id) return undefined
  const authorId = text(part(raw['from'], 'id'))
  const author = text(part(raw['from'], 'name'))
  const permalink = webAddress(raw['permalink_url'])
  const state = raw['is_hidden'] === true ? 'hidden' : 'visible'
  const stated = text(raw['created_time'])
  return {
    platformId: id,
    kind: facts.kind,
    direction: authorId === context.pageId ? 'drawnUp' : 'received',
    ...(facts.parent ? { parent: facts.parent } : {}),
    ...(permalink ? { permalink } : {}),
    ...(author ? { author } : {}),
    ...(authorId ? { authorId } : {}),
    text: facts.text,
    publishedAt: publishedTime(stated, context.fetchedAt),
    state,
    versionKey: versionKey({
      text: facts.text,
      author: authorId,
      state,
      created: stated,
      attachments: marksOf(facts.attachments),
    }),
    media: facts.media,
  }
}

/** A post on the page, by the page or a visitor, or one elsewhere that names the page. */
export function mapPost(raw: unknown, context: MappingContext): MappedItem | undefined {
  if (!isObject(raw)) return undefined
  const attachments = spread(listIn(raw['attachments']))
  const media = attachments.flatMap((one) => mediaOf(one, context.alts))
  const said = text(raw['message']) ?? text(raw['story']) ?? ''
  return itemOf(raw, { kind: 'post', text: said, attachments, media }, context)
}

/** A comment's parent is what it answers: another comment, or the post. */
export function mapComment(raw: unknown, context: MappingContext): MappedItem | undefined {
  if (!isObject(raw)) return undefined
  const attachments = isObject(raw['attachment']) ? [raw['attachment']] : []
  const media = attachments.flatMap((one) => mediaOf(one, undefined))
  const parent = text(part(raw['parent'], 'id')) ?? context.under ?? text(part(raw['object'], 'id'))
  return itemOf(
    raw,
    { kind: 'comment', text: text(raw['message']) ?? '', attachments, media, parent },
    context,
  )
}

export function mapMessage(raw: unknown, context: MappingContext): MappedItem | undefined {
  if (!isObject(raw)) return undefined
  const attachments = listIn(raw['attachments'])
  const media = attachments.flatMap(messageMedia)
  return itemOf(raw, { kind: 'message', text: text(raw['message']) ?? '', attachments, media }, context)
}
