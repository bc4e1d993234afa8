import type { Actor } from '../../access/index.ts'
import { type Day, type DepartmentId, dayOf, isDay, type StaffId } from '../../kernel/index.ts'
import type { PolicySettings } from '../policy/index.ts'
import type { Decider } from './types.ts'

/** beslut: who may decide that an account starts or is closed, and what a decision must tell (R6). */

export const deciderText: Readonly<Record<Decider, string>> = {
  committee: 'Nämnden',
  department: 'Förvaltningen',
  manager: 'Chefen',
  unit: 'Enheten',
}

export interface Ruling {
  readonly approved: boolean
  readonly decider: Decider
  /** delegationsbeslut: taken on the committee's behalf. */
  readonly delegated: boolean
  /** The committee, or the person. */
  readonly decidedBy: string
  readonly on: Day
  /** Point of the order of delegation, 'KS 4.2'; '' where it is not a delegated decision. */
  readonly delegation: string
  readonly diaryNumber: string
  readonly reason: string
}

/** Who decides, and whether on delegation. */
export interface Authority {
  readonly decider: Decider
  readonly mayDelegate: boolean
}

export const openingAuthority = ({ opening }: PolicySettings): Authority => ({
  decider: opening.decidedBy,
  mayDelegate: opening.mayDelegate,
})

/** @param opened who decided that the account was opened; undefined for one that was entered without an application. */
export function closingAuthority(settings: PolicySettings, opened: Decider | undefined): Authority {
  const { opening, closing } = settings
  const decider = closing.decidedBy === 'sameAsOpening' ? (opened ?? opening.decidedBy) : closing.decidedBy
  return { decider, mayDelegate: opening.mayDelegate && decider === 'committee' }
}

/**
 * Why this person cannot be the one who enters the decision; undefined when it is fine. A committee's decision is
 * entered by whoever handles it; others decide themselves, as a manager of the department.
 */
export function cannotDecide(
  actor: Actor,
  { decider }: Authority,
  subject: { readonly departmentId: DepartmentId; readonly applicant: StaffId | undefined },
): string | undefined {
  if (actor.kind === 'system') return undefined
  if (actor.staffId === subject.applicant)
    return 'Du kan inte besluta om din egen ansökan. Be den som beslutar, eller en kollega, att föra in beslutet.'
  if (decider === 'committee') return undefined
  const isManager = actor.grants.some(
    ({ role, departmentId }) =>
      role === 'manager' && (departmentId === undefined || departmentId === subject.departmentId),
  )
  return isManager
    ? undefined
    : `${deciderText[decider]} beslutar enligt riktlinjen. Bara en chef i förvaltningen kan fatta beslutet här.`
}

/** What a decision lacks: field → instruction. */
export function rulingFaults(
  ruling: Ruling,
  authority: Authority,
  since: Date,
  now: Date,
): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {}
  const needsNumber = ruling.decider === 'committee'
  if (ruling.delegated && !authority.mayDelegate)
    faults['delegerat'] = 'Riktlinjen låter ingen besluta på delegation. Välj vem som har beslutat.'
  if (ruling.delegated && !ruling.delegation)
    faults['delegation'] = 'Skriv punkten i delegationsordningen, till exempel KFN 4.2.'
  if (needsNumber && !ruling.diaryNumber)
    faults['diarienummer'] = 'Skriv diarienumret, till exempel KFN 2026/14.'
  if (!ruling.decidedBy) faults['beslutare'] = 'Skriv vem som har beslutat, till exempel nämndens namn.'
  if (!ruling.approved && !ruling.reason)
    faults['motivering'] = 'Skriv varför, så att den som har ansökt förstår.'
  if (!isDay(ruling.on) || ruling.on > dayOf(now) || ruling.on < dayOf(since))
    faults['datum'] = 'Skriv den dag då beslutet togs: efter ansökan, och senast i dag.'
  return faults
}
