import { createHash } from 'node:crypto'
import type { Clock } from '../../src/kernel/index.ts'
import { atom, page, rss, type Stored } from './render.ts'

export interface FeedPost {
  readonly title?: string
  readonly text: string
  /** What the feed says of it; default now. */
  readonly publishedAt?: string
  readonly author?: string
  readonly image?: { readonly alt: string }
}

export interface FeedComment {
  readonly text: string
  readonly author?: string
  readonly publishedAt?: string
}

/** Path → content type of the feeds. */
export const feedTypes: Readonly<Record<string, string>> = {
  '/feed.xml': 'application/rss+xml; charset=utf-8',
  '/comments.xml': 'application/rss+xml; charset=utf-8',
  '/feed.atom': 'application/atom+xml; charset=utf-8',
  '/comments.atom': 'application/atom+xml; charset=utf-8',
}

export interface WebsiteOptions {
  readonly url: string
  readonly title: string
  readonly window: number
  readonly clock: Clock
}

/** What stands on the site: posts and comments in the order they came. */
export class Website {
  readonly url: string
  readonly title: string
  readonly #options: WebsiteOptions
  readonly #posts: Stored[] = []
  readonly #comments: Stored[] = []
  #made = 0
  #changedAt: Date

  constructor(options: WebsiteOptions) {
    this.url = options.url
    this.title = options.title
    this.#options = options
    this.#changedAt = options.clock.now()
  }

  get changedAt(): Date {
    return this.#changedAt
  }

  addPost(post: FeedPost): { id: string; url: string } {
    const number = this.#next()
    const stored: Stored = {
      id: `tag:storlunda.example,2026:${number}`,
      url: `${this.url}/nyheter/${number}`,
      title: post.title ?? 'Nyhet',
      text: post.text,
      author: post.author ?? 'Kommunikationsenheten',
      published: post.publishedAt ?? this.#changedAt.toISOString(),
      image: post.image && { url: `${this.url}/bild/${number}.png`, alt: post.image.alt },
      parent: undefined,
    }
    this.#posts.push(stored)
    return { id: stored.id, url: stored.url }
  }

  addComment(to: string, comment: FeedComment): { id: string; url: string } {
    const parent = this.#find(to)
    const number = this.#next()
    const stored: Stored = {
      id: `tag:storlunda.example,2026:kommentar-${number}`,
      url: `${parent.url.split('#')[0]}#comment-${number}`,
      title: `Kommentar till ${parent.title}`,
      text: comment.text,
      author: comment.author ?? 'Åsa Öberg',
      published: comment.publishedAt ?? this.#changedAt.toISOString(),
      image: undefined,
      parent,
    }
    this.#comments.push(stored)
    return { id: stored.id, url: stored.url }
  }

  /** @returns which of the feeds it stands in. */
  edit(id: string, text: string): 'feed' | 'comments' {
    this.#find(id).text = text
    this.#changedAt = this.#options.clock.now()
    return this.#listOf(id) === this.#comments ? 'comments' : 'feed'
  }

  /** @returns which of the feeds it stood in. */
  remove(id: string): 'feed' | 'comments' {
    const list = this.#listOf(id)
    list.splice(list.indexOf(this.#find(id)), 1)
    this.#changedAt = this.#options.clock.now()
    return list === this.#comments ? 'comments' : 'feed'
  }

  feed(path: string, fault?: string): { bytes: Uint8Array; etag: string; type: string } {
    const site = { title: this.title, url: `${this.url}/`, self: this.url + path, hub: `${this.url}/hub` }
    const list = path.startsWith('/comments') ? this.#comments : this.#posts
    const newest = list.slice(-this.#options.window).reverse()
    const ordered = fault === 'reversed' ? newest.toReversed() : newest
    const items = fault === 'twice' ? ordered.flatMap((item) => [item, item]) : ordered
    const whole = Buffer.from((path.endsWith('.atom') ? atom : rss)(site, items))
    const bytes = fault === 'cut' ? whole.subarray(0, Math.floor(whole.length * 0.75)) : whole
    const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`
    return { bytes, etag, type: feedTypes[path] ?? 'application/xml' }
  }

  /** The page of a post with its comments, or undefined when there is none. */
  page(path: string): string | undefined {
    const standsAt = (item: Stored): boolean => new URL(item.url).pathname === path
    const post = this.#posts.find(standsAt)
    return post && page(post, this.#comments.filter(standsAt))
  }

  #next(): number {
    this.#changedAt = this.#options.clock.now()
    return ++this.#made
  }

  #listOf(id: string): Stored[] {
    return this.#comments.some((comment) => comment.id === id) ? this.#comments : this.#posts
  }

  #find(id: string): Stored {
    const found = this.#listOf(id).find((item) => item.id === id)
    if (found === undefined) throw new Error(`the double has no ${id}`)
    return found
  }
}
