import { withMunicipality } from '../../src/infra/db/index.ts'
import { limits, type RecordId } from '../../src/kernel/index.ts'
import { ingestItems } from '../../src/modules/archive/index.ts'
import { comment } from './items.ts'
import type { Stage } from './queue-stage.ts'

/**
 * A comment on the blog in the queue, with a small picture, and a large one in the blob store.
 * @returns the version that has them.
 */
export async function arrivedWithPictures(stage: Stage, text: string) {
  const { house, municipality, accounts } = stage
  const task = await stage.arrived(text, 'Okänd')
  const recordId = task.recordId as RecordId
  const part = (name: string, bytes: number) => ({
    name,
    mediaType: 'image/png',
    bytes: Buffer.alloc(bytes, 7),
  })
  const media = [part('media-1', 100), part('media-2', limits.inlinePartBytes + 1)]
  return withMunicipality(house.db, municipality, async (tx) => {
    const { platform_id } = await tx
      .selectFrom('item')
      .select('platform_id')
      .where('record_id', '=', recordId)
      .executeTakeFirstOrThrow()
    await ingestItems(house, tx, { municipalityId: municipality, accountId: accounts.blog }, [
      { item: comment(platform_id, `${text} igen`, { author: 'Okänd' }), media, refusals: [] },
    ])
    const { version } = await tx
      .selectFrom('part')
      .select('version')
      .where('record_id', '=', recordId)
      .where('name', '=', 'media-2')
      .executeTakeFirstOrThrow()
    return { task, version }
  })
}
