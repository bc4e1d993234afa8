import type { Capability, Collectable, SettingSpec } from '../../../platforms/contract.ts'
import { State, type Tone, useRendering, When } from '../../../web/index.ts'
import { type CollectionHealth, standingOf } from '../../collection/index.ts'
import type { Lack, RegisterRow, Responsible } from '../types.ts'

/** Swedish for what an account lacks and how it stands. */

export const lackText: Readonly<Record<Lack, { readonly text: string; readonly tone: Tone }>> = {
  refused: { text: 'Kommunen har sagt nej till plattformen', tone: 'bad' },
  notConnected: { text: 'Ej ansluten', tone: 'warn' },
  notCollected: { text: 'Hämtas inte', tone: 'bad' },
  still: { text: 'Hämtningen står still', tone: 'bad' },
  noOwner: { text: 'Ansvarig saknas', tone: 'bad' },
  noDeputy: { text: 'Ersättare saknas', tone: 'warn' },
  nobodyThere: { text: 'Ingen är på plats', tone: 'bad' },
  missed: { text: 'Ingen tittade i går', tone: 'bad' },
  countDiffers: { text: 'Antalet stämmer inte', tone: 'warn' },
}

/** A person, or in words that there is none. */
export const Person = ({ person, missing }: { person: Responsible | undefined; missing: string }) => {
  if (!person)
    return (
      <State tone="warn" icon="stop">
        {missing}
      </State>
    )
  if (person.endedAt)
    return (
      <State tone="warn" icon="stop">
        {person.name} har slutat
      </State>
    )
  return <>{person.name}</>
}

/** How collection stands, with the last proof of life. */
export const Health = ({
  health,
  connected,
}: {
  health: CollectionHealth | undefined
  connected: boolean
}) => {
  const { now } = useRendering()
  if (!health) return <State tone="quiet">Hämtas inte, kontot är avslutat</State>
  if (!connected)
    return (
      <State tone="warn" icon="plug">
        Ej ansluten, inget hämtas
      </State>
    )
  if (health.state === 'refused')
    return (
      <State tone="bad" icon="stop">
        Hämtas inte, kommunen har sagt nej till plattformen
      </State>
    )
  if (health.state === 'byHand')
    return (
      <State tone="quiet" icon="hand">
        Registreras för hand
      </State>
    )
  if (health.state === 'failing')
    return (
      <State tone="bad" icon="plug">
        Nere sedan {health.failingSince && <When at={health.failingSince} />}
      </State>
    )
  if (standingOf(health, now) === 'still')
    return (
      <State tone="bad" icon="plug">
        Står still sedan <When at={health.nextAttemptAt} />
      </State>
    )
  if (!health.lastSuccessAt)
    return (
      <State tone="info" icon="clock">
        Inte hämtat ännu
      </State>
    )
  return (
    <State tone="ok">
      Hämtar, senast <When at={health.lastSuccessAt} />
    </State>
  )
}

/** When somebody last looked, and whether the plan is kept. */
export const Watched = ({ row }: { row: RegisterRow }) => {
  const today = row.cells.at(-1)?.state
  if (row.account.state === 'closed') return <State tone="quiet">Krävs inte</State>
  if (row.lacks.includes('missed'))
    return (
      <State tone="bad">
        Missad i går{row.lookedAt && ', senast sett '}
        {row.lookedAt && <When at={row.lookedAt} />}
      </State>
    )
  if (!row.lookedAt)
    return (
      <State tone={today === 'dueToday' ? 'warn' : 'quiet'} icon="clock">
        Ingen har tittat ännu
      </State>
    )
  if (today === 'dueToday')
    return (
      <State tone="warn" icon="clock">
        Väntar i dag, senast <When at={row.lookedAt} />
      </State>
    )
  return (
    <State tone="ok">
      <When at={row.lookedAt} first />
    </State>
  )
}

const settingTexts: Readonly<Record<string, string>> = {
  url: 'Adress',
  username: 'Användarnamn',
  password: 'Lösenord för program',
  service: 'Server',
  handle: 'Användarnamn',
  appview: 'Server som visar kontot',
  comments: 'Adress till kommentarer',
  token: 'Nyckel',
  userToken: 'Systemanvändarens nyckel',
  server: 'Server',
  api: 'Annan serveradress',
  appId: 'Appens id',
  appSecret: 'Appens hemlighet',
  verifyToken: 'Eget ord för aviseringar',
  clientId: 'Appens klient-id',
  clientSecret: 'Appens klienthemlighet',
  consumerSecret: 'Hemlighet för aviseringar',
  bearerToken: 'Appens nyckel (Bearer Token)',
  applicationId: 'Appens nummer',
  tier: 'Appens nivå',
  pageId: 'Sidans nummer',
  organizationId: 'Sidans nummer',
  igUserId: 'Instagramkontots nummer',
  userId: 'Kontots nummer',
  channelId: 'Kanalens id',
  accessToken: 'Åtkomstnyckel',
  refreshToken: 'Förnyelsenyckel',
}

/** What a platform's setting is called; one that we have no word for keeps its own name. */
export const settingText = (spec: SettingSpec): string => settingTexts[spec.name] ?? spec.name

export const capabilityText: Readonly<Record<Capability, string>> = {
  hide: 'Dölja',
  unhide: 'Visa igen',
  hold: 'Hålla tillbaka före visning',
  approve: 'Godkänna',
  remove: 'Ta bort',
  blockAuthor: 'Blockera',
  reply: 'Svara',
  privateReply: 'Svara privat',
  publish: 'Publicera',
  insights: 'Statistik',
}

export const collectText: Readonly<Record<Collectable, string>> = {
  posts: 'Läsa inlägg',
  comments: 'Läsa kommentarer',
  messages: 'Läsa meddelanden',
  mentions: 'Se omnämnanden',
  visitorPosts: 'Läsa besökares inlägg',
  media: 'Spara bilder och film',
  edits: 'Se ändringar',
  deletions: 'Se borttagningar',
}
