import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Answer, Connection, Events, ItemRef, Outcome, PlatformEvent, ToldItem } from '../contract.ts'
import { readJson } from '../json-slice.ts'
import { saidAt } from '../published-time.ts'
import { rawOf } from '../raw.ts'
import { hmac, isChallenge, signatureHolds } from '../signature.ts'
import { rolesOf } from './check.ts'
import { call, encoded, ownUrn } from './client.ts'
import { commentParts, isPostUrn } from './mapping.ts'

/** What a notification (pushed or asked for) tells of one thing that we collect. */
export interface Told {
  readonly action: 'comment' | 'deletion' | 'mention'
  readonly ref: ItemRef
  /** Milliseconds since 1970. */
  readonly at: number
}

/** ADMIN_COMMENT is the page's own. */
const kinds: Readonly<Record<string, Told['action']>> = {
  COMMENT: 'comment',
  ADMIN_COMMENT: 'comment',
  COMMENT_EDIT: 'comment',
  COMMENT_DELETE: 'deletion',
  SHARE_MENTION: 'mention',
}
export const actions = Object.keys(kinds)
/** Of our posts; not collected. */
const passedOver: readonly unknown[] = ['LIKE', 'SHARE']

/** Comments are also named without `urn:li:` inside: (activity:1,2) for (urn:li:activity:1,2). */
const wholeUrn = (urn: string): string =>
  urn.replace(/^urn:li:comment:\((?!urn:)(\w+:\w+),/, 'urn:li:comment:(urn:li:$1,')

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const within = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce((inner: unknown, name) => (isObject(inner) ? inner[name] : undefined), value)

export function toldIn(value: unknown): Told | undefined {
  if (!isObject(value)) return undefined
  const action = kinds[text(value['action'])]
  const decorated = value['decoratedGeneratedActivity']
  const at = Number(value['lastModifiedAt'])
  if (action === undefined || !Number.isFinite(at)) return undefined
  if (action === 'mention') {
    const named = [text(within(decorated, 'share', 'entity')), text(value['generatedActivity'])]
    const platformId = named.find(isPostUrn)
    return platformId === undefined ? undefined : { action, at, ref: { platformId, kind: 'post' } }
  }
  const named = [text(within(decorated, 'comment', 'entity')), text(value['generatedActivity'])]
  const platformId = named.map(wholeUrn).find((urn) => commentParts(urn) !== undefined)
  if (platformId === undefined) return undefined
  const post = text(within(value['decoratedSourcePost'], 'entity'))
  return {
    action,
    at,
    ref: { platformId, kind: 'comment', ...(isPostUrn(post) ? { parent: post } : {}) },
  }
}

/** What a notification shows of the item itself; of a deleted comment, nothing. */
function shownIn(value: unknown, { ref, at, action }: Told, own: string): ToldItem[] {
  const shown = within(value, 'decoratedGeneratedActivity', action === 'mention' ? 'share' : 'comment')
  if (!isObject(shown)) return []
  const authorId = text(shown['owner'])
  return [
    {
      ...ref,
      direction: authorId === own ? 'drawnUp' : 'received',
      ...(authorId && { authorId }),
      text: text(shown['text']),
      ...saidAt(at, 1),
    },
  ]
}

/** What is told of comments and mentions. What cannot be read starts a round. */
function eventOf(value: unknown): PlatformEvent[] {
  if (!isObject(value) || passedOver.includes(value['action'])) return []
  const { notificationId, organizationalEntity } = value
  const named = typeof notificationId === 'number' || typeof notificationId === 'string'
  if (!named || typeof organizationalEntity !== 'string') return []
  const told = toldIn(value)
  const gone = told?.action === 'deletion'
  return [
    {
      id: String(notificationId),
      account: organizationalEntity,
      items: told && !gone ? [told.ref] : [],
      gone: told && gone ? [told.ref] : [],
      ...(told && { told: shownIn(value, told, organizationalEntity) }),
    },
  ]
}

const lacks = ({ settings }: Connection): string | undefined =>
  /^\d{1,20}$/.test(settings['applicationId'] ?? '')
    ? undefined
    : 'Appens nummer (applicationId) saknas, så LinkedIn kan inte ombes att skicka händelser. Numret står i adressen till appen i utvecklarportalen. Innehållet hämtas ändå med jämna mellanrum.'

/** LinkedIn ends a subscription without a word when the member loses the role; the same one again is a renewal. */
async function subscribe(connection: Connection, callback: string): Promise<Outcome<Answer>> {
  const application = connection.settings['applicationId'] ?? ''
  const roles = await rolesOf(connection)
  if (!roles.ok) return roles
  const user = roles.value.member
  if (user === undefined || !roles.value.names.includes('ADMINISTRATOR'))
    return fail({
      kind: 'rejected',
      detail: 'Bara den som är administratör för sidan får prenumerera på händelser hos LinkedIn.',
    })
  const key = [
    `developerApplication:${encoded(`urn:li:developerApplication:${application}`)}`,
    `user:${encoded(user)}`,
    `entity:${encoded(ownUrn(connection))}`,
    'eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
  ]
  const path = `/eventSubscriptions/(${key.join(',')})`
  const put = await call(connection, { method: 'PUT', path, body: { webhook: callback } })
  return put.ok ? ok(rawOf(put.value.answer, put.value.part)) : put
}

export const events: Events = {
  handshake(query, { secrets }) {
    const challengeCode = query.get('challengeCode')
    const secret = secrets['clientSecret']
    if (!challengeCode || !isChallenge(challengeCode) || !secret) return undefined
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
  lacks,
  subscribe,
}
