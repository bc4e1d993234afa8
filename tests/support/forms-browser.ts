import type { House } from '../../src/infra/house.ts'
import type { MunicipalityId } from '../../src/kernel/index.ts'
import { resolveSession } from '../../src/modules/organisation/index.ts'
import { createWeb, type Route } from '../../src/web/index.ts'
import { inMemory } from './received.ts'

/** The web application with the routes of one module, for one municipality. What a handler breaks is thrown. */
export const webFor = (house: House, municipality: MunicipalityId, routes: readonly Route[]) =>
  createWeb(
    {
      clock: house.clock,
      resolveMunicipality: async () => ({ id: municipality, name: 'Storlunda' }),
      async resolveSession(token, { id }) {
        const session = await resolveSession(house, id, token)
        return session && { actor: session.actor, roleText: '' }
      },
      receive: inMemory(),
      navigation: [],
      frame: async () => ({ counts: {} }),
      report: (_reference, thrown) => {
        throw thrown
      },
      behindProxy: false,
    },
    routes,
  )

/** A browser as far as forms go: keeps cookies, and sends the token of the page it stands on. */
export function formsBrowser(app: ReturnType<typeof createWeb>, origin: string) {
  const jar = new Map<string, string>()
  let csrf = ''
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await app.request(origin + path, { ...init, headers: { ...init.headers, cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) jar.set(name, value)
      else jar.delete(name)
    }
    csrf = /name="_csrf" value="([^"]+)"/.exec(await response.clone().text())?.[1] ?? csrf
    return response
  }
  const bodyOf = (fields: Readonly<Record<string, string | readonly string[]>>): URLSearchParams => {
    const body = new URLSearchParams()
    for (const [name, held] of Object.entries(fields))
      for (const one of typeof held === 'string' ? [held] : held) body.append(name, one)
    return body
  }
  return {
    jar,
    get: (path: string) => send(path),
    post: (path: string, fields: Readonly<Record<string, string | readonly string[]>> = {}) =>
      send(path, { method: 'POST', body: bodyOf({ ...fields, _csrf: csrf }) }),
    /** Without the token that only a page of ours knows. */
    forged: (path: string) => send(path, { method: 'POST', body: bodyOf({}) }),
  }
}
