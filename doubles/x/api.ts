import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import type { Message, Post, World } from './state.ts'

export interface Account {
  readonly id: string
  readonly username: string
}

export const problem = (status: number, type: string, detail: string, extra: object = {}): DoubleAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { title: detail, type: `https://api.x.com/2/problems/${type}`, detail, status, ...extra },
})

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function shown(world: World, post: Post): object {
  const parent = post.to === undefined ? undefined : world.find(post.to)
  return {
    id: post.ids.at(-1),
    text: escaped(post.text),
    author_id: post.author,
    conversation_id: post.conversation,
    created_at: post.createdAt,
    edit_history_post_ids: post.ids,
    ...(post.to === undefined ? {} : { referenced_posts: [{ type: 'replied_to', id: post.to }] }),
    ...(parent ? { in_reply_to_user_id: parent.author } : {}),
    ...(post.media.length > 0 ? { attachments: { media_keys: post.media.map(({ key }) => key) } } : {}),
  }
}

function includes(world: World, posts: readonly Post[]): object {
  const media = posts.flatMap((post) => post.media)
  const users = [...world.users.values()]
  const answered = posts.flatMap(({ to }) => (to === undefined ? [] : (world.find(to) ?? [])))
  const parents = [...new Set(answered)].map((post) => shown(world, post))
  const shownMedia = media.map(({ key, alt }) => ({
    media_key: key,
    type: 'photo',
    url: `https://pbs.twimg.com/media/${key}.jpg`,
    alt_text: alt,
  }))
  return {
    users,
    ...(parents.length > 0 ? { posts: parents } : {}),
    ...(media.length > 0 ? { media: shownMedia } : {}),
  }
}

/** Newest first, after `since_id` and `start_time`, page by page. */
function page<T extends { readonly at: Date }>(
  items: readonly T[],
  idOf: (item: T) => string,
  query: URLSearchParams,
  most: number,
): { readonly part: readonly T[]; readonly meta: object } {
  const since = query.get('since_id')
  const until = query.get('until_id')
  const start = query.get('start_time')
  const fits = items
    .filter((item) => since === null || BigInt(idOf(item)) > BigInt(since))
    .filter((item) => until === null || BigInt(idOf(item)) < BigInt(until))
    .filter((item) => start === null || item.at >= new Date(start))
    .sort((a, b) => (BigInt(idOf(a)) < BigInt(idOf(b)) ? 1 : -1))
  const from = Number(query.get('pagination_token') ?? 0)
  const count = Math.min(Number(query.get('max_results') ?? 10), most)
  const part = fits.slice(from, from + count)
  const more = from + count < fits.length ? { next_token: String(from + count) } : {}
  return { part, meta: { result_count: part.length, ...more } }
}

function postList(world: World, posts: readonly Post[], query: URLSearchParams): DoubleAnswer {
  const { part, meta } = page(posts, ({ ids }) => ids.at(-1) ?? '', query, world.pageSize)
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

export const timeline = (world: World, own: Account, query: URLSearchParams): DoubleAnswer =>
  postList(
    world,
    world.posts.filter(({ author }) => author === own.id),
    query,
  )

export const mentions = (world: World, own: Account, query: URLSearchParams): DoubleAnswer =>
  postList(
    world,
    world.posts.filter(({ text, author }) => author !== own.id && text.includes(`@${own.username}`)),
    query,
  )

export function search(world: World, own: Account, query: URLSearchParams): DoubleAnswer {
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
  )
}

const shownMessage = (own: Account, message: Message): object => ({
  id: message.id,
  event_type: 'MessageCreate',
  text: message.text,
  sender_id: message.from,
  dm_conversation_id: [own.id, message.with].sort().join('-'),
  created_at: message.at.toISOString(),
})

export function messages(world: World, own: Account, query: URLSearchParams, other?: string): DoubleAnswer {
  const listed = world.messages.filter((message) => other === undefined || message.with === other)
  const { part, meta } = page(listed, ({ id }) => id, query, world.pageSize)
  const data = part.length > 0 ? { data: part.map((message) => shownMessage(own, message)) } : {}
  return { body: { ...data, includes: { users: [...world.users.values()] }, meta } }
}

export function message(world: World, own: Account, id: string): DoubleAnswer {
  const found = world.messages.find((one) => one.id === id)
  return found
    ? { body: { data: shownMessage(own, found), includes: { users: [...world.users.values()] } } }
    : problem(404, 'resource-not-found', 'Not Found', { resource_id: id, resource_type: 'dm_event' })
}

export function hide(world: World, own: Account, id: string, request: DoubleRequest): DoubleAnswer {
  const post = world.find(id)
  const root = post && world.find(post.conversation)
  if (post === undefined)
    return problem(404, 'resource-not-found', 'Not Found', { resource_id: id, resource_type: 'post' })
  if (root?.author !== own.id || post.to === undefined)
    return problem(403, 'invalid-request', 'Not your conversation.')
  post.hidden = (request.json() as { hidden: boolean }).hidden
  return { body: { data: { hidden: post.hidden } } }
}

interface NewPost {
  readonly text: string
  readonly reply?: { readonly in_reply_to_tweet_id: string }
  readonly media?: { readonly media_ids: readonly string[] }
}

export function create(
  world: World,
  own: Account,
  summonedOnly: boolean,
  request: DoubleRequest,
): DoubleAnswer {
  const { text, reply, media } = request.json() as NewPost
  const to = reply?.in_reply_to_tweet_id
  const target = to === undefined ? undefined : world.find(to)
  if (summonedOnly && target && !target.text.includes(`@${own.username}`)) {
    return problem(403, 'invalid-request', 'You may only reply to posts that mention or quote you.')
  }
  const twin = world.posts.some((post) => post.author === own.id && post.text === text && post.to === to)
  if (twin)
    return problem(403, 'invalid-request', 'You are not allowed to create a Post with duplicate content.')
  const alts = media?.media_ids.map((id) => world.alts.get(id) ?? '')
  const post = world.add(own.id, text, { ...(to ? { to } : {}), ...(alts ? { alts } : {}) })
  return { status: 201, body: { data: { id: post.ids[0], text } } }
}
