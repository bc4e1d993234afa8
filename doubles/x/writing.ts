import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { type Account, problem } from './api.ts'
import { tellMessage, tellPost } from './events.ts'
import { isReady } from './media.ts'
import type { World } from './state.ts'

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
  const shown = (media?.media_ids ?? []).map((id) => world.media.get(id))
  if (shown.some((one) => one === undefined || !isReady(world, one.id)))
    return problem(400, 'invalid-request', 'Your media IDs are invalid.')
  const post = world.add(own.id, text, {
    ...(to ? { to } : {}),
    media: shown.filter((one) => one !== undefined),
  })
  tellPost(world, own, post)
  return { status: 201, body: { data: { id: post.ids[0], text } } }
}

export function writeTo(world: World, own: Account, to: string, request: DoubleRequest): DoubleAnswer {
  const { text } = request.json() as { text: string }
  const message = { id: world.nextId(), from: own.id, with: to, text, at: world.now() }
  world.messages.push(message)
  tellMessage(world, own, message)
  const conversation = [own.id, to].sort().join('-')
  return { status: 201, body: { data: { dm_event_id: message.id, dm_conversation_id: conversation } } }
}
