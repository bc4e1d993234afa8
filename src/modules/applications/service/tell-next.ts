import { systemActor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { type Account, listAccounts, requireAccount } from '../../accounts/index.ts'
import { municipalityOrigin } from '../../organisation/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { isFollowUpUntold } from '../closing.ts'
import { managerOf } from '../rules.ts'
import { type Colleague, colleagues, findApplication, findStep, holds, stepsOf } from '../store.ts'
import type { Application, LifeStep, StepKind } from '../types.ts'
import { takeStep } from './take-step.ts'

/** Whom a step concerns next, and what the letter says. The letter holds no text of the plan: only that, and a link. */
interface News {
  readonly to: readonly Colleague[]
  readonly subject: string
  readonly path: string
}

/**
 * Job for 'application.stepDone': tells the next person by mail. This is the one place where it is done.
 * @throws Error when the mail server cannot be reached, so that the job is tried again.
 */
export async function tellNext(house: House, municipalityId: MunicipalityId, stepId: string): Promise<void> {
  const news = await withMunicipality(house.db, municipalityId, async (tx) => {
    const step = await findStep(tx, municipalityId, stepId)
    if (!step) return undefined
    const people = await colleagues(tx, municipalityId, house.clock.now())
    if (step.accountId && step.kind !== 'begun')
      return ofAccount(step, await requireAccount(tx, municipalityId, step.accountId), people)
    const application = await findApplication(tx, municipalityId, step.applicationId ?? '')
    if (!application) return undefined
    const { settings } = await currentPolicy(tx, municipalityId, house.clock.now())
    return ofApplication(step, application, people, settings.opening.decidedBy === 'committee')
  })
  if (!news) return
  const link = `${await municipalityOrigin(house, municipalityId)}${news.path}`
  for (const { name, email } of news.to) {
    const text = `Hej ${name},\n\n${news.subject}.\n\nHär kan du läsa mer och göra det som är ditt:\n${link}\n`
    const sent = await house.mailer.send({ to: email, subject: news.subject, text })
    if (sent.ok) continue
    if (sent.error.kind === 'unavailable') throw new Error(`mail server: ${sent.error.detail}`)
    house.log.warn({ step: stepId, reason: sent.error.detail }, 'somebody could not be told by mail')
  }
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
    path: `/register/ansokan/${application.applicationId}`,
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
    path: step.kind.startsWith('clos') ? `/register/${accountId}/avsluta` : `/register/${accountId}`,
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
