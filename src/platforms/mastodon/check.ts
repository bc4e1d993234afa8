import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Capability, Collectable, Connection, Outcome, Proof } from '../contract.ts'
import { scopes } from './access.ts'
import { call, list, originOf } from './client.ts'
import { whoAmI } from './reading.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

const privateHost = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\])/

/** What is wrong with the settings themselves, before anybody is asked. */
function faultIn({ settings, secrets }: Connection): string | undefined {
  const address = settings['server'] ?? ''
  const url = URL.canParse(address) ? new URL(address) : undefined
  const https = url?.protocol === 'https:' || (url?.protocol === 'http:' && privateHost.test(url.hostname))
  if (!https)
    return 'Fältet Server (server) är ingen webbadress med https. Skriv den så här: https://social.kommunen.se.'
  return secrets['accessToken']
    ? undefined
    : 'Kontot har ingen åtkomstnyckel. Skapa en under Inställningar, Utveckling i Mastodon, eller logga in kontot via Uppsikt.'
}

/** What the server says that it is; a failure in words when it is no Mastodon. */
async function isMastodon(connection: Connection): Promise<Outcome<void>> {
  const called = await call(connection, { path: '/api/v2/instance', anonymous: true })
  const where = originOf(connection)
  if (!called.ok) {
    const { kind, detail } = called.error
    return kind === 'rejected' || kind === 'gone'
      ? rejected(
          `${where} svarar inte som en Mastodonserver (4.0 eller senare). Kontrollera fältet Server (server). (${detail})`,
        )
      : called
  }
  const version = called.value.json.get('version')?.value
  const configured = isObject(called.value.json.get('configuration')?.value)
  // Others that speak the same language say so in their version: "2.7.2 (compatible; Name 1.0)".
  if (typeof version !== 'string' || !configured || /compatible;/i.test(version))
    return rejected(
      `${where} är ingen Mastodonserver utan något som liknar en. Den är inte prövad med Uppsikt, därför ansluts kontot inte.`,
    )
  return ok(undefined)
}

/** A broad scope covers those below it. */
const covers = (granted: readonly string[], wanted: string): boolean =>
  granted.includes(wanted) || granted.includes(wanted.split(':')[0] ?? '')

/** What the app may do, from the server (4.3 and later say it); undefined when it does not say. */
async function grantedScopes(connection: Connection): Promise<Outcome<readonly string[] | undefined>> {
  const called = await call(connection, { path: '/api/v1/apps/verify_credentials' })
  if (!called.ok) return called
  const said = called.value.json.get('scopes')?.value
  return ok(Array.isArray(said) ? said.filter((one) => typeof one === 'string') : undefined)
}

/** As written with or without @ and the server's name. */
export const handleOf = (text: string): string => text.replace(/^@/, '').split('@')[0]?.toLowerCase() ?? ''

export async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const fault = faultIn(connection)
  if (fault) return rejected(fault)
  const server = await isMastodon(connection)
  if (!server.ok) return server
  const me = await whoAmI(connection)
  if (!me.ok) return me
  const wanted = connection.settings['handle'] ?? ''
  if (handleOf(wanted) !== me.value.acct.toLowerCase())
    return rejected(
      `Åtkomstnyckeln hör till @${me.value.acct}, inte till @${handleOf(wanted)}. Logga in med rätt konto i Mastodon, skapa en nyckel där och lägg in den.`,
    )
  const reads = [
    await list(connection, `/api/v1/accounts/${me.value.id}/statuses`, { limit: 1 }),
    await list(connection, '/api/v1/notifications', { limit: 1 }),
  ]
  for (const read of reads) if (!read.ok) return read
  const granted = await grantedScopes(connection)
  if (!granted.ok) return granted
  const missing = granted.value ? scopes.filter((scope) => !covers(granted.value ?? [], scope)) : []
  if (missing.length > 0)
    return rejected(
      `Appen i Mastodon saknar behörigheterna ${missing.join(', ')}. Kryssa för dem under Inställningar, Utveckling, skapa en ny åtkomstnyckel och lägg in den.`,
    )
  return ok({ url: me.value.url, name: me.value.name })
}

const needs: readonly (readonly [Capability | Collectable, (typeof scopes)[number]])[] = [
  ['posts', 'read:statuses'],
  ['comments', 'read:notifications'],
  ['messages', 'read:notifications'],
  ['mentions', 'read:notifications'],
  ['insights', 'read:accounts'],
  ['reply', 'write:statuses'],
  ['privateReply', 'write:statuses'],
  ['publish', 'write:media'],
  ['blockAuthor', 'write:blocks'],
]

/** By what the app may do. A server that does not say leaves the orders untold: nothing is tried. */
export async function probe(connection: Connection): Promise<Outcome<readonly Proof[]>> {
  const granted = await grantedScopes(connection)
  if (!granted.ok) return granted
  const { value } = granted
  if (value === undefined) return ok([])
  return ok(
    needs.map(([capability, scope]) => {
      const works = covers(value, scope)
      const detail = works
        ? `Appen har behörigheten ${scope}.`
        : `Appen saknar behörigheten ${scope}. Kryssa för den i Mastodon och skapa en ny åtkomstnyckel.`
      return { capability, works, detail }
    }),
  )
}
