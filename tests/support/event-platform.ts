import { createHmac, timingSafeEqual } from 'node:crypto'
import type {
  CollectedItem,
  Connection,
  Failure,
  ItemRef,
  Outcome,
  Platform,
} from '../../src/platforms/contract.ts'
import { comment } from './items.ts'

/** What the small platform holds and what was asked of it. */
export interface EventWorld {
  /** Text by comment id; a comment that is not here is gone. */
  readonly comments: Map<string, string>
  /** Ids that were fetched, in order. */
  readonly fetched: string[]
  /** Callbacks that were subscribed. */
  readonly subscribed: string[]
  failure: Failure | undefined
  /** What happens while an item is asked for. */
  onFetch?: ((id: string) => Promise<void>) | undefined
}

export const eventWorld = (): EventWorld => ({
  comments: new Map(),
  fetched: [],
  subscribed: [],
  failure: undefined,
})

/**
 * A small platform with an app of the municipality's own and signed events. A delivery is
 * {id, page, items?, gone?, said?, at?} or a list of such, items and gone with the ids of comments.
 */
export function eventPlatform(tried: Connection[] = [], world: EventWorld = eventWorld()): Platform {
  const fetchItem = async (_: Connection, { platformId }: ItemRef): Promise<Outcome<CollectedItem>> => {
    world.fetched.push(platformId)
    await world.onFetch?.(platformId)
    if (world.failure) return { ok: false, error: world.failure }
    const text = world.comments.get(platformId)
    return text === undefined
      ? { ok: false, error: { kind: 'gone', detail: 'Borta.' } }
      : { ok: true, value: comment(platformId, text) }
  }
  return {
    id: 'eventful',
    name: 'Eventful',
    mark: 'Ev',
    settings: [
      { name: 'app', secret: false, required: true, help: 'Appens id.', registration: true },
      { name: 'appSecret', secret: true, required: true, help: 'Appens hemlighet.', registration: true },
      { name: 'api', secret: false, required: false, help: 'API:ets adress.', registration: true },
      { name: 'page', secret: false, required: true, help: 'Sidans id.' },
      { name: 'token', secret: true, required: true, help: 'Sidans nyckel.' },
      { name: 'api', secret: false, required: false, help: 'Adressen till API:t.' },
    ],
    collects: { comments: true },
    check: async (connection) => {
      tried.push(connection)
      return { ok: true, value: { url: 'https://eventful.example/page', name: 'Sidan' } }
    },
    collection: { async *round() {}, fetchItem },
    events: {
      handshake: (query, registration) =>
        query.get('app') === registration.settings['app']
          ? { body: query.get('challenge') ?? '', mediaType: 'text/plain' }
          : undefined,
      verify: (bytes, headers, registration) => {
        const right = Buffer.from(sign(bytes, registration.secrets['appSecret'] ?? ''))
        const given = Buffer.from(headers['x-signature'] ?? '')
        return given.length === right.length && timingSafeEqual(given, right)
      },
      read: (bytes) =>
        ([JSON.parse(Buffer.from(bytes).toString())].flat() as Told[]).map(
          ({ id, page, items, gone, said = {}, at }) => ({
            id,
            account: page,
            items: refs(items),
            gone: refs(gone),
            told: refs(Object.keys(said)).map((ref) => ({
              ...ref,
              direction: 'received',
              author: 'Anna',
              ...(at && { publishedAt: at }),
              text: said[ref.platformId] ?? '',
            })),
          }),
        ),
      accountIn: (settings) => settings['page'],
      subscribe: async (_, callback) => {
        if (world.failure) return { ok: false, error: world.failure }
        world.subscribed.push(callback)
        return { ok: true, value: comment('subscription', '').raw }
      },
    },
    byHand: {},
  }
}

const refs = (ids: readonly string[] = []): ItemRef[] =>
  ids.map((platformId) => ({ platformId, kind: 'comment' }))

export interface Told {
  readonly id: string
  readonly page: string
  readonly items?: readonly string[]
  readonly gone?: readonly string[]
  /** Text by id. */
  readonly said?: Readonly<Record<string, string>>
  /** When it was written, ISO. */
  readonly at?: string
}

export const sign = (bytes: Uint8Array, secret: string): string =>
  createHmac('sha256', secret).update(bytes).digest('hex')
