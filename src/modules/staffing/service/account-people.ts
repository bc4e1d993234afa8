import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  type AccountId,
  type Day,
  dayOf,
  type MunicipalityId,
  newId,
  type StaffId,
  Stop,
} from '../../../kernel/index.ts'
import type { Account } from '../../accounts/index.ts'
import { audit } from '../../audit/index.ts'
import { insertTraining, writeFurtherDeputies, writeSpeakers } from '../store/people.ts'
import { furtherDeputies } from '../store/rosters.ts'
import { accountWithin, authorizePerson, requireWorking } from './reach.ts'

/**
 * Who shares an account beside its owner and first deputy: further deputies in the order in which they are asked, and
 * those who may speak for the municipality there.
 * @throws Stop 'notFound', 'refused'; 'invalid' when somebody is there already or does not work here.
 */
export async function setAccountPeople(
  house: House,
  actor: Actor,
  accountId: AccountId,
  people: { readonly deputies: readonly StaffId[]; readonly speakers: readonly StaffId[] },
): Promise<void> {
  authorize(actor, 'staffing.manage')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await accountWithin(tx, actor, 'staffing.manage', accountId)
    const { deputies } = people
    const taken = [account.ownerStaffId, account.deputyStaffId, ...deputies]
    if (deputies.some((id) => taken.filter((one) => one === id).length > 1))
      throw new Stop('invalid', 'Samma person står två gånger.', {
        ersattare: 'Välj var och en högst en gång, och inte den ansvariga eller den första ersättaren.',
      })
    for (const id of deputies) await requireWorking(tx, municipalityId, id, 'ersattare')
    const speakers = [...new Set(people.speakers)]
    for (const id of speakers) await requireWorking(tx, municipalityId, id, 'talar')
    await writeFurtherDeputies(tx, municipalityId, accountId, deputies)
    await writeSpeakers(tx, municipalityId, accountId, speakers)
    const detail = { deputies: [...deputies], speakers }
    await audit(
      tx,
      actor,
      'staffing.setPeople',
      { kind: 'account', id: accountId },
      detail,
      house.clock.now(),
    )
  })
}

/** Puts on record that somebody has gone through a training. @throws Stop 'refused', 'invalid'. */
export async function recordTraining(
  house: House,
  actor: Actor,
  input: { readonly staffId: StaffId; readonly name: string; readonly day: Day },
): Promise<void> {
  authorize(actor, 'staffing.manage')
  const { municipalityId } = actor
  const now = house.clock.now()
  if (input.day > dayOf(now))
    throw new Stop('invalid', 'Dagen har inte varit än.', { dag: 'Välj en dag som har varit.' })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await authorizePerson(tx, actor, input.staffId, now)
    await requireWorking(tx, municipalityId, input.staffId, 'person')
    await insertTraining(tx, municipalityId, {
      ...input,
      trainingId: newId(),
      enteredBy: actor.staffId ?? null,
      at: now,
    })
    const { name, day } = input
    await audit(
      tx,
      actor,
      'staffing.recordTraining',
      { kind: 'staff', id: input.staffId },
      { name, day },
      now,
    )
  })
}

/** Whether somebody is one of an account's deputies, and not its owner. */
export async function isDeputy(
  tx: Tx,
  municipalityId: MunicipalityId,
  { accountId, ownerStaffId, deputyStaffId }: Pick<Account, 'accountId' | 'ownerStaffId' | 'deputyStaffId'>,
  staffId: StaffId,
): Promise<boolean> {
  if (ownerStaffId === staffId) return false
  if (deputyStaffId === staffId) return true
  return (await furtherDeputies(tx, municipalityId)).get(accountId)?.includes(staffId) ?? false
}
