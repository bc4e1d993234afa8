import { getConnInfo } from '@hono/node-server/conninfo'
import { isObject } from '../../../kernel/index.ts'
import type { WebContext } from '../../../web/index.ts'

/** Where the request came from: the nearest proxy's word where it is ours, otherwise the connection itself. */
export function addressOf(c: WebContext): string {
  if (c.get('deps').trustProxy) {
    const nearest = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    if (nearest) return nearest
  }
  // A request that came over no connection (a test asks the application directly) has no address.
  return isObject(c.env) && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? 'unknown') : 'none'
}
