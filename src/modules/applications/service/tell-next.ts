import { systemActor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { type Account, listAccounts, requireAccount } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { isFollowUpUntold } from '../closing.ts'
import { managerOf } from '../rules.ts'
import { type Colleague, colleagues, findApplication, findStep, holds, stepsOf } from '../store.ts'
import type { Application, LifeStep, StepKind } from '../types.ts'
import { takeStep } from './take-step.ts'

/** Whom a step concerns next, and what the notice says. It holds no text of the plan: only that, and a link. */
interface News {
  readonly to: readonly Colleague[]
  readonly subject: string
  readonly line: string
  readonly href: `/${string}`
}

/** Job for 'application.stepDone': tells the next person. This is the one place where it is done. */
export async function tellNext(house: House, municipalityId: MunicipalityId, stepId: string): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const step = await findStep(tx, municipalityId, stepId)
    const news = step && (await newsOf(tx, municipalityId, step, now))
    if (!news) return
    const { to, ...told } = news
    const about = { kind: 'lifeStep', ...(step.accountId && { accountId: step.accountId }) }
    for (const { staffId } of to)
      await notify(
        tx,
        municipalityId,
        { ...about, ...told, severity: 'today', to: staffId, thing: `life/${stepId}` },
        now,
      )
  })
}

async function newsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  step: LifeStep,
  now: Date,
): Promise<News | undefined> {
  const people = await colleagues(tx, municipalityId, now)
  if (step.accountId && step.kind !== 'begun')
    return ofAccount(step, await requireAccount(tx, municipalityId, step.accountId), people)
  const application = await findApplication(tx, municipalityId, step.applicationId ?? '')
  if (!application) return undefined
  const { settings } = await currentPolicy(tx, municipalityId, now)
  return ofApplication(step, application, people, settings.opening.decidedBy === 'committee')
}

const titles: Readonly<Partial<Record<StepKind, string>>> = {
  begun: 'Någon vill starta ett konto',
  mandateAsked: 'Du får frågan om ett uppdrag',
  mandateGiven: 'Uppdraget är givet',
  mandateDeclined: 'Uppdraget gavs inte',
  ticked: 'Checklistan är genomgången',
  sent: 'En ansökan väntar på synpunkter',
  sentBack: 'Ansökan behöver rättas',
  commented: 'En ansökan väntar på beslut',
  decided: 'Beslutet om ansökan är fattat',
  withdrawn: 'Ansökan är återtagen',
  entered: 'Ett nytt konto finns i registret',
  handedOver: 'Ansvaret för ett konto byter person',
  paused: 'Ett konto är pausat',
  resumed: 'Ett konto är i gång igen',
  followUpDue: 'Det är dags att följa upp planen',
  closingDecided: 'Ett konto ska stängas',
  closingStopped: 'Ett konto ska inte stängas',
  tasksHandedOver: 'Du tar över ärenden från ett konto som stängs',
  closed: 'Ett konto är stängt',
}

function ofApplication(
  step: LifeStep,
  application: Application,
  people: readonly Colleague[],
  byCommittee: boolean,
): News | undefined {
  const title = titles[step.kind]
  if (!title) return undefined
  const { departmentId, applicant } = application
  const communications = people.filter(holds(departmentId, 'communicator', 'headOfCommunications'))
  const only = (...ids: readonly unknown[]) => people.filter(({ staffId }) => ids.includes(staffId))
  const to = {
    begun: communications,
    mandateAsked: only(managerOf(application)),
    sent: communications,
    commented: people.filter(
      byCommittee ? holds(departmentId, 'registrar', 'manager') : holds(departmentId, 'manager'),
    ),
    ticked: step.detail['as'] === 'employee' ? only(managerOf(application)) : only(applicant),
    decided: [...new Set([...only(applicant), ...communications])],
  }[step.kind as string]
  return {
    to: (to ?? only(applicant)).filter(({ staffId }) => staffId !== step.staffId),
    subject: `${title}: ${application.name}`,
    line: `Ansökan gäller ${application.department}. Öppna den för att läsa mer och göra det som är ditt.`,
    href: `/register/ansokan/${application.applicationId}`,
  }
}

function ofAccount(step: LifeStep, account: Account, people: readonly Colleague[]): News | undefined {
  const title = titles[step.kind]
  if (!title) return undefined
  const { departmentId, ownerStaffId, deputyStaffId, accountId } = account
  const heads = people.filter(holds(departmentId, 'headOfCommunications'))
  const own = people.filter(({ staffId }) => staffId === ownerStaffId || staffId === deputyStaffId)
  const only = (...ids: readonly unknown[]) => people.filter(({ staffId }) => ids.includes(staffId))
  const to = {
    // Of a checklist gone through again the register tells enough.
    ticked: [],
    handedOver: [...own, ...only(step.detail['from'])],
    followUpDue: only(ownerStaffId ?? deputyStaffId),
    tasksHandedOver: only(step.detail['to']),
  }[step.kind as string]
  return {
    to: [...new Set(to ?? [...own, ...heads])].filter(({ staffId }) => staffId !== step.staffId),
    subject: `${title}: ${account.name}`,
    line: 'Öppna kontots sida för att läsa mer och göra det som är ditt.',
    // The page of its closing is for those who decide; from the account's own page they come there too.
    href: `/register/${accountId}`,
  }
}

/** By the clock: plans that have stood for a year are to be followed up, and their owners are told, once. */
export async function remindOfFollowUps(house: House, municipalityId: MunicipalityId): Promise<void> {
  const actor = systemActor(municipalityId)
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const active = (await listAccounts(tx, municipalityId)).filter(({ state }) => state === 'active')
    const ids = active.map(({ accountId }) => accountId)
    const steps = Map.groupBy(
      await stepsOf(tx, municipalityId, { accounts: ids }),
      (step) => step.accountId as AccountId,
    )
    for (const accountId of ids)
      if (isFollowUpUntold(steps.get(accountId) ?? [], house.clock.now()))
        await takeStep(house, tx, actor, { kind: 'followUpDue', accountId, detail: {} })
  })
}
