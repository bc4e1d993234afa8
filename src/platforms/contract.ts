import type { Http } from '../infra/http/index.ts'
import type { Clock, Json, Result } from '../kernel/index.ts'
import type { Access, Events, Guide, Insights, Profile, Proof, Terms, Webhook } from './contract-access.ts'

export type * from './contract-access.ts'

/**
 * What a social platform is to us. What a platform can do is derived from the parts it has (capabilities.ts),
 * so that a flag cannot disagree with the code. No retry loops in here: the job queue retries.
 */
export interface Platform {
  /** Stored code, lower-case. The folder has the same name. */
  readonly id: string
  /** The name people know, with its own spelling. */
  readonly name: string
  /** Two letters shown for it, e.g. 'Wp'. */
  readonly mark: string
  /** What is published there can be a blog (who writes, and why, is told to its readers), and whether it mostly is. */
  readonly blog?: 'mostly' | 'sometimes'
  /** What `account add` takes: settings by --setting, secrets by --secret-file. */
  readonly settings: readonly SettingSpec[]
  /** Two accounts with the same key are one. Left out: those whose own settings are all the same. */
  accountKey?(settings: Readonly<Record<string, string>>): string
  /** What collection brings, for the capability table. Nothing: items are recorded by hand, and no round is run. */
  readonly collects: Readonly<Partial<Record<Collectable, true>>>
  /** Swedish, a sentence or two each: what must hold for what works ("Delvis"), or why it is not possible ("Nej"). */
  readonly conditions?: Readonly<Partial<Record<Capability | Collectable, string>>>
  /** The version of the API that is asked for, and the day it ends (ISO date; null: none is announced). */
  readonly apiVersion?: { readonly name: string; readonly ends: string | null; readonly source: string }
  /**
   * How often it may be asked, where the house's own pace would use up what the platform allows.
   * shared: what is allowed is the registration's, so that with ten accounts of it each is asked a tenth as often, and with
   * more than fifty each is listed again more seldom too.
   */
  readonly pace?: {
    readonly newSeconds: number
    readonly reconcileHours: number
    readonly shared?: true
  }
  /** What the platform's terms say against the duty to keep public records. */
  readonly terms?: Terms
  /** How a municipality's IT connects it. */
  readonly guide?: Guide
  /** Checks settings and secrets against the platform, before the account is used. */
  check(connection: Connection): Promise<Outcome<{ readonly url: string; readonly name: string }>>
  /** What the access can really do, by asking and changing nothing; for those things where it can be told. */
  probe?(connection: Connection): Promise<Outcome<readonly Proof[]>>
  /** The account as everyone sees it, where the platform tells. Nothing of it is sealed: it says how the account is kept. */
  profile?(connection: Connection): Promise<Outcome<Profile>>
  /** Sign-in at the platform by OAuth 2.0, where tokens end or are fetched through it. */
  readonly access?: Access
  readonly collection: Collection
  readonly moderation?: Moderation
  readonly reply?: Reply
  readonly publishing?: Publishing
  readonly insights?: Insights
  /** Push by subscription at a hub, an account at a time (WebSub). */
  readonly webhook?: Webhook
  /** Push to one address per registration; each event names its account. */
  readonly events?: Events
  /** Official exports this platform can be filled from: `import <format> FILE`. */
  readonly imports?: Readonly<Record<string, Importer>>
  /** What the API cannot do: Swedish steps a person follows and confirms. */
  readonly byHand: Readonly<Partial<Record<Capability, readonly string[]>>>
}

export interface SettingSpec {
  readonly name: string
  readonly secret: boolean
  readonly required: boolean
  /** Swedish, one line: what it is and where it is found. */
  readonly help: string
  /** A whole web address, with https or http in front. */
  readonly address?: true
  /**
   * Belongs to the municipality's own registration at the platform (its app there), which many accounts share and
   * webhooks come to; otherwise to the account. Every setting that says where requests go must be marked where the
   * registration has secrets: kept secrets are used with the very settings that they were given with, and no others.
   */
  readonly registration?: true
}

export type Collectable =
  | 'posts'
  | 'comments'
  | 'messages'
  | 'mentions'
  | 'visitorPosts'
  | 'media'
  | 'edits'
  | 'deletions'

export type Capability =
  | 'hide'
  | 'unhide'
  | 'hold'
  | 'approve'
  | 'remove'
  | 'blockAuthor'
  | 'reply'
  | 'privateReply'
  | 'publish'
  | 'insights'

/** One account's access to its platform. `http` reaches public addresses and the account's own origins only. */
export interface Connection {
  /** The registration's and the account's own together; likewise secrets. */
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly http: Http
  readonly clock: Clock
  /** Short-lived things (a session token) kept between calls in this process; never stored. */
  readonly memory: Map<string, Json>
  readonly quota: Quota
}

/** What a platform lets a registration use, shared by all its accounts and kept over restarts. */
export interface Quota {
  /**
   * Takes `units` of `name`, which begins anew at `until`. false, and nothing taken, when more than `most` would then
   * have been used: so that one use (collecting) leaves a reserve for another (hiding).
   */
  take(name: string, units: number, most: number, until: Date): Promise<boolean>
}

/**
 * reauthorise: access is gone, a person must renew it · rejected: the platform says no, and will say no again ·
 * retryLater: try again, not before `at` · gone: what was asked for is not there ·
 * outcomeUnknown: the order may have been carried out; look (fetchItem, findPublished) before anything else.
 */
export type Failure =
  | { readonly kind: 'reauthorise' | 'rejected' | 'gone' | 'outcomeUnknown'; readonly detail: string }
  | { readonly kind: 'retryLater'; readonly at: Date; readonly detail: string }

export type Outcome<T> = Result<T, Failure>

/** Bytes as they came, and how they came. */
export interface Raw {
  /** The item's own bytes, cut out of the answer untouched. */
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** How the answer was got: stored beside the bytes as the part `answer`. */
  readonly answer: {
    readonly url: string
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly fetchedAt: string
    /** Of the whole answer, when the item is a piece of it. */
    readonly sha256: string
  }
}

export interface MediaRef {
  readonly url: string
  readonly alt?: string
  readonly mediaType?: string
}

export type ItemKind = 'post' | 'comment' | 'message'

/** visible: the public sees it · held: waits for approval · hidden: taken from view, still there · removed: in the platform's bin or spam */
export type ItemState = 'visible' | 'held' | 'hidden' | 'removed'

/** One item as the platform shows it now. Times are ISO 8601 with Z. */
export interface CollectedItem {
  readonly platformId: string
  readonly kind: ItemKind
  readonly direction: 'received' | 'drawnUp'
  /** platformId of what it answers, or of the post it stands under. */
  readonly parent?: string
  readonly permalink?: string
  readonly author?: string
  readonly authorId?: string
  /** Plain text: markup is taken away in mapping.ts, the untouched form is in `raw`. */
  readonly text: string
  readonly publishedAt: string
  readonly state: ItemState
  /** Changes exactly when the item does: a hash over what is mapped, or the platform's own version. */
  readonly versionKey: string
  /** Which API gave it, e.g. 'wp/v2/comments'. */
  readonly source: string
  readonly media: readonly MediaRef[]
  readonly raw: Raw
}

export interface RoundPage {
  readonly items: readonly CollectedItem[]
  /** Where to go on if the round stops after this page. Opaque to everyone else. */
  readonly cursor: Json
  /** Ids that the platform itself says are gone; still confirmed by fetchItem before it is recorded. */
  readonly announcedGone?: readonly string[]
  /**
   * On every page of a listing that goes on from where another round was cut: what that one had listed is not listed
   * again, and `complete` speaks of what they have listed together.
   */
  readonly resumed?: true
  /**
   * Set on the last page of a round that listed everything: every item of these kinds, published at `since` or later
   * (null: ever), that is still there has been in this round, or, where it is `resumed`, in those that it goes on from.
   * What is known, in the window and not seen is asked for singly.
   */
  readonly complete?: { readonly since: string | null; readonly kinds: readonly ItemKind[] }
  /** Not to be asked again before this, where what the platform allows turns out to be less than its pace. */
  readonly notBefore?: Date
  /** The platform's own count of what the round covered, where it gives one. */
  readonly reported?: { readonly count: number }
}

export interface RoundOptions {
  /** From the last page of the previous round; null the first time. */
  readonly cursor: Json | null
  /** 'new': what has come since the cursor, cheaply. 'reconcile': list all in the window, so that vanished ones are found. */
  readonly mode: 'new' | 'reconcile'
  /** For 'reconcile': how far back, ISO; null means everything. */
  readonly since: string | null
}

export interface Collection {
  /** Yields pages; a failure is yielded last, and what came before it stands. */
  round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>>
  /** One item as it is now. Failure 'gone' when the platform says that it is not there. */
  fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>>
}

export interface ItemRef {
  readonly platformId: string
  readonly kind: ItemKind
  readonly parent?: string
}

/** What the platform answered to an order; sealed as the order's outcome. */
export type Answer = Raw

type Order = (connection: Connection, ref: ItemRef) => Promise<Outcome<Answer>>

/** Each is idempotent: an order that is already carried out succeeds. */
export interface Moderation {
  /**
   * No question tells afterwards whether an item is hidden, so an order's own answer is what confirms it. An order
   * whose answer was lost is sent again, never looked up.
   */
  readonly answerConfirms?: true
  readonly hide?: Order
  readonly unhide?: Order
  readonly hold?: Order
  readonly approve?: Order
  /** `as`: the bin, or the spam folder where the platform has one. */
  readonly remove?: (connection: Connection, ref: ItemRef, as: 'trash' | 'spam') => Promise<Outcome<Answer>>
  readonly blockAuthor?: (connection: Connection, authorId: string) => Promise<Outcome<Answer>>
}

export interface Published {
  readonly platformId: string
  readonly permalink?: string
  readonly answer: Answer
}

export interface Reply {
  /** The key makes it findable after an unknown outcome; the same key never gives two replies. */
  readonly public?: (
    connection: Connection,
    to: ItemRef,
    text: string,
    key: string,
  ) => Promise<Outcome<Published>>
  readonly private?: (
    connection: Connection,
    to: ItemRef,
    text: string,
    key: string,
  ) => Promise<Outcome<Published>>
}

export interface Draft {
  readonly title?: string
  readonly text: string
  readonly link?: string
  readonly images: readonly (MediaFile & { readonly alt: string })[]
  readonly video?: Film
  /** ISO 8601: the platform publishes it then; only where `limits.schedules`. */
  readonly publishAt?: string
  /** BCP 47. */
  readonly language: string
}

/** Read as it is sent, from wherever it lies: no platform holds the whole of it. */
export interface Film extends Pieces, Omit<MediaFile, 'bytes'> {
  readonly captions?: {
    readonly bytes: Uint8Array
    readonly mediaType: 'text/vtt' | 'application/x-subrip'
    /** BCP 47. */
    readonly language: string
  }
  /** omslagsbild: the picture that is shown before the film is played; only where `limits.thumbnail`. */
  readonly thumbnail?: MediaFile
}

/** Bytes that are read in pieces. */
export interface Pieces {
  /** In bytes. */
  readonly size: number
  /** Bytes from `from` (0) to but not including `to` (the end). May be called again and at any place. */
  stream(from?: number, to?: number): AsyncIterable<Uint8Array>
}

export interface MediaFile {
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** Where the platform itself can fetch it for a short while, for those that take nothing else. */
  readonly publicUrl?: string
}

interface Embed {
  readonly html: string
  /** Swedish: what the platform learns of whoever reads the page, and its source. */
  readonly note: string
}

export interface Publishing {
  /** graphemes: user-perceived characters, where `count` does not say otherwise. */
  readonly limits: {
    readonly graphemes?: number
    readonly bytes?: number
    /** How long the platform counts a text that is about to be sent. */
    readonly count?: (text: string) => number
    /** A link stands in the text, and is counted with it · beside it, as a card · as a card where there is no picture or film. Default inText. */
    readonly link?: 'inText' | 'card' | 'cardAlone'
    /** A link cannot be followed there. */
    readonly deadLinks?: true
    readonly hashtags?: number
    readonly images: number
    readonly altRequired: boolean
    readonly video?: true
    /** A film's text can come as a file of its own; elsewhere a draft with one is refused in words. */
    readonly captions?: true
    readonly thumbnail?: true
    /** The platform itself publishes at a time that is given. */
    readonly schedules?: true
    /** What no publication can be without. */
    readonly needs?: 'image' | 'video'
  }
  /** How what is published there is shown on a web page of the municipality's, where the platform has such a way. */
  readonly embed?: (
    shown: { readonly platformId: string | null; readonly permalink: string | null },
    title: string,
  ) => Embed | undefined
  publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>>
  /**
   * What was published under the key, or failure 'gone'. True also after a restart: where the platform keeps no key, by
   * the draft's words, at most 48 hours back.
   */
  findPublished(connection: Connection, key: string, draft: Draft): Promise<Outcome<Published>>
}

/**
 * What an export yields: an item · a notice, something amiss that a person must know (Swedish), such as that the file
 * ends in the middle · last, what an export of this kind never holds, however whole it is (Swedish).
 * A notice that the export is of another account than the one it is read into comes before any item. `of` says how it
 * is known: 'another' by the platform's own ids, and then no item comes; 'anotherName' by a name, which is no proof.
 */
export type ImportEvent =
  | {
      readonly item: CollectedItem
      /** The item's media as they lie in the export; without it, `item.media` is fetched. */
      readonly media?: readonly {
        readonly name: string
        readonly bytes: Uint8Array
        readonly mediaType: string
      }[]
    }
  | { readonly notice: string; readonly of?: 'another' | 'anotherName' }
  | { readonly lacks: string }

/** A file of an export as the person has it. */
export interface ExportFile extends Pieces {
  /** Its name, below the folder that was given when it was one, with forward slashes. */
  readonly name: string
}

/** Bytes put aside during an import, gone after it. */
export interface Scratch {
  /** Puts them last. */
  append(bytes: Uint8Array): Promise<void>
  stream(from: number, to: number): AsyncIterable<Uint8Array>
}

export interface ImportContext {
  readonly settings: Readonly<Record<string, string>>
  readonly clock: Clock
  /** What the account is called here, for telling its own messages from others' where an export has names alone. */
  readonly accountName: string
  readonly scratch: () => Promise<Scratch>
}

/**
 * Reads an export: the files of it, one or several (parts, or what a folder holds). Never throws on bad input: it
 * yields a notice and ends.
 */
export type Importer = (files: readonly ExportFile[], context: ImportContext) => AsyncGenerator<ImportEvent>
