import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { RecordId, StaffId } from '../../../kernel/index.ts'
import { readingsOf } from '../../audit/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { screenedOf } from '../../screening/index.ts'
import { breakDue, stretchMilliseconds } from '../breaks.ts'
import { changeReader, type Reader, readerOf } from '../reader-store.ts'
import { isVeiled } from '../rules.ts'

const quietMilliseconds = 20 * 60_000

/**
 * Whether the person ought to take a break, by what they have opened themselves. It is worked out when it is shown, to
 * that person alone, and kept nowhere.
 */
export async function breakFor(
  house: House,
  actor: Actor,
): Promise<{ readonly items: number; readonly minutes: number } | undefined> {
  authorize(actor, 'tasks.read')
  const { municipalityId, staffId } = actor
  if (!staffId) return undefined
  const now = house.clock.now()
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const { settings } = await currentPolicy(tx, municipalityId, now)
    const { breakAfterItems, breakAfterMinutes } = settings.reading
    const { quietUntil } = await readerOf(tx, municipalityId, staffId)
    if (quietUntil && quietUntil > now) return undefined
    const since = new Date(now.getTime() - stretchMilliseconds)
    const read = await readingsOf(tx, municipalityId, staffId, since)
    const { labels } = await screenedOf(
      tx,
      municipalityId,
      [...new Set(read.map(({ recordId }) => recordId))].map((id) => ({ recordId: id as RecordId })),
    )
    const openings = read.map((one) => ({
      ...one,
      warned: isVeiled(labels.get(one.recordId as RecordId) ?? []),
    }))
    return breakDue(openings, now, { items: breakAfterItems, minutes: breakAfterMinutes })
  })
}

/** "Påminn mig senare". */
export async function remindLater(house: House, actor: Actor): Promise<void> {
  authorize(actor, 'tasks.read')
  await withMunicipality(house.db, actor.municipalityId, (tx) =>
    changeReader(tx, actor.municipalityId, personOf(actor), {
      quiet_until: new Date(house.clock.now().getTime() + quietMilliseconds),
    }),
  )
}

export async function ownReading(house: House, actor: Actor): Promise<Reader> {
  authorize(actor, 'tasks.read')
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    readerOf(tx, actor.municipalityId, personOf(actor)),
  )
}

export async function readLanguages(house: House, actor: Actor, languages: readonly string[]): Promise<void> {
  authorize(actor, 'tasks.read')
  await withMunicipality(house.db, actor.municipalityId, (tx) =>
    changeReader(tx, actor.municipalityId, personOf(actor), { languages: [...languages] }),
  )
}

function personOf(actor: Actor): StaffId {
  if (!actor.staffId) throw new Error('only a person reads')
  return actor.staffId
}
