import { isObject, ok } from '../../kernel/index.ts'
import type { Answer, Connection, Events, Outcome, Platform } from '../contract.ts'
import { facebookLogin } from '../graph/login.ts'
import { handshake, signatureIsRight } from '../graph/webhook.ts'
import { readJson } from '../json-slice.ts'
import { check, probe } from './check.ts'
import { answerOf, apiVersion, call, facebook, membersOf } from './client.ts'
import { collection } from './collection.ts'
import { eventsIn } from './events.ts'
import { byHand, conditions, guide, settings, terms } from './guide.ts'
import { importInstagram } from './imports.ts'
import { insights } from './insights.ts'
import { textIn } from './mapping.ts'
import { moderation } from './moderation.ts'
import { profile } from './profile.ts'
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
  if (installed) return ok(answerOf(before.value))
  const sent = await call(connection, { method: 'POST', path, body: { subscribed_fields: ['feed'] } })
  return sent.ok ? ok(answerOf(sent.value)) : sent
}

const events: Events = {
  handshake: (query, { secrets }) => handshake(query, secrets['verifyToken']),
  verify: (bytes, headers, { secrets }) => signatureIsRight(bytes, headers, secrets['appSecret']),
  read(bytes) {
    const json = readJson(bytes)
    const value = json.ok ? json.value.value : undefined
    if (!isObject(value) || value['object'] !== 'instagram' || !Array.isArray(value['entry'])) return []
    return value['entry'].filter(isObject).flatMap(eventsIn)
  },
  accountIn: ({ igUserId }) => igUserId,
  subscribe: (connection) => subscribe(connection),
}

const access = facebookLogin({
  graph: facebook,
  scopes: guide.permissions.map(({ name }) => name),
  fields: ',instagram_business_account{id,username,name}',
  accountOn({ id: pageId, name: page, token, node }) {
    const account = node['instagram_business_account']
    const igUserId = isObject(account) ? textIn(account, 'id') : undefined
    if (!isObject(account) || igUserId === undefined || !/^\d{1,30}$/.test(igUserId)) return undefined
    const username = textIn(account, 'username')
    return {
      name: textIn(account, 'name') || username || page,
      handle: username ? `@${username}` : `Genom sidan ${page}`,
      settings: { igUserId, pageId },
      secrets: { token },
    }
  },
  none: 'Ingen av sidorna som du sköter på Facebook har ett professionellt Instagramkonto. Gör kontot till ett företagskonto, koppla det till kommunens sida under Länkade konton, logga in igen och välj sidan i Facebooks ruta.',
})

/** Professional accounts, through the token of the Facebook Page they are linked to. */
export const instagram: Platform = {
  id: 'instagram',
  name: 'Instagram',
  mark: 'Ig',
  settings,
  imports: { instagram: importInstagram },
  collects: { posts: true, comments: true, messages: true, mentions: true, media: true, deletions: true },
  conditions,
  apiVersion,
  pace: { newSeconds: 200, reconcileHours: 6 },
  terms,
  guide,
  check,
  profile,
  probe,
  access,
  collection,
  moderation,
  reply,
  publishing,
  insights,
  events,
  byHand,
}
