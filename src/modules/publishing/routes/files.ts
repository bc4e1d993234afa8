import { Readable } from 'node:stream'
import { asId, Stop } from '../../../kernel/index.ts'
import type { Pieces } from '../../../platforms/contract.ts'
import { actorOf, municipalityOf, type WebContext } from '../../../web/index.ts'
import { readMedia } from '../service/read.ts'
import { sharedFile } from '../service/share.ts'
import { type Deps, publicationIdOf, type Screen } from './common.ts'

/** Read as it is sent: a film is never held. */
const answer = (
  c: WebContext,
  { size, stream, mediaType }: Pieces & { readonly mediaType: string },
  headers: Readonly<Record<string, string>> = {},
): Response =>
  c.body(Readable.toWeb(Readable.from(stream(), { objectMode: false })) as ReadableStream, 200, {
    'content-type': mediaType,
    'content-length': String(size),
    ...headers,
  })

const gone = 'Filen finns inte. Länken kan vara för gammal.'

/** GET /publicering/:id/fil/:media */
export const sendMedia =
  ({ house }: Deps): Screen =>
  async (c) => {
    const mediaId = asId(c.req.param('media') ?? '')
    if (!mediaId) throw new Stop('notFound', gone)
    const file = await readMedia(house, actorOf(c), publicationIdOf(c), mediaId)
    return answer(c, file, { 'content-disposition': 'inline' })
  }

/** GET /delad/:token: a platform fetches what it is to publish. */
export const sendShared =
  ({ house }: Deps): Screen =>
  async (c) => {
    const file = await sharedFile(house, municipalityOf(c).id, c.req.param('token') ?? '')
    if (!file) throw new Stop('notFound', gone)
    return answer(c, file)
  }
