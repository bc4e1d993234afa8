import { graphError, notThere } from '../graph/errors.ts'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { listAnswer } from './answers.ts'
import {
  commentShape,
  mediaShape,
  messageShape,
  parseFields,
  pick,
  type Shape,
  type Wanted,
} from './shapes.ts'
import { type Container, newestMessages, publishedLast, type Thread, type World } from './state.ts'

/** What is asked of the double, with what it needs to answer. */
export interface Asked {
  readonly world: World
  readonly request: DoubleRequest
  readonly origin: string
  readonly token: string
  readonly appId: string
  /** The first page of every list is empty and has a next one. */
  readonly emptyFirst: boolean
}

const wantedIn = ({ request }: Asked): Wanted[] => parseFields(request.url.searchParams.get('fields') ?? 'id')

const list = (asked: Asked, shapes: readonly Shape[]): DoubleAnswer =>
  listAnswer(shapes, wantedIn(asked), asked.request.url, asked.token, asked.emptyFirst)

const day = 86_400_000

/** Posts, or the stories of the last day; neither stands in the other's list. */
const ownMedia = ({ world, origin }: Asked, stories = false): Shape[] =>
  [...world.media.values()]
    .filter(({ owner, product }) => owner.id === world.own.id && (product === 'STORY') === stories)
    .filter(({ timestamp }) => !stories || Date.parse(timestamp) > world.clock.now().getTime() - day)
    .reverse()
    .map((media) => mediaShape(world, origin, media))

function accountShape(asked: Asked): Shape {
  const { world } = asked
  return {
    id: () => world.own.id,
    username: () => world.own.username,
    name: () => world.page.name,
    biography: () => world.profile.description,
    website: () => world.profile.website,
    follows_count: () => world.profile.follows,
    profile_picture_url: () => `${asked.origin}/media/profil.jpg`,
    media_count: () => ownMedia(asked).length,
  }
}

function pageShape(asked: Asked): Shape {
  const { world } = asked
  return {
    id: () => world.page.id,
    name: () => world.page.name,
    instagram_business_account: () => (world.linked ? accountShape(asked) : undefined),
  }
}

/** A film is ready when its bytes have come and somebody has looked. */
function look(container: Container): string {
  if (container.status === 'IN_PROGRESS' && !container.waits.bytes && --container.waits.looks < 0) {
    container.status = 'FINISHED'
  }
  return container.status
}

const threadShape = (thread: Thread): Shape => ({ id: () => thread.id, updated_time: () => thread.updatedAt })

/** Mentions are asked for as fields of the account, with the id in brackets. */
function accountNode(asked: Asked): DoubleAnswer {
  const { world, origin } = asked
  const wanted = wantedIn(asked)
  const plain = wanted.filter(({ name }) => !name.startsWith('mentioned_'))
  const body = pick(accountShape(asked), plain)
  for (const one of wanted) {
    if (one.name === 'mentioned_media') {
      const media = world.media.get(one.with['media_id'] ?? '')
      if (!media?.names) return notThere(one.with['media_id'] ?? '')
      body[one.name] = pick(mediaShape(world, origin, media), one.inner)
    }
    if (one.name === 'mentioned_comment') {
      const comment = world.comments.get(one.with['comment_id'] ?? '')
      if (!comment?.names) return notThere(one.with['comment_id'] ?? '')
      body[one.name] = pick(commentShape(world, origin, comment), one.inner)
    }
  }
  return { body }
}

export function node(asked: Asked, id: string): DoubleAnswer {
  const { world, origin } = asked
  if (id === world.page.id) return { body: pick(pageShape(asked), wantedIn(asked)) }
  if (id === world.own.id) return accountNode(asked)
  const media = world.media.get(id)
  const comment = world.comments.get(id)
  const container = world.containers.get(id)
  const message = world.message(id)
  if (media?.owner.id === world.own.id)
    return { body: pick(mediaShape(world, origin, media), wantedIn(asked)) }
  if (comment?.media.owner.id === world.own.id) {
    return { body: pick(commentShape(world, origin, comment), wantedIn(asked)) }
  }
  if (message) return { body: pick(messageShape(message, asked.token), wantedIn(asked)) }
  if (container) {
    const status = look(container)
    const shape: Shape = { id: () => id, status_code: () => status, status: () => `${status}: details` }
    return { body: pick(shape, wantedIn(asked)) }
  }
  return notThere(id)
}

function conversations(asked: Asked): DoubleAnswer {
  const { world, request } = asked
  if (request.url.searchParams.get('platform')?.toUpperCase() !== 'INSTAGRAM') return { body: { data: [] } }
  const person = request.url.searchParams.get('user_id')
  const threads = [...world.threads.values()]
    .filter((thread) => person === null || thread.with.id === person)
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  return list(asked, threads.map(threadShape))
}

const accountMetrics = new Set(
  'accounts_engaged comments follower_count likes profile_links_taps reach replies saves shares total_interactions views'.split(
    ' ',
  ),
)
const mediaMetrics = new Set('comments likes reach saved shares total_interactions views'.split(' '))

/** A metric that there is none of fails the whole question, as it does in reality. */
function insights(asked: Asked, of: 'account' | 'media'): DoubleAnswer {
  const { searchParams } = asked.request.url
  const metric = searchParams.get('metric') ?? ''
  if (!(of === 'account' ? accountMetrics : mediaMetrics).has(metric)) {
    return graphError(
      400,
      100,
      `(#100) metric[0] must be one of the following values: ${[...accountMetrics].join(', ')}`,
    )
  }
  const period = of === 'account' ? 'day' : 'lifetime'
  const begun = { id: `0/insights/${metric}/${period}`, name: metric, period, title: metric }
  if (searchParams.get('metric_type') === 'total_value')
    return { body: { data: [{ ...begun, total_value: { value: 42 } }] } }
  if (of === 'media') return { body: { data: [{ ...begun, values: [{ value: 7 }] }] } }
  const [since, until] = [Number(searchParams.get('since') ?? 0), Number(searchParams.get('until') ?? 86_400)]
  if (until - since > 31 * 86_400)
    return graphError(400, 100, '(#100) There cannot be more than 30 days between since and until')
  const values = []
  for (let at = since; at < until; at += 86_400) {
    values.push({
      value: 5,
      end_time: new Date((at + 86_400) * 1_000).toISOString().replace('.000Z', '+0000'),
    })
  }
  return { body: { data: [{ ...begun, values }] } }
}

type Edge = (asked: Asked, id: string) => DoubleAnswer | undefined

/** Comments that are hidden are in no list. */
const edges: Readonly<Record<string, Edge>> = {
  media: (asked, id) => (id === asked.world.own.id ? list(asked, ownMedia(asked)) : undefined),
  tags: (asked, id) => {
    const { world, origin } = asked
    if (id !== world.own.id) return undefined
    const tagged = [...world.media.values()].filter((media) => media.tagged).reverse()
    return list(
      asked,
      tagged.map((media) => mediaShape(world, origin, media)),
    )
  },
  comments: (asked, id) => {
    const { world, origin } = asked
    if (world.media.get(id)?.owner.id !== world.own.id) return undefined
    const first = world.commentsOn(id).filter(({ parent, hidden }) => parent === undefined && !hidden)
    return list(
      asked,
      first.map((one) => commentShape(world, origin, one)),
    )
  },
  replies: (asked, id) => {
    const { world, origin } = asked
    const above = world.comments.get(id)
    if (above === undefined) return undefined
    const under = world.commentsOn(above.media.id).filter(({ parent, hidden }) => parent === id && !hidden)
    return list(
      asked,
      under.map((one) => commentShape(world, origin, one)),
    )
  },
  conversations: (asked, id) => (id === asked.world.page.id ? conversations(asked) : undefined),
  messages: (asked, id) => {
    const thread = [...asked.world.threads.values()].find((one) => one.id === id)
    return (
      thread &&
      list(
        asked,
        thread.messages.slice(0, newestMessages).map((one) => messageShape(one, asked.token)),
      )
    )
  },
  stories: (asked, id) => (id === asked.world.own.id ? list(asked, ownMedia(asked, true)) : undefined),
  content_publishing_limit: ({ world }, id) =>
    id === world.own.id
      ? {
          body: {
            data: [
              {
                quota_usage: publishedLast(world),
                config: { quota_total: world.quotaTotal, quota_duration: 86_400 },
              },
            ],
          },
        }
      : undefined,
  insights: (asked, id) => {
    if (id === asked.world.own.id) return insights(asked, 'account')
    return asked.world.media.has(id) ? insights(asked, 'media') : undefined
  },
  subscribed_apps: ({ world, appId }, id) => {
    if (id !== world.page.id) return undefined
    const app = {
      link: 'https://example.se/',
      name: 'Uppsikt',
      id: appId,
      subscribed_fields: world.subscribed,
    }
    return { body: { data: world.subscribed.length === 0 ? [] : [app] } }
  },
}

export function edge(asked: Asked, id: string, name: string): DoubleAnswer {
  if (asked.world.linked || name === 'subscribed_apps') {
    const known = Object.hasOwn(edges, name) ? edges[name]?.(asked, id) : undefined
    if (known) return known
  }
  return notThere(id)
}
