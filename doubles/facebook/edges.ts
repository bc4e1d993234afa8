import { graphError, notThere } from '../graph/errors.ts'
import { formOf } from '../graph/forms.ts'
import { cut, pageOf } from '../graph/listing.ts'
import type { DoubleAnswer, DoubleRequest, DoubleServer } from '../server.ts'
import { viewOf } from './shapes.ts'
import type { Stored, World } from './state.ts'

interface Asked {
  readonly world: World
  readonly request: DoubleRequest
  readonly server: DoubleServer
  readonly id: string
}
type Edge = (asked: Asked) => DoubleAnswer

const listed = ({ world, request, server }: Asked, things: readonly Stored[]): DoubleAnswer => {
  const newest = [...things].reverse()
  return pageOf(
    newest.map((thing) => cut(viewOf(world, request.url.origin, thing), request)),
    request,
    { fault: server.fault },
  )
}

const posts = (world: World, elsewhere: boolean): Stored[] =>
  world.of('post').filter((post) => (post.elsewhere === true) === elsewhere)

function insights({ request: { url } }: Asked): DoubleAnswer {
  const metric = url.searchParams.get('metric') ?? ''
  if (
    !/^(page_media_view|page_total_media_view_unique|page_follows|post_total_media_view_unique)$/.test(metric)
  ) {
    return graphError(400, 100, '(#100) The value must be a valid insights metric')
  }
  const period = url.searchParams.get('period') ?? 'day'
  const [since, until] = ['since', 'until'].map((name) => Date.parse(url.searchParams.get(name) ?? ''))
  const values: object[] = []
  if (period === 'lifetime') values.push({ value: 41 })
  else
    for (let at = since ?? 0; at < (until ?? 0); at += 86_400_000)
      values.push({
        value: 7,
        end_time: `${new Date(at + 86_400_000).toISOString().slice(0, 10)}T08:00:00+0000`,
      })
  return {
    body: {
      data: [{ name: metric, period, values, title: metric, description: metric, id: `${metric}/${period}` }],
    },
  }
}

function comment({ world, request, id }: Asked): DoubleAnswer {
  const above = world.things.get(id)
  const message = formOf(request).fields.get('message')
  if (!message) return graphError(400, 100, '(#100) Comment is empty')
  if (above === undefined) return notThere(id)
  return { body: { id: addComment(world, above, world.page, message).id } }
}

/** An answer to an answer stands beside it, under the same comment. */
export function addComment(world: World, above: Stored, from: Stored['from'], message: string): Stored {
  const post = above.kind === 'comment' ? (above.post ?? '') : above.id
  const top =
    above.kind === 'comment' && world.things.get(above.parent ?? '')?.kind === 'comment'
      ? above.parent
      : above.id
  return world.add({
    id: `${post.split('_')[1] ?? post}_${world.nextId()}`,
    kind: 'comment',
    message,
    from,
    post,
    ...(top ? { parent: top } : {}),
  })
}

function feed({ world, request }: Asked): DoubleAnswer {
  const { fields } = formOf(request)
  const message = fields.get('message') ?? ''
  const photos = [...fields].flatMap(([name, value]) =>
    /^attached_media\[\d+\]$/.test(name)
      ? [String((JSON.parse(value) as { media_fbid: string }).media_fbid)]
      : [],
  )
  const recent = posts(world, false).at(-1)
  if (message !== '' && recent?.message === message && recent.from?.id === world.page.id)
    return graphError(400, 506, '(#506) Duplicate status message')
  const id = `${world.page.id}_${world.nextId()}`
  const link = fields.get('link')
  world.add({ id, kind: 'post', message, from: world.page, photos, ...(link ? { link } : {}) })
  return { body: { id } }
}

function video({ world, request }: Asked): DoubleAnswer {
  const { fields } = formOf(request)
  const message = fields.get('description') ?? ''
  const post = world.add({
    id: `${world.page.id}_${world.nextId()}`,
    kind: 'post',
    message,
    from: world.page,
  })
  const { id } = world.add({ id: world.nextId(), kind: 'video', message, post: post.id })
  return { body: { id } }
}

function photo({ world, request }: Asked): DoubleAnswer {
  const { fields, file } = formOf(request)
  if (!file) return graphError(400, 324, '(#324) Missing or invalid image file')
  const alt = fields.get('alt_text_custom')
  const { id } = world.add({ id: world.nextId(), kind: 'photo', message: '', ...(alt ? { alt } : {}) })
  return { body: { id } }
}

/** A conversation with one person, made when it is not there. */
export function threadWith(world: World, person: { id: string; name: string }): Stored {
  return (
    world.of('thread').find((one) => one.from?.id === person.id) ??
    world.add({ id: `t_${world.nextId()}`, kind: 'thread', message: '', from: person })
  )
}

function message({ world, request }: Asked): DoubleAnswer {
  const { fields } = formOf(request)
  const recipient = JSON.parse(fields.get('recipient') ?? '{}') as { comment_id?: string; id?: string }
  const { text = '' } = JSON.parse(fields.get('message') ?? '{}') as { text?: string }
  const about = world.things.get(recipient.comment_id ?? '')
  if (about?.repliedIn) return graphError(400, 10_900, '(#10900) Activity already replied to')
  const person = about?.from ?? world.of('thread').find((one) => one.from?.id === recipient.id)?.from
  if (!person) return graphError(400, 100, '(#100) No matching user found', { subcode: 2_018_001 })
  const thread = threadWith(world, person)
  if (about) about.repliedIn = thread.id
  const { id } = world.add({
    id: `m_${world.nextId()}`,
    kind: 'message',
    message: text,
    from: world.page,
    parent: thread.id,
  })
  return { body: { recipient_id: person.id, message_id: id } }
}

function block({ world, request }: Asked): DoubleAnswer {
  const users = JSON.parse(formOf(request).fields.get('user') ?? '[]') as string[]
  for (const user of users) world.blocked.add(user)
  return { body: Object.fromEntries(users.map((user) => [user, true])) }
}

export const edges: Readonly<Record<string, Edge>> = {
  'GET feed': (asked) => listed(asked, posts(asked.world, false)),
  'POST feed': feed,
  'GET tagged': (asked) => listed(asked, posts(asked.world, true)),
  'GET conversations': (asked) => {
    const user = asked.request.url.searchParams.get('user_id')
    return listed(
      asked,
      asked.world.of('thread').filter((one) => user === null || one.from?.id === user),
    )
  },
  'GET messages': (asked) => listed(asked, asked.world.of('message', asked.id)),
  'POST messages': message,
  'GET comments': (asked) => listed(asked, asked.world.of('comment', asked.id)),
  'POST comments': comment,
  'POST photos': photo,
  'POST videos': video,
  'POST captions': () => ({ body: { success: true } }),
  'POST blocked': block,
  'POST subscribed_apps': () => ({ body: { success: true } }),
  'GET insights': insights,
}
