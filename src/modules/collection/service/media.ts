import type { House } from '../../../infra/house.ts'
import type { Http } from '../../../infra/http/index.ts'
import { limits } from '../../../kernel/index.ts'
import type { CollectedItem, Connection } from '../../../platforms/contract.ts'
import type { IncomingItem, NewPart } from '../../archive/index.ts'

const keptPerItem = 20

/**
 * Fetches an item's media at once: addresses expire. What cannot be kept is said with its reason, and never stops
 * the item itself.
 */
export async function withMedia(
  house: House,
  connection: Pick<Connection, 'http'>,
  item: CollectedItem,
): Promise<IncomingItem> {
  const media: NewPart[] = []
  const refusals: { url: string; reason: string }[] = []
  for (const [index, ref] of item.media.entries()) {
    if (index >= keptPerItem) {
      refusals.push({
        url: ref.url,
        reason: `Inlägget har fler än ${keptPerItem} bilder; den här hämtades inte.`,
      })
      continue
    }
    const got = await fetchMedia(connection.http, ref.url)
    if (got.ok) {
      media.push({ name: `media-${index + 1}`, mediaType: got.mediaType, bytes: got.bytes })
    } else {
      refusals.push({ url: ref.url, reason: got.reason })
      house.log.warn({ reason: got.reason }, 'media not kept')
    }
  }
  return { item, media, refusals }
}

type Fetched = { ok: true; bytes: Uint8Array; mediaType: string } | { ok: false; reason: string }

async function fetchMedia(http: Http, url: string): Promise<Fetched> {
  const answer = await http.request({
    url,
    maxBytes: limits.mediaBytes,
    redirects: limits.redirects,
    timeoutMilliseconds: 120_000,
  })
  if (!answer.ok) {
    const reasons = {
      forbidden: 'Adressen leder till ett privat nät och hämtas inte.',
      tooLarge: `Filen är större än ${limits.mediaBytes / 1024 / 1024}\u00a0MB.`,
      timeout: 'Servern svarade inte i tid.',
      unreachable: 'Servern gick inte att nå.',
      broken: 'Filen kom inte fram hel.',
    }
    return { ok: false, reason: reasons[answer.error.kind] }
  }
  if (answer.value.status !== 200) return { ok: false, reason: `Servern svarade ${answer.value.status}.` }
  const mediaType =
    (answer.value.headers['content-type'] ?? 'application/octet-stream').split(';')[0]?.trim() ?? ''
  return {
    ok: true,
    bytes: answer.value.bytes,
    mediaType: /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : 'application/octet-stream',
  }
}
