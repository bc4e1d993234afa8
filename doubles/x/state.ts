import type { Clock } from '../../src/kernel/index.ts'
import { shownProfile } from '../profile.ts'

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
  readonly media: readonly { readonly key: string; readonly alt: string }[]
  hidden: boolean
}

export interface Message {
  readonly id: string
  readonly from: string
  readonly with: string
  readonly text: string
  readonly at: Date
}

const epoch = 1_288_834_974_657n

export class World {
  readonly users = new Map<string, { id: string; username: string; name: string }>()
  posts: Post[] = []
  readonly messages: Message[] = []
  readonly alts = new Map<string, string>()
  readonly profile = shownProfile()
  #count = 0n
  readonly #clock: Clock

  readonly pageSize: number

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

  user(username: string): { id: string; username: string; name: string } {
    const known = this.users.get(username)
    if (known) return known
    const made = { id: String(1_000 + this.users.size), username, name: username }
    this.users.set(username, made)
    return made
  }

  find = (id: string): Post | undefined => this.posts.find(({ ids }) => ids.includes(id))

  add(
    author: string,
    text: string,
    rest: { to?: string; at?: Date; createdAt?: string; alts?: readonly string[] } = {},
  ): Post {
    const at = rest.at ?? this.now()
    const id = this.nextId(at)
    const parent = rest.to === undefined ? undefined : this.find(rest.to)
    const media = (rest.alts ?? []).map((alt) => ({ key: `3_${this.nextId(at)}`, alt }))
    const post: Post = {
      ids: [id],
      author,
      conversation: parent?.conversation ?? id,
      to: parent?.ids.at(-1),
      text,
      at,
      createdAt: rest.createdAt ?? at.toISOString(),
      media,
      hidden: false,
    }
    this.posts.push(post)
    return post
  }
}
