import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Profile } from '../contract.ts'
import { textOf } from '../shown.ts'
import { call, itemsIn } from './client.ts'
import { paths } from './reading.ts'

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
