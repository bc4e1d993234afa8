import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Platform } from '../contract.ts'
import { access } from './access.ts'
import { call, encoded, ownUrn, version, versionEnds } from './client.ts'
import { collection, listed } from './collection.ts'
import { events } from './events.ts'
import { publishing, reply } from './publishing.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const id = connection.settings['organizationId'] ?? ''
  if (!/^\d{1,20}$/.test(id))
    return rejected(
      'organizationId ska vara sidans nummer, bara siffror. En privat profil kan inte anslutas. Numret står i adressen när du administrerar sidan.',
    )
  const roles = await listed(connection, '/organizationAcls?q=roleAssignee', 0)
  if (!roles.ok) return roles
  const mine = roles.value.elements
    .map((one) => one.value)
    .filter(
      (one) => isObject(one) && one['organization'] === ownUrn(connection) && one['state'] === 'APPROVED',
    )
  if (
    !mine.some((one) => isObject(one) && (one['role'] === 'ADMINISTRATOR' || one['role'] === 'CONTENT_ADMIN'))
  )
    return rejected(
      'Den som loggade in är inte administratör eller innehållsadministratör för sidan. Be en administratör ge rollen i LinkedIn, eller logga in som någon som har den.',
    )
  const got = await call(connection, `/organizations/${encoded(id)}`)
  if (!got.ok) return got
  const name = got.value.json.get('localizedName')?.value
  return ok({
    url: `https://www.linkedin.com/company/${id}/`,
    name: typeof name === 'string' && name ? name : id,
  })
}

const setting = (name: string, secret: boolean, required: boolean, help: string) => ({
  name,
  secret,
  required,
  help,
})
const proof = 'Ta en bild av resultatet och bekräfta här.'
const open = 'Logga in på LinkedIn som administratör för sidan och öppna inlägget.'

export const linkedin: Platform = {
  id: 'linkedin',
  name: 'LinkedIn',
  mark: 'Li',
  settings: [
    {
      ...setting('clientId', false, true, 'Appens Client ID: LinkedIns utvecklarportal, appen, Auth.'),
      registration: true,
    },
    { ...setting('clientSecret', true, true, 'Appens Client Secret, på samma plats.'), registration: true },
    setting('organizationId', false, true, 'Sidans nummer, som står i adressen när du administrerar sidan.'),
    setting('api', false, false, 'Annan adress till gränssnittet. Lämnas tom för LinkedIns egen.'),
    setting('accessToken', true, true, 'Åtkomsten från inloggningen hos LinkedIn. Den gäller i 60 dagar.'),
  ],
  collects: { posts: true, comments: true, edits: true, deletions: true },
  conditions: {
    messages:
      'Gränssnittet för sidor ger inte meddelanden. De kan läsas genom LinkedIns väg för dataportabilitet (DMA), som Uppsikt inte använder ännu.',
    mentions: 'Omnämnanden hämtas inte ännu. Se dem under sidans aviseringar i LinkedIn.',
    media: 'Bilder och film hämtas inte ännu, bara text.',
    hide: 'LinkedIn kan inte dölja en kommentar.',
    hold: 'LinkedIn har ingen granskning före publicering.',
    approve: 'LinkedIn har ingen granskning före publicering.',
    remove: 'Det är inte visat att gränssnittet får ta bort andras kommentarer. Därför görs det för hand.',
    insights: 'Statistik hämtas inte ännu. Den läses av i LinkedIn.',
    publish: 'Text och länk. Bilder och film publiceras för hand.',
  },

  apiVersion: {
    name: version,
    ends: versionEnds,
    source: 'https://learn.microsoft.com/en-us/linkedin/marketing/versioning',
  },
  terms: {
    connectable: 'onceAccepted',
    entries: [
      {
        about: 'storing',
        says: 'LinkedIn anger för varje slags uppgift hur länge den får sparas. Den kortaste tiden gäller.',
        weighed:
          'Kommunen ska bevara allmänna handlingar. Kommunen behöver själv ta ställning innan sidan ansluts.',
        source: {
          title: 'Data storage requirements',
          url: 'https://learn.microsoft.com/en-us/linkedin/marketing/data-storage-requirements',
          read: '2026-11-29',
        },
      },
    ],
  },
  check,
  access,
  collection,
  reply,
  publishing,
  events,
  byHand: {
    remove: [
      open,
      'Välj de tre punkterna vid kommentaren och sedan Ta bort. Går det inte, välj Anmäl.',
      proof,
    ],
    blockAuthor: [open, 'Öppna personens profil och anmäl den om den bryter mot LinkedIns regler.', proof],
    insights: [
      'Öppna sidan i LinkedIn som administratör och välj Analys.',
      'För in siffrorna för perioden. Ta en bild och bekräfta här.',
    ],
  },
}
