import { type Clock, systemClock } from '../../src/kernel/index.ts'
import { shownProfile } from '../profile.ts'

export interface Person {
  /** Instagram-scoped id. */
  readonly id: string
  readonly username: string
}

export interface Media {
  readonly id: string
  readonly owner: Person
  caption: string
  readonly type: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM'
  readonly product: 'FEED' | 'REELS' | 'STORY'
  readonly alt?: string
  /** Of the picture, where it is more than a stand-in. */
  readonly bytes?: Uint8Array
  /** As Instagram says it, also when it makes no sense. */
  readonly timestamp: string
  readonly children: readonly {
    readonly id: string
    readonly type: 'IMAGE' | 'VIDEO'
    readonly alt?: string
  }[]
  /** The municipality's account is tagged in the picture, or named in the words. */
  readonly tagged: boolean
  readonly names: boolean
}

export interface Comment {
  readonly id: string
  readonly media: Media
  /** The comment it answers; always one on the first level. */
  readonly parent?: string
  readonly by: Person
  readonly text: string
  readonly timestamp: string
  hidden: boolean
  readonly names: boolean
}

export interface Message {
  readonly id: string
  readonly from: Person
  readonly to: Person
  readonly text: string
  readonly createdAt: string
  readonly picture?: string
  /** The comment it was a private reply to. */
  readonly answers?: string
}

export interface Thread {
  readonly id: string
  readonly with: Person
  /** Newest first. */
  messages: Message[]
  updatedAt: string
}

export interface Container {
  readonly id: string
  readonly params: Readonly<Record<string, string>>
  status: 'IN_PROGRESS' | 'FINISHED' | 'ERROR' | 'PUBLISHED' | 'EXPIRED'
  /** What is still to come before a film is ready: its bytes, and looks at its status. */
  waits: { bytes: boolean; looks: number }
  readonly madeAt: Date
  publishedAs?: string
}

/** Graph's way to write a moment: no colon in the zone. */
export const graphTime = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, '+0000')

/** Everything there is around one professional account, its Page, and the people who write to it. */
export class World {
  readonly clock: Clock
  readonly own: Person
  readonly page: { readonly id: string; readonly name: string }
  /** Whether the Page has the account; false as for a private account, or one that is linked elsewhere. */
  linked = true
  readonly media = new Map<string, Media>()
  readonly comments = new Map<string, Comment>()
  readonly threads = new Map<string, Thread>()
  readonly containers = new Map<string, Container>()
  readonly people = new Map<string, Person>()
  readonly blocked = new Set<string>()
  readonly profile = shownProfile()
  subscribed: readonly string[] = []
  /** Publications in the last day that were made before this world began. */
  publishedBefore = 0
  readonly quotaTotal = 100
  #last = 17_895_695_000_000_000n

  constructor(username: string, clock: Clock = systemClock) {
    this.clock = clock
    this.page = { id: '104600000000001', name: 'Storlunda kommun' }
    this.own = { id: '17841400000000001', username }
    this.people.set(username, this.own)
  }

  now = (): string => graphTime(this.clock.now())
  nextId = (): string => String(++this.#last)

  person(username: string): Person {
    const known = this.people.get(username)
    if (known) return known
    const made = { id: String(9_000_000_000_000_000n + BigInt(this.people.size)), username }
    this.people.set(username, made)
    return made
  }

  addMedia(media: Omit<Media, 'id' | 'timestamp'> & { readonly timestamp?: string }): Media {
    const added = { timestamp: this.now(), ...media, id: this.nextId() }
    this.media.set(added.id, added)
    return added
  }

  /** @param to a media, or a comment: an answer to an answer lands on the first level below the media. */
  addComment(by: Person, to: string, text: string, names = false): Comment {
    const above = this.comments.get(to)
    const media = above?.media ?? this.media.get(to)
    if (media === undefined) throw new Error(`nothing to comment on: ${to}`)
    const parent = above === undefined ? {} : { parent: above.parent ?? above.id }
    const added = {
      id: this.nextId(),
      media,
      ...parent,
      by,
      text,
      timestamp: this.now(),
      hidden: false,
      names,
    }
    this.comments.set(added.id, added)
    return added
  }

  addMessage(message: Omit<Message, 'id' | 'createdAt'>): Message {
    const other = message.from.id === this.own.id ? message.to : message.from
    const key = other.id
    const createdAt = this.now()
    const added = { ...message, id: `aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlE${this.nextId()}ZD`, createdAt }
    const thread = this.threads.get(key) ?? {
      id: `aWdfZAG06MTpJR01lc3NhZAGVUaHJlYWQ${this.nextId()}`,
      with: other,
      messages: [],
      updatedAt: createdAt,
    }
    thread.messages = [added, ...thread.messages]
    thread.updatedAt = createdAt
    this.threads.set(key, thread)
    return added
  }

  message(id: string): Message | undefined {
    for (const { messages } of this.threads.values()) {
      const at = messages.findIndex((one) => one.id === id)
      // Instagram tells only of the twenty newest in each conversation.
      if (at >= 0) return at < newestMessages ? messages[at] : undefined
    }
    return undefined
  }

  /** With everything under it. */
  remove(id: string): void {
    if (this.media.delete(id)) {
      for (const comment of [...this.comments.values()]) {
        if (comment.media.id === id) this.comments.delete(comment.id)
      }
    }
    this.comments.delete(id)
    for (const comment of [...this.comments.values()]) {
      if (comment.parent === id) this.comments.delete(comment.id)
    }
    for (const thread of this.threads.values()) {
      thread.messages = thread.messages.filter((one) => one.id !== id)
    }
  }

  /** Newest first, as all of Instagram's lists. */
  commentsOn(media: string): Comment[] {
    return [...this.comments.values()].filter((one) => one.media.id === media).reverse()
  }
}

/** Details are given of so many messages in a conversation. */
export const newestMessages = 20

export const publishedLast = (world: World): number =>
  world.publishedBefore + [...world.containers.values()].filter(({ status }) => status === 'PUBLISHED').length
