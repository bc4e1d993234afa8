import type { Clock } from '../../src/kernel/index.ts'
import { shownProfile } from '../profile.ts'

export interface Person {
  readonly id: string
  readonly name: string
}

export interface Stored {
  readonly id: string
  readonly kind: 'post' | 'comment' | 'message' | 'photo' | 'video' | 'thread'
  /** What it stands under. */
  readonly parent?: string
  /** The post at the top, for comments. */
  readonly post?: string
  readonly from?: Person | undefined
  message: string
  hidden: boolean
  readonly created: string
  updated: string
  readonly photos: readonly string[]
  /** Of a post with a link's card. */
  readonly link?: string
  /** Of photos: the alternative text, and the picture. */
  readonly alt?: string
  readonly bytes?: Uint8Array
  /** Only in other people's feeds, where the page is named. */
  readonly elsewhere?: true
  /** Of a comment that has had its private reply: the conversation. */
  repliedIn?: string
}

/** Graph's way with times: '2026-11-21T09:00:00+0000'. */
export const graphTime = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, '+0000')

/** What there is on an invented Facebook. Ids rise, so that the same story gives the same ids. */
export class World {
  readonly things = new Map<string, Stored>()
  readonly blocked = new Set<string>()
  readonly profile = shownProfile()
  readonly page: Person
  readonly #clock: Clock
  readonly #people = new Map<string, Person>()
  #next = 1_000

  constructor(clock: Clock, page: Person) {
    this.#clock = clock
    this.page = page
  }

  now = (): Date => this.#clock.now()
  nextId = (): string => String(100_000_000_000 + this.#next++)

  person(name: string): Person {
    const known = this.#people.get(name) ?? { id: `55${this.nextId()}`, name }
    this.#people.set(name, known)
    return known
  }

  add(thing: Partial<Stored> & Pick<Stored, 'id' | 'kind' | 'message'>): Stored {
    const now = graphTime(this.now())
    const made: Stored = { hidden: false, created: now, updated: now, photos: [], ...thing }
    this.things.set(made.id, made)
    for (const above of [made.parent, made.post]) {
      const thing = this.things.get(above ?? '')
      if (thing) thing.updated = now
    }
    return made
  }

  remove(id: string): void {
    this.things.delete(id)
    for (const one of [...this.things.values()])
      if (one.parent === id || one.post === id) this.things.delete(one.id)
  }

  /** The newest last. */
  of(kind: Stored['kind'], parent?: string): Stored[] {
    return [...this.things.values()].filter(
      (one) => one.kind === kind && (parent === undefined || one.parent === parent || one.post === parent),
    )
  }
}
