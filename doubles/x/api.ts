import type { DoubleAnswer, Fault } from '../server.ts'
import { keyOf, shortened, shortenedPost } from './links.ts'
import type { Media, Message, Post, World } from './state.ts'

export interface Account {
  readonly id: string
  readonly username: string
}

export const problem = (status: number, type: string, detail: string, extra: object = {}): DoubleAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { title: detail, type: `https://api.x.com/2/problems/${type}`, detail, status, ...extra },
})

/** The public counter of each thing that readers do. */
const counters: Readonly<Record<string, string>> = {
  impressions: 'impression_count',
  likes: 'like_count',
  retweets: 'repost_count',
  quote_tweets: 'quote_count',
  bookmarks: 'bookmark_count',
}

function publicMetrics(world: World, post: Post): object {
  const sums = Object.entries(counters).map(([field, name]) => [
    name,
    post.counts.filter((one) => one.field === field).reduce((sum, { count }) => sum + count, 0),
  ])
  const replies = world.posts.filter(({ to }) => to !== undefined && post.ids.includes(to))
  return { ...Object.fromEntries(sums), reply_count: replies.length }
}

const nameOf = (world: World, id: string): string =>
  [...world.users.values()].find((user) => user.id === id)?.username ?? id

export function shown(world: World, post: Post): object {
  const parent = post.to === undefined ? undefined : world.find(post.to)
  const { text, urls } = shortenedPost(post, nameOf(world, post.author))
  return {
    id: post.ids.at(-1),
    text,
    ...(urls.length > 0 ? { entities: { urls } } : {}),
    author_id: post.author,
    conversation_id: post.conversation,
    created_at: post.createdAt,
    edit_history_post_ids: post.ids,
    public_metrics: publicMetrics(world, post),
    ...(post.to === undefined ? {} : { referenced_posts: [{ type: 'replied_to', id: post.to }] }),
    ...(parent ? { in_reply_to_user_id: parent.author } : {}),
    ...(post.media.length > 0 ? { attachments: { media_keys: post.media.map(keyOf) } } : {}),
  }
}

function shownMedia({ origin }: World, media: Media): object {
  const url = `${origin}/media/${media.id}`
  const film = media.kind === 'video'
  return {
    media_key: keyOf(media),
    type: media.kind,
    ...(film
      ? {
          preview_image_url: `${url}/preview`,
          variants: [{ bit_rate: 832_000, content_type: media.mediaType, url }],
        }
      : { url }),
    ...(media.alt === '' ? {} : { alt_text: media.alt }),
  }
}

function includes(world: World, posts: readonly Post[]): object {
  const media = posts.flatMap((post) => post.media)
  const users = [...world.users.values()]
  const answered = posts.flatMap(({ to }) => (to === undefined ? [] : (world.find(to) ?? [])))
  const parents = [...new Set(answered)].map((post) => shown(world, post))
  return {
    users,
    ...(parents.length > 0 ? { posts: parents } : {}),
    ...(media.length > 0 ? { media: media.map((one) => shownMedia(world, one)) } : {}),
  }
}

/** Ways in which a list may come that are right, or wrong, and that a caller has to live with. */
export interface Listing {
  /** The first page has nothing on it, and goes on. */
  readonly emptyFirst: boolean
  readonly fault: Fault | undefined
}

/** Newest first, after `since_id` and `start_time`, page by page. */
function page<T extends { readonly at: Date }>(
  items: readonly T[],
  idOf: (item: T) => string,
  query: URLSearchParams,
  most: number,
  { emptyFirst, fault }: Listing,
): { readonly part: readonly T[]; readonly meta: object } {
  const since = query.get('since_id')
  const until = query.get('until_id')
  const start = query.get('start_time')
  const fits = items
    .filter((item) => since === null || BigInt(idOf(item)) > BigInt(since))
    .filter((item) => until === null || BigInt(idOf(item)) < BigInt(until))
    .filter((item) => start === null || item.at >= new Date(start))
    .sort((a, b) => (BigInt(idOf(a)) < BigInt(idOf(b)) ? 1 : -1))
  const token = query.get('pagination_token')
  if (emptyFirst && token === null && fits.length > 0)
    return { part: [], meta: { result_count: 0, next_token: tokenOf(0) } }
  if (fault?.kind === 'reversed') fits.reverse()
  const from = token === null ? 0 : Number.parseInt(token, 10)
  const count = Math.min(Number(query.get('max_results') ?? 10), most)
  const slice = fits.slice(from, from + count)
  const part = fault?.kind === 'twice' ? slice.flatMap((one) => [one, one]) : slice
  const more = from + count < fits.length ? { next_token: tokenOf(from + count) } : {}
  return { part, meta: { result_count: part.length, ...more } }
}

const tokenOf = (from: number): string => String(from).padStart(16, '0')

function postList(
  world: World,
  posts: readonly Post[],
  query: URLSearchParams,
  listing: Listing,
): DoubleAnswer {
  const { part, meta } = page(posts, ({ ids }) => ids.at(-1) ?? '', query, world.pageSize, listing)
  const data = part.length > 0 ? { data: part.map((post) => shown(world, post)) } : {}
  return { body: { ...data, includes: includes(world, part), meta } }
}

export function lookup(world: World, query: URLSearchParams): DoubleAnswer {
  const ids = (query.get('ids') ?? '').split(',')
  const found = ids.flatMap((id) => world.find(id) ?? [])
  const errors = ids
    .filter((id) => world.find(id) === undefined)
    .map((id) => ({
      resource_id: id,
      resource_type: 'post',
      parameter: 'ids',
      value: id,
      title: 'Not Found Error',
      detail: `Could not find post with ids: [${id}].`,
      type: 'https://api.x.com/2/problems/resource-not-found',
    }))
  const data = found.length > 0 ? { data: found.map((post) => shown(world, post)) } : {}
  return { body: { ...data, includes: includes(world, found), ...(errors.length > 0 ? { errors } : {}) } }
}

export const timeline = (world: World, own: Account, query: URLSearchParams, as: Listing): DoubleAnswer =>
  postList(
    world,
    world.posts.filter(({ author }) => author === own.id),
    query,
    as,
  )

export const mentions = (world: World, own: Account, query: URLSearchParams, as: Listing): DoubleAnswer =>
  postList(
    world,
    world.posts.filter(({ text, author }) => author !== own.id && text.includes(`@${own.username}`)),
    query,
    as,
  )

export function search(world: World, own: Account, query: URLSearchParams, as: Listing): DoubleAnswer {
  const asked = query.get('query') ?? ''
  const oldest = world.now().getTime() - 7 * 86_400_000
  const start = query.get('start_time')
  if (asked.length > 512 || (start !== null && Date.parse(start) < oldest)) {
    return problem(400, 'invalid-request', 'One or more parameters to your request was invalid.')
  }
  const conversations = [...asked.matchAll(/conversation_id:(\d+)/g)].map(([, id]) => id)
  const toOwn = asked.includes(`to:${own.username}`)
  const fits = (post: Post): boolean =>
    conversations.includes(post.conversation) ||
    (toOwn && post.to !== undefined && world.find(post.to)?.author === own.id)
  return postList(
    world,
    world.posts.filter((post) => post.at.getTime() >= oldest && fits(post)),
    query,
    as,
  )
}

function shownMessage(own: Account, message: Message): object {
  const { text, urls } = shortened(message.id, message.text)
  return {
    id: message.id,
    event_type: 'MessageCreate',
    text,
    ...(urls.length > 0 ? { entities: { urls } } : {}),
    sender_id: message.from,
    dm_conversation_id: [own.id, message.with].sort().join('-'),
    created_at: message.at.toISOString(),
  }
}

export function messages(
  world: World,
  own: Account,
  query: URLSearchParams,
  as: Listing,
  other?: string,
): DoubleAnswer {
  const listed = world.messages.filter((message) => other === undefined || message.with === other)
  const { part, meta } = page(listed, ({ id }) => id, query, world.pageSize, as)
  const data = part.length > 0 ? { data: part.map((message) => shownMessage(own, message)) } : {}
  return { body: { ...data, includes: { users: [...world.users.values()] }, meta } }
}

export function message(world: World, own: Account, id: string): DoubleAnswer {
  const found = world.messages.find((one) => one.id === id)
  return found
    ? { body: { data: shownMessage(own, found), includes: { users: [...world.users.values()] } } }
    : problem(404, 'resource-not-found', 'Not Found', { resource_id: id, resource_type: 'dm_event' })
}
