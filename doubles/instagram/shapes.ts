import type { Comment, Media, Message, Person, World } from './state.ts'

/** What Graph shows of each thing: every field and edge by its name, each worked out when it is asked for. */
export type Shape = Readonly<Record<string, () => unknown>>

/** A name in `fields=`: `id`, `children{id}`, `replies.limit(1){id}`, `mentioned_media.media_id(1){id}`. */
export interface Wanted {
  readonly name: string
  /** Of a modifier: its name and what stands in the brackets. */
  readonly with: Readonly<Record<string, string>>
  readonly inner: readonly Wanted[]
}

/** Reads a field expression. Throws on one that Graph would not read either. */
export function parseFields(text: string): Wanted[] {
  let at = 0
  const list = (): Wanted[] => {
    const found: Wanted[] = []
    for (;;) {
      const name = /^[a-z_]+/.exec(text.slice(at))?.[0]
      if (name === undefined) throw new SyntaxError(`Syntax error at ${at} in "${text}"`)
      at += name.length
      const modifiers: Record<string, string> = {}
      for (let more = /^\.([a-z_]+)\(([^)]*)\)/.exec(text.slice(at)); more; ) {
        modifiers[more[1] ?? ''] = more[2] ?? ''
        at += more[0].length
        more = /^\.([a-z_]+)\(([^)]*)\)/.exec(text.slice(at))
      }
      let inner: Wanted[] = []
      if (text[at] === '{') {
        at++
        inner = list()
        if (text[at] !== '}') throw new SyntaxError(`Expected } at ${at} in "${text}"`)
        at++
      }
      found.push({ name, with: modifiers, inner })
      if (text[at] !== ',') return found
      at++
    }
  }
  const whole = list()
  if (at !== text.length) throw new SyntaxError(`Syntax error at ${at} in "${text}"`)
  return whole
}

/** A field that there is none of: error 100 in Graph, for the whole question. */
export class NoSuchField extends Error {}

/** The fields that are wanted, in a thing or in each of a list. What has no value is left out, as Graph does. */
export function pick(shape: Shape, wanted: readonly Wanted[]): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const { name, inner } of [{ name: 'id', inner: [] as readonly Wanted[] }, ...wanted]) {
    const value = shape[name]
    if (value === undefined) throw new NoSuchField(name)
    const found = value()
    if (found === undefined) continue
    shown[name] = inner.length === 0 ? found : nested(found, inner)
  }
  return shown
}

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((one) => typeof one === 'function')

function nested(value: unknown, inner: readonly Wanted[]): unknown {
  if (Array.isArray(value)) return { data: value.filter(isShape).map((one) => pick(one, inner)) }
  return isShape(value) ? pick(value, inner) : value
}

/** Signed, and good for a day: after that the picture is no longer given. */
const signed = (world: World, origin: string, id: string, type: 'IMAGE' | 'VIDEO'): string => {
  const oe = Math.floor(world.clock.now().getTime() / 1_000 + 86_400).toString(16)
  return `${origin}/media/${id}.${type === 'IMAGE' ? 'jpg' : 'mp4'}?oe=${oe}`
}

export function mediaShape(world: World, origin: string, media: Media): Shape {
  const own = media.owner.id === world.own.id
  const leaf = media.type === 'CAROUSEL_ALBUM' ? (media.children[0]?.type ?? 'IMAGE') : media.type
  return {
    id: () => media.id,
    caption: () => media.caption || undefined,
    media_type: () => media.type,
    media_product_type: () => media.product,
    media_url: () => signed(world, origin, media.id, leaf),
    thumbnail_url: () => (media.type === 'VIDEO' ? signed(world, origin, media.id, 'IMAGE') : undefined),
    permalink: () => `https://www.instagram.com/p/${BigInt(media.id).toString(36)}/`,
    timestamp: () => media.timestamp,
    username: () => media.owner.username,
    alt_text: () => media.alt,
    comments_count: () => world.commentsOn(media.id).filter(({ hidden }) => !hidden).length,
    comments: () =>
      world
        .commentsOn(media.id)
        .filter(({ hidden, parent }) => !hidden && parent === undefined)
        .map((comment) => commentShape(world, origin, comment)),
    like_count: () => 0,
    is_comment_enabled: () => true,
    owner: () => (own ? personShape(media.owner) : undefined),
    children: () =>
      media.children.length === 0
        ? undefined
        : media.children.map(
            (child): Shape => ({
              id: () => child.id,
              media_type: () => child.type,
              media_url: () => signed(world, origin, child.id, child.type),
              thumbnail_url: () => undefined,
              alt_text: () => child.alt,
            }),
          ),
  }
}

const personShape = (person: Person): Shape => ({ id: () => person.id, username: () => person.username })

export function commentShape(world: World, origin: string, comment: Comment): Shape {
  return {
    id: () => comment.id,
    text: () => comment.text,
    timestamp: () => comment.timestamp,
    username: () => comment.by.username,
    from: () => ({ id: comment.by.id, username: comment.by.username }),
    hidden: () => comment.hidden,
    like_count: () => 0,
    parent_id: () => comment.parent,
    media: () => mediaShape(world, origin, comment.media),
    user: () => (comment.by.id === world.own.id ? { id: world.own.id } : undefined),
    replies: () => {
      const under = world
        .commentsOn(comment.media.id)
        .filter((one) => one.parent === comment.id && !one.hidden)
      return under.length === 0 ? undefined : under.map((one) => commentShape(world, origin, one))
    },
  }
}

/** Attachments are a list inside the message, with the address of a next page, which holds the token. */
export const messageShape = (message: Message, token: string): Shape => ({
  id: () => message.id,
  created_time: () => message.createdAt,
  from: () => ({ id: message.from.id, username: message.from.username }),
  to: () => ({ data: [{ id: message.to.id, username: message.to.username }] }),
  message: () => message.text,
  attachments: () =>
    message.picture === undefined
      ? undefined
      : {
          data: [{ id: message.id, mime_type: 'image/jpeg', image_data: { url: message.picture } }],
          paging: { next: `https://graph.facebook.com/${message.id}/attachments?access_token=${token}` },
        },
})
