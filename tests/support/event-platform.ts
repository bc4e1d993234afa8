import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Connection, Platform } from '../../src/platforms/contract.ts'

/** A small platform with an app of the municipality's own, signed events and nothing to collect from. */
export function eventPlatform(tried: Connection[] = []): Platform {
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
    ],
    collects: { comments: true },
    check: async (connection) => {
      tried.push(connection)
      return { ok: true, value: { url: 'https://eventful.example/page', name: 'Sidan' } }
    },
    collection: {
      async *round() {},
      fetchItem: async () => ({ ok: false, error: { kind: 'gone', detail: 'Borta.' } }),
    },
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
      read: (bytes) => {
        const { id, page } = JSON.parse(Buffer.from(bytes).toString()) as { id: string; page: string }
        return [{ id, account: page, items: [], gone: [] }]
      },
      accountIn: (settings) => settings['page'],
    },
    byHand: {},
  }
}

export const sign = (bytes: Uint8Array, secret: string): string =>
  createHmac('sha256', secret).update(bytes).digest('hex')
