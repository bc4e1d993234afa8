import { instantOf, isDay } from '../../../kernel/index.ts'
import { longDayText } from '../../../web/index.ts'
import type { ReachedAnswer } from '../service/follow-up.ts'
import type { Decider, LifeStep, Part, PartStanding, StepKind } from '../types.ts'

/** Swedish words that several of the screens use. */

export const partText: Readonly<Record<Part, string>> = {
  plattform: 'Plattform och skäl',
  syfte: 'Syfte, mål och målgrupp',
  anvandning: 'Så ska kontot användas',
  ansvar: 'Ansvar och bevakning',
  uppfoljning: 'Uppföljning',
  uppdrag: 'Chefens uppdrag',
  villkor: 'Plattformens villkor',
  checklista: 'Checklista',
  granska: 'Granska och skicka',
  kommunikation: 'Kommunikations synpunkter',
  beslut: 'Beslut',
  anslut: 'Inför och anslut kontot',
}

export function stateText({ state, lacks }: PartStanding): string {
  if (state === 'done') return 'Klar'
  if (state === 'notNeeded') return 'Behövs inte enligt riktlinjen'
  if (state === 'blocked') return 'Kan inte göras än'
  if (state === 'notBegun') return 'Inte gjord'
  return lacks.length === 1 ? 'En sak kvar' : `${lacks.length} saker kvar`
}

export const deciderNoun: Readonly<Record<Decider, string>> = {
  committee: 'nämnden',
  department: 'förvaltningen',
  manager: 'chefen',
  unit: 'enheten',
}

/** What happened, as a line of a history says it. */
export const stepText: Readonly<Record<StepKind, string>> = {
  begun: 'Ansökan började',
  mandateAsked: 'Chefen fick frågan om uppdraget',
  mandateGiven: 'Chefen gav uppdraget',
  mandateDeclined: 'Chefen gav inte uppdraget',
  termsJudged: 'Plattformens villkor bedömdes',
  ticked: 'Checklistan gicks igenom',
  sent: 'Ansökan skickades',
  sentBack: 'Kommunikation skickade tillbaka ansökan',
  commented: 'Kommunikation lämnade synpunkter',
  decided: 'Beslut om ansökan',
  withdrawn: 'Ansökan återtogs',
  entered: 'Kontot fördes in i registret',
  handedOver: 'Ansvaret bytte person',
  paused: 'Kontot pausades',
  resumed: 'Kontot kom i gång igen',
  planFollowedUp: 'Planen följdes upp',
  followUpDue: 'Det blev dags att följa upp planen',
  closingDecided: 'Beslut om att stänga kontot',
  closingStopped: 'Stängningen stoppades',
  tasksHandedOver: 'Öppna ärenden lämnades över',
  noticeOrdered: 'Beskedet skickades till kontot',
  noticeRefused: 'Plattformen tog inte emot beskedet',
  noticeShown: 'Beskedet står på kontot',
  finalCapture: 'Sista bilden av kontot',
  closed: 'Kontot stängdes',
}

/** '2026-11-19' → 'torsdag 19 november 2026'. */
export const daySaid = (day: unknown): string =>
  typeof day === 'string' && isDay(day) ? longDayText(instantOf(day)) : String(day)

/** What the step itself tells, in a sentence; '' where the line says it all. */
/** Whether the target groups were reached. */
export const reachedText: Readonly<Record<ReachedAnswer, string>> = {
  yes: 'Målgrupperna nåddes',
  partly: 'Målgrupperna nåddes till en del',
  no: 'Målgrupperna nåddes inte',
  unknown: 'Det går inte att säga om målgrupperna nåddes',
}

export function stepDetail({ kind, detail }: LifeStep): string {
  const said = (name: string): string => String(detail[name] ?? '')
  if (kind === 'mandateAsked') return `Till ${said('managerName')}.`
  if (kind === 'ticked') return detail['as'] === 'manager' ? 'Av chefen.' : 'Av medarbetaren.'
  if (kind === 'termsJudged')
    return detail['usable'] === true ? 'Plattformen kan användas.' : 'Plattformen ska inte användas.'
  if (kind === 'decided' || kind === 'closingDecided')
    return [
      kind === 'decided' ? (detail['approved'] === true ? 'Beviljad.' : 'Avslag.') : '',
      `${said('decidedBy')}, ${daySaid(detail['on'])}.`,
      said('delegation') && `Delegation: ${said('delegation')}.`,
      said('diaryNumber') && `Diarienummer: ${said('diaryNumber')}.`,
      said('reason'),
    ]
      .filter(Boolean)
      .join(' ')
  if (kind === 'handedOver') return `Från ${said('fromName')} till ${said('toName')}. ${said('reason')}`
  if (kind === 'tasksHandedOver') return `Till ${said('toName')}. ${said('reason')}`
  if (kind === 'planFollowedUp') {
    const answer = reachedText[said('targetGroupsReached') as ReachedAnswer]
    return [answer && `${answer}.`, said('text')].filter(Boolean).join(' ')
  }
  return said('reason') || said('text') || said('note')
}

/** Kinds of items, as they are counted. */
export const kindText: Readonly<Record<string, string>> = {
  post: 'Inlägg',
  comment: 'Kommentarer',
  message: 'Meddelanden',
}
