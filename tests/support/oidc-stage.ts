import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** A real OpenID provider (oidc-provider) beside the test, whose people and groups the test decides. */

export interface Person {
  readonly email: string
  readonly email_verified?: boolean
  readonly name: string
  readonly groups: readonly string[]
}

export interface OidcStage {
  readonly issuer: string
  /** Subject → person. */
  readonly people: Map<string, Person>
  /** Logout tokens that the provider sent, newest last. */
  readonly logoutTokens: string[]
  /** Goes from an address of ours through the provider's pages. @returns the address that it leads back to. */
  through(url: string, who: string): Promise<string>
  /** Signs the person out at the provider, which tells the clients. */
  signOut(): Promise<void>
  /** As if the machine were switched off. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

interface Options {
  readonly redirectUri: string
  readonly logoutUri: string
  readonly returnTo: string
  /** Takes the provider's own calls to the client. */
  readonly deliver: (body: string) => Promise<Response>
}

export const client = { id: 'uppsikt', secret: 'mycket-hemligt-och-langt' } as const

export async function oidcStage(options: Options): Promise<OidcStage> {
  const people = new Map<string, Person>()
  const logoutTokens: string[] = []
  let handler: Parameters<typeof createServer>[1]
  let server: Server = createServer((request, response) => handler?.(request, response))
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [options.redirectUri],
        post_logout_redirect_uris: [options.returnTo],
        backchannel_logout_uri: options.logoutUri,
        backchannel_logout_session_required: true,
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    pkce: { required: () => true },
    claims: {
      openid: ['sub', 'sid'],
      profile: ['name'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    scopes: ['openid', 'profile', 'email', 'groups'],
    findAccount: (_context: unknown, id: string) => {
      const person = people.get(id)
      return person && { accountId: id, claims: async () => ({ sub: id, ...person }) }
    },
    cookies: { keys: ['test'] },
    features: {
      devInteractions: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    fetch: async (_url: unknown, init: RequestInit) => {
      const body = String(init.body)
      logoutTokens.push(new URLSearchParams(body).get('logout_token') ?? '')
      return options.deliver(body)
    },
  })
  handler = provider.callback()
  const jar = new Map<string, string>()
  const hop = async (url: URL, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return response
  }
  /** Answers each page of the provider's until it leads away from it. */
  const walk = async (from: string, fields: (prompt: string) => Record<string, string>): Promise<string> => {
    let url = new URL(from)
    let response = await hop(url)
    for (let step = 0; step < 15; step += 1) {
      const location = response.headers.get('location')
      if (location) {
        url = new URL(location, url)
        if (url.origin !== issuer) return url.href
        response = await hop(url)
        continue
      }
      const html = await response.text()
      const action = /action="([^"]+)"/.exec(html)?.[1]
      if (!action) return url.href
      const hidden = Object.fromEntries(
        [...html.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(
          ([, k, v]) => [k, v],
        ),
      ) as Record<string, string>
      url = new URL(action, url)
      response = await hop(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...hidden, ...fields(hidden['prompt'] ?? '') }),
      })
    }
    throw new Error(`the provider never led back: ${url.href}`)
  }
  return {
    issuer,
    people,
    logoutTokens,
    through: (url, who) => {
      jar.clear()
      return walk(url, (prompt) => (prompt === 'login' ? { login: who, password: 'x' } : {}))
    },
    signOut: async () => {
      await walk(`${issuer}/session/end?client_id=${client.id}`, () => ({ logout: 'yes' }))
    },
    down: stop,
    up: async () => {
      server = createServer((request, response) => handler?.(request, response))
      await listen(port)
    },
    close: stop,
  }
}
