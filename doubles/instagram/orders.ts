import { graphError, notThere } from '../graph/errors.ts'
import { formOf } from '../graph/forms.ts'
import type { DoubleAnswer } from '../server.ts'
import type { Asked } from './api.ts'
import { type Media, publishedLast, type World } from './state.ts'

type Params = Readonly<Record<string, unknown>>

/** What is not text stands as JSON in a form. */
const parsed = (text: string): unknown => (/^[[{]/.test(text) ? JSON.parse(text) : text)

/** Parameters of the address and of a form together, as Graph takes them. */
export const paramsOf = ({ request }: Asked): Params =>
  Object.fromEntries([...formOf(request).fields].map(([name, value]) => [name, parsed(value)]))

const said = (params: Params, name: string): string => {
  const value = params[name]
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
}

const success: DoubleAnswer = { body: { success: true } }
const day = 86_400_000

/** A container with what it was asked to hold; nobody sees it. */
function makeContainer({ world }: Asked, params: Params): DoubleAnswer {
  const text = Object.fromEntries(Object.keys(params).map((name) => [name, said(params, name)]))
  const film = text['video_url'] !== undefined || text['upload_type'] === 'resumable'
  const many = text['media_type'] === 'CAROUSEL'
  if (!film && !many && !/^https?:/.test(text['image_url'] ?? '')) {
    return graphError(400, 9004, 'The media could not be fetched from this URI.', { subcode: 2207052 })
  }
  if (film && text['media_type'] !== 'REELS')
    return graphError(400, 100, '(#100) media_type must be REELS for a video')
  const container = {
    id: world.nextId(),
    params: text,
    status: film ? ('IN_PROGRESS' as const) : ('FINISHED' as const),
    waits: { bytes: text['upload_type'] === 'resumable', looks: film ? 1 : 0 },
    madeAt: world.clock.now(),
  }
  world.containers.set(container.id, container)
  return { body: { id: container.id } }
}

function mediaOf(world: World, params: Readonly<Record<string, string>>): Media {
  const begun = { owner: world.own, caption: params['caption'] ?? '', tagged: false, names: false }
  if (params['media_type'] === 'CAROUSEL') {
    const ids = JSON.parse(params['children'] ?? '[]') as string[]
    const children = ids.map((id) => {
      const alt = world.containers.get(id)?.params['alt_text']
      return { id: world.nextId(), type: 'IMAGE' as const, ...(alt ? { alt } : {}) }
    })
    return world.addMedia({ ...begun, type: 'CAROUSEL_ALBUM', product: 'FEED', children })
  }
  const film = params['media_type'] === 'REELS'
  const alt = params['alt_text']
  const how = film
    ? ({ type: 'VIDEO', product: 'REELS' } as const)
    : ({ type: 'IMAGE', product: 'FEED' } as const)
  return world.addMedia({ ...begun, ...how, children: [], ...(alt ? { alt } : {}) })
}

function publish({ world }: Asked, params: Params): DoubleAnswer {
  const container = world.containers.get(said(params, 'creation_id'))
  if (container === undefined) return notThere(said(params, 'creation_id'))
  if (container.status !== 'FINISHED') {
    return graphError(400, 9007, 'The media is not ready for publishing, please wait for a moment', {
      subcode: 2207027,
    })
  }
  if (publishedLast(world) >= world.quotaTotal) {
    return graphError(403, 9, 'The user has reached the maximum number of posts', { subcode: 2207042 })
  }
  container.status = 'PUBLISHED'
  container.publishedAs = mediaOf(world, container.params).id
  return { body: { id: container.publishedAs } }
}

function hide({ world }: Asked, id: string, params: Params): DoubleAnswer {
  const comment = world.comments.get(id)
  if (comment?.media.owner.id !== world.own.id) return notThere(id)
  if (comment.by.id === world.own.id) return graphError(400, 100, '(#100) You cannot hide your own comment')
  if (!['true', 'false'].includes(said(params, 'hide')))
    return graphError(400, 100, '(#100) The parameter hide is required')
  comment.hidden = said(params, 'hide') === 'true'
  return success
}

function comment({ world }: Asked, to: string, params: Params): DoubleAnswer {
  const above = world.comments.get(to)
  if (above === undefined && world.media.get(to)?.owner.id !== world.own.id) return notThere(to)
  if (above?.hidden) return graphError(400, 100, '(#100) You cannot reply to a hidden comment')
  return { body: { id: world.addComment(world.own, to, said(params, 'message')).id } }
}

function answerMention({ world }: Asked, params: Params): DoubleAnswer {
  const [media, about] = [world.media.get(said(params, 'media_id')), said(params, 'comment_id')]
  const named = about === '' ? media?.names : world.comments.get(about)?.names
  if (media === undefined || !named) return notThere(said(params, 'media_id'))
  return { body: { id: world.addComment(world.own, about || media.id, said(params, 'message')).id } }
}

/** A private reply to a comment: one, in seven days. A message to a person: within a day of their latest. */
function message({ world }: Asked, params: Params): DoubleAnswer {
  const recipient = params['recipient'] as { comment_id?: string; id?: string } | undefined
  const text = (params['message'] as { text?: string } | undefined)?.text ?? ''
  if (Buffer.byteLength(text) > 1_000)
    return graphError(400, 100, '(#100) Length of param message[text] must be less than or equal to 1000')
  const now = world.clock.now().getTime()
  if (recipient?.comment_id !== undefined) {
    const about = world.comments.get(recipient.comment_id)
    if (about === undefined) return notThere(recipient.comment_id)
    const answered = world.threads.get(about.by.id)?.messages.some((one) => one.answers === about.id)
    if (answered || now - Date.parse(about.timestamp) > 7 * day) {
      return graphError(400, 10900, '(#10900) Activity already replied to, or is too old')
    }
    const sent = world.addMessage({ from: world.own, to: about.by, text, answers: about.id })
    return { body: { recipient_id: about.by.id, message_id: sent.id } }
  }
  const thread = world.threads.get(recipient?.id ?? '')
  const latest = thread?.messages.find((one) => one.from.id === thread.with.id)
  if (thread === undefined || latest === undefined || now - Date.parse(latest.createdAt) > day) {
    return graphError(400, 10, '(#10) This message is sent outside of allowed window.', { subcode: 2534022 })
  }
  const sent = world.addMessage({ from: world.own, to: thread.with, text })
  return { body: { recipient_id: thread.with.id, message_id: sent.id } }
}

function moderate({ world }: Asked, params: Params): DoubleAnswer {
  const people = (params['user_ids'] as { id: string }[] | undefined) ?? []
  const unknown = people.find(({ id }) => !world.threads.has(id))
  if (unknown) return graphError(400, 100, '(#100) There is no conversation with this user')
  for (const { id } of people) world.blocked.add(id)
  return success
}

/** What changes something by POST. */
export function post(asked: Asked, id: string, name: string | undefined): DoubleAnswer {
  const { world } = asked
  const params = paramsOf(asked)
  const [account, page] = [id === world.own.id, id === world.page.id]
  if (account && name === 'media') return makeContainer(asked, params)
  if (account && name === 'media_publish') return publish(asked, params)
  if (account && name === 'mentions') return answerMention(asked, params)
  if (page && name === 'messages') return message(asked, params)
  if (page && name === 'moderate_conversations') return moderate(asked, params)
  if (page && name === 'subscribed_apps') {
    world.subscribed = params['subscribed_fields'] as string[]
    return success
  }
  if (name === 'comments' || name === 'replies') return comment(asked, id, params)
  return name === undefined ? hide(asked, id, params) : notThere(id)
}

export function remove({ world }: Asked, id: string): DoubleAnswer {
  const ours =
    world.media.get(id)?.owner.id === world.own.id || world.comments.get(id)?.media.owner.id === world.own.id
  if (!ours) return notThere(id)
  world.remove(id)
  return success
}

/** A film's bytes, sent to the container that waits for them. */
export function receiveFilm({ world, request }: Asked, id: string): DoubleAnswer {
  const container = world.containers.get(id)
  if (container === undefined) return notThere(id)
  if (Number(request.headers['file_size']) !== request.body.length || request.headers['offset'] !== '0') {
    return {
      status: 400,
      body: { debug_info: { retriable: false, type: 'OffsetInvalidError', message: 'offset' } },
    }
  }
  container.waits.bytes = false
  return { body: { success: true, message: 'Upload successful.' } }
}
