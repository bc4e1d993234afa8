import { createHash } from 'node:crypto'
import type { Clock } from '../../src/kernel/index.ts'
import { shownProfile } from '../profile.ts'

export type Moderation = 'published' | 'heldForReview' | 'likelySpam' | 'rejected'

export interface Video {
  readonly id: string
  title: string
  description: string
  readonly publishedAt: string
  privacy: 'public' | 'unlisted' | 'private'
  readonly publishAt?: string | undefined
  /** Its size in bytes; undefined while nobody has set one. */
  thumbnail?: number
  readonly tags: readonly string[]
  readonly language: string | undefined
  readonly captions: { readonly id: string; readonly language: string; readonly name: string }[]
}

export interface Comment {
  readonly id: string
  readonly videoId: string
  /** The thread's first comment; undefined for that one. */
  readonly parentId: string | undefined
  readonly author: Author
  text: string
  readonly publishedAt: string
  updatedAt: string
  status: Moderation
}

export interface Author {
  readonly channelId: string
  readonly name: string
}

const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, length)

/** Ids as long as YouTube's, the same every time for the same words. */
export const channelIdOf = (name: string): string => `UC${digest(`channel ${name}`, 22)}`

/** One channel at an invented YouTube, with those who have written under its videos. */
export class Channel {
  readonly id: string
  readonly title: string
  readonly uploads: string
  /** Newest last, as they were made. */
  readonly videos = new Map<string, Video>()
  readonly comments = new Map<string, Comment>()
  readonly banned = new Set<string>()
  readonly profile = shownProfile()
  /** Whether a rejected comment still answers to its id: nobody has told. */
  rejectedStay = false
  readonly #clock: Clock
  #count = 0

  constructor(title: string, clock: Clock) {
    this.title = title
    this.id = channelIdOf(title)
    this.uploads = `UU${this.id.slice(2)}`
    this.#clock = clock
  }

  now = (): Date => this.#clock.now()

  nextId(kind: string, length: number): string {
    this.#count++
    return digest(`${this.id} ${kind} ${this.#count}`, length)
  }

  addVideo(video: Partial<Video> & { readonly title: string }): Video {
    const made: Video = {
      description: '',
      publishedAt: this.now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
      privacy: 'public',
      tags: [],
      language: undefined,
      captions: [],
      ...video,
      id: this.nextId('video', 11),
    }
    this.videos.set(made.id, made)
    return made
  }

  /** @param parentId what it answers; an answer to an answer lands in the same thread. */
  addComment(comment: {
    readonly author: Author
    readonly videoId: string
    readonly parentId?: string | undefined
    readonly text: string
    readonly at?: Date | undefined
    readonly status?: Moderation | undefined
  }): Comment {
    const answered = comment.parentId === undefined ? undefined : this.comments.get(comment.parentId)
    const thread = answered?.parentId ?? answered?.id
    const own = this.nextId('comment', 22)
    const at = (comment.at ?? this.now()).toISOString().replace(/\.\d+Z$/, 'Z')
    const made: Comment = {
      id: thread === undefined ? `Ugx${own}AaABAg` : `${thread}.${own}`,
      videoId: answered?.videoId ?? comment.videoId,
      parentId: thread,
      author: comment.author,
      text: comment.text,
      publishedAt: at,
      updatedAt: at,
      status: this.banned.has(comment.author.channelId) ? 'rejected' : (comment.status ?? 'published'),
    }
    this.comments.set(made.id, made)
    return made
  }

  /** Newest first, as the uploads are listed. */
  uploaded(): Video[] {
    return [...this.videos.values()].reverse()
  }

  replies(threadId: string): Comment[] {
    return [...this.comments.values()].filter(
      ({ parentId, status }) => parentId === threadId && status !== 'rejected',
    )
  }

  /** A comment that is there to those who moderate: one that is rejected is gone with all its answers. */
  there(id: string): Comment | undefined {
    const comment = this.comments.get(id)
    if (comment && this.rejectedStay && this.videos.has(comment.videoId)) return comment
    if (comment === undefined || comment.status === 'rejected' || !this.videos.has(comment.videoId))
      return undefined
    return comment.parentId === undefined || this.there(comment.parentId) ? comment : undefined
  }

  removeComment(id: string): void {
    for (const comment of this.comments.values()) {
      if (comment.id === id || comment.parentId === id) this.comments.delete(comment.id)
    }
  }
}
