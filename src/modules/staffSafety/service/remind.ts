import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, type MunicipalityId } from '../../../kernel/index.ts'
import { dueFollowUps } from '../store.ts'
import { tellQuietly } from './room.ts'

/** By the clock: those who are to follow up today are told, each once, without a word of what. */
export async function remindOfSupport(house: House, municipalityId: MunicipalityId): Promise<void> {
  await withMunicipality(house.db, municipalityId, async (tx) => {
    for (const { roomId, followUpId, staffId } of await dueFollowUps(
      tx,
      municipalityId,
      dayOf(house.clock.now()),
    ))
      await tellQuietly(house, tx, municipalityId, staffId, { roomId, thing: followUpId })
  })
}
