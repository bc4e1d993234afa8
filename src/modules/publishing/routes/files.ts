import { asId, Stop } from '../../../kernel/index.ts'
import { actorOf, municipalityOf } from '../../../web/index.ts'
import { readMedia } from '../service/read.ts'
import { sharedFile } from '../service/share.ts'
import { type Deps, publicationIdOf, type Screen } from './common.ts'

const gone = 'Filen finns inte. Länken kan vara för gammal.'

/** GET /publicering/:id/fil/:media */
export const sendMedia =
  ({ house }: Deps): Screen =>
  async (c) => {
    const mediaId = asId(c.req.param('media') ?? '')
    if (!mediaId) throw new Stop('notFound', gone)
    const { bytes, mediaType } = await readMedia(house, actorOf(c), publicationIdOf(c), mediaId)
    return c.body(new Uint8Array(bytes), 200, { 'content-type': mediaType, 'content-disposition': 'inline' })
  }

/** GET /delad/:token: a platform fetches what it is to publish. */
export const sendShared =
  ({ house }: Deps): Screen =>
  async (c) => {
    const file = await sharedFile(house, municipalityOf(c).id, c.req.param('token') ?? '')
    if (!file) throw new Stop('notFound', gone)
    return c.body(new Uint8Array(file.bytes), 200, { 'content-type': file.mediaType })
  }
