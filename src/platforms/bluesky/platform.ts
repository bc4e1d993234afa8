import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Platform } from '../contract.ts'
import { overFile } from '../export-file/over-file.ts'
import { probeChat } from './chat/chat.ts'
import { call, open, originOf } from './client.ts'
import { collection } from './collection.ts'
import { conditions, guide, terms } from './guide.ts'
import { importCar } from './imports.ts'
import { moderation } from './moderation.ts'
import { profile } from './profile.ts'
import { publishing, reply } from './publishing.ts'
import { isDid, isHandle } from './syntax.ts'

/** What is wrong with the settings themselves, before anybody is asked. */
function faultIn({ settings }: Connection): string | undefined {
  for (const [name, label] of [
    ['service', 'Server'],
    ['appview', 'Server som visar kontot'],
  ] as const) {
    const address = settings[name]
    const optional = name === 'appview' && !address
    if (!optional && !(URL.canParse(address ?? '') && /^https?:\/\//.test(address ?? ''))) {
      return `Fältet ${label} (${name}) är ingen webbadress. Skriv adressen med https, till exempel https://bsky.social.`
    }
  }
  const handle = settings['handle'] ?? ''
  if (isHandle(handle) || isDid(handle)) return undefined
  const why = handle.includes('.') ? 'Skriv det utan snabel-a' : 'Skriv hela, med domänen'
  return `${handle.slice(0, 100) || 'Användarnamnet'} är inget användarnamn hos Bluesky. ${why}, till exempel kommunen.bsky.social.`
}

/** Whether the server knows the handle, to tell a wrong handle from a wrong password. */
async function unknownHandle(connection: Connection): Promise<boolean> {
  const handle = connection.settings['handle'] ?? ''
  if (isDid(handle)) return false
  const method = 'com.atproto.identity.resolveHandle'
  const got = await call(connection, { host: 'pds', method, query: { handle } })
  return !got.ok && (got.error.kind === 'rejected' || got.error.kind === 'gone')
}

async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const fault = faultIn(connection)
  if (fault) return fail({ kind: 'rejected', detail: fault })
  const session = await open(connection)
  if (!session.ok) {
    if (session.error.kind === 'reauthorise' && (await unknownHandle(connection))) {
      const detail = `Bluesky känner inte till användarnamnet ${connection.settings['handle']}. Kontrollera stavningen, och att fältet Server (service) är kontots server.`
      return fail({ kind: 'rejected', detail })
    }
    return session
  }
  const { did, handle } = session.value
  const method = 'app.bsky.actor.getProfile'
  const profile = await call(connection, { host: 'appview', method, query: { actor: did } })
  if (!profile.ok) {
    if (profile.error.kind !== 'rejected') return profile
    const where = originOf(connection, 'appview')
    const detail = `Inloggningen lyckades, men ${where} visar inte kontot. Kontrollera fältet Server som visar kontot (appview), och att kontot har en profil. (${profile.error.detail})`
    return fail({ kind: 'rejected', detail })
  }
  const name = profile.value.json.get('displayName')?.value
  const shown = handle || did
  return ok({
    url: `https://bsky.app/profile/${shown}`,
    name: typeof name === 'string' && name !== '' ? name : shown,
  })
}

const report = [
  'Öppna inlägget i Bluesky, inloggad med kommunens konto.',
  'Välj de tre punkterna under inlägget och sedan Anmäl inlägg. Välj det skäl som stämmer.',
]

export const bluesky: Platform = {
  id: 'bluesky',
  name: 'Bluesky',
  mark: 'Bs',
  settings: [
    {
      name: 'service',
      secret: false,
      required: true,
      help: 'Kontots server (PDS), till exempel https://bsky.social.',
      address: true,
    },
    {
      name: 'handle',
      secret: false,
      required: true,
      help: 'Kontots användarnamn utan snabel-a, till exempel kommunen.bsky.social.',
    },
    {
      name: 'appview',
      secret: false,
      required: false,
      help: 'Servern som visar vad allmänheten ser. Lämnas tom för Blueskys egen.',
      address: true,
    },
    {
      name: 'password',
      secret: true,
      required: true,
      help: 'Ett applösenord: Bluesky, Inställningar, Integritet och säkerhet, Applösenord. Kryssa i att det får komma åt direktmeddelanden. Inte det vanliga lösenordet.',
    },
  ],
  accountKey: ({ handle = '' }) => handle.toLowerCase(),
  collects: {
    posts: true,
    comments: true,
    messages: true,
    mentions: true,
    media: true,
    edits: true,
    deletions: true,
  },
  conditions,
  // An address may ask 3 000 times in five minutes, whatever accounts it asks for, and a quiet round asks three times:
  // a hundred accounts fit, and what is written stands in the queue within a minute.
  pace: { newSeconds: 45, reconcileHours: 6 },
  terms,
  guide,
  check,
  probe: probeChat,
  profile,
  collection,
  moderation,
  reply,
  publishing,
  imports: {
    'bluesky-car': overFile(
      importCar,
      'Arkivet från Bluesky innehåller kontots egna inlägg och svar, men inte andras svar och omnämnanden, inga meddelanden och inte bilderna: de hämtas från Bluesky.',
    ),
  },
  byHand: {
    remove: [
      'Ingen kan ta bort någon annans inlägg i Bluesky. Svaret kan döljas i kommunens tråd, och anmälas till Bluesky.',
      ...report,
      'Ta en bild av bekräftelsen på anmälan och bekräfta här.',
    ],
    privateReply: [
      'Öppna personens profil i Bluesky, inloggad med kommunens konto, och välj brevikonen.',
      'Skriv svaret och skicka det. Saknas brevikonen tar personen inte emot meddelanden från kommunen.',
      'Ta en bild av meddelandet och bekräfta här.',
    ],
    insights: [
      'Bluesky har ingen egen statistik för konton. Öppna profilen och läs av antalet följare och inlägg.',
      'För in siffrorna för perioden. Ta en bild och bekräfta.',
    ],
  },
}
