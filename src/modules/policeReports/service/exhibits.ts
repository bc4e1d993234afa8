import { createHash } from 'node:crypto'
import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { publishablePicture } from '../../../infra/pictures/index.ts'
import type { RecordId } from '../../../kernel/index.ts'
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

/** @throws Stop('refused'). */
export async function readExhibits(house: House, actor: Actor, page: ReportPage): Promise<Exhibits> {
  authorize(actor, 'policeReports.write')
  const { municipalityId } = actor
  const { item } = page.opened.item
  const digests: [string, string][] = []
  const captures = new Map<RecordId, Capture>()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const reported = (await versionsOf(tx, municipalityId, item.recordId)).find(
      ({ version }) => version === item.version,
    )
    for (const { name } of reported?.parts ?? []) {
      const key = { recordId: item.recordId, version: item.version, name }
      const part = await partBytes(house, tx, municipalityId, key)
      if (part) digests.push([name, createHash('sha256').update(part.bytes).digest('hex')])
    }
    for (const { recordId, kind } of page.records) {
      if (kind !== 'capture') continue
      const [kept] = await versionsOf(tx, municipalityId, recordId)
      const part = await partBytes(house, tx, municipalityId, { recordId, version: 1, name: 'capture' })
      const picture = part && (await publishablePicture(part.bytes))
      captures.set(recordId, {
        url: kept?.fields?.['url'] ?? '',
        picture: picture?.ok ? picture.value : undefined,
      })
    }
  })
  return { digests, captures }
}
