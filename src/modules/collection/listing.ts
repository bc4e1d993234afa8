import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../../kernel/index.ts'
import type { RoundPage } from '../../platforms/contract.ts'

interface Shown {
  /** When the first of the listing's rounds began. */
  readonly began: Date
  /** Ids that it has shown, in those of its rounds that are remembered. */
  readonly seen: ReadonlySet<string>
  /** Whether `seen` is all that it has shown. */
  readonly whole: boolean
}

/** A listing of everything as one round sees it. */
export class Listing implements Shown {
  began: Date
  whole = true
  readonly seen = new Set<string>()
  readonly #before: Shown | undefined
  #begun = false

  /** @param before what ended where this round begins. */
  constructor(now: Date, before: Shown | undefined) {
    this.began = now
    this.#before = before
  }

  take({ items, resumed }: RoundPage): void {
    if (resumed && !this.#begun) {
      // Without a memory of what the platform goes on from, nothing can be said to be missing.
      this.whole = this.#before?.whole ?? false
      this.began = this.#before?.began ?? this.began
      for (const id of this.#before?.seen ?? []) this.seen.add(id)
    }
    this.#begun = true
    for (const { platformId } of items) this.seen.add(platformId)
  }
}

/** Where each account's listing stood when its last round was cut. Only in memory: a listing that is forgotten is made anew. */
export class Listings {
  readonly #cut = new Map<string, { readonly shown: Shown; readonly cursor: Json }>()

  /** @param cursor where the round begins. */
  begin(account: string, cursor: Json | null, now: Date): Listing {
    const cut = this.#cut.get(account)
    return new Listing(now, cut && isDeepStrictEqual(cut.cursor, cursor) ? cut.shown : undefined)
  }

  /** The listing has come as far as the page, should it be cut after it. */
  keep(account: string, listing: Listing, page: RoundPage): void {
    if (page.complete) this.#cut.delete(account)
    else this.#cut.set(account, { shown: listing, cursor: JSON.parse(JSON.stringify(page.cursor)) as Json })
  }
}
