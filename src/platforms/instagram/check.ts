import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Capability, Collectable, Connection, Outcome, Proof } from '../contract.ts'
import { type Call, type Called, call, membersOf } from './client.ts'
import { fields, textIn } from './mapping.ts'
import { igUser, pageOf } from './reading.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** What is wrong with the settings themselves, before anybody is asked. */
function faultIn({ settings }: Connection): string | undefined {
  const api = settings['api']
  if (api && !(URL.canParse(api) && /^https?:\/\//.test(api)))
    return 'Fältet Annan serveradress (api) är ingen webbadress. Lämna det tomt.'
  const numbers = { igUserId: 'Instagramkontots nummer', pageId: 'Sidans nummer', appId: 'Appens id' }
  for (const [name, label] of Object.entries(numbers))
    if (!/^\d{1,30}$/.test(settings[name] ?? ''))
      return `Fältet ${label} (${name}) ska ha bara siffror, inte ett namn. Anvisningen säger var numret står.`
  return undefined
}

/** The account that the Page has, or in Swedish why it has none or another. */
function linkedAccount(connection: Connection, page: Called): string | undefined {
  const members = membersOf(page.json)
  const name = textIn(members, 'name') ?? pageOf(connection)
  const account = members['instagram_business_account']
  const id = isObject(account) ? textIn(account, 'id') : undefined
  if (id === undefined) {
    return `Facebooksidan ${name} har inget professionellt Instagramkonto. Är kontot privat, byt till företagskonto i appen Instagram. Koppla det sedan till sidan under Inställningar, Länkade konton.`
  }
  if (id === igUser(connection)) return undefined
  const username = (isObject(account) ? textIn(account, 'username') : undefined) ?? id
  return `Facebooksidan ${name} är kopplad till Instagramkontot ${username} (${id}), inte till det som är angivet. Rätta Instagramkontots nummer (igUserId) eller sidans nummer (pageId).`
}

export async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const fault = faultIn(connection)
  if (fault) return rejected(fault)
  const query = { fields: 'id,name,instagram_business_account{id,username}' }
  const page = await call(connection, { path: pageOf(connection), query })
  if (!page.ok) {
    if (page.error.kind !== 'gone' && page.error.kind !== 'rejected') return page
    return rejected(
      `Den här åtkomsten når inte Facebooksidan ${pageOf(connection)}. Kontrollera sidans nummer (pageId), och att nyckeln är sidans egen. (${page.error.detail})`,
    )
  }
  const wrong = linkedAccount(connection, page.value)
  if (wrong) return rejected(wrong)
  const account = await call(connection, { path: igUser(connection), query: { fields: 'id,username,name' } })
  if (!account.ok) return account
  const media = await call(connection, {
    path: `${igUser(connection)}/media`,
    query: { fields: 'id', limit: 1 },
  })
  if (!media.ok) return media
  const members = membersOf(account.value.json)
  const username = textIn(members, 'username') ?? igUser(connection)
  return ok({
    url: `https://www.instagram.com/${encodeURIComponent(username)}/`,
    name: textIn(members, 'name') || username,
  })
}

interface Trial {
  readonly proves: readonly (Capability | Collectable)[]
  readonly asked: Call
  readonly shown: string
}

/** Questions that change nothing, each behind the right that its capabilities need. */
function trials(connection: Connection, newest: string | undefined): Trial[] {
  const account = igUser(connection)
  const commented: Trial[] =
    newest === undefined
      ? []
      : [
          {
            proves: ['comments', 'hide', 'unhide', 'remove', 'reply'],
            asked: { path: `${newest}/comments`, query: { fields: 'id', limit: 1 } },
            shown: 'Kommentarerna till det senaste inlägget gick att läsa (instagram_manage_comments).',
          },
        ]
  return [
    ...commented,
    {
      proves: ['mentions'],
      asked: { path: `${account}/tags`, query: { fields: 'id', limit: 1 } },
      shown: 'Taggningar gick att läsa. Omnämnanden kommer bara som avisering.',
    },
    {
      proves: ['messages', 'privateReply', 'blockAuthor'],
      asked: {
        path: `${pageOf(connection)}/conversations`,
        query: { platform: 'INSTAGRAM', fields: 'id', limit: 1 },
      },
      shown:
        'Konversationer gick att läsa. Utan Advanced Access syns bara dem från personer med en roll i appen.',
    },
    {
      proves: ['publish'],
      asked: { path: `${account}/content_publishing_limit`, query: { fields: 'config,quota_usage' } },
      shown: 'Utrymmet för publicering gick att läsa (instagram_content_publish).',
    },
    {
      proves: ['insights'],
      asked: { path: `${account}/insights`, query: { metric: 'reach', period: 'day' } },
      shown: 'Statistik gick att läsa (instagram_manage_insights).',
    },
  ]
}

/** What the access can really do. A failure that is not about rights (no contact, throttled) ends it: nothing is known then. */
export async function probe(connection: Connection): Promise<Outcome<readonly Proof[]>> {
  const query = { fields: fields.media, limit: 1 }
  const media = await call(connection, { path: `${igUser(connection)}/media`, query })
  if (!media.ok) return media
  const newest = media.value.json.get('data')?.elements()[0]
  const proofs: Proof[] = [{ capability: 'posts', works: true, detail: 'Kontots inlägg gick att läsa.' }]
  for (const { proves, asked, shown } of trials(connection, newest && textIn(membersOf(newest), 'id'))) {
    const got = await call(connection, asked)
    if (!got.ok && got.error.kind !== 'rejected' && got.error.kind !== 'gone') return got
    const detail = got.ok ? shown : got.error.detail
    for (const capability of proves) proofs.push({ capability, works: got.ok, detail })
  }
  return ok(proofs)
}
