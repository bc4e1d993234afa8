import { Hono } from 'hono'
import { authorize, type Permission } from '../access/index.ts'
import { hostOf, type Municipality, type WebContext, type WebDeps, type WebEnv } from './context.ts'
import { assertOurForm, comesFromUs, isFromEndedSession } from './csrf.ts'
import { onSignedOut, onWrongMethod } from './errors.tsx'
import { keepWriting, readForm } from './forms.ts'
import { sessionTokenOf } from './session-cookie.ts'

/**
 * One way in. What is not listed does not exist; what is listed says who may come.
 * A permission here opens the door for those who hold it somewhere; the verb behind it checks the very thing.
 */
export interface Route {
  /** PUT, PATCH and DELETE come from programs alone: a form has only the first two. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/${string}`
  readonly permission: Permission | 'public' | 'signedIn'
  readonly handler: (c: WebContext) => Response | Promise<Response>
  /**
   * Sent by other programs, never by a page of ours (webhooks, the API): the handler checks a signature
   * or a key itself, and no cookie counts.
   */
  readonly fromPrograms?: true
  /** Room for its form, from somebody who is signed in, where it carries more than pictures. */
  readonly formBytes?: number
}

const withoutPort = (host: string): string => host.replace(/:\d+$/u, '')

/** Whom the host name belongs to. Routes for programs ask this themselves, where it is the host that says whose they are. */
export async function recogniseHost(c: WebContext): Promise<Municipality | undefined> {
  const municipality = await c.get('deps').resolveMunicipality(withoutPort(hostOf(c)))
  c.set('municipality', municipality)
  return municipality
}

async function recognise(c: WebContext, deps: WebDeps): Promise<void> {
  const municipality = await recogniseHost(c)
  const token = sessionTokenOf(c)
  if (!municipality || !token) return
  const signedIn = await deps.resolveSession(token, municipality)
  // A session is good in its own municipality only, whatever the lookup says.
  if (signedIn?.actor.municipalityId === municipality.id) c.set('signedIn', signedIn)
}

const tokenOf = async (c: WebContext): Promise<unknown> =>
  c.req.header('x-csrf-token') ?? (await readForm(c)).get('_csrf')

/** Runs the checks of one route, then its handler. */
async function enter(c: WebContext, deps: WebDeps, route: Route): Promise<Response> {
  if (route.fromPrograms) return route.handler(c)
  await recognise(c, deps)
  const signedIn = c.get('signedIn')
  if (route.permission !== 'public') {
    if (!signedIn) {
      if (route.method === 'POST' && isFromEndedSession(c, await tokenOf(c)))
        await keepWriting(c, '/logga-in')
      return onSignedOut(c)
    }
    if (route.permission !== 'signedIn') authorize(signedIn.actor, route.permission)
  }
  if (route.method === 'GET') return route.handler(c)
  if (signedIn && route.formBytes) c.set('formBytes', route.formBytes)
  const act = async () => {
    const token = await tokenOf(c)
    // Whatever refuses it, and however old the page was: nobody is to write it twice.
    if (comesFromUs(c, token)) await keepWriting(c)
    assertOurForm(c, token)
    const answer = await route.handler(c)
    if (signedIn) deps.acted?.(signedIn)
    return answer
  }
  try {
    return await act()
  } finally {
    for (const file of c.get('received') ?? []) await file.drop()
  }
}

/** @throws Error for two routes with the same method and path, or for one that contradicts itself. */
export function mount(app: Hono<WebEnv>, routes: readonly Route[], deps: WebDeps): void {
  const seen = new Set<string>()
  const methods = new Map<string, string[]>()
  for (const route of routes) {
    const name = `${route.method} ${route.path}`
    if (seen.has(name)) throw new Error(`two routes are ${name}`)
    seen.add(name)
    if (route.fromPrograms && route.permission !== 'public')
      throw new Error(`${name}: a program has no session`)
    app.on(route.method, route.path, (c) => enter(c, deps, route))
    methods.set(route.path, [...(methods.get(route.path) ?? []), route.method])
  }
  // Last, so that they are reached only by what no route above takes.
  for (const [path, allowed] of methods) app.all(path, (c) => onWrongMethod(c, allowed))
}

/** An app where nothing is reachable yet. */
export const emptyApp = (): Hono<WebEnv> => new Hono<WebEnv>({ strict: false })
