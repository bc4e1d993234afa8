import { type Clock, systemClock } from '../../src/kernel/index.ts'
import { Access, isToken } from '../graph/access.ts'
import { graphError, graphFault, notThere, usageHeaders } from '../graph/errors.ts'
import { formOf } from '../graph/forms.ts'
import { cut } from '../graph/listing.ts'
import { allTasks, Login, type Managed, userToken } from '../graph/login.ts'
import { deliver } from '../graph/webhooks.ts'
import type { ShownProfile } from '../profile.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
} from '../server.ts'
import { addComment, edges, threadWith } from './edges.ts'
import { viewOf } from './shapes.ts'
import { type Stored, World } from './state.ts'

export interface FacebookOptions {
  readonly port?: number
  readonly clock?: Clock
  readonly name?: string
  readonly pageId?: string
  /** Of the app that it knows. */
  readonly appId?: string
  /** Other pages that the one who signs in looks after; there is nothing on them. */
  readonly otherPages?: readonly { readonly id: string; readonly name: string }[]
}

export interface FacebookDouble {
  readonly url: string
  readonly pageId: string
  readonly appId: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly token: string
  readonly server: DoubleServer
  readonly access: Access
  /** What stands on the account's profile now. */
  readonly profile: ShownProfile
  readonly blocked: ReadonlySet<string>
  /** The person's own token, with which that of the page was fetched. */
  readonly userToken: string
  /** What the person may do on the page. Default: everything. */
  setTasks(tasks: readonly string[]): void
  /** By the page, or by `as`; `elsewhere`: in somebody else's feed, with the page tagged. */
  addPost(post: {
    text: string
    as?: string
    elsewhere?: true
    at?: string
    image?: { alt: string; bytes?: Uint8Array }
  }): string
  /** As somebody, or as the page by its name. */
  addComment(comment: { to: string; text: string; as: string }): string
  message(message: { as: string; text: string }): string
  edit(id: string, text: string): void
  remove(id: string): void
  thing(id: string): Stored | undefined
  /** Sends events as Facebook does. @returns the status that was answered. */
  deliver(callback: string, payload: object): Promise<number>
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

export const scopes = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_metadata',
  'pages_manage_engagement',
  'pages_manage_posts',
  'pages_messaging',
  'read_insights',
]

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)

function node(world: World, access: Access, request: DoubleRequest, id: string): DoubleAnswer {
  if (request.method === 'GET' && id === world.page.id) {
    const page = {
      id,
      name: world.page.name,
      link: `https://www.facebook.com/${id}`,
      username: 'kommunen',
      about: world.profile.description,
      website: world.profile.website,
      ...(world.profile.email && { emails: [world.profile.email] }),
      is_published: world.profile.open,
      picture: { data: { url: 'https://scontent.example/bild.png' } },
    }
    return { body: cut(page, request, ['name']) }
  }
  if (id === 'debug_token') return access.debug(request)
  const thing = world.things.get(id)
  if (thing === undefined) return notThere(id)
  if (request.method === 'GET') return { body: cut(viewOf(world, request.url.origin, thing), request) }
  if (request.method === 'DELETE') world.remove(id)
  else {
    const { fields } = formOf(request)
    const hidden = fields.get('is_hidden')
    if (hidden !== undefined && isOwnComment(world, thing))
      return graphError(400, 200, '(#200) This comment cannot be hidden')
    if (hidden !== undefined) thing.hidden = hidden === 'true'
    thing.message = fields.get('message') ?? thing.message
  }
  return { body: { success: true } }
}

const isOwnComment = (world: World, { kind, from }: Stored): boolean =>
  kind === 'comment' && from?.id === world.page.id

const pageToken = 'EAApagetoken'

interface Site {
  readonly world: World
  readonly access: Access
  readonly login: Login
}

function answer({ world, access, login }: Site, request: DoubleRequest, server: DoubleServer): DoubleAnswer {
  const [, first = '', ...rest] = request.url.pathname.split('/')
  if (first === 'media') {
    const end = Number.parseInt(request.url.searchParams.get('oe') ?? '0', 16)
    return end * 1_000 > world.now().getTime()
      ? { headers: { 'content-type': 'image/png' }, body: world.things.get(rest[0] ?? '')?.bytes ?? pixel }
      : { status: 403 }
  }
  const ill = graphFault(server.fault, request.method, { type: 'pages', throttleCode: 80_001 })
  if (ill) return ill
  const [id = '', edge] = rest
  const signIn = login.answer(request)
  if (signIn) return signIn
  const token = access.of(request)
  if (!isToken(token)) return token
  if (id === '') {
    const ids = (request.url.searchParams.get('ids') ?? '').split(',')
    const found = ids.flatMap((one) => world.things.get(one) ?? [])
    return {
      body: Object.fromEntries(
        found.map((thing) => [thing.id, cut(viewOf(world, request.url.origin, thing), request)]),
      ),
    }
  }
  if (edge === undefined) return node(world, access, request, id)
  const handle = edges[`${request.method} ${edge}`]
  if (!handle || (id !== world.page.id && !world.things.has(id))) return notThere(id)
  return handle({ world, request, server, id })
}

export async function startFacebookDouble(options: FacebookOptions = {}): Promise<FacebookDouble> {
  const world = new World(options.clock ?? systemClock, {
    id: options.pageId ?? '104000000000001',
    name: options.name ?? 'Kommunen',
  })
  const access = new Access(options.appId ?? '700000000000001', 'appens-hemlighet', world.now)
  access.give({ token: pageToken, of: world.page.id, type: 'PAGE', scopes, endsAt: null })
  let tasks: readonly string[] = allTasks
  const others: Managed[] = []
  for (const { id, name } of options.otherPages ?? []) {
    const token = `EAApage${id}`
    access.give({ token, of: id, type: 'PAGE', scopes, endsAt: null })
    others.unshift({ id, name, access_token: token, tasks: allTasks })
  }
  const app = {
    id: access.appId,
    get secret() {
      return access.appSecret
    },
  }
  const login = new Login(app, () => [
    ...others,
    { id: world.page.id, name: world.page.name, access_token: pageToken, tasks },
  ])
  access.give({ token: userToken, of: '55', type: 'USER', scopes, endsAt: null })
  const server = await startDouble({
    port: options.port,
    ownRefusals: true,
    faultless: ({ url }) => url.pathname.startsWith('/media/'),
    handler: (request, self) => {
      const said = answer({ world, access, login }, request, self)
      return {
        ...said,
        headers: { ...usageHeaders('pages', 3), 'facebook-api-version': 'v26.0', ...said.headers },
      }
    },
  })
  const known = (id: string): Stored => {
    const thing = world.things.get(id)
    if (thing === undefined) throw new Error(`no such thing in the double: ${id}`)
    return thing
  }
  return {
    url: server.url,
    pageId: world.page.id,
    appId: access.appId,
    get appSecret() {
      return access.appSecret
    },
    verifyToken: 'kommunens-ord',
    token: pageToken,
    server,
    access,
    profile: world.profile,
    blocked: world.blocked,
    userToken,
    setTasks: (next) => {
      tasks = next
    },
    addPost: ({ text, as, elsewhere, at, image }) => {
      const photos = image ? [world.add({ id: world.nextId(), kind: 'photo', message: '', ...image }).id] : []
      const from = as === undefined ? world.page : world.person(as)
      const id = `${elsewhere ? from.id : world.page.id}_${world.nextId()}`
      return world.add({
        id,
        kind: 'post',
        message: text,
        from,
        photos,
        ...(elsewhere ? { elsewhere } : {}),
        ...(at === undefined ? {} : { created: at }),
      }).id
    },
    addComment: ({ to, text, as }) =>
      addComment(world, known(to), as === world.page.name ? world.page : world.person(as), text).id,
    message: ({ as, text }) => {
      const person = world.person(as)
      return world.add({
        id: `m_${world.nextId()}`,
        kind: 'message',
        message: text,
        from: person,
        parent: threadWith(world, person).id,
      }).id
    },
    edit: (id, text) => {
      known(id).message = text
    },
    remove: (id) => world.remove(id),
    thing: (id) => world.things.get(id),
    deliver: (callback, payload) => deliver(callback, payload, access.appSecret),
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}
