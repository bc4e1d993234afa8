import { fail, ok } from '../../kernel/index.ts'
import type { Capability, Collectable, Connection, Outcome, Proof } from '../contract.ts'
import type { GraphCall } from '../graph/client.ts'
import { call, membersOf, userOf } from './client.ts'
import { textIn } from './mapping.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

const lacks = (scope: string, said: string): string =>
  `Inloggningen saknar behörigheten ${scope}. Lägg till den i appen hos Meta och logga in på Threads på nytt. (${said})`

interface Trial {
  readonly scope: string
  readonly proves: readonly (Capability | Collectable)[]
  readonly asked: GraphCall
}

/** Questions that change nothing, each behind the right that its capabilities need. */
const trials = (connection: Connection): readonly Trial[] => {
  const own = userOf(connection)
  const one = { fields: 'id', limit: 1 }
  return [
    {
      scope: 'threads_read_replies',
      proves: ['comments', 'hide', 'unhide', 'approve', 'reply'],
      asked: { path: `${own}/replies`, query: one },
    },
    {
      scope: 'threads_manage_mentions',
      proves: ['mentions'],
      asked: { path: `${own}/mentions`, query: one },
    },
    {
      scope: 'threads_content_publish',
      proves: ['publish'],
      asked: { path: `${own}/threads_publishing_limit`, query: { fields: 'quota_usage,config' } },
    },
    {
      scope: 'threads_manage_insights',
      proves: ['insights'],
      asked: { path: `${own}/threads_insights`, query: { metric: 'views' } },
    },
  ]
}

/** Without replies nothing can be watched, so that right must be there; what else is lacking is told by the probe. */
export async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const { api, userId = '' } = connection.settings
  if (api && !(URL.canParse(api) && /^https?:\/\//.test(api)))
    return rejected('Fältet Annan serveradress (api) är ingen webbadress. Lämna det tomt.')
  if (!/^\d{1,30}$/.test(userId))
    return rejected(
      'Inställningen userId ska vara kontots id med bara siffror, inte dess namn. Det visas i appens panel hos Meta.',
    )
  const got = await call(connection, { path: 'me', query: { fields: 'id,username,name' } })
  if (!got.ok) return got
  const members = membersOf(got.value.json)
  const username = textIn(members, 'username') ?? ''
  if (textIn(members, 'id') !== userId)
    return rejected(
      `Åtkomsten gäller kontot ${username} (${textIn(members, 'id')}), inte det som är angivet. Rätta kontots nummer (userId), eller logga in rätt konto.`,
    )
  const [replies] = trials(connection)
  const read = replies && (await call(connection, replies.asked))
  if (read && !read.ok)
    return read.error.kind === 'rejected' ? rejected(lacks(replies.scope, read.error.detail)) : read
  return ok({
    url: `https://www.threads.net/@${encodeURIComponent(username)}`,
    name: textIn(members, 'name') || username,
  })
}

/** What the access can really do. A failure that is not about rights ends it: nothing is known then. */
export async function probe(connection: Connection): Promise<Outcome<readonly Proof[]>> {
  const own = { path: `${userOf(connection)}/threads`, query: { fields: 'id', limit: 1 } }
  const posts = await call(connection, own)
  if (!posts.ok) return posts
  const proofs: Proof[] = [{ capability: 'posts', works: true, detail: 'Kontots inlägg gick att läsa.' }]
  for (const { scope, proves, asked } of trials(connection)) {
    const got = await call(connection, asked)
    if (!got.ok && got.error.kind !== 'rejected' && got.error.kind !== 'gone') return got
    const detail = got.ok ? `Behörigheten ${scope} finns.` : lacks(scope, got.error.detail)
    for (const capability of proves) proofs.push({ capability, works: got.ok, detail })
  }
  return ok(proofs)
}
