import { type Actor, authorize } from '../../../access/index.ts'
import { sha256 } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import { digestOf } from '../../../infra/files/index.ts'
import type { House } from '../../../infra/house.ts'
import { publishablePicture } from '../../../infra/pictures/index.ts'
import { limits, type RecordId } from '../../../kernel/index.ts'
import { partBytes, versionsOf } from '../../archive/index.ts'
import type { ReportPage } from './read.ts'

/** What the report shows of the archive itself: digests of what is reported, and the captures with their addresses. */
export interface Exhibits {
  /** Name of the part, SHA-256 in hex; of the version that is reported. */
  readonly digests: readonly (readonly [name: string, digest: string])[]
  readonly captures: ReadonlyMap<RecordId, Capture>
}

interface Capture {
  /** As the browser showed it; '' where nobody wrote it. */
  readonly url: string
  /** JPEG; undefined for a file that is no whole picture: the report can be made without it. */
  readonly picture: Buffer | undefined
}

const hex = (digest: Uint8Array): string => Buffer.from(digest).toString('hex')

/** @throws Stop('refused'). */
export async function readExhibits(house: House, actor: Actor, page: ReportPage): Promise<Exhibits> {
  authorize(actor, 'policeReports.write')
  const { municipalityId } = actor
  const { recordId, version } = page.opened.item.item
  const within = <T>(work: (tx: Tx) => Promise<T>) => withMunicipality(house.db, municipalityId, work)
  const versions = await within((tx) => versionsOf(tx, municipalityId, recordId))
  const digests: [string, string][] = []
  for (const { name, bytes } of versions.find((one) => one.version === version)?.parts ?? []) {
    const key = { municipalityId, recordId, version }
    // A film is read in pieces.
    if (bytes > limits.inlinePartBytes)
      digests.push([name, hex((await digestOf(house.blobs.stream({ ...key, part: name }))).sha256)])
    else {
      const part = await within((tx) => partBytes(house, tx, municipalityId, { ...key, name }))
      if (part) digests.push([name, hex(sha256(part.bytes))])
    }
  }
  const captures = new Map<RecordId, Capture>()
  for (const { recordId: captureId, kind } of page.records) {
    if (kind !== 'capture') continue
    const [[kept], part] = await within(async (tx) => [
      await versionsOf(tx, municipalityId, captureId),
      await partBytes(house, tx, municipalityId, { recordId: captureId, version: 1, name: 'capture' }),
    ])
    const picture = part && (await publishablePicture(part.bytes))
    captures.set(captureId, {
      url: kept?.fields?.['url'] ?? '',
      picture: picture?.ok ? picture.value : undefined,
    })
  }
  return { digests, captures }
}
