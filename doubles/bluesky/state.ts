import type { Clock } from '../../src/kernel/index.ts'
import { type ShownProfile, shownProfile } from '../profile.ts'
import { Chat } from './chat.ts'
import { cidOfBlob, cidOfRecord, didOf, tidMaker } from './identifiers.ts'

export interface Stored {
  readonly uri: string
  readonly cid: string
  readonly value: Readonly<Record<string, unknown>>
  /** When the app view got to know of it. */
  readonly indexedAt: string
}

export interface Account {
  readonly did: string
  readonly handle: string
  readonly name: string
  /** By 'collection/rkey'. */
  readonly records: Map<string, Stored>
  readonly blobs: Map<string, { readonly bytes: Uint8Array; readonly mediaType: string }>
  readonly profile: ShownProfile
  rev: string
}

export interface Notified {
  readonly reason: 'reply' | 'mention' | 'quote' | 'like' | 'follow'
  readonly uri: string
  readonly subject: string | undefined
  readonly at: string
}

export const postCollection = 'app.bsky.feed.post'
export const gateCollection = 'app.bsky.feed.threadgate'
export const blockCollection = 'app.bsky.graph.block'

type Loose = Readonly<Record<string, unknown>>
const inner = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((at, name) => (at as Loose | undefined)?.[name], value)
export const textAt = (value: unknown, ...path: string[]): string | undefined => {
  const found = inner(value, ...path)
  return typeof found === 'string' ? found : undefined
}

const partsOf = (uri: string): { did: string; key: string } => {
  const [did = '', ...rest] = uri.replace('at://', '').split('/')
  return { did, key: rest.join('/') }
}

/** Everything in the invented network: repositories, and the app view's index over them, kept up as records are written. */
export class Network {
  readonly accounts = new Map<string, Account>()
  readonly #handles = new Map<string, string>()
  /** Parent → answers, quoted → quotes, in the order they came. */
  readonly replies = new Map<string, Set<string>>()
  readonly quotes = new Map<string, Set<string>>()
  readonly notified = new Map<string, Notified[]>()
  /** Who → their block records' addresses, each with whom it blocks. */
  readonly #blocked = new Map<string, Map<string, string>>()
  readonly #nextTid = tidMaker()
  readonly #clock: Clock
  readonly #seed: string

  constructor(clock: Clock, seed: string) {
    this.#clock = clock
    this.#seed = seed
  }

  now = (): Date => this.#clock.now()
  nextTid = (at: Date = this.now()): string => this.#nextTid(at)
  readonly chat = new Chat(
    () => this.nextTid(),
    () => this.now(),
  )

  /** The account of a handle or DID. */
  find(who: string): Account | undefined {
    return this.accounts.get(this.#handles.get(who.toLowerCase()) ?? who)
  }

  /** The account with that handle, made when it is not there. */
  account(handle: string, name = handle.split('.')[0] ?? handle): Account {
    const known = this.find(handle)
    if (known) return known
    const did = didOf(this.#seed, handle)
    const made: Account = {
      did,
      handle,
      name,
      records: new Map(),
      blobs: new Map(),
      profile: shownProfile(),
      rev: this.nextTid(),
    }
    this.accounts.set(did, made)
    this.#handles.set(handle.toLowerCase(), did)
    return made
  }

  record(uri: string): Stored | undefined {
    const { did, key } = partsOf(uri)
    return this.accounts.get(did)?.records.get(key)
  }

  /** Writes a record, over what was there. @param at when it reaches the app view. */
  write(account: Account, collection: string, rkey: string, value: Loose, at: Date = this.now()): Stored {
    const uri = `at://${account.did}/${collection}/${rkey}`
    const before = this.record(uri)
    const indexedAt = before?.indexedAt ?? at.toISOString()
    const stored = { uri, cid: cidOfRecord(value), value, indexedAt }
    if (before?.cid === stored.cid) return before
    account.records.set(`${collection}/${rkey}`, stored)
    account.rev = this.nextTid()
    if (collection === postCollection && before === undefined) this.#index(account, stored)
    if (collection === blockCollection) {
      const blocks = this.#blocked.get(account.did) ?? new Map<string, string>()
      this.#blocked.set(account.did, blocks.set(uri, String(value['subject'])))
    }
    return stored
  }

  remove(uri: string): void {
    const { did, key } = partsOf(uri)
    const account = this.accounts.get(did)
    const stored = account?.records.get(key)
    if (account === undefined || stored === undefined) return
    account.records.delete(key)
    this.#blocked.get(did)?.delete(uri)
    account.rev = this.nextTid()
    for (const index of [this.replies, this.quotes]) for (const uris of index.values()) uris.delete(uri)
    for (const [who, list] of this.notified) {
      this.notified.set(
        who,
        list.filter((one) => one.uri !== uri),
      )
    }
  }

  addBlob(account: Account, bytes: Uint8Array, mediaType: string): Loose {
    const cid = cidOfBlob(bytes)
    account.blobs.set(cid, { bytes, mediaType })
    return { $type: 'blob', ref: { $link: cid }, mimeType: mediaType, size: bytes.length }
  }

  /** What the thread's beginner hides. */
  hiddenBy(rootUri: string): readonly string[] {
    const gate = this.record(rootUri.replace(postCollection, gateCollection))?.value['hiddenReplies']
    return Array.isArray(gate) ? gate.map(String) : []
  }

  /** Whether either blocks the other. */
  blocks(one: string, other: string): boolean {
    const has = (who: string, whom: string) => [...(this.#blocked.get(who)?.values() ?? [])].includes(whom)
    return has(one, other) || has(other, one)
  }

  #index(account: Account, stored: Stored): void {
    const { uri, value, indexedAt } = stored
    const parent = textAt(value, 'reply', 'parent', 'uri')
    const root = textAt(value, 'reply', 'root', 'uri')
    const quoted =
      textAt(value, 'embed', 'record', 'uri') ?? textAt(value, 'embed', 'record', 'record', 'uri')
    if (parent) this.#list(this.replies, parent).add(uri)
    if (quoted) this.#list(this.quotes, quoted).add(uri)
    const told = new Set<string>([account.did])
    const tell = (to: string | undefined, reason: Notified['reason'], subject?: string) => {
      if (to === undefined || told.has(to)) return
      told.add(to)
      const list = this.notified.get(to) ?? []
      this.notified.set(to, list)
      list.push({ reason, uri, subject, at: indexedAt })
    }
    const facets = Array.isArray(value['facets']) ? value['facets'] : []
    for (const facet of facets) {
      const features = inner(facet, 'features')
      for (const feature of Array.isArray(features) ? features : []) tell(textAt(feature, 'did'), 'mention')
    }
    if (quoted) tell(partsOf(quoted).did, 'quote', quoted)
    // As the real app view: four levels up, and no higher than a hidden answer.
    const hidden = root ? this.hiddenBy(root) : []
    let above = parent
    for (let level = 0; level < 4 && above !== undefined; level++) {
      tell(partsOf(above).did, 'reply', above)
      if (hidden.includes(above)) break
      above = textAt(this.record(above)?.value, 'reply', 'parent', 'uri')
    }
  }

  #list(index: Map<string, Set<string>>, key: string): Set<string> {
    const list = index.get(key) ?? new Set<string>()
    index.set(key, list)
    return list
  }
}
