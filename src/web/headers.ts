import type { MiddlewareHandler } from 'hono'
import { isHttps, type WebEnv } from './context.ts'

/** @param framedBy other sites that may show the page in a frame, as origins; without any nobody may, not even we. */
export const contentPolicy = (framedBy: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    `frame-ancestors ${framedBy.length > 0 ? framedBy.join(' ') : "'none'"}`,
    "base-uri 'none'",
  ].join('; ')

const always: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy(),
  'x-content-type-options': 'nosniff',
  // Addresses hold search words and record ids: no other site is told where somebody came from.
  'referrer-policy': 'no-referrer',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // What staff see must not lie in a shared computer's cache.
  'cache-control': 'no-store',
}

/** Headers of every answer. A route that needs another value (an embeddable list, an asset) sets its own. */
export const secureHeaders: MiddlewareHandler<WebEnv> = async (c, next) => {
  await next()
  const { headers } = c.res
  for (const [name, value] of Object.entries(always)) if (!headers.has(name)) headers.set(name, value)
  if (isHttps(c)) headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains')
}
