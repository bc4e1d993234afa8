import type { House } from '../../infra/house.ts'
import { type Http, type HttpRequest, wholeBody } from '../../infra/http/index.ts'
import { notConfigured } from '../../infra/mail/index.ts'
import { fail } from '../../kernel/index.ts'
import type { Stage } from './stage/stage.ts'
import type { Order } from './state.ts'

/** Signing in and subscribing change nothing that is seen. */
const unseen =
  /^\/(hub$|subscribe$|token$|oauth|xrpc\/com\.atproto\.server\.|2\/(?:oauth2|webhooks|activity)\b)|\/(subscribed_apps|refresh_access_token)$/

/**
 * The house with a fence around it: no letters, and no way out but to the doubles. What is ordered of them is told, so
 * that it can be ordered again when they are built anew.
 */
export const fenced = (house: House, stage: Stage, ordered: (order: Order) => void): House => ({
  ...house,
  mailer: notConfigured,
  // That no letter could be sent is a warning in a real house, and here what is promised.
  log: { ...house.log, warn: () => undefined },
  http: (allowOrigins) => {
    const inner = house.http(allowOrigins)
    return { request: (request) => pass(inner, stage, request, ordered) }
  },
})

async function pass(
  inner: Http,
  stage: Stage,
  request: HttpRequest,
  ordered: (order: Order) => void,
): ReturnType<Http['request']> {
  const url = URL.parse(request.url)
  const account = url && stage.accountAt(url.origin)
  if (!url || !account)
    return fail({ kind: 'forbidden', detail: 'the demo reaches nothing but its doubles', sent: false })
  const { method = 'GET' } = request
  if (method === 'GET' || method === 'HEAD' || unseen.test(url.pathname))
    return inner.request({ ...request, redirects: 0 })
  const at = stage.clock.now()
  const after = stage.happened
  const release = stage.clock.hold(at)
  const answer = await inner.request({ ...request, redirects: 0 }).finally(release)
  if (answer.ok && answer.value.status < 300) {
    const { body = '', headers = {} } = request
    const path = url.pathname + url.search
    const order = { after, at: at.toISOString(), account, method, path, ...kept(await wholeBody(body)) }
    ordered({ ...order, headers: withoutAccess(headers) })
  }
  return answer
}

/** The access is the double's of the day; the rest, such as the version of the API, is needed again. */
const withoutAccess = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'))

function kept(body: string | Uint8Array): Pick<Order, 'body' | 'isBase64'> {
  if (typeof body === 'string') return { body }
  const bytes = Buffer.from(body)
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? { body: text } : { body: bytes.toString('base64'), isBase64: true }
}
