import type { Actor } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { asId, limits, type StaffId, Stop } from '../../../kernel/index.ts'
import { type Route, readBody, recogniseHost, type WebContext } from '../../../web/index.ts'
import { readFilter, readPage, scimStop } from '../scim-rules.ts'
import {
  addScimGroup,
  patchScimGroup,
  removeScimGroup,
  replaceScimGroup,
  scimGroup,
  scimGroups,
} from '../service/scim/groups.ts'
import { directoryActor } from '../service/scim/token.ts'
import {
  addScimUser,
  patchScimUser,
  removeScimUser,
  replaceScimUser,
  scimUser,
  scimUsers,
} from '../service/scim/users.ts'
import type { KeptGroup, KeptUser } from '../store/scim.ts'
import { groupResource, listResponse, resourceTypes, serviceProvider, userResource } from './scim-shapes.ts'

/** SCIM 2.0 at /scim/v2, with the municipality's key. No cookie counts; the host says whose directory it is. */

const base = '/scim/v2'
const statuses = { refused: 403, notFound: 404, invalid: 400, conflict: 409, unavailable: 503 } as const

const answer = (c: WebContext, body: object, status: 200 | 201 = 200): Response =>
  c.body(JSON.stringify(body), status, { 'content-type': 'application/scim+json' })

function fault(
  c: WebContext,
  status: 400 | 401 | 403 | 404 | 409 | 503,
  detail: string,
  scimType?: string,
): Response {
  const body = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType && { scimType }),
    detail,
  }
  if (status === 401) c.header('www-authenticate', 'Bearer')
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/scim+json' })
}

type Handle = (c: WebContext, actor: Actor) => Promise<Response>

const guarded = (house: House, handle: Handle) => async (c: WebContext) => {
  const municipality = await recogniseHost(c)
  const actor = municipality && (await directoryActor(house, municipality.id, c.req.header('authorization')))
  if (!actor) return fault(c, 401, 'Nyckeln gäller inte.')
  try {
    return await handle(c, actor)
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown
    const scimType = thrown.fields['scimType'] ?? (thrown.ending === 'conflict' ? 'uniqueness' : undefined)
    return fault(c, statuses[thrown.ending], thrown.message, scimType)
  }
}

/** @throws Stop('invalid'). */
async function bodyOf(c: WebContext): Promise<unknown> {
  const bytes = await readBody(c, limits.webhookBytes)
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    throw scimStop('invalidSyntax', 'Det som skickades är inte JSON.')
  }
}

/** @throws Stop('notFound'). */
function idOf(c: WebContext): StaffId {
  const id = asId<StaffId>(c.req.param('id') ?? '')
  if (!id) throw new Stop('notFound', 'Det finns inget med det id:t.')
  return id
}

const here = (c: WebContext): string => `${new URL(c.req.url).origin}${base}`
const user = (c: WebContext, found: KeptUser, status?: 201): Response => {
  const resource = userResource(found, here(c))
  if (status) c.header('location', resource.meta.location)
  return answer(c, resource, status)
}
const group = (c: WebContext, found: KeptGroup, status?: 201): Response => {
  const resource = groupResource(found, here(c), c.req.query('excludedAttributes') === 'members')
  if (status) c.header('location', resource.meta.location)
  return answer(c, resource, status)
}

const asked = (c: WebContext) =>
  [readFilter(c.req.query('filter')), readPage(c.req.query('startIndex'), c.req.query('count'))] as const

const userHandles = (house: House): readonly [Route['method'], `/${string}`, Handle][] => [
  [
    'GET',
    '/Users',
    async (c, actor) => {
      const [filter, page] = asked(c)
      const { total, rows } = await scimUsers(house, actor, filter, page)
      return answer(
        c,
        listResponse(
          total,
          page.skip,
          rows.map((one) => userResource(one, here(c))),
        ),
      )
    },
  ],
  ['POST', '/Users', async (c, actor) => user(c, await addScimUser(house, actor, await bodyOf(c)), 201)],
  ['GET', '/Users/:id', async (c, actor) => user(c, await scimUser(house, actor, idOf(c)))],
  [
    'PUT',
    '/Users/:id',
    async (c, actor) => user(c, await replaceScimUser(house, actor, idOf(c), await bodyOf(c))),
  ],
  [
    'PATCH',
    '/Users/:id',
    async (c, actor) => user(c, await patchScimUser(house, actor, idOf(c), await bodyOf(c))),
  ],
  [
    'DELETE',
    '/Users/:id',
    async (c, actor) => {
      await removeScimUser(house, actor, idOf(c))
      return c.body(null, 204)
    },
  ],
]

const groupHandles = (house: House): readonly [Route['method'], `/${string}`, Handle][] => [
  [
    'GET',
    '/Groups',
    async (c, actor) => {
      const [filter, page] = asked(c)
      const bare = c.req.query('excludedAttributes') === 'members'
      const { total, rows } = await scimGroups(house, actor, filter, page)
      return answer(
        c,
        listResponse(
          total,
          page.skip,
          rows.map((one) => groupResource(one, here(c), bare)),
        ),
      )
    },
  ],
  ['POST', '/Groups', async (c, actor) => group(c, await addScimGroup(house, actor, await bodyOf(c)), 201)],
  ['GET', '/Groups/:id', async (c, actor) => group(c, await scimGroup(house, actor, idOf(c)))],
  [
    'PUT',
    '/Groups/:id',
    async (c, actor) => group(c, await replaceScimGroup(house, actor, idOf(c), await bodyOf(c))),
  ],
  [
    'PATCH',
    '/Groups/:id',
    async (c, actor) => group(c, await patchScimGroup(house, actor, idOf(c), await bodyOf(c))),
  ],
  [
    'DELETE',
    '/Groups/:id',
    async (c, actor) => {
      await removeScimGroup(house, actor, idOf(c))
      return c.body(null, 204)
    },
  ],
]

export const scimRoutes = (house: House): readonly Route[] =>
  [
    ...userHandles(house),
    ...groupHandles(house),
    ['GET', '/ServiceProviderConfig', async (c: WebContext) => answer(c, serviceProvider)] as const,
    ['GET', '/ResourceTypes', async (c: WebContext) => answer(c, resourceTypes(here(c)))] as const,
  ].map(([method, path, handle]) => ({
    method,
    path: `${base}${path}` as const,
    permission: 'public',
    fromPrograms: true,
    handler: guarded(house, handle),
  }))
