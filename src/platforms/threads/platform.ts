import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Platform } from '../contract.ts'
import { access } from './access.ts'
import { call, membersOf, threadsGraph } from './client.ts'
import { collection } from './collection.ts'
import { events } from './events.ts'
import { byHand, conditions, guide, settings, terms } from './guide.ts'
import { insights } from './insights.ts'
import { textIn } from './mapping.ts'
import { moderation } from './moderation.ts'
import { publishing, reply } from './publishing.ts'

async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const { api, userId } = connection.settings
  if (api && !(URL.canParse(api) && /^https?:\/\//.test(api))) {
    return fail({
      kind: 'rejected',
      detail: 'Fältet Annan serveradress (api) är ingen webbadress. Lämna det tomt.',
    })
  }
  const got = await call(connection, { path: 'me', query: { fields: 'id,username,name' } })
  if (!got.ok) return got
  const members = membersOf(got.value.json)
  const username = textIn(members, 'username') ?? ''
  if (textIn(members, 'id') !== userId) {
    const detail = `Åtkomsten gäller kontot ${username} (${textIn(members, 'id')}), inte det som är angivet. Rätta kontots nummer (userId), eller logga in rätt konto.`
    return fail({ kind: 'rejected', detail })
  }
  return ok({
    url: `https://www.threads.net/@${encodeURIComponent(username)}`,
    name: textIn(members, 'name') || username,
  })
}

export const threads: Platform = {
  id: 'threads',
  name: 'Threads',
  mark: 'Th',
  settings,
  collects: { posts: true, comments: true, mentions: true, media: true, deletions: true },
  conditions,
  apiVersion: {
    name: threadsGraph.version,
    ends: null,
    source: 'https://developers.facebook.com/docs/threads/changelog',
  },
  pace: { newSeconds: 840, reconcileHours: 12 },
  terms,
  guide,
  check,
  access,
  collection,
  moderation,
  reply,
  publishing,
  insights,
  events,
  byHand,
}
