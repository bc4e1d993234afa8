import { type Actor, authorize, may } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { Day } from '../../../kernel/index.ts'
import { confirmReading, readOn } from '../../staffing/index.ts'

/** The name under which it stands with the trainings. */
const reading = 'Privat om jobbet (vägledning)'

export interface Guidance {
  /** undefined: not confirmed yet. */
  readonly confirmedOn: Day | undefined
  /** Whoever may publish confirms once. */
  readonly confirms: boolean
}

/** For everybody who works here: it is about what they do in their own time. */
export async function readGuidance(house: House, actor: Actor): Promise<Guidance> {
  authorize(actor, 'overview.read')
  const { municipalityId, staffId } = actor
  const confirmedOn = await withMunicipality(house.db, municipalityId, async (tx) =>
    staffId ? readOn(tx, municipalityId, staffId, reading) : undefined,
  )
  return { confirmedOn, confirms: may(actor, 'publishing.write') }
}

export const confirmGuidance = (house: House, actor: Actor): Promise<void> =>
  confirmReading(house, actor, reading)
