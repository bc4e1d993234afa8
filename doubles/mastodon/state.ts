import { createHash } from 'node:crypto'
import type { Clock } from '../../src/kernel/index.ts'
import { type ShownProfile, shownProfile } from '../profile.ts'

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct'

export interface Person {
  readonly id: string
  readonly username: string
  /** Without a domain for those of this server. */
  readonly acct: string
  readonly name: string
  readonly createdAt: Date
  followers: number
  readonly profile: ShownProfile
}

export interface Attachment {
  readonly id: string
  readonly bytes: Uint8Array
  readonly mediaType: string
  description: string | null
  /** Until then the server works on it. */
  readonly readyAt: Date
}

export interface Stored {
  readonly id: string
  readonly author: Person
  /** As the author claims; shown as it is. */
  readonly createdAt: string
  readonly writtenAt: Date
  text: string
  readonly spoiler: string
  readonly visibility: Visibility
  readonly replyTo: string | undefined
  readonly mentions: readonly Person[]
  readonly media: readonly Attachment[]
  readonly language: string | null
  readonly app: boolean
  editedAt: Date | undefined
  favourites: number
  boosts: number
}

export interface Told {
  readonly id: string
  readonly status: Stored
  /** Kept back by the account's filters, until it accepts them. */
  readonly filtered: boolean
}

/** An invented Mastodon server. */
export class Instance {
  readonly clock: Clock
  readonly people = new Map<string, Person>()
  readonly statuses = new Map<string, Stored>()
  readonly told: Told[] = []
  readonly uploads = new Map<string, Attachment>()
  readonly blocked = new Set<string>()
  readonly #ids = new Set<string>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  now(): Date {
    return this.clock.now()
  }

  /** Milliseconds shifted sixteen bits, as Mastodon makes them; rises also when the clock stands still. */
  nextId(at: Date = this.now()): string {
    for (let id = BigInt(at.getTime()) << 16n; ; id++) {
      const text = String(id)
      if (this.#ids.has(text)) continue
      this.#ids.add(text)
      return text
    }
  }

  person(acct: string, name?: string): Person {
    const known = this.people.get(acct)
    if (known) return known
    const hash = createHash('sha256').update(acct).digest().readUInt32BE(0)
    const person: Person = {
      id: String(100_000_000_000 + hash),
      username: acct.split('@')[0] ?? acct,
      acct,
      name: name ?? acct.split('@')[0] ?? acct,
      createdAt: new Date('2022-11-01T00:00:00Z'),
      followers: 0,
      profile: shownProfile(),
    }
    this.people.set(acct, person)
    return person
  }

  byId(id: string): Person | undefined {
    return [...this.people.values()].find((person) => person.id === id)
  }

  repliesTo(id: string): Stored[] {
    return [...this.statuses.values()].filter((status) => status.replyTo === id)
  }

  /** Flat, oldest first, as `context` gives them. */
  descendants(id: string): Stored[] {
    return this.repliesTo(id).flatMap((reply) => [reply, ...this.descendants(reply.id)])
  }

  canSee(viewer: Person, status: Stored): boolean {
    if (status.author === viewer || status.mentions.includes(viewer)) return true
    return status.visibility === 'public' || status.visibility === 'unlisted'
  }

  remove(id: string): void {
    this.statuses.delete(id)
    const at = this.told.findIndex(({ status }) => status.id === id)
    if (at >= 0) this.told.splice(at, 1)
  }
}
