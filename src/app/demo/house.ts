import type { House } from '../../infra/house.ts'
import { type Http, type HttpRequest, wholeBody } from '../../infra/http/index.ts'
import { notConfigured } from '../../infra/mail/index.ts'
import { fail } from '../../kernel/index.ts'
import type { Stage } from './stage/stage.ts'
import type { Order } from './state.ts'
import type { PlaceKey } from './story.ts'

/** Signing in and subscribing change nothing that is seen. */
const unseen =
  /^\/(hub$|subscribe$|token$|oauth|xrpc\/com\.atproto\.server\.|2\/(?:oauth2|webhooks|activity)\b)|\/(subscribed_apps|refresh_access_token)$/

/** On this machine, where an operator who wants to try a server of their own has one. */
const isHere = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)

/**
 * The house with a fence around it: no letters, and no way out but to the doubles, and to what an operator has added on
 * this machine. What is ordered of the doubles is told, so that it can be ordered again when they are built anew.
 */
export const fenced = (house: House, stage: Stage, ordered: (order: Order) => void): House => ({
  ...house,
  mailer: notConfigured,
  // That no letter could be sent is a warning in a real house, and here what is promised.
  log: { ...house.log, warn: () => undefined },
  http: (allowOrigins) => {
    // Also for those who may reach public addresses alone: in Storlunda the website stands on this machine.
    const inner = house.http([...stage.origins, ...allowOrigins])
    return {
      async request(request) {
        const url = URL.parse(request.url)
        const account = url && stage.accountAt(url.origin)
        if (account) return pass(inner, stage, request, { url, account }, ordered)
        if (url && isHere(url) && allowOrigins.includes(url.origin))
          return inner.request({ ...request, redirects: 0 })
        const detail = 'Storlunda är en demonstration, och når inget utanför din dator.'
        return fail({ kind: 'unreachable', detail, sent: false })
      },
    }
  },
})

async function pass(
  inner: Http,
  stage: Stage,
  request: HttpRequest,
  { url, account }: { readonly url: URL; readonly account: PlaceKey },
  ordered: (order: Order) => void,
): ReturnType<Http['request']> {
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
