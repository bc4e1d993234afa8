import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { askedMedia, beginUpload, finishUpload } from './media.ts'
import { list, notFound, refusal, shownComment, shownNotice, shownPost } from './shapes.ts'
import { member, own, type State } from './state.ts'
import { statistics } from './statistics.ts'

type Body = Readonly<Record<string, unknown>>

/** Which role and permission each resource asks for. */
const doors: Readonly<Record<string, { readonly scope: RegExp; readonly roles: readonly string[] }>> = {
  posts: {
    scope: /_organization_social$/,
    roles: ['ADMINISTRATOR', 'DIRECT_SPONSORED_CONTENT_POSTER', 'CONTENT_ADMIN'],
  },
  socialActions: {
    scope: /_organization_social(_feed)?$/,
    roles: ['ADMINISTRATOR', 'DIRECT_SPONSORED_CONTENT_POSTER'],
  },
  organizationalEntityNotifications: { scope: /^rw_organization_admin$/, roles: ['ADMINISTRATOR'] },
  eventSubscriptions: { scope: /^rw_organization_admin$/, roles: ['ADMINISTRATOR'] },
  organizationalEntityShareStatistics: { scope: /^rw_organization_admin$/, roles: ['ADMINISTRATOR'] },
  organizationalEntityFollowerStatistics: { scope: /^rw_organization_admin$/, roles: ['ADMINISTRATOR'] },
}

function shut(state: State, resource: string, method: string): DoubleAnswer | undefined {
  const door = doors[resource]
  if (door === undefined) return undefined
  const access = method === 'GET' ? /^rw?_/ : /^r?w_/
  const scope = state.scopes.some((one) => door.scope.test(one) && access.test(one))
  const role = state.roles.some((one) => door.roles.includes(one))
  return scope && role
    ? undefined
    : refusal(403, 'ACCESS_DENIED', `Not enough permissions to access: ${resource}.${method}`, 100)
}

function identified(state: State, { headers, bearer }: DoubleRequest): DoubleAnswer | undefined {
  if (state.dayIsOver) {
    const message = 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.'
    return refusal(429, 'TOO_MANY_REQUESTS', message, 101)
  }
  if (bearer !== state.tokens.access)
    return refusal(401, 'INVALID_ACCESS_TOKEN', 'Invalid access token', 65_600)
  if (state.tokens.endsAt <= state.now())
    return refusal(401, 'EXPIRED_ACCESS_TOKEN', 'The token used in the request has expired', 65_601)
  const version = headers['linkedin-version'] ?? ''
  if (!state.versions.includes(version))
    return refusal(426, 'NONEXISTENT_VERSION', `Requested version ${version}01 is not active`)
  return headers['x-restli-protocol-version'] === '2.0.0'
    ? undefined
    : refusal(400, 'ILLEGAL_ARGUMENT', 'X-Restli-Protocol-Version must be 2.0.0')
}

function posts(state: State, request: DoubleRequest, key: string | undefined): DoubleAnswer {
  if (request.method === 'POST') {
    const body = request.json() as Body
    const commentary = String(body['commentary'])
    const twin = [...state.posts.values()].find(
      ({ author, text, at }) => author === own && text === commentary && (at ?? 0) > state.now() - 600_000,
    )
    if (twin) return refusal(422, 'DUPLICATE_POST', `Content is a duplicate of ${twin.id}`)
    const content = body['content'] as object | undefined
    const { id } = state.addPost({ author: own, text: commentary, at: state.now(), content })
    return { status: 201, headers: { 'x-restli-id': id } }
  }
  if (key !== undefined) {
    const post = state.posts.get(key)
    if (state.hidden.has(key))
      return refusal(403, 'ACCESS_DENIED', 'Not enough permissions to access: posts.GET', 100)
    return post ? { body: shownPost(post) } : notFound
  }
  const mine = [...state.posts.values()].filter(({ author }) => author === own).reverse()
  return list(request.url, mine.sort((a, b) => b.modified - a.modified).map(shownPost), state.gap)
}

function comments(
  state: State,
  request: DoubleRequest,
  thread: string,
  id: string | undefined,
): DoubleAnswer {
  if (id !== undefined) {
    const comment = state.commentBy(thread, id)
    return comment ? { body: shownComment(state, comment) } : notFound
  }
  const post = state.postBy(thread)
  const known = post ? !state.lostThreads.has(post.id) : state.comments.has(thread)
  if (!known) return notFound
  if (post && state.shutThreads.has(post.id))
    return refusal(403, 'ACCESS_DENIED', 'Not enough permissions to access: socialActions', 100)
  if (request.method === 'POST') {
    const body = request.json() as Body
    const { text } = body['message'] as { text: string }
    const above = state.comments.get(String(body['parentComment'] ?? thread))
    if (above?.parent)
      return refusal(400, 'INVALID_PARENT_COMMENT', 'Only two levels of comments are allowed')
    const made = state.addComment(String(body['actor']), String(body['parentComment'] ?? thread), text)
    if (!made) return notFound
    return { status: 201, headers: { 'x-restli-id': made.id }, body: shownComment(state, made) }
  }
  const under = [...state.comments.values()].filter((one) =>
    post ? one.post === post && one.parent === undefined : one.parent === thread,
  )
  return list(
    request.url,
    under.map((one) => shownComment(state, one)),
    state.gap,
  )
}

function notifications(state: State, { url }: DoubleRequest): DoubleAnswer {
  const wanted = (url.searchParams.get('actions') ?? '').replace(/^List\(|\)$/g, '').split(',')
  const [, start = '0', end = '0'] =
    /^\(start:(\d+),end:(\d+)\)$/.exec(url.searchParams.get('timeRange') ?? '') ?? []
  const found = state.notices.filter(
    ({ action, at }) => wanted.includes(action) && at >= Number(start) && at <= Number(end),
  )
  return list(url, found.reverse().map(shownNotice))
}

export function answer(state: State, request: DoubleRequest): DoubleAnswer {
  const { url, method } = request
  const refused = identified(state, request)
  if (refused) return refused
  const [resource = '', key, , id] = url.pathname.replace('/rest/', '').split('/').map(decodeURIComponent)
  const closed = shut(state, resource, method)
  if (closed) return closed
  switch (resource) {
    case 'organizationAcls':
      return list(
        url,
        state.roles.map((role) => ({ organization: own, role, state: 'APPROVED', roleAssignee: member })),
      )
    case 'organizations':
      return key === '5515715'
        ? { body: { id: 5_515_715, localizedName: 'Kommunen', vanityName: 'kommunen' } }
        : notFound
    case 'posts':
      return posts(state, request, key)
    case 'socialActions':
      return key === undefined ? notFound : comments(state, request, key, id)
    case 'organizationalEntityNotifications':
      return notifications(state, request)
    case 'eventSubscriptions':
      state.webhook = String((request.json() as Body)['webhook'])
      return { status: 200 }
    case 'images':
    case 'videos':
      if (method === 'GET') return askedMedia(state, url, key ?? '')
      return url.searchParams.get('action') === 'finalizeUpload'
        ? finishUpload(state, request.json() as Body)
        : beginUpload(state, url, request.json() as Body)
    default:
      return statistics(state, url, resource)
  }
}
