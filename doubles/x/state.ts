import { createHash } from 'node:crypto'
import type { Clock } from '../../src/kernel/index.ts'
import { shownProfile } from '../profile.ts'

export interface Media {
  readonly id: string
  readonly kind: 'photo' | 'video' | 'subtitles'
  readonly mediaType: string
  alt: string
  bytes: Buffer
  /** Of a film: language and the id of the file. */
  subtitles: { readonly language: string; readonly id: string } | undefined
}

export interface Post {
  /** All ids, oldest first; each edit gives a new one. */
  ids: string[]
  readonly author: string
  readonly conversation: string
  readonly to: string | undefined
  text: string
  /** When it was made, and what its author's clock claims. */
  readonly at: Date
  readonly createdAt: string
  readonly media: readonly Media[]
  hidden: boolean
  /** What readers have done, by the names of /2/tweets/analytics. */
  readonly counts: { readonly field: string; readonly count: number; readonly at: Date }[]
}

export interface Message {
  readonly id: string
  readonly from: string
  readonly with: string
  readonly text: string
  readonly at: Date
}

/** Something that X tells those who subscribe. */
export interface Happening {
  readonly uuid: string
  readonly type: string
  readonly payload: object
}

const epoch = 1_288_834_974_657n

export class World {
  readonly users = new Map<string, { id: string; username: string; name: string }>()
  posts: Post[] = []
  readonly messages: Message[] = []
  readonly media = new Map<string, Media>()
  readonly happenings: Happening[] = []
  readonly profile = shownProfile()
  readonly pageSize: number
  /** Where pictures and films are served; the double's own origin. */
  origin = ''
  #count = 0n
  #services = 0
  readonly #clock: Clock

  constructor(clock: Clock, pageSize: number) {
    this.pageSize = pageSize
    this.#clock = clock
  }

  now = (): Date => this.#clock.now()

  /** An id as X makes them: the time, and a number that rises. */
  nextId(at: Date = this.now()): string {
    this.#count += 1n
    return String(((BigInt(at.getTime()) - epoch) << 22n) + this.#count)
  }

  /** An id of what is not shown: asking for events any number of times leaves the ids of posts as they would have been. */
  serviceId(): string {
    this.#services += 1
    return String(7_000_000_000_000_000_000n + BigInt(this.#services))
  }

  user(username: string): { id: string; username: string; name: string } {
    const known = this.users.get(username)
    if (known) return known
    const made = { id: String(1_000 + this.users.size), username, name: username }
    this.users.set(username, made)
    return made
  }

  find = (id: string): Post | undefined => this.posts.find(({ ids }) => ids.includes(id))

  keep(kind: Media['kind'], mediaType: string, alt = '', bytes = Buffer.alloc(0)): Media {
    const media = { id: this.nextId(), kind, mediaType, alt, bytes, subtitles: undefined }
    this.media.set(media.id, media)
    return media
  }

  add(
    author: string,
    text: string,
    rest: { to?: string; at?: Date; createdAt?: string; media?: readonly Media[] } = {},
  ): Post {
    const at = rest.at ?? this.now()
    const id = this.nextId(at)
    const parent = rest.to === undefined ? undefined : this.find(rest.to)
    const post: Post = {
      ids: [id],
      author,
      conversation: parent?.conversation ?? id,
      to: parent?.ids.at(-1),
      text,
      at,
      createdAt: rest.createdAt ?? at.toISOString(),
      media: rest.media ?? [],
      hidden: false,
      counts: [],
    }
    this.posts.push(post)
    return post
  }

  tell(type: string, payload: object): void {
    const uuid = createHash('sha256').update(`${type}${this.happenings.length}`).digest().readBigInt64BE()
    this.happenings.push({ uuid: String(uuid), type, payload })
  }
}
