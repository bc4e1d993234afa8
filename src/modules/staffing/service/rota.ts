import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import {
  type AccountId,
  addDays,
  type Day,
  type DepartmentId,
  instantOf,
  newId,
  type StaffId,
  Stop,
} from '../../../kernel/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { audit } from '../../audit/index.ts'
import { deleteShift, findShift, insertShifts, updateShift } from '../store/shifts.ts'
import type { Shift } from '../types.ts'
import { requireWorking, subjectOf } from './reach.ts'

interface NewShifts {
  /** null: nobody has it yet. */
  readonly staffId: StaffId | null
  /** One account, one department's, or, where both are null, all. */
  readonly accountId: AccountId | null
  readonly departmentId: DepartmentId | null
  readonly day: Day
  /** Milliseconds past midnight; a shift that ends at or before its start ends the next day. */
  readonly from: number
  readonly to: number
  /** How many weeks in a row, this one counted. */
  readonly weeks: number
}

/** Shifts on the same hours of the wall clock, a week apart. @throws Stop 'refused', 'notFound', 'invalid'. */
export async function addShifts(house: House, actor: Actor, input: NewShifts): Promise<void> {
  authorize(actor, 'staffing.manage')
  const { municipalityId } = actor
  const { staffId, accountId, departmentId } = input
  const shifts = Array.from({ length: input.weeks }, (_, n): Shift => {
    const day = addDays(input.day, 7 * n)
    const last = input.to <= input.from ? addDays(day, 1) : day
    const hours = { from: instantOf(day, input.from), to: instantOf(last, input.to) }
    return { shiftId: newId(), staffId, accountId, departmentId, ...hours }
  })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await authorizeShift(tx, actor, input)
    if (staffId) await requireWorking(tx, municipalityId, staffId, 'person')
    await insertShifts(tx, municipalityId, shifts)
    const { day, weeks } = input
    const detail = { staff: staffId, account: accountId, department: departmentId, day, weeks }
    const subject = { kind: 'shift', id: shifts[0]?.shiftId ?? '' }
    await audit(tx, actor, 'staffing.addShifts', subject, detail, house.clock.now())
    await tell(house, tx, actor, shifts[0], staffId, weeks)
  })
}

/** Whoever has been given a shift by somebody else is told of it. */
async function tell(
  house: House,
  tx: Tx,
  actor: Actor,
  shift: Shift | undefined,
  staffId: StaffId | null,
  weeks: number,
): Promise<void> {
  if (!shift || !staffId || staffId === actor.staffId) return
  const payload = { shift: shift.shiftId, staff: staffId, weeks }
  await announce(tx, actor.municipalityId, 'shift.given', payload, house.clock.now())
}

/** Whoever no longer has a shift that is to come is told of it, when somebody else took it away. */
async function tellTaken(house: House, tx: Tx, actor: Actor, shift: Shift): Promise<void> {
  const { shiftId, staffId, accountId, from, to } = shift
  const now = house.clock.now()
  if (!staffId || staffId === actor.staffId || to <= now) return
  const hours = { from: from.toISOString(), to: to.toISOString() }
  const payload = { shift: shiftId, staff: staffId, account: accountId, ...hours, at: now.toISOString() }
  await announce(tx, actor.municipalityId, 'shift.taken', payload, now)
}

async function authorizeShift(
  tx: Tx,
  actor: Actor,
  { accountId, departmentId }: Pick<Shift, 'accountId' | 'departmentId'>,
): Promise<void> {
  const account = accountId ? await requireAccount(tx, actor.municipalityId, accountId) : undefined
  authorize(actor, 'staffing.manage', subjectOf(account, departmentId))
}

async function shiftWithin(tx: Tx, actor: Actor, shiftId: string): Promise<Shift> {
  const shift = await findShift(tx, actor.municipalityId, shiftId)
  if (!shift)
    throw new Stop('notFound', 'Passet finns inte, eller är borttaget. Gå till bemanningen och se efter.')
  await authorizeShift(tx, actor, shift)
  return shift
}

export async function readShift(house: House, actor: Actor, shiftId: string): Promise<Shift> {
  authorize(actor, 'staffing.manage')
  return withMunicipality(house.db, actor.municipalityId, (tx) => shiftWithin(tx, actor, shiftId))
}

/** Gives a shift to somebody; null leaves it a hole. @throws Stop 'notFound', 'refused', 'invalid'. */
export async function giveShift(
  house: House,
  actor: Actor,
  shiftId: string,
  staffId: StaffId | null,
): Promise<void> {
  authorize(actor, 'staffing.manage')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const shift = await shiftWithin(tx, actor, shiftId)
    if (staffId) await requireWorking(tx, municipalityId, staffId, 'person')
    await updateShift(tx, municipalityId, shiftId, staffId)
    const detail = { before: shift.staffId, after: staffId }
    await audit(tx, actor, 'staffing.giveShift', { kind: 'shift', id: shiftId }, detail, house.clock.now())
    if (staffId === shift.staffId) return
    await tell(house, tx, actor, shift, staffId, 1)
    await tellTaken(house, tx, actor, shift)
  })
}

/** @throws Stop 'notFound', 'refused'. */
export async function removeShift(house: House, actor: Actor, shiftId: string): Promise<void> {
  authorize(actor, 'staffing.manage')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const shift = await shiftWithin(tx, actor, shiftId)
    await deleteShift(tx, municipalityId, shiftId)
    const detail = { staff: shift.staffId, from: shift.from.toISOString() }
    await audit(tx, actor, 'staffing.removeShift', { kind: 'shift', id: shiftId }, detail, house.clock.now())
    await tellTaken(house, tx, actor, shift)
  })
}
