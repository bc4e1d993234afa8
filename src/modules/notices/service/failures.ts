import { type Actor, authorize, may } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type FailedNotice, failedSince } from '../store/notices.ts'

const daysShown = 7

/**
 * Letters of the last week that did not arrive although mail leaves here: one's own, and all for those who can mend it.
 * Where no mail leaves the house at all, the person's own page says so once.
 */
export async function failedNotices(house: House, actor: Actor): Promise<FailedNotice[]> {
  authorize(actor, 'overview.read')
  const since = new Date(house.clock.now().getTime() - daysShown * 24 * 60 * 60_000)
  const failed = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    failedSince(tx, actor.municipalityId, since),
  )
  const all = may(actor, 'staff.change', {})
  return failed.filter(
    ({ failure, staffId }) =>
      failure !== 'notConfigured' && failure !== 'ended' && (all || staffId === actor.staffId),
  )
}
