import type { Actor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type ClosedDay, clockTime, type MunicipalityId, type StaffId } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { usualSettings } from '../rules.ts'
import { devicesOf, settingsOf, writeSettings } from '../store/choices.ts'
import { latestTo, type OwnNotice } from '../store/notices.ts'
import type { Device, Settings } from '../types.ts'

/** The policy's days off, and what holds for those who have not chosen: the digest comes when its office hours begin. */
export async function usualIn(
  tx: Tx,
  municipalityId: MunicipalityId,
  now: Date,
): Promise<{ usual: Settings; closed: readonly ClosedDay[] }> {
  const { officeHours } = (await currentPolicy(tx, municipalityId, now)).settings.responseTarget
  const opens = clockTime(officeHours.start) ?? 0
  return { usual: usualSettings(Math.floor(opens / 3_600_000)), closed: officeHours.closedDays }
}

/** Everything on a person's own page of notices. */
export interface OwnNotices {
  readonly settings: Settings
  readonly devices: readonly Device[]
  readonly latest: readonly OwnNotice[]
  /** Whether letters can leave this installation at all. */
  readonly mail: boolean
}

const latestShown = 10

/** The actor's own; signed in is enough. */
export async function ownNotices(house: House, actor: Actor): Promise<OwnNotices> {
  const { municipalityId } = actor
  const staffId = personOf(actor)
  return withMunicipality(house.db, municipalityId, async (tx) => ({
    settings:
      (await settingsOf(tx, municipalityId)).get(staffId) ??
      (await usualIn(tx, municipalityId, house.clock.now())).usual,
    devices: await devicesOf(tx, municipalityId, staffId),
    latest: await latestTo(tx, municipalityId, staffId, latestShown),
    mail: house.mailer.configured,
  }))
}

/** The actor's own; signed in is enough. */
export async function chooseSettings(house: House, actor: Actor, settings: Settings): Promise<void> {
  const { municipalityId } = actor
  const staffId = personOf(actor)
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await writeSettings(tx, municipalityId, staffId, settings)
    await audit(
      tx,
      actor,
      'notices.choose',
      { kind: 'staff', id: staffId },
      { ...settings },
      house.clock.now(),
    )
  })
}

/** @throws Error for the program itself: notices are for people. */
export function personOf(actor: Actor): StaffId {
  if (!actor.staffId) throw new Error('only a person has notices')
  return actor.staffId
}
