import type { House } from '../../../infra/house.ts'
import { type AccountId, asId, limits } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { Route, WebContext } from '../../../web/index.ts'
import { municipalityOfWebhook } from '../event-store.ts'
import { answerEventHandshake, type Call, takeDelivery } from '../service/events.ts'
import { answerHandshake, type Push, takePush } from '../service/push.ts'

/** Where platforms and hubs call us: /webhooks/<platform>/<connection>. No cookie counts; the signature does. */
export const webhookRoutes = (house: House, platforms: ReadonlyMap<string, Platform>): readonly Route[] => [
  {
    method: 'GET',
    path: '/webhooks/:platform/:connection',
    permission: 'public',
    fromPrograms: true,
    handler: async (c) => {
      const push = await pushOf(house, c)
      if (!push) return c.text('', 404)
      const query = new URL(c.req.url).searchParams
      const answer = await answerHandshake(house, platforms, push, query)
      if (answer !== undefined) return c.text(answer)
      const event = await answerEventHandshake(house, platforms, callOf(push), query)
      return event ? c.body(event.body, 200, { 'content-type': event.mediaType }) : c.text('', 404)
    },
  },
  {
    method: 'POST',
    path: '/webhooks/:platform/:connection',
    permission: 'public',
    fromPrograms: true,
    handler: async (c) => {
      const bytes = await bounded(c)
      if (!bytes) return c.text('', 413)
      const headers = Object.fromEntries(c.req.raw.headers)
      const push = await pushOf(house, c)
      if (!push) return c.text('', 404)
      if (await takePush(house, platforms, push, bytes, headers)) return c.text('', 202)
      const held = await takeDelivery(house, platforms, callOf(push), bytes, headers)
      return c.text('', held ? 200 : 404)
    },
  },
]

/** The address names a hub's account or a platform's registration; which of them, only looking tells. */
const callOf = ({ accountId, ...push }: Push): Call => ({ ...push, registrationId: accountId })

async function pushOf(house: House, c: WebContext): Promise<Push | undefined> {
  const accountId = asId<AccountId>(c.req.param('connection') ?? '')
  const municipalityId = accountId && (await municipalityOfWebhook(house, accountId))
  return accountId && municipalityId
    ? { municipalityId, platform: c.req.param('platform') ?? '', accountId }
    : undefined
}

/** The body, read no further than the limit; undefined when it is larger. */
async function bounded(c: WebContext): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of c.req.raw.body ?? []) {
    length += part.byteLength
    if (length > limits.webhookBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}
