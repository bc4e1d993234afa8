import type { AccountId, StaffId } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import type { AccountKind } from '../accounts/index.ts'
import type { PolicySettings } from '../policy/index.ts'
import { deciderText } from './deciding.ts'
import { checklistFor, fieldsFor, isRequired, type PlanField } from './plan.ts'
import {
  type Application,
  type Ended,
  type LifeStep,
  type Part,
  type PartStanding,
  parts,
  type StepKind,
} from './types.ts'

/** What an application is weighed against. */
export interface Around {
  readonly settings: PolicySettings
  readonly platform: Pick<Platform, 'name' | 'blog'>
  /** missing: its terms ask for a decision by the municipality, and there is none. */
  readonly use: 'allowed' | 'refused' | 'missing'
  /** Whether the account that came of it is connected; undefined: there is none yet. */
  readonly connected: boolean | undefined
}

export type Who = 'employee' | 'manager'

/** The newest of some kinds of steps. */
export const latest = (steps: readonly LifeStep[], ...kinds: readonly StepKind[]): LifeStep | undefined =>
  steps.findLast(({ kind }) => kinds.includes(kind))

/** The account that the plan is for, where it was in use before the application; undefined: a new one. */
export const accountBefore = ({ steps }: Application): AccountId | undefined =>
  latest(steps, 'begun')?.accountId ?? undefined

/** How it ended; undefined while it goes on. */
export function endedAs({ steps }: Application): Ended | undefined {
  const last = latest(steps, 'decided', 'withdrawn', 'entered')
  if (last?.kind === 'decided') return last.detail['approved'] === true ? undefined : 'refused'
  return last?.kind as 'withdrawn' | 'entered' | undefined
}

/** Sent and not sent back: nobody writes in it until somebody has answered. */
export const isSent = ({ steps }: Application): boolean => latest(steps, 'sent', 'sentBack')?.kind === 'sent'

export const mayWrite = (application: Application): boolean => !endedAs(application) && !isSent(application)

export const textIn = ({ texts }: Application, field: string): string => texts.get(field)?.text.trim() ?? ''

/** What stands in a field, as it is read: a person by name. */
export function shownText(
  {
    application,
    people,
  }: {
    readonly application: Application
    readonly people: readonly { readonly staffId: StaffId; readonly name: string }[]
  },
  { name, kind, choices }: PlanField,
): string {
  const text = textIn(application, name)
  if (kind === 'choice') return choices?.[text] ?? ''
  return kind === 'person' ? (people.find(({ staffId }) => staffId === text)?.name ?? '') : text
}

/** What kind of account the plan is for. */
export const kindIn = (application: Application): AccountKind => {
  const audience = textIn(application, 'lasare')
  return {
    audience: audience === 'public' || audience === 'internal' ? audience : null,
    blog: textIn(application, 'blogg') === 'ja',
  }
}

/** The manager who was asked, or who answered; undefined: nobody was asked. */
export const managerOf = ({ steps }: Application): string | undefined => {
  const asked = latest(steps, 'mandateAsked', 'mandateGiven', 'mandateDeclined')
  return asked && String(asked.detail['manager'])
}

/** What a person has ticked last; undefined: not gone through. */
export const tickedBy = ({ steps }: Application, who: Who): LifeStep | undefined =>
  steps.findLast(({ kind, detail }) => kind === 'ticked' && detail['as'] === who)

/** How every part of an application stands, in their order. Nothing is left out silently: what is not done says why. */
export function standing(application: Application, around: Around): PartStanding[] {
  const found = new Map<Part, PartStanding>()
  const ready = (...wanted: readonly Part[]): string[] =>
    wanted.flatMap((part) => {
      const one = found.get(part)
      return !one || one.state === 'done' || one.state === 'notNeeded' ? [] : one.lacks
    })
  for (const part of parts) found.set(part, { part, ...standings[part](application, around, ready) })
  return [...found.values()]
}

type Given = Omit<PartStanding, 'part'>
type Ready = (...wanted: readonly Part[]) => string[]
type StandingOf = (application: Application, around: Around, ready: Ready) => Given

const done: Given = { state: 'done', lacks: [] }
const notNeeded: Given = { state: 'notNeeded', lacks: [] }
const notBegun = (...lacks: string[]): Given => ({ state: 'notBegun', lacks })
const begun = (...lacks: string[]): Given => ({ state: 'begun', lacks })
const blocked = (lacks: readonly string[]): Given => ({ state: 'blocked', lacks })

const planPart =
  (part: Part): StandingOf =>
  (application, { settings, platform }) => {
    const fields = fieldsFor(settings, platform).filter((field) => field.part === part)
    const lacks = fields.flatMap((field) =>
      isRequired(settings, field, (name) => textIn(application, name)) && !textIn(application, field.name)
        ? [lackOf(field)]
        : [],
    )
    if (part === 'ansvar' && samePerson(application))
      lacks.push('Ansvarig och ersättare är samma person. Välj två olika.')
    const anything = fields.some(({ name }) => textIn(application, name))
    if (lacks.length > 0) return anything ? begun(...lacks) : notBegun(...lacks)
    return anything ? done : notNeeded
  }

/** '… saknas.', or for a question that it is not answered. */
const lackOf = ({ label }: PlanField): string =>
  label.endsWith('?') ? `Frågan ”${label}” är inte besvarad.` : `${label} saknas.`

const samePerson = (application: Application): boolean =>
  textIn(application, 'ansvarig') !== '' &&
  textIn(application, 'ansvarig') === textIn(application, 'ersattare')

const mandate: StandingOf = ({ steps }, { settings }) => {
  if (!settings.opening.managersMandate) return notNeeded
  const last = latest(steps, 'mandateAsked', 'mandateGiven', 'mandateDeclined')
  if (!last) return notBegun('Chefen är inte tillfrågad om uppdraget.')
  if (last.kind === 'mandateGiven') return done
  const name = String(last.detail['managerName'])
  return last.kind === 'mandateAsked'
    ? begun(`${name} har inte svarat om uppdraget än.`)
    : begun(`${name} gav inte uppdraget: ${String(last.detail['reason'])}`)
}

const terms: StandingOf = ({ steps }, { settings, platform, use }) => {
  if (use === 'refused')
    return blocked([`Kommunen har beslutat att inte använda ${platform.name}. Ansökan kan inte gå vidare.`])
  if (use === 'missing')
    return blocked([
      `Kommunen har inte beslutat om ${platform.name} får användas, och villkoren gör att det behövs. Kommunikationschefen beslutar under Inställningar, Plattformar.`,
    ])
  const { judgedFirst, noneSuspected } = settings.platforms
  const last = latest(steps, 'termsJudged')
  if (last?.detail['usable'] === true) return done
  if (last) return begun(`Villkoren är bedömda: ${platform.name} ska inte användas.`)
  return judgedFirst || noneSuspected ? notBegun('Plattformens villkor är inte bedömda.') : notNeeded
}

const checklist: StandingOf = (application, { settings }) => {
  const wanted = checklistFor(settings).map(({ id }) => id)
  const whole = (who: Who): boolean => {
    const ticked = tickedBy(application, who)?.detail['items']
    return Array.isArray(ticked) && wanted.every((id) => ticked.includes(id))
  }
  const lacks = [
    ...(whole('employee') ? [] : ['Medarbetaren har inte gått igenom checklistan.']),
    ...(whole('manager') ? [] : ['Chefen har inte gått igenom checklistan.']),
  ]
  if (lacks.length === 0) return done
  return tickedBy(application, 'employee') || tickedBy(application, 'manager')
    ? begun(...lacks)
    : notBegun(...lacks)
}

const before: readonly Part[] = [
  'plattform',
  'syfte',
  'anvandning',
  'ansvar',
  'uppfoljning',
  'uppdrag',
  'villkor',
  'checklista',
]

const sending: StandingOf = (application, _around, ready) => {
  if (isSent(application)) return done
  const lacks = ready(...before)
  if (lacks.length > 0) return blocked(lacks)
  const back = latest(application.steps, 'sentBack')
  return back
    ? begun('Kommunikation har skickat tillbaka ansökan. Rätta och skicka den igen.')
    : notBegun('Ansökan är inte skickad.')
}

const comments: StandingOf = (application, { settings }) => {
  if (!isSent(application)) return blocked(['Ansökan måste skickas först.'])
  const last = latest(application.steps, 'sent', 'commented')
  if (last?.kind === 'commented') return done
  return settings.opening.communicationsToldFirst
    ? notBegun('Kommunikation har inte lämnat sina synpunkter.')
    : notNeeded
}

const decision: StandingOf = (application, { settings }, ready) => {
  if (latest(application.steps, 'decided')) return done
  const lacks = [...ready('granska'), ...ready('kommunikation')]
  if (!isSent(application) || lacks.length > 0)
    return blocked(lacks.length > 0 ? [...new Set(lacks)] : ['Ansökan måste skickas först.'])
  return notBegun(`${deciderText[settings.opening.decidedBy]} har inte beslutat.`)
}

const connection: StandingOf = (application, { connected }) => {
  const ended = endedAs(application)
  if (ended === 'entered')
    return connected ? done : begun('Kontot står i registret men är inte anslutet, så inget hämtas.')
  if (ended === 'refused') return blocked(['Ansökan är avslagen.'])
  return latest(application.steps, 'decided')
    ? notBegun(
        accountBefore(application)
          ? 'Planen är inte kopplad till kontot.'
          : 'Kontot är inte infört i registret.',
      )
    : blocked(['Ansökan måste beviljas först.'])
}

const standings: Readonly<Record<Part, StandingOf>> = {
  plattform: planPart('plattform'),
  syfte: planPart('syfte'),
  anvandning: planPart('anvandning'),
  ansvar: planPart('ansvar'),
  uppfoljning: planPart('uppfoljning'),
  uppdrag: mandate,
  villkor: terms,
  checklista: checklist,
  granska: sending,
  kommunikation: comments,
  beslut: decision,
  anslut: connection,
}

/** The part that is next to do: the first that is neither done nor waiting for another. */
export const nextPart = (found: readonly PartStanding[]): Part | undefined =>
  found.find(({ state }) => state === 'notBegun' || state === 'begun')?.part

/** Judging of a platform's terms, as a person fills it in. */
export interface Judgement {
  readonly usable: boolean
  readonly suspected: 'no' | 'yes' | 'doubt'
  /** What the security function said, and who there; '' where it was not asked. */
  readonly security: string
  readonly reason: string
}

/** Why a judgement cannot stand: field → instruction. */
export function judgementFaults(
  { usable, suspected, security }: Judgement,
  { platforms }: PolicySettings,
): Readonly<Record<string, string>> {
  if (suspected === 'yes' && usable && platforms.noneSuspected)
    return {
      anvandbar:
        'Riktlinjen tillåter inga plattformar som misstänks samla in uppgifter olagligt. Välj att plattformen inte ska användas.',
    }
  if (suspected === 'doubt' && usable && platforms.askSecurityInDoubt && !security)
    return { sakerhet: 'Fråga säkerhetsfunktionen, och skriv vad den svarade och vem som svarade.' }
  return {}
}
