import { createHmac } from 'node:crypto'
import { Codes } from '../codes.ts'

/** An invented LinkedIn with one organization page, in memory. Times are milliseconds since 1970. */

export const own = 'urn:li:organization:5515715'
export const member = 'urn:li:person:abc123'
export const clientId = 'app'
export const clientSecret = 'linkedin-double-secret'
export const token = 'AQX-linkedin-double-token'
export const refreshToken = 'AQW-linkedin-double-renewal'
export const allScopes = [
  'r_organization_social',
  'w_organization_social',
  'r_organization_social_feed',
  'w_organization_social_feed',
  'rw_organization_admin',
]
const day = 86_400_000

export interface Post {
  readonly id: string
  /** Comments name the thread by this, not by the post. */
  readonly activity: string
  readonly author: string
  text: string
  /** undefined where the platform says no time. */
  readonly at: number | undefined
  modified: number
  readonly content: object | undefined
}

export interface Comment {
  readonly id: string
  readonly urn: string
  readonly post: Post
  readonly parent: string | undefined
  readonly actor: string
  text: string
  readonly at: number
  modified: number
}

export interface Media {
  readonly urn: string
  bytes: Buffer
  readonly parts: string[]
  captions: string | undefined
  status: 'WAITING_UPLOAD' | 'PROCESSING' | 'AVAILABLE' | 'PROCESSING_FAILED'
}

export interface Notice {
  readonly id: number
  readonly action: string
  readonly at: number
  readonly post: Post
  readonly comment: Comment | undefined
}

export class State {
  readonly posts = new Map<string, Post>()
  readonly comments = new Map<string, Comment>()
  readonly media = new Map<string, Media>()
  readonly notices: Notice[] = []
  readonly codes = new Codes('taken')
  readonly lostThreads = new Set<string>()
  /** Threads that the page may not read. */
  readonly shutThreads = new Set<string>()
  /** Members' posts that the page may not read. */
  readonly hidden = new Set<string>()
  roles: string[] = ['ADMINISTRATOR']
  scopes: string[] = allScopes
  tokens: { access: string; endsAt: number; renewal: string; renewalEndsAt: number }
  /** The first of these is the one that the Linkedin-Version header must name. */
  versions = ['202607']
  summaries = true
  /** Lists have an empty page with a link to the next one. */
  gap = false
  dayIsOver = false
  webhook: string | undefined
  delivered = 0
  #next = 7_000_000_000
  readonly now: () => number

  constructor(now: () => number) {
    this.now = now
    this.tokens = {
      access: token,
      endsAt: now() + 60 * day,
      renewal: refreshToken,
      renewalEndsAt: now() + 365 * day,
    }
  }

  newId(): string {
    return String(this.#next++)
  }

  addPost(post: {
    author: string
    text: string
    at: number | undefined
    content?: object | undefined
  }): Post {
    const { author, text, at, content } = post
    const id = `urn:li:share:${this.newId()}`
    const activity = `urn:li:activity:${this.newId()}`
    const made = { id, activity, author, text, at, modified: this.now(), content }
    this.posts.set(id, made)
    return made
  }

  /** A post, by its own URN or its activity's. */
  postBy(urn: string): Post | undefined {
    return this.posts.get(urn) ?? [...this.posts.values()].find(({ activity }) => activity === urn)
  }

  addComment(actor: string, to: string, text: string): Comment | undefined {
    const above = this.comments.get(to)
    const post = above?.post ?? this.postBy(to)
    if (post === undefined) return undefined
    const id = this.newId()
    const urn = `urn:li:comment:(${post.activity},${id})`
    // Two levels: what answers an answer stands under the first.
    const parent = above && (above.parent ?? above.urn)
    const comment = { id, urn, post, parent, actor, text, at: this.now(), modified: this.now() }
    this.comments.set(urn, comment)
    this.tell(actor === own ? 'ADMIN_COMMENT' : 'COMMENT', post, comment)
    return comment
  }

  /** A comment by the thread (post, activity or comment above it) and its number. */
  commentBy(thread: string, id: string): Comment | undefined {
    return [...this.comments.values()].find(
      (one) => one.id === id && [one.post.id, one.post.activity, one.parent].includes(thread),
    )
  }

  tell(action: string, post: Post, comment?: Comment): void {
    this.notices.push({ id: this.notices.length + 4_406_004, action, at: this.now(), post, comment })
  }

  edit(urn: string, text: string): void {
    const found = this.posts.get(urn) ?? this.comments.get(urn)
    if (!found) return
    found.text = text
    found.modified = this.now()
    const comment = this.comments.get(urn)
    if (comment) this.tell('COMMENT_EDIT', comment.post, comment)
  }

  /** A post goes with its thread, and a comment with its answers. */
  remove(urn: string): void {
    const post = this.posts.get(urn)
    const comment = this.comments.get(urn)
    if (comment) this.tell('COMMENT_DELETE', comment.post, comment)
    this.posts.delete(urn)
    for (const one of [...this.comments.values()])
      if (one.urn === urn || one.parent === urn || one.post === post) this.comments.delete(one.urn)
  }

  addMedia(kind: 'image' | 'video', bytes: Buffer, status: Media['status']): Media {
    const urn = `urn:li:${kind}:C4E${this.newId()}`
    const made: Media = { urn, bytes, parts: [], captions: undefined, status }
    this.media.set(urn, made)
    return made
  }

  /** Signs an address that holds for a while, so that a guessed or an old one does not. */
  sign(path: string, until: number): string {
    return createHmac('sha256', clientSecret).update(`${path} ${until}`).digest('hex').slice(0, 32)
  }
}
