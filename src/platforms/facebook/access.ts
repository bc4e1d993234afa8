import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Proof } from '../contract.ts'
import { notUnderstood } from '../graph/index.ts'
import { facebookLogin, managedPages } from '../graph/login.ts'
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
      'Fältet Sidans nummer (pageId) ska ha bara siffror. Numret står på sidan under Om och Sidinsyn.',
    )
  // First as the account: a token that is taken back says so here, and a wrong app secret too.
  const page = await call(connection, { path: pageId, query: { fields: fields.page } })
  if (!page.ok && page.error.kind !== 'gone') return page
  const token = await debugToken(connection)
  if (!token.ok) return token
  if (token.value.app !== connection.settings['appId'])
    return rejected(
      'Åtkomstnyckeln är gjord för en annan app än den som är inlagd (appId). Skapa en nyckel för kommunens egen app.',
    )
  if (token.value.type !== 'PAGE')
    return rejected(
      'Åtkomstnyckeln tillhör en privat profil eller en systemanvändare, inte en sida. Hämta sidans egen nyckel, se driftsidan för Facebook.',
    )
  if (token.value.profile !== undefined && token.value.profile !== pageId)
    return rejected(
      `Åtkomstnyckeln tillhör en annan sida (${token.value.profile}). Hämta nyckeln för sidan ${pageId}, eller ändra sidans nummer (pageId).`,
    )
  if (!page.ok)
    return rejected(
      'Facebook visar ingen sida med det numret för den här nyckeln. Kontrollera sidans nummer (pageId), och att systemanvändaren har lagts till på sidan.',
    )
  const lacking = needed.filter((scope) => !token.value.scopes.includes(scope))
  if (lacking.length > 0)
    return rejected(
      `Åtkomstnyckeln saknar behörigheten ${lacking.join(' och ')}. Skapa en ny nyckel där den är med.`,
    )
  const tasks = await tasksOf(connection)
  if (!tasks.ok) return tasks
  // Without it Facebook shows no comment by its id, so that nothing could be collected or found again.
  if (!isGiven(tasks.value, 'MODERATE')) return rejected(lacksTask('MODERATE'))
  const [name, link] = ['name', 'link'].map((member) => page.value.json.get(member)?.value)
  const url =
    typeof link === 'string' && /^https?:/.test(link) && URL.canParse(link)
      ? link
      : `https://www.facebook.com/${pageId}`
  return ok({ url, name: typeof name === 'string' && name !== '' ? name : pageId })
}

/** The permission that the app needs, and the task that the one behind the token needs on the page. */
const provenBy: readonly (readonly [Proof['capability'], string, string | undefined])[] = [
  ['posts', 'pages_read_engagement', undefined],
  ['comments', 'pages_read_user_content', 'MODERATE'],
  ['visitorPosts', 'pages_read_user_content', undefined],
  ['messages', 'pages_messaging', 'MESSAGING'],
  ['hide', 'pages_manage_engagement', 'MODERATE'],
  ['unhide', 'pages_manage_engagement', 'MODERATE'],
  ['remove', 'pages_manage_engagement', 'MODERATE'],
  ['blockAuthor', 'pages_manage_engagement', 'MODERATE'],
  ['reply', 'pages_manage_engagement', 'MODERATE'],
  ['privateReply', 'pages_messaging', 'MESSAGING'],
  ['publish', 'pages_manage_posts', 'CREATE_CONTENT'],
  ['insights', 'read_insights', 'ANALYZE'],
]

/**
 * What the one behind the page's token may do on the page: a page's token is not told it, so it is asked with the
 * person's or the system user's. undefined: not known, because there is no such token or it has ended.
 */
async function tasksOf(connection: Connection): Promise<Outcome<readonly string[] | undefined>> {
  const { userToken } = connection.secrets
  if (!userToken) return ok(undefined)
  const managed = await managedPages(facebookGraph, connection, userToken)
  if (!managed.ok) return managed.error.kind === 'reauthorise' ? ok(undefined) : managed
  const page = managed.value.find(({ id }) => id === pageOf(connection))
  return ok((page?.tasks ?? []).map((task) => task.replace(/^PROFILE_PLUS_/, '')))
}

const isGiven = (tasks: readonly string[] | undefined, task: string | undefined): boolean =>
  tasks === undefined ||
  task === undefined ||
  [task, 'MANAGE', 'FULL_CONTROL'].some((one) => tasks.includes(one))

const lacksTask = (task: string): string =>
  `Den som nyckeln hör till saknar uppgiften ${taskNames[task] ?? task} på sidan. Ge den i Metas företagsinställningar, under Sidor.`

const taskNames: Readonly<Record<string, string>> = {
  MODERATE: 'att svara på och ta bort kommentarer (MODERATE)',
  CREATE_CONTENT: 'att skapa innehåll (CREATE_CONTENT)',
  MESSAGING: 'att hantera meddelanden (MESSAGING)',
  ANALYZE: 'att se statistik (ANALYZE)',
}

/** By the permissions that the token has, and what the one behind it may do on the page where that can be asked. */
export async function probe(connection: Connection): Promise<Outcome<readonly Proof[]>> {
  const token = await debugToken(connection)
  if (!token.ok) return token
  const tasks = await tasksOf(connection)
  if (!tasks.ok) return tasks
  const unasked =
    tasks.value === undefined ? ' Vad den som nyckeln hör till får göra på sidan går inte att fråga om.' : ''
  return ok(
    provenBy.map(([capability, scope, task]): Proof => {
      if (!token.value.scopes.includes(scope)) {
        const detail = `Åtkomstnyckeln saknar behörigheten ${scope}. Skapa en ny nyckel där den är med.`
        return { capability, works: false, detail }
      }
      if (task !== undefined && !isGiven(tasks.value, task))
        return { capability, works: false, detail: lacksTask(task) }
      return { capability, works: true, detail: `Åtkomstnyckeln har behörigheten ${scope}.${unasked}` }
    }),
  )
}

/** For those without a system user. */
export const access = facebookLogin({
  graph: facebookGraph,
  scopes: permissions.map(({ name }) => name),
  fields: '',
  accountOn: ({ id, name, token }, userToken) => ({
    name,
    handle: `Sida ${id}`,
    settings: { pageId: id },
    secrets: { token, userToken },
  }),
  none: 'Du sköter ingen sida på Facebook, eller valde ingen i Facebooks ruta. Be den som äger sidan att ge dig rätt att sköta den, logga in igen och välj den i rutan.',
})
