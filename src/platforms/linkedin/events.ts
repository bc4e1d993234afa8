import { isObject } from '../../kernel/index.ts'
import type { Events, PlatformEvent } from '../contract.ts'
import { readJson } from '../json-slice.ts'
import { hmac, signatureHolds } from '../signature.ts'

/** What is read of one notification; the next round finds what changed, since it names an activity and not what to fetch. */
function eventOf(value: unknown): PlatformEvent[] {
  if (!isObject(value)) return []
  const { notificationId, organizationalEntity } = value
  const named = typeof notificationId === 'number' || typeof notificationId === 'string'
  if (!named || typeof organizationalEntity !== 'string') return []
  return [{ id: String(notificationId), account: organizationalEntity, items: [], gone: [] }]
}

export const events: Events = {
  handshake(query, { secrets }) {
    const challengeCode = query.get('challengeCode')
    const secret = secrets['clientSecret']
    if (!challengeCode || challengeCode.length > 200 || !secret) return undefined
    const challengeResponse = hmac('sha256', secret, challengeCode).toString('hex')
    return { body: JSON.stringify({ challengeCode, challengeResponse }), mediaType: 'application/json' }
  },
  verify(bytes, headers, { secrets }) {
    const secret = secrets['clientSecret']
    return (
      !!secret &&
      signatureHolds(hmac('sha256', secret, 'hmacsha256=', bytes), headers['x-li-signature'], 'hex')
    )
  },
  read(bytes) {
    const json = readJson(bytes)
    const value = json.ok ? json.value.value : undefined
    const list = isObject(value) ? value['notifications'] : undefined
    return Array.isArray(list) ? list.slice(0, 100).flatMap(eventOf) : []
  },
  accountIn: (settings) =>
    settings['organizationId'] ? `urn:li:organization:${settings['organizationId']}` : undefined,
}
