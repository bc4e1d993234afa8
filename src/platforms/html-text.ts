import { decodeEntities } from './html-entities.ts'

interface ReadHtml {
  /** What a reader sees, as plain text: paragraphs parted by a blank line. */
  readonly text: string
  readonly images: readonly { readonly url: string; readonly alt?: string }[]
  /** Sources of films, sounds and their text, as written. */
  readonly films: readonly string[]
  /** Targets of links, as written. */
  readonly links: readonly string[]
  /** <link rel="alternate">: other forms of the page, such as its feeds. */
  readonly alternates: readonly { readonly url: string; readonly type: string }[]
  /** Names of places on the page (id, and name of a) that an address with a fragment can lead to. */
  readonly places: ReadonlySet<string>
}

/** What stands inside these is never shown as text. */
const unseen = new Set(['script', 'style', 'template', 'iframe', 'noframes', 'noembed'])
const paragraphs = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure article section header footer hr form'.split(' '),
)
const cells = new Set(['td', 'th'])
const lines = new Set('br div li tr dt dd figcaption address option legend caption'.split(' '))

const playing = new Set(['video', 'audio', 'source', 'track'])

const tagName = /[a-zA-Z][^\s/>]*/y
const attribute = /([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/y

interface Tag {
  readonly name: string
  readonly closing: boolean
  readonly attributes: ReadonlyMap<string, string>
  readonly end: number
}

/** The tag that begins at '<', or undefined when it is only a less-than sign. An unended tag reaches to the end. */
function readTag(html: string, at: number): Tag | undefined {
  const closing = html[at + 1] === '/'
  tagName.lastIndex = at + (closing ? 2 : 1)
  const name = tagName.exec(html)?.[0].toLowerCase()
  if (name === undefined) return undefined
  const attributes = new Map<string, string>()
  let position = tagName.lastIndex
  while (position < html.length && html[position] !== '>') {
    attribute.lastIndex = position
    const found = attribute.exec(html)
    // A blank, a slash or a stray equals sign: stepped over one by one, so that the time stays linear.
    if (found === null) {
      position++
      continue
    }
    const key = (found[1] ?? '').toLowerCase()
    if (!attributes.has(key)) attributes.set(key, decodeEntities(found[2] ?? found[3] ?? found[4] ?? ''))
    position = attribute.lastIndex
  }
  return { name, closing, attributes, end: position + 1 }
}

/** Where something that is not text ends: comments, declarations, processing instructions. */
function skipMarkup(html: string, at: number): number {
  const comment = html.startsWith('<!--', at)
  const end = html.indexOf(comment ? '-->' : '>', at + 2)
  return end < 0 ? html.length : end + (comment ? 3 : 1)
}

/** Where the closing tag of a hidden element begins. One that is never closed hides all that follows, as in a browser. */
function skipUnseen(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}`, 'gi')
  close.lastIndex = from
  return close.exec(html)?.index ?? html.length
}

/** Gathers what is seen. Breaks wait until there is text after them, so that nested blocks make one gap and not several. */
class Page {
  readonly #pieces: string[] = []
  #pending = 0

  text(source: string): void {
    const flat = decodeEntities(source.replace(/[ \t\r\n\f]+/g, ' '))
    const text = this.#pending > 0 || this.#pieces.length === 0 ? flat.replace(/^ /, '') : flat
    if (text === '') return
    if (this.#pieces.length > 0) this.#pieces.push('\n'.repeat(this.#pending))
    this.#pieces.push(text)
    this.#pending = 0
  }

  tag(tag: Tag): void {
    if (paragraphs.has(tag.name)) this.#pending = 2
    else if (tag.name === 'br') this.#pending = Math.min(2, this.#pending + 1)
    else if (lines.has(tag.name)) this.#pending = Math.max(1, this.#pending)
    else if (!tag.closing && cells.has(tag.name)) this.text(' ')
  }

  toString(): string {
    return this.#pieces
      .join('')
      .split('\n')
      .map((line) => line.replace(/ {2,}/g, ' ').trim())
      .join('\n')
  }
}

/**
 * Reads HTML from outside as text, in linear time, without running or fetching anything.
 * The text is for people and for screening; it is not safe HTML, and is escaped where it is shown.
 */
export function readHtml(html: string): ReadHtml {
  const page = new Page()
  const images: { url: string; alt?: string }[] = []
  const films: string[] = []
  const links: string[] = []
  const alternates: { url: string; type: string }[] = []
  const places = new Set<string>()
  let at = 0
  for (;;) {
    const open = html.indexOf('<', at)
    page.text(html.slice(at, open < 0 ? html.length : open))
    if (open < 0) break
    const next = html[open + 1]
    if (next === '!' || next === '?') {
      at = skipMarkup(html, open)
      continue
    }
    const tag = readTag(html, open)
    if (tag === undefined) {
      page.text('<')
      at = open + 1
      continue
    }
    const hides = !tag.closing && unseen.has(tag.name)
    at = hides ? skipUnseen(html, tag.name, tag.end) : tag.end
    page.tag(tag)
    const source = tag.attributes.get('src')
    const alt = tag.attributes.get('alt')
    if (tag.name === 'img' && source) images.push({ url: source, ...(alt ? { alt } : {}) })
    if (playing.has(tag.name) && source) films.push(source)
    const target = tag.attributes.get('href')
    if (tag.name === 'a' && target) links.push(target)
    if (tag.name === 'link' && target && /\balternate\b/i.test(tag.attributes.get('rel') ?? '')) {
      alternates.push({ url: target, type: tag.attributes.get('type') ?? '' })
    }
    const place = tag.attributes.get('id') ?? (tag.name === 'a' ? tag.attributes.get('name') : undefined)
    if (place !== undefined) places.add(place)
  }
  return { text: page.toString(), images, films, links, alternates, places }
}

/** HTML from outside as the plain text of an item. */
export const htmlText = (html: string): string => readHtml(html).text
