import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Access, Connection, Outcome, Reached, Tokens } from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { call, type Graph } from './client.ts'
import { notUnderstood } from './failures.ts'
import { pages } from './paging.ts'

/** Facebook's sign-in, for what is reached through a Page: a person's token, made long, and with it each page's own. */

/** A page that the person who signed in looks after. */
interface ManagedPage {
  readonly id: string
  readonly name: string
  /** The page's own, which does not end. */
  readonly token: string
  /** What the person may do there, e.g. 'MODERATE'. */
  readonly tasks: readonly string[]
  readonly node: Readonly<Record<string, unknown>>
}

const mostPages = 20

const managedPage = (slice: JsonSlice): ManagedPage[] => {
  const node = slice.value
  if (!isObject(node)) return []
  const { id, name, access_token: token, tasks } = node
  if (typeof id !== 'string' || !/^\d{1,30}$/.test(id) || typeof token !== 'string') return []
  const may = Array.isArray(tasks) ? tasks.filter((task) => typeof task === 'string') : []
  return [{ id, name: typeof name === 'string' && name ? name : id, token, tasks: may, node }]
}

/** @param token a person's, or a system user's: a page's own is not told of tasks. @param fields more of each: ',link'. */
export async function managedPages(
  graph: Graph,
  connection: Connection,
  token: string,
  fields = '',
): Promise<Outcome<readonly ManagedPage[]>> {
  const found: ManagedPage[] = []
  const query = { fields: `id,name,access_token,tasks${fields}`, limit: 100 }
  for await (const page of pages(graph, connection, { path: 'me/accounts', query, token }, mostPages)) {
    if (!page.ok) return page
    found.push(...page.value.elements.flatMap(managedPage))
  }
  return ok(found)
}

async function tokenFrom(
  graph: Graph,
  connection: Connection,
  form: Readonly<Record<string, string>>,
): Promise<Outcome<string>> {
  const app = {
    client_id: connection.settings['appId'] ?? '',
    client_secret: connection.secrets['appSecret'] ?? '',
  }
  const got = await call(graph, connection, {
    method: 'POST',
    path: 'oauth/access_token',
    form: { ...app, ...form },
    token: null,
    intent: 'read',
  })
  if (!got.ok) return got
  const token = got.value.json.get('access_token')?.value
  return typeof token === 'string' ? ok(token) : fail(notUnderstood('read', connection.clock.now()))
}

/**
 * @param accountOn what a page stands for, with its own token among the secrets; `person`: the token that told of it.
 * undefined: nothing that is connected.
 */
export function facebookLogin(options: {
  readonly graph: Graph
  readonly scopes: readonly string[]
  /** More of each page: ',link', or ''. */
  readonly fields: string
  readonly accountOn: (page: ManagedPage, person: string) => Reached | undefined
  /** Swedish: what to do when the person reaches nothing. */
  readonly none: string
}): Access {
  const { graph, scopes, accountOn } = options
  const reached = async (connection: Connection): Promise<Outcome<readonly Reached[]>> => {
    const { token = '' } = connection.secrets
    const managed = await managedPages(graph, connection, token, options.fields)
    if (!managed.ok) return managed
    const accounts = managed.value.flatMap((page) => accountOn(page, token) ?? [])
    return accounts.length > 0 ? ok(accounts) : fail({ kind: 'rejected', detail: options.none })
  }
  const ownSecrets = async (connection: Connection): Promise<Outcome<Reached['secrets']>> => {
    const { pageId } = connection.settings
    const found = await reached(connection)
    if (!found.ok) return found
    const own = found.value.find(({ settings }) => settings['pageId'] === pageId)
    if (own) return ok(own.secrets)
    const detail =
      'Du valde inte den här sidan i Facebooks ruta, eller så har du inte rätt att sköta den. Logga in igen och välj sidan.'
    return fail({ kind: 'rejected', detail })
  }
  return {
    pkce: false,
    authorizeUrl: ({ settings }, { redirectUri, state }) => {
      const query = new URLSearchParams({
        client_id: settings['appId'] ?? '',
        redirect_uri: redirectUri,
        state,
        scope: scopes.join(','),
        response_type: 'code',
      })
      const origin = settings['api'] ? new URL(settings['api']).origin : 'https://www.facebook.com'
      return `${origin}/${graph.version}/dialog/oauth?${query}`
    },
    async exchange(connection, { code, redirectUri }): Promise<Outcome<Tokens>> {
      const short = await tokenFrom(graph, connection, { code, redirect_uri: redirectUri })
      if (!short.ok) return short
      const grant = { grant_type: 'fb_exchange_token', fb_exchange_token: short.value }
      const long = await tokenFrom(graph, connection, grant)
      if (!long.ok) return long
      const person = { ...connection, secrets: { ...connection.secrets, token: long.value } }
      if (!connection.settings['pageId']) return ok({ secrets: { token: long.value }, endsAt: null })
      const own = await ownSecrets(person)
      return own.ok ? ok({ secrets: own.value, endsAt: null }) : own
    },
    reached,
  }
}
