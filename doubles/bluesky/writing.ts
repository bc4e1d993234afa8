import { type Account, type Network, postCollection, textAt } from './state.ts'

export interface PostRef {
  readonly uri: string
  readonly cid: string
}

export interface NewPost {
  readonly text: string
  /** When it is written and seen; default now. The past is as quick as the present. */
  readonly at?: Date
  /** What the author claims, when that is something else. */
  readonly createdAt?: string
  readonly image?: { readonly alt: string; readonly bytes?: Uint8Array; readonly mediaType?: string }
  readonly langs?: readonly string[]
}

/** By somebody: a handle, which gets an account (and a display name) the first time it is seen. */
export interface NewAnswer extends NewPost {
  readonly as: string
  readonly name?: string
}

const smallPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Writes posts as people do, past the limits that a PDS holds its own clients to: the outside is hostile. */
export class Writing {
  readonly #network: Network
  readonly #own: Account

  constructor(network: Network, own: Account) {
    this.#network = network
    this.#own = own
  }

  refOf(uri: string): PostRef {
    const stored = this.#network.record(uri)
    if (stored === undefined) throw new Error(`no such post in the double: ${uri}`)
    return { uri, cid: stored.cid }
  }

  post(account: Account, post: NewPost, extra: Record<string, unknown> = {}): PostRef {
    const at = post.at ?? this.#network.now()
    const embed = post.image && {
      $type: 'app.bsky.embed.images',
      images: [{ alt: post.image.alt, image: this.#blob(account, post.image) }],
    }
    const record = {
      $type: postCollection,
      text: post.text,
      ...(embed ? { embed } : {}),
      ...extra,
      langs: post.langs ?? ['sv'],
      createdAt: post.createdAt ?? at.toISOString(),
    }
    const { uri, cid } = this.#network.write(account, postCollection, this.#network.nextTid(at), record, at)
    return { uri, cid }
  }

  #blob(account: Account, { bytes, mediaType }: NonNullable<NewPost['image']>): object {
    return this.#network.addBlob(account, bytes ?? smallPicture, mediaType ?? 'image/png')
  }

  reply({ as, name, to, ...post }: NewAnswer & { readonly to: string }): PostRef {
    const parent = this.refOf(to)
    const above = textAt(this.#network.record(to)?.value, 'reply', 'root', 'uri')
    const root = above === undefined ? parent : { ...parent, ...this.#network.record(above), uri: above }
    const reply = { root: { uri: root.uri, cid: root.cid }, parent }
    return this.post(this.#network.account(as, name), post, { reply })
  }

  mention({ as, name, text, ...post }: NewAnswer): PostRef {
    const named = `@${this.#own.handle} `
    const index = { byteStart: 0, byteEnd: Buffer.byteLength(named) - 1 }
    const features = [{ $type: 'app.bsky.richtext.facet#mention', did: this.#own.did }]
    const whole = { ...post, text: `${named}${text}` }
    return this.post(this.#network.account(as, name), whole, { facets: [{ index, features }] })
  }

  quote({ as, name, of, ...post }: NewAnswer & { readonly of: string }): PostRef {
    const embed = { $type: 'app.bsky.embed.record', record: this.refOf(of) }
    return this.post(this.#network.account(as, name), post, { embed })
  }

  edit(uri: string, text: string): PostRef {
    const stored = this.#network.record(uri)
    const [, , did = '', , rkey = ''] = uri.split('/')
    const account = this.#network.accounts.get(did)
    if (stored === undefined || account === undefined) throw new Error(`no such post in the double: ${uri}`)
    const { cid } = this.#network.write(account, postCollection, rkey, { ...stored.value, text })
    return { uri, cid }
  }
}
