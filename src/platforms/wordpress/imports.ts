import { createHash } from 'node:crypto'
import type { Clock } from '../../kernel/index.ts'
import type { CollectedItem, Raw } from '../contract.ts'
import type { StreamEvent, StreamImporter } from '../export-file/over-file.ts'
import { isBelievable } from '../published-time.ts'
import {
  type CommentFacts,
  instantIn,
  isInternalType,
  type MappingContext,
  mapComment,
  mapPost,
  type PostFacts,
} from './mapping.ts'
import { type Fields, fieldsIn, namespacesIn } from './wxr/fields.ts'
import { newTally, noticesOf } from './wxr/notices.ts'
import { type ChannelSlice, cutExport, type PieceSlice } from './wxr/slices.ts'

const source = 'wordpress-wxr'
const collected = new Set(['post', 'page'])
/** States in which a post is, or has been, before the public; a draft never was. */
const once = new Set(['publish', 'trash'])

const wholeNumber = (text: string | undefined): number =>
  text !== undefined && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : 0

/** '2012-01-05 14:30:46' → '2012-01-05T14:30:46', as REST writes it; undefined for the zeros that mean none. */
function timeIn(text: string | undefined): string | undefined {
  const said = text?.trim() ?? ''
  return /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/.test(said) && !said.startsWith('0000')
    ? said.replace(' ', 'T')
    : undefined
}

function pubDate(text: string | undefined): string | undefined {
  const at = text !== undefined && text.length < 60 ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 19)
}

/** What is known of the file as far as it has been read, and what a person is told at the end of it. */
class Reader {
  readonly #clock: Clock
  readonly #account: Readonly<Record<string, string>>
  #namespaces: Record<string, string> = {}
  #encoding = 'utf-8'
  #site = ''
  /** Login → the author's id and shown name. */
  #authors = new Map<string, { id: number; name: string }>()
  #own = new Set<number>()
  #post = 0
  #postLink: string | undefined
  tally = newTally()

  constructor(settings: Readonly<Record<string, string>>, clock: Clock) {
    this.#account = settings
    this.#clock = clock
  }

  #context(): MappingContext {
    const site = URL.canParse(this.#site) ? this.#site : (this.#account['url'] ?? '')
    return { site, own: this.#own, fetchedAt: this.#clock.now() }
  }

  setEncoding(named: string): void {
    this.#encoding = named
  }

  #read(bytes: Uint8Array, ending = ''): Fields {
    const xml = new TextDecoder(this.#encoding).decode(bytes)
    const fields = fieldsIn(`${xml}${ending}`, this.#namespaces)
    if (fields.malformed) this.tally.malformed++
    return fields
  }

  #raw(bytes: Uint8Array, start: number, end: number): Raw {
    const fetchedAt = this.#clock.now().toISOString()
    const headers = { 'content-range': `bytes ${start}-${end - 1}/*` }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const answer = { url: `${source}:${this.#site}`, status: 200, headers, fetchedAt, sha256 }
    return { bytes, mediaType: 'application/xml', answer }
  }

  /** The root's declarations, the site's address, the authors. Yields a warning when the file is another site's. */
  channel(slice: ChannelSlice): string | undefined {
    const text = new TextDecoder(this.#encoding).decode(slice.bytes)
    if (slice.name === 'rss' || slice.name === 'channel') {
      this.#namespaces = { ...this.#namespaces, ...namespacesIn(text) }
      return undefined
    }
    if (slice.name === 'author') {
      const { texts } = this.#read(slice.bytes)
      const login = texts.get('wp:author_login')?.trim() ?? ''
      const id = wholeNumber(texts.get('wp:author_id'))
      this.#authors.set(login, { id, name: texts.get('wp:author_display_name') || login })
      if (id > 0) this.#own.add(id)
      return undefined
    }
    const { texts } = fieldsIn(`<piece>${text}</piece>`, this.#namespaces)
    const address = texts.get(`wp:${slice.name}`)?.trim() ?? ''
    if (!URL.canParse(address)) return undefined
    // base_site_url is a whole network's; the blog's own address comes after it.
    this.#site = address
    return slice.name === 'base_blog_url' ? this.#otherSite(address) : undefined
  }

  #otherSite(address: string): string | undefined {
    const account = this.#account['url']
    if (account === undefined || !URL.canParse(account)) return undefined
    const [there, here] = [new URL(address).hostname, new URL(account).hostname]
    if (there === here) return undefined
    return `Filen är exporterad från ${there} men kontot gäller ${here}. Kontrollera att det är samma webbplats: numren på inlägg och kommentarer antas vara desamma.`
  }

  /** The post or page, when it is one that the public has seen. */
  item(bytes: Uint8Array, start: number, end: number): CollectedItem | undefined {
    const { texts } = this.#read(bytes, closed(bytes) ? '' : '</item>')
    this.#post = wholeNumber(texts.get('wp:post_id'))
    this.#postLink = texts.get('link')?.trim()
    const type = texts.get('wp:post_type')?.trim()
    if (type === undefined && this.#post === 0) this.tally.unnumbered++
    if (type === undefined || !collected.has(type)) return undefined
    if (this.#post === 0) {
      this.tally.unnumbered++
      return undefined
    }
    const status = texts.get('wp:status')?.trim() || 'publish'
    if (!once.has(status)) {
      this.tally.drafts++
      return undefined
    }
    const author = this.#authors.get(texts.get('dc:creator')?.trim() ?? '')
    const facts: PostFacts = {
      id: this.#post,
      title: texts.get('title') ?? '',
      content: texts.get('content:encoded') ?? '',
      status,
      authorId: author?.id ?? 0,
      author: author?.name ?? texts.get('dc:creator')?.trim() ?? '',
      date:
        timeIn(texts.get('wp:post_date_gmt')) ??
        timeIn(texts.get('wp:post_date')) ??
        pubDate(texts.get('pubDate')),
      ...(this.#postLink ? { link: this.#postLink } : {}),
    }
    this.#tellTime(facts.date)
    this.tally.posts++
    return { ...mapPost(facts, this.#context()), source, raw: this.#raw(bytes, start, end) }
  }

  #tellTime(date: string | undefined): void {
    if (date === undefined) this.tally.undated++
    else if (!isBelievable(instantIn(date), this.#clock.now())) this.tally.unbelieved++
  }

  get isExport(): boolean {
    return Object.keys(this.#namespaces).length > 0
  }

  comment(slice: PieceSlice): CollectedItem | undefined {
    const { texts } = this.#read(slice.bytes)
    const id = wholeNumber(texts.get('wp:comment_id'))
    if (isInternalType(texts.get('wp:comment_type')?.trim() ?? '')) return undefined
    if (id === 0 || this.#post === 0) {
      this.tally.unnumbered++
      return undefined
    }
    const facts: CommentFacts = {
      id,
      post: this.#post,
      parent: wholeNumber(texts.get('wp:comment_parent')),
      authorId: wholeNumber(texts.get('wp:comment_user_id')),
      author: texts.get('wp:comment_author') ?? '',
      content: texts.get('wp:comment_content') ?? '',
      status: texts.get('wp:comment_approved')?.trim() ?? '',
      date: timeIn(texts.get('wp:comment_date_gmt')) ?? timeIn(texts.get('wp:comment_date')),
      ...(this.#postLink ? { link: `${this.#postLink}#comment-${id}` } : {}),
    }
    this.#tellTime(facts.date)
    this.tally.comments++
    return {
      ...mapComment(facts, this.#context()),
      source,
      raw: this.#raw(slice.bytes, slice.start, slice.end),
    }
  }
}

/** The encoding that the file says it has; browsers' names are understood. undefined when it is one we cannot read by bytes. */
function encodingOf(head: Uint8Array): string | undefined {
  const [first, second] = head
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0)
    return undefined
  const named = /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(
    Buffer.from(head).toString('latin1'),
  )
  const name = named?.[1] ?? 'utf-8'
  if (/utf-?16|utf-?32|ucs/i.test(name)) return undefined
  try {
    return new TextDecoder(name).encoding
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** The same chunks, after the first 200 bytes or more have been shown to `look`. */
async function* after(
  chunks: AsyncIterable<Uint8Array>,
  look: (head: Uint8Array) => boolean,
): AsyncGenerator<Uint8Array> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < 200) continue
    if (!look(head)) return
    yield head
    head = undefined
  }
  if (head !== undefined && look(head)) yield head
}

/**
 * Reads a WordPress export (WXR 1.0–1.2; Verktyg, Exportera). Ids are those of the REST collection, so that
 * importing and collecting the same item gives it once. A post's `raw` is its own part of <item>, without the
 * comments in it: each of those is a record of its own.
 */
export const importWxr: StreamImporter = async function* (
  bytes,
  { settings, clock },
): AsyncGenerator<StreamEvent> {
  const reader = new Reader(settings, clock)
  let readable = true
  const checked = after(bytes, (head) => {
    const encoding = encodingOf(head)
    readable = encoding !== undefined
    if (encoding !== undefined) reader.setEncoding(encoding)
    return readable
  })
  let own: { bytes: Uint8Array; start: number; versionKey: string } | undefined
  for await (const slice of cutExport(checked)) {
    if (slice.kind === 'channel') {
      const notice = reader.channel(slice)
      if (notice !== undefined) yield { notice, of: 'anotherName' }
    } else if (slice.kind === 'item') {
      const item = reader.item(slice.bytes, slice.start, slice.end)
      own = item && { bytes: slice.bytes, start: slice.start, versionKey: item.versionKey }
      if (item) yield { item }
    } else if (slice.kind === 'comment') {
      const item = reader.comment(slice)
      if (item) yield { item }
    } else if (slice.kind === 'itemEnd') {
      const item =
        own && slice.rest && again(reader, Buffer.concat([own.bytes, slice.rest]), own.start, slice.end)
      if (item && item.versionKey !== own?.versionKey) yield { item }
    } else if (slice.kind === 'broken') reader.tally.broken++
    else if (!readable) yield { notice: unreadable }
    else if (slice.kind === 'end')
      for (const notice of noticesOf(reader.tally, slice, reader.isExport)) yield { notice }
  }
}

/** The same post once more, with what stood after its comments; WordPress itself writes nothing there. */
function again(reader: Reader, bytes: Uint8Array, start: number, end: number): CollectedItem | undefined {
  const counted = reader.tally
  reader.tally = newTally()
  const item = reader.item(bytes, start, end)
  reader.tally = counted
  return item
}

const unreadable =
  'Filens teckenkodning går inte att läsa. Exportera på nytt från WordPress, som skriver UTF-8.'

const closed = (bytes: Uint8Array): boolean =>
  /<\/item\s*>$/.test(Buffer.from(bytes.subarray(-20)).toString('latin1'))
