import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Capability, Collectable, Connection, Outcome, Proof } from '../contract.ts'
import { readers } from './access.ts'
import { askSignIn, type Called, call, encoded, ownUrn } from './client.ts'
import { listed, ownPosts } from './reading.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

interface Roles {
  readonly names: readonly string[]
  /** URN of the member who signed in. */
  readonly member: string | undefined
}

/** What the member who signed in is for the page. */
export async function rolesOf(connection: Connection): Promise<Outcome<Roles>> {
  const got = await listed(connection, '/organizationAcls?q=roleAssignee&state=APPROVED', 0)
  if (!got.ok) return got
  const own = got.value.elements
    .map((slice) => slice.value)
    .filter(isObject)
    .filter((one) => one['organization'] === ownUrn(connection) && one['state'] === 'APPROVED')
  const member = own.map((one) => one['roleAssignee']).find((one) => typeof one === 'string')
  return ok({ names: own.map(({ role }) => String(role)), member })
}

interface Grant {
  readonly called: Called
  readonly scopes: readonly string[]
}

async function grantOf(connection: Connection): Promise<Outcome<Grant>> {
  const token = connection.secrets['accessToken'] ?? ''
  const got = await askSignIn(connection, 'introspectToken', { token })
  if (!got.ok) return got
  const { json } = got.value
  if (json.get('active')?.value !== true)
    return fail({
      kind: 'reauthorise',
      detail:
        'Åtkomsten har slutat gälla, dragits in eller hör till en annan app än den som är inlagd (clientId). Logga in hos LinkedIn på nytt från kontots sida.',
    })
  const scope = json.get('scope')?.value
  const scopes = typeof scope === 'string' ? scope.split(/[\s,]+/).filter(Boolean) : []
  return ok({ called: got.value, scopes })
}

const mostSkew = 5 * 60_000

/** Tokens have an end, so a clock that is wrong has to be put right first. */
function clockFault({ clock }: Connection, { answer }: Called): string | undefined {
  const skew = Math.abs(clock.now().getTime() - Date.parse(answer.headers['date'] ?? ''))
  return skew > mostSkew
    ? `Serverns klocka skiljer ${Math.round(skew / 60_000)} minuter från LinkedIns. Ställ klockan (NTP) och försök igen.`
    : undefined
}

const writers = [...readers, 'CONTENT_ADMIN']
/** LinkedIn has renamed these; which of the two an app is given differs. */
const reading = ['r_organization_social_feed', 'r_organization_social']
const writing = ['w_organization_social_feed', 'w_organization_social']
const managing = ['rw_organization_admin']

function faultIn({ settings, secrets }: Connection): string | undefined {
  const { api, organizationId = '' } = settings
  if (api && !/^https?:\/\/[^/]+$/.test(api))
    return 'Fältet Annan serveradress (api) ska vara en webbadress utan snedstreck på slutet. Lämna det tomt för LinkedIns egen.'
  if (!secrets['accessToken'])
    return 'Kontot är inte kopplat till LinkedIn än. Logga in hos LinkedIn från kontots sida.'
  return /^\d{1,20}$/.test(organizationId)
    ? undefined
    : 'Fältet Sidans nummer (organizationId) ska ha bara siffror. En privat profil kan inte anslutas. Numret står i adressen när du administrerar sidan.'
}

const lacksRole = (names: readonly string[]): string => {
  if (names.includes('CONTENT_ADMIN'))
    return 'Den som loggade in är innehållsadministratör. Den rollen får publicera men inte läsa kommentarer. Be en administratör ge rollen administratör i LinkedIn.'
  return 'Den som loggade in är inte administratör för sidan. Be en administratör ge rollen i LinkedIn, eller logga in som någon som har den.'
}

export async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const fault = faultIn(connection)
  if (fault) return rejected(fault)
  const grant = await grantOf(connection)
  if (!grant.ok) return grant
  const wrong = clockFault(connection, grant.value.called)
  if (wrong) return rejected(wrong)
  if (!reading.some((scope) => grant.value.scopes.includes(scope)))
    return rejected(
      'Inloggningen saknar behörigheten r_organization_social_feed, så inlägg och kommentarer får inte läsas. Kontrollera att appen har fått Community Management API, och logga in hos LinkedIn på nytt.',
    )
  const roles = await rolesOf(connection)
  if (!roles.ok) return roles
  if (!roles.value.names.some((name) => readers.includes(name))) return rejected(lacksRole(roles.value.names))
  const posts = await listed(connection, ownPosts(connection), 0, 1)
  if (!posts.ok) return posts
  const id = connection.settings['organizationId'] ?? ''
  const got = await call(connection, { path: `/organizations/${encoded(id)}` })
  if (!got.ok) return got
  const name = got.value.json.get('localizedName')?.value
  return ok({
    url: `https://www.linkedin.com/company/${id}/`,
    name: typeof name === 'string' && name ? name : id,
  })
}

interface Need {
  readonly capabilities: readonly (Capability | Collectable)[]
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
}

const needs: readonly Need[] = [
  { capabilities: ['posts', 'comments', 'edits', 'deletions', 'media'], scopes: reading, roles: readers },
  { capabilities: ['mentions', 'insights'], scopes: managing, roles: ['ADMINISTRATOR'] },
  { capabilities: ['reply'], scopes: writing, roles: readers },
  { capabilities: ['publish'], scopes: writing, roles: writers },
]

/** By the roles and permissions that LinkedIn says there are; nothing is written to see whether it can be. */
export async function probe(connection: Connection): Promise<Outcome<readonly Proof[]>> {
  const fault = faultIn(connection)
  if (fault) return rejected(fault)
  const grant = await grantOf(connection)
  if (!grant.ok) return grant
  const roles = await rolesOf(connection)
  if (!roles.ok) return roles
  return ok(
    needs.flatMap(({ capabilities, scopes, roles: wanted }): Proof[] => {
      const scope = scopes.find((one) => grant.value.scopes.includes(one))
      const role = wanted.find((one) => roles.value.names.includes(one))
      const detail =
        scope === undefined
          ? `Inloggningen saknar behörigheten ${scopes[0]}. Kontrollera att appen har den, och logga in hos LinkedIn på nytt.`
          : role === undefined
            ? `Den som loggade in behöver någon av rollerna ${wanted.join(', ')} för sidan. Be en administratör ge den i LinkedIn.`
            : `Behörigheten ${scope} och rollen ${role} finns.`
      const works = scope !== undefined && role !== undefined
      return capabilities.map((capability) => ({ capability, works, detail }))
    }),
  )
}
