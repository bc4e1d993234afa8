import { type Actor, authorize, may, type Permission } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type StaffId, Stop } from '../../../kernel/index.ts'
import { cannotDecide, openingAuthority, type Ruling, rulingFaults } from '../deciding.ts'
import { checklistFor, fieldsFor } from '../plan.ts'
import {
  isSent,
  type Judgement,
  judgementFaults,
  managerOf,
  mayWrite,
  shownText,
  type Who,
} from '../rules.ts'
import { holds } from '../store.ts'
import type { Part, StepKind } from '../types.ts'
import { type ApplicationView, type Platforms, viewOf } from './read.ts'
import { type NewStep, takeStep } from './take-step.ts'

/** An application that goes on, locked until the step is taken. */
async function step(
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  permission: Permission,
  decide: (
    view: ApplicationView,
    tx: Tx,
  ) => Omit<NewStep, 'applicationId'> | Promise<Omit<NewStep, 'applicationId'>>,
): Promise<void> {
  authorize(actor, permission)
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const view = await viewOf(house, tx, actor, platforms, applicationId, permission)
    if (view.ended)
      throw new Stop(
        'conflict',
        'Ansökan är avslutad, så inget mer kan göras i den. Börja en ny om det behövs.',
      )
    await takeStep(house, tx, actor, { applicationId, ...(await decide(view, tx)) })
  })
}

/** @throws Stop('conflict') with what must be done first. */
function assertOpen({ standing }: ApplicationView, part: Part): void {
  const found = standing.find((one) => one.part === part)
  if (found?.state === 'blocked') throw new Stop('conflict', `Det går inte än. ${found.lacks.join(' ')}`)
}

const assertUnsent = ({ application }: ApplicationView): void => {
  if (!mayWrite(application))
    throw new Stop(
      'conflict',
      'Ansökan är skickad. Ska något ändras skickar kommunikation tillbaka den först.',
    )
}

/** Asks a manager for the mandate; the answer is the manager's own (answerMandate). */
export const askMandate = (
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  manager: StaffId | undefined,
): Promise<void> =>
  step(house, actor, platforms, applicationId, 'applications.write', (view) => {
    assertUnsent(view)
    const { application, people } = view
    const asked = people.find(
      (one) => one.staffId === manager && holds(application.departmentId, 'manager')(one),
    )
    if (!asked || asked.staffId === application.applicant)
      throw new Stop('invalid', 'Välj en chef i förvaltningen, en annan än du själv.', {
        chef: 'Välj en chef i listan',
      })
    return { kind: 'mandateAsked', detail: { manager: asked.staffId, managerName: asked.name } }
  })

/** The manager who was asked gives the mandate, or does not; nobody else can. */
export const answerMandate = (
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  answer: { readonly given: boolean; readonly reason: string },
): Promise<void> =>
  step(house, actor, platforms, applicationId, 'applications.mandate', ({ application }) => {
    const kind: StepKind = answer.given ? 'mandateGiven' : 'mandateDeclined'
    if (managerOf(application) !== actor.staffId)
      throw new Stop(
        'refused',
        'Frågan om uppdraget är ställd till en annan chef. Bara den chefen kan svara.',
      )
    if (!answer.given && !answer.reason)
      throw new Stop('invalid', 'Skriv varför uppdraget inte ges.', { skal: 'Skriv varför' })
    const detail = { manager: actor.staffId ?? '', managerName: actor.name, reason: answer.reason }
    return { kind, detail }
  })

export const judgeTerms = (
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  judgement: Judgement,
): Promise<void> =>
  step(house, actor, platforms, applicationId, 'applications.write', (view) => {
    assertUnsent(view)
    assertOpen(view, 'villkor')
    const faults = judgementFaults(judgement, view.around.settings)
    if (Object.keys(faults).length > 0)
      throw new Stop('invalid', 'Bedömningen går inte att spara. Rätta det som är markerat.', faults)
    return { kind: 'termsJudged', detail: { ...judgement, platform: view.platform.id } }
  })

/** One of the two has gone through the checklist; each ticks for oneself. */
export const tick = (
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  who: Who,
  items: readonly string[],
): Promise<void> =>
  step(
    house,
    actor,
    platforms,
    applicationId,
    who === 'manager' ? 'applications.mandate' : 'applications.write',
    (view) => {
      assertUnsent(view)
      const mayTick =
        who === 'manager' ? isManager(actor, view) : actor.staffId === view.application.applicant
      if (!mayTick)
        throw new Stop(
          'refused',
          'Medarbetaren som ansöker och chefen som har fått frågan bockar i var sin del. Du är ingen av dem här.',
        )
      const known = checklistFor(view.around.settings).filter(({ id }) => items.includes(id))
      if (known.length === 0)
        throw new Stop('invalid', 'Bocka i det som är klart.', { punkter: 'Bocka i det som är klart' })
      return {
        kind: 'ticked',
        detail: { as: who, items: known.map(({ id }) => id), texts: known.map(({ text }) => text) },
      }
    },
  )

/** The manager who was asked for the mandate; where nobody was, any manager of the department but the applicant. */
function isManager(actor: Actor, { application, people }: ApplicationView): boolean {
  const asked = managerOf(application)
  if (asked) return asked === actor.staffId
  const own = people.find(({ staffId }) => staffId === actor.staffId)
  return (
    own !== undefined &&
    own.staffId !== application.applicant &&
    holds(application.departmentId, 'manager')(own)
  )
}

/** Sends the application. The plan as it stands is sealed, and nobody changes it until it is answered. */
export const sendApplication = (
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
): Promise<void> =>
  step(house, actor, platforms, applicationId, 'applications.write', (view) => {
    assertUnsent(view)
    assertOpen(view, 'granska')
    return { kind: 'sent', detail: { number: view.application.name, plan: planOf(view) } }
  })

/** Label → what stands there; persons by name. */
const planOf = (view: ApplicationView): Record<string, string> =>
  Object.fromEntries(
    fieldsFor(view.around.settings, view.platform).flatMap((field) => {
      const shown = shownText(view, field)
      return shown ? [[field.label, shown]] : []
    }),
  )

/** The communications office's comments; or the application goes back for what must be mended. */
export const comment = (
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  said: { readonly goOn: boolean; readonly text: string },
): Promise<void> =>
  step(house, actor, platforms, applicationId, 'applications.comment', (view) => {
    if (!isSent(view.application))
      throw new Stop('conflict', 'Ansökan är inte skickad än, så det finns inget att lämna synpunkter på.')
    if (view.standing.find(({ part }) => part === 'beslut')?.state === 'done')
      throw new Stop('conflict', 'Beslutet är redan fattat.')
    return { kind: said.goOn ? 'commented' : 'sentBack', detail: { text: said.text } }
  })

/** The decision by whomever the guideline names, or on delegation (R6). */
export const decide = (
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  given: Omit<Ruling, 'decider'>,
): Promise<void> =>
  step(house, actor, platforms, applicationId, 'applications.decide', (view) => {
    const { application, around } = view
    assertOpen(view, 'beslut')
    if (view.standing.find(({ part }) => part === 'beslut')?.state === 'done')
      throw new Stop('conflict', 'Beslutet är redan fattat. Ladda om sidan.')
    const authority = openingAuthority(around.settings)
    const refused = cannotDecide(actor, authority, application)
    if (refused) throw new Stop('refused', refused)
    const ruling = { ...given, decider: authority.decider }
    const faults = rulingFaults(ruling, authority, application.createdAt, house.clock.now())
    if (Object.keys(faults).length > 0)
      throw new Stop(
        'invalid',
        'Beslutet går inte att föra in som det står. Rätta det som är markerat.',
        faults,
      )
    return { kind: 'decided', detail: { ...ruling } }
  })

/** The applicant, or communications, ends an application before the account is there. */
export const withdraw = (
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  reason: string,
): Promise<void> =>
  step(house, actor, platforms, applicationId, 'applications.write', ({ application }) => {
    const { applicant, departmentId } = application
    if (actor.staffId !== applicant && !may(actor, 'applications.comment', { departmentId }))
      throw new Stop('refused', 'Den som har ansökt tar tillbaka ansökan, eller kommunikation.')
    return { kind: 'withdrawn', detail: { reason } }
  })
