import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Profile, Proof, Reached } from '../contract.ts'
import { textOf } from '../json-slice.ts'
import { type Called, call, callWhole, itemsIn } from './client.ts'
import { isChannelId } from './mapping.ts'
import { paths } from './reading.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** What is wrong with the settings themselves, before anybody is asked. */
function faultIn({ settings, secrets }: Connection): string | undefined {
  const { api, clientId, channelId = '' } = settings
  if (api && !(URL.canParse(api) && /^https?:\/\//.test(api))) {
    return 'Fältet Annan serveradress (api) är ingen webbadress. Lämna det tomt för YouTubes egen.'
  }
  if (!clientId) return 'Appens klient-id (clientId) saknas. Det står i Google Cloud under Credentials.'
  if (!secrets['refreshToken'])
    return 'Kontot är inte kopplat till Google än. Koppla det, så hämtas förnyelsenyckeln.'
  return isChannelId(channelId)
    ? undefined
    : `${channelId.slice(0, 100) || 'Det som är inlagt'} är inget kanal-id. Det börjar med UC och är 24 tecken: YouTube Studio, Inställningar, Kanal, Avancerade inställningar.`
}

const mostSkew = 5 * 60_000

/** Tokens have an end and the day's quota begins anew by the clock, so a clock that is wrong has to be put right first. */
function clockFault({ clock }: Connection, { answer }: Called): string | undefined {
  const theirs = Date.parse(answer.headers['date'] ?? '')
  const minutes = Math.round(Math.abs(clock.now().getTime() - theirs) / 60_000)
  return Math.abs(clock.now().getTime() - theirs) > mostSkew
    ? `Serverns klocka skiljer ${minutes} minuter från Googles. Ställ klockan (NTP) och försök igen.`
    : undefined
}

interface Channel {
  readonly id: string
  readonly title: string
  readonly address: string
  readonly forChildren: boolean
}

const noChannel =
  'Google-kontot som är kopplat har ingen kanal på YouTube. Koppla om och välj kommunens kanal när Google frågar vilket konto det gäller.'

/** The channels that the sign-in stands for: Google asks for one, and lets nobody choose more. */
async function channelsOf(
  connection: Connection,
): Promise<Outcome<{ called: Called; channels: readonly Channel[] }>> {
  const query = { part: ['snippet', 'contentDetails', 'status'], mine: true }
  const got = await call(connection, { path: paths.channels, query })
  if (!got.ok) return got
  const channels = itemsIn(got.value).map((item): Channel => {
    const text = (value: unknown): string => (typeof value === 'string' ? value : '')
    const id = text(item.get('id')?.value)
    const handle = text(item.get('snippet')?.get('customUrl')?.value)
    return {
      id,
      title: text(item.get('snippet')?.get('title')?.value) || id,
      address: `https://www.youtube.com/${/^@[\w.·-]{1,60}$/.test(handle) ? handle : `channel/${id}`}`,
      forChildren: item.get('status')?.get('madeForKids')?.value === true,
    }
  })
  return channels.length > 0 ? ok({ called: got.value, channels }) : rejected(noChannel)
}

export async function reached(connection: Connection): Promise<Outcome<readonly Reached[]>> {
  const own = await channelsOf(connection)
  if (!own.ok) return own
  return ok(
    own.value.channels.map(({ id, title, address }) => ({
      name: title,
      handle: address.replace('https://www.', ''),
      settings: { channelId: id },
      secrets: {},
    })),
  )
}

/** The account's channel among them. */
async function ownChannel(connection: Connection): Promise<Outcome<{ called: Called; channel: Channel }>> {
  const own = await channelsOf(connection)
  if (!own.ok) return own
  const { called, channels } = own.value
  const wanted = connection.settings['channelId']
  const channel = channels.find(({ id }) => id === wanted)
  if (channel) return ok({ called, channel })
  const [other] = channels
  return other === undefined
    ? rejected(noChannel)
    : rejected(
        `Inloggningen gäller kanalen ${other.title} (${other.id}), inte ${wanted}. Koppla om och välj kommunens kanal när Google frågar, eller rätta kanalens id (channelId).`,
      )
}

/** Asks for one comment thread: only with youtube.force-ssl is that answered. */
const oneThread = (connection: Connection) =>
  callWhole(connection, {
    path: paths.threads,
    query: { part: 'id', allThreadsRelatedToChannelId: connection.settings['channelId'], maxResults: 1 },
  })

export async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const fault = faultIn(connection)
  if (fault) return rejected(fault)
  const own = await ownChannel(connection)
  if (!own.ok) return own
  const wrong = clockFault(connection, own.value.called)
  if (wrong) return rejected(wrong)
  const comments = await oneThread(connection)
  if (!comments.ok && comments.error.reason !== 'commentsDisabled') return fail(comments.error.failure)
  const { title, address } = own.value.channel
  return ok({ name: title, url: address })
}

const commentPowers = [
  'comments',
  'hide',
  'unhide',
  'hold',
  'approve',
  'remove',
  'blockAuthor',
  'reply',
] as const

/** Whether Analytics answers: asked for a day long gone, which costs nothing. */
const oneDay = (connection: Connection) =>
  call(connection, {
    host: 'analytics',
    path: '/v2/reports',
    query: {
      ids: `channel==${connection.settings['channelId']}`,
      metrics: 'views',
      startDate: '2024-01-01',
      endDate: '2024-01-01',
    },
    quota: null,
  })

export async function probe(connection: Connection): Promise<Outcome<readonly Proof[]>> {
  const fault = faultIn(connection)
  if (fault) return rejected(fault)
  const own = await ownChannel(connection)
  if (!own.ok) return own
  const { channel } = own.value
  const comments = await oneThread(connection)
  const off = (!comments.ok && comments.error.reason === 'commentsDisabled') || channel.forChildren
  const lacking = off
    ? 'Kommentarerna är avstängda på kanalen. Slå på dem i YouTube Studio om kommunen vill ha dem; en kanal som är gjord för barn kan inte ha några.'
    : comments.ok
      ? undefined
      : comments.error.failure.detail
  const numbers = await oneDay(connection)
  return ok([
    { capability: 'posts', works: true, detail: `Kanalen ${channel.title} svarar.` },
    ...commentPowers.map((capability) => ({
      capability,
      works: lacking === undefined,
      detail: lacking ?? 'YouTube visar kommentarerna för den som sköter dem.',
    })),
    {
      capability: 'insights',
      works: numbers.ok,
      detail: numbers.ok ? 'YouTube Analytics svarar.' : numbers.error.detail,
    },
  ])
}

/** The channel's own words. The links and the address under Om are not told, nor whom the channel subscribes to. */
export async function profile(connection: Connection): Promise<Outcome<Profile>> {
  const query = { part: ['snippet', 'status'], id: connection.settings['channelId'] ?? '' }
  const got = await call(connection, { path: paths.channels, query })
  if (!got.ok) return got
  const [channel] = itemsIn(got.value)
  if (!channel) return fail({ kind: 'gone', detail: 'YouTube visar ingen kanal med kontots kanal-id.' })
  const snippet = channel.get('snippet')
  const status = textOf(channel.get('status')?.value, 'privacyStatus')
  return ok({
    name: textOf(snippet?.value, 'title'),
    handle: textOf(snippet?.value, 'customUrl').replace(/^@/u, ''),
    description: textOf(snippet?.value, 'description'),
    links: [],
    contacts: [],
    picture: textOf(snippet?.get('thumbnails')?.get('default')?.value, 'url'),
    ...(status !== '' && { isOpen: status === 'public' }),
    whole: false,
  })
}
