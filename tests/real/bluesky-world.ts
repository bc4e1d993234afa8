import { type DoubleServer, type Fault, startDouble } from '../../doubles/server.ts'
import type { BlueskyServers } from './bluesky-servers.ts'

/** People and posts on the real servers, and a way to them that can go wrong as a double's can. */

export interface Person {
  readonly did: string
  readonly handle: string
  readonly accessJwt: string
}

export interface Ref {
  readonly uri: string
  readonly cid: string
}

export type Values = Readonly<Record<string, unknown>>

export const postCollection = 'app.bsky.feed.post'
const password = 'hemligt-losenord'
let people = 0

export const smallPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function answer(response: Response): Promise<Record<string, unknown>> {
  const said = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(said)}`)
  return said
}

/** A question to any of the servers. @throws Error when it is refused. */
export async function query(
  origin: string,
  method: string,
  values: Readonly<Record<string, string | readonly string[]>>,
): Promise<Record<string, unknown>> {
  const url = new URL(`/xrpc/${method}`, origin)
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) url.searchParams.append(name, one)
  }
  return answer(await fetch(url))
}

export class RealBluesky {
  readonly #servers: BlueskyServers

  constructor(servers: BlueskyServers) {
    this.#servers = servers
  }

  async order(
    method: string,
    who: Person | undefined,
    body: object | Uint8Array,
  ): Promise<Record<string, unknown>> {
    const file = body instanceof Uint8Array
    const response = await fetch(`${this.#servers.pds}/xrpc/${method}`, {
      method: 'POST',
      headers: {
        'content-type': file ? 'image/png' : 'application/json',
        ...(who ? { authorization: `Bearer ${who.accessJwt}` } : {}),
      },
      body: file ? Buffer.from(body) : JSON.stringify(body),
    })
    return answer(response)
  }

  async person(name: string): Promise<Person> {
    const handle = `${name}${++people}x${process.pid % 10_000}.test`
    const email = `${handle}@example.org`
    const made = await this.order('com.atproto.server.createAccount', undefined, { handle, email, password })
    await this.#servers.settle()
    return { did: String(made['did']), handle, accessJwt: String(made['accessJwt']) }
  }

  async appPassword(who: Person): Promise<string> {
    const made = await this.order('com.atproto.server.createAppPassword', who, { name: 'uppsikt' })
    return String(made['password'])
  }

  async write(who: Person, collection: string, record: Values, rkey?: string): Promise<Ref> {
    const method = rkey === undefined ? 'com.atproto.repo.createRecord' : 'com.atproto.repo.putRecord'
    const body = {
      repo: who.did,
      collection,
      ...(rkey ? { rkey } : {}),
      record: { $type: collection, ...record },
    }
    const made = await this.order(method, who, body)
    await this.#servers.settle()
    return { uri: String(made['uri']), cid: String(made['cid']) }
  }

  async post(who: Person, text: string, rest: Values = {}): Promise<Ref> {
    return this.write(who, postCollection, {
      text,
      langs: ['sv'],
      createdAt: new Date().toISOString(),
      ...rest,
    })
  }

  async reply(who: Person, to: string, text: string): Promise<Ref> {
    const { uri, cid, value } = await this.record(to)
    const parent = { uri, cid }
    const above = (value as { reply?: { root: unknown } }).reply
    return this.post(who, text, { reply: { root: above?.root ?? parent, parent } })
  }

  async images(who: Person, alt: string): Promise<Values> {
    const { blob } = await this.order('com.atproto.repo.uploadBlob', who, smallPicture)
    return { embed: { $type: 'app.bsky.embed.images', images: [{ alt, image: blob }] } }
  }

  record(uri: string): Promise<Record<string, unknown>> {
    const [, , repo = '', collection = '', rkey = ''] = uri.split('/')
    return query(this.#servers.pds, 'com.atproto.repo.getRecord', { repo, collection, rkey })
  }

  async edit(who: Person, uri: string, text: string): Promise<void> {
    const { value } = await this.record(uri)
    await this.write(who, postCollection, { ...(value as Values), text }, uri.split('/').at(-1))
  }

  async remove(who: Person, uri: string): Promise<void> {
    const [, , repo, collection, rkey] = uri.split('/')
    await this.order('com.atproto.repo.deleteRecord', who, { repo, collection, rkey })
    await this.#servers.settle()
  }
}

export interface Way {
  readonly pds: string
  readonly appview: string
  fault(fault: Fault | undefined): void
  stop(): Promise<void>
}

const carried = ['authorization', 'content-type', 'accept']

async function wayTo(origin: string): Promise<DoubleServer> {
  return startDouble({
    handler: async ({ method, url, headers, body }) => {
      const sent = Object.fromEntries(
        carried.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])),
      )
      const response = await fetch(`${origin}${url.pathname}${url.search}`, {
        method,
        headers: sent,
        ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      })
      return {
        status: response.status,
        headers: { 'content-type': response.headers.get('content-type') ?? 'application/octet-stream' },
        body: new Uint8Array(await response.arrayBuffer()),
      }
    },
  })
}

/** A server before each of the two, that lets everything through until it is told to fail. */
export async function wayToBluesky(servers: BlueskyServers): Promise<Way> {
  const [pds, appview] = await Promise.all([wayTo(servers.pds), wayTo(servers.appview)])
  return {
    pds: pds.url,
    appview: appview.url,
    fault: (fault) => {
      pds.setFault(fault)
      appview.setFault(fault)
    },
    stop: async () => {
      await Promise.all([pds.close(), appview.close()])
    },
  }
}
