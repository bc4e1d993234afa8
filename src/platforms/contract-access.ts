import type {
  Answer,
  Capability,
  Collectable,
  CollectedItem,
  Connection,
  ItemRef,
  Outcome,
} from './contract.ts'

/** How an account is connected to its platform, stays connected, is told when something happens there, and looks. */

export interface Proof {
  readonly capability: Capability | Collectable
  readonly works: boolean
  /** Swedish: what shows it, or what is lacking and what to do. */
  readonly detail: string
}

/** Our own words about a platform's terms, never legal advice; each statement with its source and the day it was read. */
export interface Terms {
  /** Whether an account may be connected until the municipality says no, or only once it has said yes. */
  readonly connectable: 'untilRefused' | 'onceAccepted'
  readonly entries: readonly {
    readonly about: 'storing' | 'deleting' | 'governmentUse'
    /** Swedish: what the terms say. */
    readonly says: string
    /** Swedish: what the duty to keep public records asks, and what Uppsikt does. */
    readonly weighed: string
    /** read: ISO date, or null when it is from memory and nobody has checked it. */
    readonly source: { readonly title: string; readonly url: string; readonly read: string | null }
  }[]
}

/** Swedish throughout. */
export interface Guide {
  /** What is registered where, in order. */
  readonly steps: readonly string[]
  readonly permissions: readonly { readonly name: string; readonly why: string }[]
  readonly approvals: readonly {
    readonly what: string
    readonly takes: string
    readonly meanwhile: string
  }[]
}

/** OAuth 2.0 (RFC 6749), with PKCE (RFC 7636) where the platform has it. */
export interface Access {
  readonly pkce: boolean
  authorizeUrl(
    connection: Connection,
    asked: { readonly redirectUri: string; readonly state: string; readonly challenge: string },
  ): string
  /** For the account in the connection; where its own settings are not there yet, tokens for `reached` to ask with. */
  exchange(
    connection: Connection,
    got: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
  ): Promise<Outcome<Tokens>>
  /**
   * Every account that the one who has just signed in can connect, asked with the sign-in's tokens and the
   * registration's settings alone. Never none: then a failure says in Swedish what is lacking.
   */
  reached(connection: Connection): Promise<Outcome<readonly Reached[]>>
  /** New tokens from those in the connection. Left out where tokens do not end, or cannot be renewed without a person. */
  refresh?(connection: Connection): Promise<Outcome<Tokens>>
}

export interface Tokens {
  /** Kept over the account's secrets of the same names. */
  readonly secrets: Readonly<Record<string, string>>
  /** When the first of them ends, ISO; null when they do not. */
  readonly endsAt: string | null
}

/** An account that a sign-in reaches, as it can be connected. */
export interface Reached {
  /** As people know it at the platform. */
  readonly name: string
  /** What tells it from others of the same name: an address, a handle or a number. */
  readonly handle: string
  /** The account's own. */
  readonly settings: Readonly<Record<string, string>>
  /** The account's own, kept over those of the sign-in. */
  readonly secrets: Readonly<Record<string, string>>
}

/** What the municipality has registered at the platform, as its settings and secrets say. */
export interface Registration {
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
}

/**
 * What an event itself says of an item. Nothing is done by it; it is all that is left where the item was gone before it
 * could be fetched.
 */
export type ToldItem = ItemRef &
  Pick<CollectedItem, 'direction' | 'author' | 'authorId'> &
  Partial<Pick<CollectedItem, 'text' | 'publishedAt'>>

/** Something has happened at the platform. Only tells what to fetch; it is never acted on directly. */
export interface PlatformEvent {
  /** The same when the same event is delivered again. */
  readonly id: string
  /** The account as the platform names it: see `accountIn`. */
  readonly account: string
  /** To be fetched; empty, with nothing gone either, when a round must find what is new. */
  readonly items: readonly ItemRef[]
  /** Said to be gone; asked for singly before it is recorded. */
  readonly gone: readonly ItemRef[]
  /** Of the items named, where the event carries more than the name. */
  readonly told?: readonly ToldItem[]
}

export interface Events {
  /** Answer to the platform's handshake (a GET), or undefined when it is not one that we asked for. */
  handshake(
    query: URLSearchParams,
    registration: Registration,
  ): { readonly body: string; readonly mediaType: string } | undefined
  /** Whether the signature over the raw bytes is right, compared in constant time. */
  verify(bytes: Uint8Array, headers: Readonly<Record<string, string>>, registration: Registration): boolean
  /** What the delivery tells. Never throws: what is not understood is left out, and the next round finds it. */
  read(bytes: Uint8Array): readonly PlatformEvent[]
  /** What an account with these settings is called in events. */
  accountIn(settings: Readonly<Record<string, string>>): string | undefined
  /** Swedish: what must be added before events can be asked for; until then none are, and that is no failure. */
  lacks?(connection: Connection): string | undefined
  /** Asks the platform to send the account's events; repeated daily, so that a dead subscription rises again. */
  subscribe?(connection: Connection, callback: string): Promise<Outcome<Answer>>
}

/** A webhook only tells that there is something to fetch; it is never acted on directly. */
export interface Webhook {
  /** Answer to the platform's handshake, or undefined when it is not one that we asked for. */
  handshake(query: URLSearchParams, expected: { readonly topic: string }): string | undefined
  /** Whether the signature over the raw bytes is right, compared in constant time. */
  verify(bytes: Uint8Array, headers: Readonly<Record<string, string>>, secret: string): boolean
  /** Whether and where the account's content can be subscribed to. */
  discover(
    connection: Connection,
  ): Promise<Outcome<{ readonly hub: string; readonly topic: string } | undefined>>
  subscribe(
    connection: Connection,
    to: { readonly hub: string; readonly topic: string; readonly callback: string; readonly secret: string },
  ): Promise<Outcome<Answer>>
}

/**
 * konto som det visas: what the platform shows of an account to everyone. A member that is left out is one that this
 * platform does not tell.
 */
export interface Profile {
  readonly name: string
  /** Short name, without the at sign. */
  readonly handle?: string
  /** Plain text. */
  readonly description: string
  /** Addresses shown on the profile beside the description. */
  readonly links: readonly string[]
  /** E-mail addresses and telephone numbers shown beside the description. */
  readonly contacts: readonly string[]
  /** Where the picture is; empty: there is none. */
  readonly picture?: string
  /** Whether anybody can read it without being let in. */
  readonly isOpen?: boolean
  /** How many other accounts it follows. */
  readonly follows?: number
  /** Whether this is all the text on the profile: what is not here is then not shown there either. */
  readonly whole: boolean
}

/** Something that a platform counts. */
export interface Metric {
  /** Our own code name. */
  readonly name: string
  /** Swedish: what is counted. */
  readonly label: string
  readonly of: 'account' | 'item'
  /**
   * How an account's number comes. now: as it stands when it is asked for · days: a day at a time · period: as one number
   * for all that is asked about. Of an item's nothing is said.
   */
  readonly comes?: 'now' | 'days' | 'period'
  /**
   * What days make together. people: each day's own, for the same person may be in several · standing: the newest is what
   * holds. Left out: they add up.
   */
  readonly days?: 'people' | 'standing'
  /** Which of the questions about an account it answers: reach is how many saw it, views how many times. */
  readonly tells?: 'followers' | 'reach' | 'views' | 'interactions'
}

export interface Insights {
  readonly metrics: readonly Metric[]
  /**
   * One metric, asked alone so that one that the platform has taken away does not fail the rest ('rejected').
   * @param period ISO dates, both included.
   * @param item for a metric of an item.
   */
  read(
    connection: Connection,
    metric: string,
    period: { readonly from: string; readonly to: string },
    item?: ItemRef,
  ): Promise<Outcome<Measurement>>
}

export interface Measurement {
  /** day: ISO date, or null for the whole period (or, where the platform says no more, until now). */
  readonly values: readonly { readonly day: string | null; readonly value: number }[]
  readonly answer: Answer
}
