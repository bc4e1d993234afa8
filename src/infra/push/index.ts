import webpush from 'web-push'
import { describeError, fail, ok, type Result } from '../../kernel/index.ts'
import type { HttpRequest } from '../http/index.ts'

/** The installation's own key pair towards push services (VAPID, RFC 8292), as base64url. */
export interface PushKeys {
  readonly publicKey: string
  readonly privateKey: string
}

export const newPushKeys = (): PushKeys => webpush.generateVAPIDKeys()

/** A browser's address at its push service, and the keys that only the browser can read with (RFC 8291). */
interface PushTarget {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

const lastsSeconds = 12 * 60 * 60

/**
 * What is to be sent to a push service: encrypted for the browser alone, and signed by this installation. It goes out
 * through infra/http like everything else, so that an endpoint inside the municipality's own net is never asked.
 * @param site where this installation is, for the push service to complain to.
 * @returns a failure for keys that are none.
 */
export function pushRequest(
  keys: PushKeys,
  site: string,
  { endpoint, p256dh, auth }: PushTarget,
  message: string,
  urgent: boolean,
): Result<HttpRequest, string> {
  const subject = site.startsWith('https:') ? site : 'mailto:uppsikt@localhost'
  try {
    const details = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, message, {
      vapidDetails: { subject, ...keys },
      TTL: lastsSeconds,
      urgency: urgent ? 'high' : 'normal',
    })
    const { 'Content-Length': _, ...headers } = details.headers
    return ok({
      method: 'POST',
      url: details.endpoint,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body: details.body,
    })
  } catch (thrown) {
    return fail(describeError(thrown))
  }
}
