import type { Role } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import { type AccountId, dayOf, type MunicipalityId, type StaffId } from '../../../kernel/index.ts'
import type { Account } from '../../accounts/index.ts'
import { rolesHeld } from '../../organisation/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { byReach } from '../rules.ts'
import type { Roster, Span } from '../types.ts'
import { absencesIn } from './absences.ts'
import { shiftsIn } from './shifts.ts'

type Of = Pick<Account, 'accountId' | 'departmentId' | 'ownerStaffId' | 'deputyStaffId'>

/** What decides who answers for each of some accounts within a stretch of time. */
export async function rostersFor(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly Of[],
  span: Span,
): Promise<ReadonlyMap<AccountId, Roster>> {
  const works = await working(tx, municipalityId)
  const further = await furtherDeputies(tx, municipalityId)
  const answering = await communications(tx, municipalityId, span.from)
  const absences = await absencesIn(tx, municipalityId, dayOf(span.from), dayOf(span.to))
  const shifts = (await shiftsIn(tx, municipalityId, span))
    .map((shift) => ({ ...shift, staffId: shift.staffId && works.has(shift.staffId) ? shift.staffId : null }))
    .sort(byReach)
  const { settings } = await currentPolicy(tx, municipalityId, span.from)
  const hereNow = (staffId: StaffId | null): staffId is StaffId => staffId !== null && works.has(staffId)
  return new Map(
    accounts.map(({ accountId, departmentId, ownerStaffId, deputyStaffId }) => [
      accountId,
      {
        shifts: shifts.filter((shift) =>
          shift.accountId
            ? shift.accountId === accountId
            : !shift.departmentId || shift.departmentId === departmentId,
        ),
        owner: hereNow(ownerStaffId) ? ownerStaffId : null,
        deputies: [deputyStaffId, ...(further.get(accountId) ?? [])].filter(hereNow),
        communications: answering(departmentId),
        absences,
        deputyTakesOver: settings.supervision.deputyInAbsence,
      },
    ]),
  )
}

/** Everybody who works here now, with the name. */
export async function working(tx: Tx, municipalityId: MunicipalityId): Promise<Map<StaffId, string>> {
  const rows = await tx
    .selectFrom('staff')
    .select(['staff_id', 'name'])
    .where('municipality_id', '=', municipalityId)
    .where('ended_at', 'is', null)
    .orderBy('name')
    .execute()
  return new Map(rows.map((row) => [row.staff_id, row.name]))
}

/** Deputies after the first, in their order. */
export async function furtherDeputies(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<Map<AccountId, StaffId[]>> {
  const rows = await tx
    .selectFrom('account_deputy')
    .select(['account_id', 'staff_id'])
    .where('municipality_id', '=', municipalityId)
    .orderBy('account_id')
    .orderBy('place')
    .execute()
  const found = new Map<AccountId, StaffId[]>()
  for (const row of rows) {
    const accountId = row.account_id
    found.set(accountId, [...(found.get(accountId) ?? []), row.staff_id])
  }
  return found
}

const communicating: Role[] = ['headOfCommunications', 'communicator']

/** The heads of communications who reach a department; where there are none, its communicators. By name. */
async function communications(tx: Tx, municipalityId: MunicipalityId, at: Date) {
  const rows = await rolesHeld(tx, municipalityId, at, ...communicating)
  return (departmentId: string): StaffId[] => {
    const reaching = rows.filter(({ departmentId: own }) => own === null || own === departmentId)
    const heads = reaching.filter(({ role }) => role === 'headOfCommunications')
    return [...new Set((heads.length > 0 ? heads : reaching).map(({ staffId }) => staffId))]
  }
}
