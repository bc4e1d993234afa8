import type { House } from '../../../infra/house.ts'
import { type AccountId, asId, faultWithoutQuotes, limits } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { Route, WebContext } from '../../../web/index.ts'
import { municipalityOfWebhook } from '../event-store.ts'
import { openEventDoor } from '../service/events.ts'
import { answerHandshake, type Push, takePush } from '../service/push.ts'
import { inHand, type TakeRoom } from './in-hand.ts'

/** After so long a delivery that could not be taken may come again. */
const againSeconds = 10

/**
 * Where platforms and hubs call us: /webhooks/<platform>/<connection>, the connection being the registration of a platform
 * that has events, and otherwise a hub's account. No cookie counts; the signature does.
 */
export function webhookRoutes(house: House, platforms: ReadonlyMap<string, Platform>): readonly Route[] {
  const door = openEventDoor(house, platforms)
  const hold = inHand(limits.webhookBytesInHand)

  /** @returns undefined when there is no room for it. */
  async function receive(c: WebContext, takeRoom: TakeRoom): Promise<Response | undefined> {
    const { platform, connection } = addressOf(c)
    const call =
      connection && platforms.get(platform)?.events ? { platform, registrationId: connection } : undefined
    const push = call ? undefined : await pushOf(house, c)
    // Of an address that is nobody's not a byte is read.
    if (!(call ? await door.isOurs(call) : push)) return c.body(null, 404)
    const bytes = await bounded(c, takeRoom)
    if (bytes === 'noRoom') return undefined
    if (bytes === 'tooLarge') return c.body(null, 413)
    const headers = Object.fromEntries(c.req.raw.headers)
    if (call) return c.body(null, (await door.take(call, bytes, headers)) ? 200 : 404)
    const held = push && (await takePush(house, platforms, push, bytes, headers))
    return c.body(null, held ? 202 : 404)
  }

  return [
    {
      method: 'GET',
      path: '/webhooks/:platform/:connection',
      permission: 'public',
      fromPrograms: true,
      handler: async (c) => {
        const { platform, connection } = addressOf(c)
        const query = new URL(c.req.url).searchParams
        if (connection && platforms.get(platform)?.events) {
          const answer = await door.handshake({ platform, registrationId: connection }, query)
          return answer ? c.body(answer.body, 200, { 'content-type': answer.mediaType }) : c.body(null, 404)
        }
        const push = await pushOf(house, c)
        const answer = push && (await answerHandshake(house, platforms, push, query))
        return answer === undefined ? c.body(null, 404) : c.text(answer)
      },
    },
    {
      method: 'POST',
      path: '/webhooks/:platform/:connection',
      permission: 'public',
      fromPrograms: true,
      handler: async (c) => {
        const answer = await hold((takeRoom) => receive(c, takeRoom)).catch((thrown: unknown) => {
          house.log.error(faultWithoutQuotes(thrown), 'a delivery could not be taken')
        })
        if (answer) return answer
        // Nothing is acknowledged that is not kept: it is sent again, and the rounds find what it told of all the same.
        c.header('Retry-After', String(againSeconds))
        return c.body(null, 503)
      },
    },
  ]
}

const addressOf = (
  c: WebContext,
): { readonly platform: string; readonly connection: string | undefined } => ({
  platform: c.req.param('platform') ?? '',
  connection: asId(c.req.param('connection') ?? ''),
})

async function pushOf(house: House, c: WebContext): Promise<Push | undefined> {
  const { platform, connection } = addressOf(c)
  const municipalityId = connection && (await municipalityOfWebhook(house, connection))
  return municipalityId ? { municipalityId, platform, accountId: connection as AccountId } : undefined
}

/** The body, read no further than the limit, nor than there is room for. */
async function bounded(c: WebContext, takeRoom: TakeRoom): Promise<Uint8Array | 'tooLarge' | 'noRoom'> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of c.req.raw.body ?? []) {
    length += part.byteLength
    if (length > limits.webhookBytes) return 'tooLarge'
    if (!takeRoom(part.byteLength)) return 'noRoom'
    parts.push(part)
  }
  return Buffer.concat(parts)
}
