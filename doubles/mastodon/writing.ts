import type { DoubleAnswer } from '../server.ts'
import { refusal } from './sessions.ts'
import type { Configuration } from './shapes.ts'
import type { Attachment, Instance, Person, Stored, Visibility } from './state.ts'

export interface NewPost {
  readonly text: string
  /** When it is written; default now. The past is as quick as the present. */
  readonly at?: Date
  /** What the server says of the time, when that is something else. */
  readonly createdAt?: string
  readonly image?: { readonly alt: string; readonly bytes?: Uint8Array; readonly mediaType?: string }
  readonly spoiler?: string
  readonly visibility?: Visibility
}

/** By somebody: 'anna' of this server or 'anna@annan.example' of another, made the first time it is seen. */
export interface NewAnswer extends NewPost {
  readonly as: string
  readonly name?: string
}

interface Written {
  readonly text: string
  readonly at?: Date
  readonly createdAt?: string
  readonly visibility?: Visibility
  readonly replyTo?: string
  readonly spoiler?: string
  readonly media?: readonly Attachment[]
  readonly language?: string
  readonly app?: boolean
  readonly filtered?: boolean
}

const smallPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const hour = 3_600_000
/** How long the server works on a film. */
const filmWork = 5_000

/** Writes as people do, past the limits that the server holds its own clients to: the outside is hostile. */
export class Writing {
  readonly #instance: Instance
  readonly #own: Person
  readonly #configuration: Configuration
  readonly #keys = new Map<string, { status: Stored; until: number }>()

  constructor(instance: Instance, own: Person, configuration: Configuration) {
    this.#instance = instance
    this.#own = own
    this.#configuration = configuration
  }

  write(author: Person, post: Written): Stored {
    const instance = this.#instance
    const at = post.at ?? instance.now()
    const status: Stored = {
      id: instance.nextId(at),
      author,
      createdAt: post.createdAt ?? at.toISOString(),
      writtenAt: at,
      text: post.text,
      spoiler: post.spoiler ?? '',
      visibility: post.visibility ?? 'public',
      replyTo: post.replyTo,
      mentions: this.#mentionedIn(post.text, author),
      media: post.media ?? [],
      language: post.language ?? 'sv',
      app: post.app ?? false,
      editedAt: undefined,
      favourites: 0,
      boosts: 0,
    }
    instance.statuses.set(status.id, status)
    if (author !== this.#own && status.mentions.includes(this.#own)) {
      instance.told.push({ id: instance.nextId(at), status, filtered: post.filtered ?? false })
    }
    return status
  }

  #mentionedIn(text: string, author: Person): Person[] {
    const named = new Set([...text.matchAll(/@([\w.-]{1,60}(?:@[\w.:-]{1,200})?)/g)].map(([, acct]) => acct))
    return [...this.#instance.people.values()].filter(
      (person) =>
        person !== author &&
        (named.has(person.acct) || [...named].some((one) => one?.startsWith(`${person.acct}@`))),
    )
  }

  attach(bytes: Uint8Array, mediaType: string, description: string | null, work: boolean): Attachment {
    const now = this.#instance.now()
    const film = work && mediaType.startsWith('video/')
    const media: Attachment = {
      id: this.#instance.nextId(),
      bytes,
      mediaType,
      description,
      readyAt: film ? new Date(now.getTime() + filmWork) : now,
    }
    this.#instance.uploads.set(media.id, media)
    return media
  }

  post(author: Person, { image, ...post }: NewPost & { replyTo?: string; filtered?: boolean }): Stored {
    const media = image
      ? [this.attach(image.bytes ?? smallPicture, image.mediaType ?? 'image/png', image.alt, false)]
      : []
    return this.write(author, { ...post, media })
  }

  edit(id: string, text: string): void {
    const status = this.#instance.statuses.get(id)
    if (status === undefined) throw new Error(`no such status in the double: ${id}`)
    status.text = text
    status.editedAt = this.#instance.now()
  }

  /** Kept for an hour, as Mastodon does. */
  keep(key: string, status: Stored): void {
    this.#keys.set(key, { status, until: this.#instance.now().getTime() + hour })
  }

  sentUnder(key: string): Stored | undefined {
    const kept = this.#keys.get(key)
    const known = kept !== undefined && kept.until > this.#instance.now().getTime()
    return known && this.#instance.statuses.has(kept.status.id) ? kept.status : undefined
  }

  refuses(text: string, media: readonly (Attachment | undefined)[]): DoubleAnswer | undefined {
    const { characters, attachments } = this.#configuration
    if (text === '' && media.length === 0) return refusal(422, "Validation failed: Text can't be blank")
    const counted = text.replace(/https?:\/\/\S+/g, 'x'.repeat(23)).replace(/(@[\w.-]+)@[\w.:-]+/g, '$1')
    if ([...new Intl.Segmenter().segment(counted)].length > characters)
      return refusal(422, `Validation failed: Text character limit of ${characters} exceeded`)
    if (media.length > attachments) return refusal(422, `Cannot attach more than ${attachments} files`)
    const now = this.#instance.now()
    if (media.some((one) => one === undefined)) return refusal(404, 'Record not found')
    return media.some((one) => one !== undefined && one.readyAt > now)
      ? refusal(422, 'Cannot attach files that have not finished processing. Try again in a moment!')
      : undefined
  }
}
