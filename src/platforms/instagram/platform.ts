import { isObject, ok } from '../../kernel/index.ts'
import type { Answer, Connection, Events, Outcome, Platform } from '../contract.ts'
import { readJson } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { hmac, signatureHolds } from '../signature.ts'
import { check, probe } from './check.ts'
import { apiVersion, call, membersOf } from './client.ts'
import { collection } from './collection.ts'
import { eventsIn } from './events.ts'
import { byHand, conditions, guide, settings, terms } from './guide.ts'
import { insights } from './insights.ts'
import { textIn } from './mapping.ts'
import { moderation } from './moderation.ts'
import { publishing } from './publishing.ts'
import { pageOf } from './reading.ts'
import { reply } from './reply.ts'

/**
 * Instagram's events come once the Page has the app installed, with any field. A field list that is there already is
 * left alone: the Page's own account may have chosen it, and to write it anew would take its fields away.
 */
async function subscribe(connection: Connection): Promise<Outcome<Answer>> {
  const path = `${pageOf(connection)}/subscribed_apps`
  const before = await call(connection, { path })
  if (!before.ok) return before
  const installed = (before.value.json.get('data')?.elements() ?? []).some((app) => {
    const { subscribed_fields: chosen, ...members } = membersOf(app)
    return (
      textIn(members, 'id') === connection.settings['appId'] && Array.isArray(chosen) && chosen.length > 0
    )
  })
  if (installed) return ok(rawOf(before.value.answer, before.value.part))
  const sent = await call(connection, { method: 'POST', path, body: { subscribed_fields: ['feed'] } })
  return sent.ok ? ok(rawOf(sent.value.answer, sent.value.part)) : sent
}

const events: Events = {
  handshake(query, { secrets }) {
    const word = secrets['verifyToken']
    const challenge = query.get('hub.challenge')
    const asked = query.get('hub.mode') === 'subscribe' && challenge !== null && challenge.length <= 1_000
    const known = Buffer.from(word ?? '').toString('hex')
    const given = Buffer.from(query.get('hub.verify_token') ?? '').toString('hex')
    if (!word || !asked || !signatureHolds(Buffer.from(known, 'hex'), given, 'hex')) return undefined
    return { body: challenge, mediaType: 'text/plain; charset=utf-8' }
  },
  verify(bytes, headers, { secrets }) {
    const secret = secrets['appSecret']
    const given = headers['x-hub-signature-256']
    if (!secret || !given?.startsWith('sha256=')) return false
    return signatureHolds(hmac('sha256', secret, bytes), given.slice('sha256='.length), 'hex')
  },
  read(bytes) {
    const json = readJson(bytes)
    const value = json.ok ? json.value.value : undefined
    if (!isObject(value) || value['object'] !== 'instagram' || !Array.isArray(value['entry'])) return []
    return value['entry'].filter(isObject).flatMap(eventsIn)
  },
  accountIn: ({ igUserId }) => igUserId,
  subscribe: (connection) => subscribe(connection),
}

/** Professional accounts, through the token of the Facebook Page they are linked to. */
export const instagram: Platform = {
  id: 'instagram',
  name: 'Instagram',
  mark: 'Ig',
  settings,
  collects: { posts: true, comments: true, messages: true, mentions: true, media: true, deletions: true },
  conditions,
  apiVersion,
  terms,
  guide,
  check,
  probe,
  collection,
  moderation,
  reply,
  publishing,
  insights,
  events,
  byHand,
}
