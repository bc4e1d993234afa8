import { isObject } from '../../kernel/index.ts'
import type { CollectedItem, ItemState, MediaRef } from '../contract.ts'
import { htmlText, readHtml } from '../html-text.ts'
import { publishedTime } from '../published-time.ts'
import { versionKey } from '../version-key.ts'

export type Mapped = Omit<CollectedItem, 'raw' | 'source'>

export interface MappingContext {
  /** The site's address; pictures on the same host are the account's own media. */
  readonly site: string
  /** Ids of the site's own users: what they write is drawn up, the rest is received. */
  readonly own: ReadonlySet<number>
  readonly fetchedAt: Date
}

/** What REST and the export both tell about a post or page; both are mapped by the same function so that they agree. */
export interface PostFacts {
  readonly id: number
  readonly title: string
  /** As it stands in the database: line breaks count, block comments may stand in it. */
  readonly content: string
  readonly status: string
  readonly authorId: number
  readonly author?: string
  /** GMT, 'YYYY-MM-DDTHH:MM:SS'; undefined when none is known. */
  readonly date: string | undefined
  readonly link?: string
  /** The featured picture, where its address is known: an export does not tell it, the collection after it does. */
  readonly featured?: MediaRef
}

export interface CommentFacts {
  readonly id: number
  readonly post: number
  readonly parent: number
  readonly authorId: number
  readonly author: string
  readonly content: string
  readonly status: string
  readonly date: string | undefined
  readonly link?: string
}

/** WordPress writes GMT without saying so. */
export const instantIn = (date: string): string => `${date}Z`

/** A site's pictures in one post that are fetched; more than so is a gallery plugin gone astray. */
const mostMedia = 100

/** Ids are whole numbers from 1. */
export const isNumber = (id: unknown): id is number => Number.isSafeInteger(id) && Number(id) > 0

export const postId = (id: number): string => `post/${id}`
export const commentId = (id: number): string => `comment/${id}`

/** 'comment/34' → 34. undefined when it is not one of ours. */
export function idIn(platformId: string, kind: 'post' | 'comment'): number | undefined {
  const [, found, digits] = /^(post|comment)\/([1-9]\d{0,14})$/.exec(platformId) ?? []
  return found === kind ? Number(digits) : undefined
}

/** Text as WordPress stores it: its own line breaks are kept, as its wpautop does when it shows it. */
export function storedText(content: string): string {
  return htmlText(withBreaks(content))
}

const withBreaks = (content: string): string =>
  content.replace(/<[^<>]*>|\r\n?|\n/g, (found) => (found.startsWith('<') ? found : '<br>'))

/** 'publish' is what the public sees; what has left it for a draft is hidden; the bin is removed. */
function postState(status: string): ItemState {
  if (status === 'publish') return 'visible'
  return status === 'trash' ? 'removed' : 'hidden'
}

/** The names in REST, and those in the database and its export (1, 0). */
export function commentState(status: string): ItemState {
  switch (status) {
    case 'approved':
    case '1':
      return 'visible'
    case 'hold':
    case '0':
      return 'held'
    default:
      // spam, trash, post-trashed, and what a plugin invents: the public does not see it.
      return 'removed'
  }
}

const onSite = (url: URL, site: string): boolean =>
  URL.canParse(site) &&
  /^https?:$/.test(url.protocol) &&
  url.hostname.replace(/^www\./, '') === new URL(site).hostname.replace(/^www\./, '')

const isPicture = (path: string): boolean => /\.(jpe?g|png|gif|webp|avif|svg|heic)$/i.test(path)

/** Pictures and films shown in the content, and documents linked to, that lie on the site itself. */
function mediaIn(content: string, base: string, site: string): MediaRef[] {
  const { images, films, links } = readHtml(content)
  const found = new Map<string, MediaRef>()
  const add = (address: string, alt?: string) => {
    if (found.size >= mostMedia || !URL.canParse(address, base)) return
    const url = new URL(address, base)
    if (!onSite(url, site) || found.has(url.href)) return
    found.set(url.href, { url: url.href, ...(alt ? { alt } : {}) })
  }
  for (const image of images) add(image.url, image.alt)
  for (const film of films) add(film)
  for (const link of links) {
    if (/\/wp-content\/uploads\//.test(link) && !isPicture(link)) add(link)
  }
  return [...found.values()]
}

const bare = (facts: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== ''))

export function mapPost(facts: PostFacts, context: MappingContext): Mapped {
  const text = [htmlText(facts.title), storedText(facts.content)].filter((part) => part !== '').join('\n\n')
  const inContent = mediaIn(facts.content, facts.link ?? `${context.site}/`, context.site)
  const media = facts.featured
    ? [facts.featured, ...inContent.filter(({ url }) => url !== facts.featured?.url)]
    : inContent
  const state = postState(facts.status)
  return {
    platformId: postId(facts.id),
    kind: 'post',
    direction: 'drawnUp',
    ...bare({ permalink: facts.link, author: facts.author }),
    ...(facts.authorId > 0 ? { authorId: `user/${facts.authorId}` } : {}),
    text,
    publishedAt: publishedTime(facts.date && instantIn(facts.date), context.fetchedAt),
    state,
    versionKey: versionKey({
      text,
      authorId: facts.authorId,
      date: facts.date,
      state,
      featured: facts.featured?.url,
      media: inContent.map(({ url, alt }) => ({ url, alt: alt ?? '' })),
    }),
    media,
  }
}

export function mapComment(facts: CommentFacts, context: MappingContext): Mapped {
  const text = storedText(facts.content)
  const author = htmlText(facts.author)
  const parent = facts.parent > 0 ? commentId(facts.parent) : postId(facts.post)
  const state = commentState(facts.status)
  return {
    platformId: commentId(facts.id),
    kind: 'comment',
    direction: context.own.has(facts.authorId) ? 'drawnUp' : 'received',
    parent,
    ...bare({ permalink: facts.link, author }),
    ...(facts.authorId > 0 ? { authorId: `user/${facts.authorId}` } : {}),
    text,
    publishedAt: publishedTime(facts.date && instantIn(facts.date), context.fetchedAt),
    state,
    versionKey: versionKey({ text, author, authorId: facts.authorId, date: facts.date, parent, state }),
    media: [],
  }
}

const numberAt = (from: Record<string, unknown>, name: string): number => {
  const value = from[name]
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0
}
const textAt = (from: Record<string, unknown>, name: string): string => {
  const value = from[name]
  return typeof value === 'string' ? value : ''
}
/** {raw, rendered}: raw when we may see it. */
const contentAt = (from: Record<string, unknown>, name: string): string => {
  const value = from[name]
  if (!isObject(value)) return ''
  return typeof value['raw'] === 'string' ? value['raw'] : textAt(value, 'rendered')
}

function embedded(from: Record<string, unknown>, relation: string): Record<string, unknown> | undefined {
  const all = from['_embedded']
  const list = isObject(all) ? all[relation] : undefined
  const first: unknown = Array.isArray(list) ? list[0] : undefined
  return isObject(first) ? first : undefined
}

function featuredOf(from: Record<string, unknown>): MediaRef | undefined {
  const media = embedded(from, 'wp:featuredmedia')
  const url = media && textAt(media, 'source_url')
  if (!media || !url || !URL.canParse(url)) return undefined
  return { url, ...bare({ alt: textAt(media, 'alt_text'), mediaType: textAt(media, 'mime_type') }) }
}

/** The facts of a REST post or page (context=edit), or undefined when it has no id. */
export function postFacts(from: Record<string, unknown>): PostFacts | undefined {
  const id = numberAt(from, 'id')
  if (id < 1) return undefined
  const author = embedded(from, 'author')
  const featured = featuredOf(from)
  return {
    id,
    title: contentAt(from, 'title'),
    content: contentAt(from, 'content'),
    status: textAt(from, 'status'),
    authorId: numberAt(from, 'author'),
    ...(author ? { author: textAt(author, 'name') } : {}),
    date: textAt(from, 'date_gmt') || textAt(from, 'date') || undefined,
    link: textAt(from, 'link'),
    ...(featured ? { featured } : {}),
  }
}

/** The facts of a REST comment (context=edit), or undefined when it has no id. */
export function commentFacts(from: Record<string, unknown>): CommentFacts | undefined {
  const id = numberAt(from, 'id')
  if (id < 1) return undefined
  return {
    id,
    post: numberAt(from, 'post'),
    parent: numberAt(from, 'parent'),
    authorId: numberAt(from, 'author'),
    author: textAt(from, 'author_name'),
    content: contentAt(from, 'content'),
    status: textAt(from, 'status'),
    date: textAt(from, 'date_gmt') || textAt(from, 'date') || undefined,
    link: textAt(from, 'link'),
  }
}

/** Kinds of comment that WordPress and its plugins keep for the editors' own notes; the public never sees them. */
const internalTypes = new Set(['note', 'order_note', 'action_log', 'webhook_delivery'])
export const isInternalType = (type: string): boolean => internalTypes.has(type)
export const isInternal = (from: Record<string, unknown>): boolean => isInternalType(textAt(from, 'type'))
