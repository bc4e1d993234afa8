import type { Actor } from '../../../access/index.ts'
import { authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { type MunicipalityId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { normalEmail, signIn } from '../rules.ts'
import { findProvider } from '../store/provider.ts'
import { burnLinksOf } from '../store/sign-in.ts'
import { findStaffByEmail, listAllStaff, updateStaff } from '../store/staff.ts'
import type { SignInMethod, Staff } from '../types.ts'
import { issueLink } from './links.ts'
import { personActor } from './sessions.ts'

/**
 * Gives somebody break-glass sign-in (reservinloggning), or takes it back. Only at the machine: whoever could give it
 * elsewhere could go around the municipality's own sign-in.
 * @returns a one-time link that holds for 24 hours; undefined when it is taken back.
 * @throws Stop 'refused'; 'notFound'; 'conflict' when the last one is taken while the provider is the only way.
 */
export async function setBreakGlass(
  house: House,
  actor: Actor,
  email: string,
  given: boolean,
): Promise<string | undefined> {
  authorize(actor, 'identity.administer', {})
  if (actor.kind !== 'system')
    throw new Stop('refused', 'Reservinloggning ges bara vid maskinen, av driften.')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const staff = await findStaffByEmail(tx, municipalityId, normalEmail(email))
    if (!staff || staff.endedAt)
      throw new Stop(
        'notFound',
        `${email} finns inte bland medarbetarna. Lägg till personen med staff add först.`,
      )
    if (!given) await assertAnotherHas(tx, municipalityId, staff)
    const now = house.clock.now()
    await updateStaff(tx, municipalityId, staff.staffId, { break_glass: given })
    await burnLinksOf(tx, municipalityId, staff.staffId, now)
    await audit(tx, actor, 'staff.breakGlass', { kind: 'staff', id: staff.staffId }, { given }, now)
    return given ? issueLink(house, tx, municipalityId, staff.staffId, signIn.addedLinkLasts) : undefined
  })
}

/** @throws Stop('conflict') when nobody else could come in if the provider, which is the only way, stopped answering. */
async function assertAnotherHas(tx: Tx, municipalityId: MunicipalityId, staff: Staff): Promise<void> {
  if (!(await findProvider(tx, municipalityId))?.only) return
  const others = (await listAllStaff(tx, municipalityId)).filter((one) => one.breakGlass && !one.endedAt)
  if (others.some((one) => one.staffId !== staff.staffId)) return
  throw new Stop(
    'conflict',
    `${staff.name} är ensam om reservinloggning. Ge den till någon annan först, eller tillåt länk och nyckel för alla: uppsikt identity only off`,
  )
}

/** Somebody came in beside the provider while everyone else must go through it: written down, and told. */
export async function noteBreakGlass(
  tx: Tx,
  municipalityId: MunicipalityId,
  staff: Staff,
  method: SignInMethod,
  now: Date,
): Promise<void> {
  if (!(await findProvider(tx, municipalityId))?.only) return
  const actor = personActor(municipalityId, staff)
  await audit(tx, actor, 'session.breakGlass', { kind: 'staff', id: staff.staffId }, { method }, now)
  const event = { staff: staff.staffId, method, at: now.toISOString() }
  await announce(tx, municipalityId, 'signIn.breakGlass', event, now)
}
