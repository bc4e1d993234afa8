import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { type Asked, contextOf, forbid, json, narrowed, page, refuse, text } from './answers.ts'
import { comments } from './comments.ts'
import { type PostCollection, posts } from './posts.ts'
import { userShape } from './shapes.ts'
import { may, type State, type StoredUser } from './state.ts'

/** The user whose application password came along; like WordPress, a wrong one makes a stranger, not an error. */
function signedIn(state: State, request: DoubleRequest): StoredUser | undefined {
  const [scheme, encoded = ''] = (request.headers['authorization'] ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return undefined
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  const [login, password] = [decoded.slice(0, colon), decoded.slice(colon + 1).replace(/[^a-zA-Z0-9]/g, '')]
  return [...state.users.values()].find((user) => user.login === login && user.password === password)
}

/** The members of the query and of a JSON or form body. */
function parametersOf(request: DoubleRequest): Record<string, unknown> {
  const parameters: Record<string, unknown> = Object.fromEntries(request.url.searchParams)
  const type = request.headers['content-type'] ?? ''
  if (request.body.length === 0) return parameters
  if (type.includes('json')) return { ...parameters, ...(request.json() as object) }
  if (!type.includes('form-urlencoded')) return parameters
  return { ...parameters, ...Object.fromEntries(request.form()) }
}

/** '/wp-json/wp/v2/posts' or '/?rest_route=/wp/v2/posts' → 'wp/v2/posts'; undefined when it is not the API's. */
export function apiPath(url: URL): string | undefined {
  const route = url.searchParams.get('rest_route')
  const path =
    route ?? (/^\/wp-json(\/|$)/.test(url.pathname) ? url.pathname.slice('/wp-json'.length) : undefined)
  return path?.replace(/^\/+|\/+$/g, '')
}

function root(asked: Asked): DoubleAnswer {
  const { state } = asked
  const authorization = `${state.url}/wp-admin/authorize-application.php`
  const shape = {
    name: state.siteName,
    description: state.profile.description,
    url: state.url,
    home: state.url,
    gmt_offset: '0',
    timezone_string: 'UTC',
    namespaces: ['oembed/1.0', 'wp/v2', 'wp-site-health/v1', 'wp-block-editor/v1'],
    authentication: { 'application-passwords': { endpoints: { authorization } } },
    routes: {},
  }
  return json(narrowed(asked, shape))
}

function users(asked: Asked, tail: string | undefined): DoubleAnswer {
  const { state, user } = asked
  if (tail === 'me') {
    if (!user) return refuse(401, 'rest_not_logged_in', 'You are not currently logged in.')
    return json(narrowed(asked, userShape(state, user, contextOf(asked))))
  }
  const all = [...state.users.values()]
  if (tail !== undefined) {
    const found = all.find(({ id }) => String(id) === tail)
    return found
      ? json(userShape(state, found, 'view'))
      : refuse(404, 'rest_user_invalid_id', 'Invalid user ID.')
  }
  const authors = text(asked, 'who') === 'authors'
  if (authors && !may(user, 'edit_posts')) {
    return forbid(user, 'rest_forbidden_who', 'Sorry, you are not allowed to query users by this parameter.')
  }
  const found = all.filter((one) => may(one, 'edit_posts') || (!authors && may(user, 'list_users')))
  return page(asked, { found, shape: (one) => userShape(state, one, 'view'), strictPages: false })
}

const isPostCollection = (name: string | undefined): name is PostCollection =>
  name === 'posts' || name === 'pages' || name === 'media'

/** Answers below /wp-json/. */
export function api(state: State, request: DoubleRequest, path: string): DoubleAnswer {
  const user = signedIn(state, request)
  const asked: Asked = { state, request, user, path, parameters: parametersOf(request) }
  if (path === '') return root(asked)
  const [space, version, collection, tail, ...beyond] = path.split('/')
  const id = tail === undefined ? undefined : /^\d+$/.test(tail) ? Number(tail) : -1
  if (space === 'wp' && version === 'v2' && beyond.length === 0) {
    if (collection === 'users') return users(asked, tail)
    if (collection === 'comments' && id !== -1) return comments(asked, id)
    if (isPostCollection(collection) && id !== -1) return posts(asked, collection, id)
  }
  return refuse(404, 'rest_no_route', 'No route was found matching the URL and request method.')
}
