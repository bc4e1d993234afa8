import type { AtomFeed, JsonFeed, RdfFeed, RssFeed } from 'feedsmith'
import type { MediaRef } from '../contract.ts'
import { readHtml } from '../html-text.ts'

/** What the formats have in common, addresses as written. */
export interface Entry {
  readonly id: string | undefined
  readonly title: string
  readonly body: string
  readonly link: string | undefined
  readonly author: string | undefined
  readonly authorId: string | undefined
  readonly published: string | undefined
  readonly media: readonly MediaRef[]
  /** Ids and addresses of what it answers, the nearest first. */
  readonly answers: readonly string[]
}

interface Text {
  readonly text: string
  readonly media: readonly MediaRef[]
}

const nothing: Text = { text: '', media: [] }

/** Text that may be HTML: with no tag in it, its own line breaks are kept. */
function markup(source: string | undefined): Text {
  if (source === undefined) return nothing
  const read = readHtml(/<[a-z!/]/i.test(source) ? source : source.replace(/\r?\n/g, '<br>'))
  return { text: read.text, media: read.images }
}

const typed = (text: { readonly value?: string; readonly type?: string } | undefined): Text =>
  text?.type === 'text' ? { text: text.value?.trim() ?? '', media: [] } : markup(text?.value)

interface MediaItem {
  readonly url?: string
  readonly type?: string
  readonly title?: { readonly value?: string }
  readonly description?: { readonly value?: string }
}

const reference = (url: string, mediaType: string | undefined, alt: string | undefined): MediaRef => ({
  url,
  ...(mediaType ? { mediaType } : {}),
  ...(alt ? { alt } : {}),
})

const mediaOf = (items: readonly MediaItem[] | undefined): MediaRef[] =>
  (items ?? []).flatMap((item) =>
    item.url === undefined
      ? []
      : [reference(item.url, item.type, item.description?.value ?? item.title?.value)],
  )

interface MediaNamespace {
  readonly contents?: readonly MediaItem[]
  readonly groups?: readonly { readonly contents?: readonly MediaItem[] }[]
  readonly thumbnails?: readonly { readonly url?: string }[]
}

/** media:content, alone and in groups; thumbnails only where there is nothing larger. */
function mediaRss(media: MediaNamespace | undefined): MediaRef[] {
  const grouped = (media?.groups ?? []).flatMap((group) => mediaOf(group.contents))
  const found = [...mediaOf(media?.contents), ...grouped]
  return found.length > 0 ? found : mediaOf(media?.thumbnails)
}

interface Threaded {
  readonly inReplyTos?: readonly { readonly ref?: string; readonly href?: string }[]
}

const answersOf = (thread: Threaded | undefined): string[] =>
  (thread?.inReplyTos ?? []).flatMap(({ ref, href }) => [ref, href].filter((part) => part !== undefined))

const filled = (text: string | undefined): string | undefined => text?.trim() || undefined

export function rssEntry(item: RssFeed.Item<string>): Entry {
  const body = markup(filled(item.content?.encoded) ?? item.description)
  const person = item.authors?.[0]
  const permalink = item.guid?.isPermaLink === false ? undefined : item.guid?.value
  const author =
    item.dc?.creators?.[0] ?? (typeof person === 'string' ? person : (person?.name ?? person?.email))
  return {
    id: filled(item.guid?.value),
    title: markup(item.title).text,
    body: body.text,
    link: filled(item.link) ?? filled(permalink),
    author: filled(author),
    authorId: undefined,
    published: item.pubDate ?? item.dc?.dates?.[0] ?? item.atom?.published ?? item.atom?.updated,
    media: [
      ...(item.enclosures ?? []).flatMap(({ url, type }) => (url ? [reference(url, type, undefined)] : [])),
      ...mediaRss(item.media),
      ...body.media,
    ],
    answers: answersOf(item.thr),
  }
}

export function atomEntry(entry: AtomFeed.Entry<string>): Entry {
  const content = typed(entry.content)
  const body = content.text === '' ? typed(entry.summary) : content
  const links = entry.links ?? []
  const [person] = entry.authors ?? []
  const enclosed = links.filter((link) => link.rel === 'enclosure')
  return {
    id: filled(entry.id),
    title: typed(entry.title).text,
    body: body.text,
    link: links.find((link) => link.rel === undefined || link.rel === 'alternate')?.href,
    author: filled(person?.name),
    authorId: filled(person?.uri),
    published: entry.published ?? entry.updated,
    media: [
      ...enclosed.flatMap(({ href, type, title }) => (href ? [reference(href, type, title)] : [])),
      ...mediaRss(entry.media),
      ...content.media,
    ],
    answers: answersOf(entry.thr),
  }
}

export function rdfEntry(item: RdfFeed.Item<string>): Entry {
  const body = markup(filled(item.content?.encoded) ?? item.description)
  return {
    id: filled(item.rdf?.about) ?? filled(item.link),
    title: markup(item.title).text,
    body: body.text,
    link: filled(item.link),
    author: filled(item.dc?.creators?.[0]),
    authorId: undefined,
    published: item.dc?.dates?.[0],
    media: [...mediaRss(item.media), ...body.media],
    answers: [],
  }
}

export function jsonEntry(item: JsonFeed.Item<string>): Entry {
  const html = markup(item.content_html)
  const [person] = item.authors ?? []
  return {
    id: filled(item.id),
    title: item.title?.trim() ?? '',
    body: item.content_html === undefined ? (item.content_text ?? item.summary ?? '') : html.text,
    link: filled(item.url) ?? filled(item.external_url),
    author: filled(person?.name),
    authorId: filled(person?.url),
    published: item.date_published ?? item.date_modified,
    media: [
      ...(item.image ? [{ url: item.image }] : []),
      ...(item.attachments ?? []).flatMap(({ url, mime_type, title }) =>
        url ? [reference(url, mime_type, title)] : [],
      ),
      ...html.media,
    ],
    answers: [],
  }
}
