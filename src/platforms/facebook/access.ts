import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Proof } from '../contract.ts'
import { notUnderstood } from '../graph/index.ts'
import { facebookLogin } from '../graph/login.ts'
import { call, facebookGraph, fields, pageOf } from './client.ts'
import { permissions } from './guide.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

interface Debugged {
  readonly app: string
  readonly type: string
  readonly profile: string | undefined
  readonly scopes: readonly string[]
}

/** What Facebook says of the account's token, asked as the app. */
async function debugToken(connection: Connection): Promise<Outcome<Debugged>> {
  const { appId = '' } = connection.settings
  const { appSecret = '', token = '' } = connection.secrets
  const got = await call(connection, {
    path: 'debug_token',
    query: { input_token: token },
    token: `${appId}|${appSecret}`,
  })
  if (!got.ok) return got
  const data = got.value.json.get('data')?.value
  if (!isObject(data)) return fail(notUnderstood('read', connection.clock.now()))
  if (data['is_valid'] !== true) {
    return fail({
      kind: 'reauthorise',
      detail: 'Åtkomstnyckeln gäller inte längre. Skapa en ny åt systemanvändaren och lägg in den på kontot.',
    })
  }
  const { app_id: app, type, profile_id: profile, scopes } = data
  return ok({
    app: String(app),
    type: String(type),
    profile: typeof profile === 'string' ? profile : undefined,
    scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [],
  })
}

/** Without these nothing can be collected. */
const needed = ['pages_read_engagement', 'pages_read_user_content']

export async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const pageId = pageOf(connection)
  if (!/^\d{5,30}$/.test(pageId))
    return rejected(
      'Inställningen pageId ska vara sidans nummer, bara siffror. Det står på sidan under Om och Sidinsyn.',
    )
  // First as the account: a token that is taken back says so here, and a wrong app secret too.
  const page = await call(connection, { path: pageId, query: { fields: fields.page } })
  if (!page.ok && page.error.kind !== 'gone') return page
  const token = await debugToken(connection)
  if (!token.ok) return token
  if (token.value.app !== connection.settings['appId'])
    return rejected(
      'Åtkomstnyckeln är gjord för en annan app än appId. Skapa en nyckel för kommunens egen app.',
    )
  if (token.value.type !== 'PAGE')
    return rejected(
      'Åtkomstnyckeln tillhör en privat profil eller en systemanvändare, inte en sida. Hämta sidans egen nyckel, se driftsidan för Facebook.',
    )
  if (token.value.profile !== undefined && token.value.profile !== pageId)
    return rejected(
      `Åtkomstnyckeln tillhör en annan sida (${token.value.profile}). Hämta nyckeln för sidan ${pageId}, eller ändra pageId.`,
    )
  if (!page.ok)
    return rejected(
      'Facebook visar ingen sida med det numret för den här nyckeln. Kontrollera pageId, och att systemanvändaren har lagts till på sidan.',
    )
  const lacking = needed.filter((scope) => !token.value.scopes.includes(scope))
  if (lacking.length > 0)
    return rejected(
      `Åtkomstnyckeln saknar behörigheten ${lacking.join(' och ')}. Skapa en ny nyckel där den är med.`,
    )
  const [name, link] = ['name', 'link'].map((member) => page.value.json.get(member)?.value)
  const url =
    typeof link === 'string' && /^https?:/.test(link) && URL.canParse(link)
      ? link
      : `https://www.facebook.com/${pageId}`
  return ok({ url, name: typeof name === 'string' && name !== '' ? name : pageId })
}

const provenBy: readonly (readonly [Proof['capability'], string])[] = [
  ['posts', 'pages_read_engagement'],
  ['comments', 'pages_read_user_content'],
  ['visitorPosts', 'pages_read_user_content'],
  ['messages', 'pages_messaging'],
  ['hide', 'pages_manage_engagement'],
  ['unhide', 'pages_manage_engagement'],
  ['remove', 'pages_manage_engagement'],
  ['blockAuthor', 'pages_manage_engagement'],
  ['reply', 'pages_manage_engagement'],
  ['privateReply', 'pages_messaging'],
  ['publish', 'pages_manage_posts'],
  ['insights', 'read_insights'],
]

/** By the permissions that the token has. The page's tasks are not told to a page token; an order that lacks one says so. */
export async function probe(connection: Connection): Promise<Outcome<readonly Proof[]>> {
  const token = await debugToken(connection)
  if (!token.ok) return token
  return ok(
    provenBy.map(([capability, scope]): Proof => {
      const works = token.value.scopes.includes(scope)
      const detail = works
        ? `Åtkomstnyckeln har behörigheten ${scope}.`
        : `Åtkomstnyckeln saknar behörigheten ${scope}. Skapa en ny nyckel där den är med.`
      return { capability, works, detail }
    }),
  )
}

/** For those without a system user. */
export const access = facebookLogin({
  graph: facebookGraph,
  scopes: permissions.map(({ name }) => name),
  fields: '',
  accountOn: ({ id, name, token }) => ({
    name,
    handle: `Sida ${id}`,
    settings: { pageId: id },
    secrets: { token },
  }),
  none: 'Du sköter ingen sida på Facebook, eller valde ingen i Facebooks ruta. Be den som äger sidan att ge dig rätt att sköta den, logga in igen och välj den i rutan.',
})
