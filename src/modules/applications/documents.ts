import type { Block, PrintedDocument } from '../../infra/documents/index.ts'
import { dayOf, isoInSweden } from '../../kernel/index.ts'
import { closingDecision, closingSteps } from './closing.ts'
import { checklistFor, fieldsFor, headings } from './plan.ts'
import { latest, shownText, textIn, tickedBy } from './rules.ts'
import { kindText, stepDetail, stepText } from './screens/words.tsx'
import type { ClosingView } from './service/closing.ts'
import type { ApplicationView } from './service/read.ts'
import type { LifeStep, Part } from './types.ts'

/** The plan and the decision as documents: what is sent to a committee, and put in the diary. */

const nameOf = (view: ApplicationView): string =>
  textIn(view.application, 'kontonamn') || view.application.department

const aboutFacts = (view: ApplicationView): Block => ({
  kind: 'facts',
  rows: [
    ['Konto', `${nameOf(view)}, ${view.platform.name}`],
    ['Förvaltning', view.application.department],
    ...(view.application.committee ? ([['Nämnd', view.application.committee]] as const) : []),
    ['Ansökan', `${view.application.name}, ${view.application.applicantName}`],
  ],
})

const stepRows = (steps: readonly LifeStep[]): string[][] =>
  steps.map((step) => [
    isoInSweden(step.at).slice(0, 16).replace('T', ' '),
    step.by || 'Uppsikt',
    `${stepText[step.kind]}. ${stepDetail(step)}`.trim(),
  ])

const stepTable = (steps: readonly LifeStep[], caption = 'Steg i ansökan'): Block[] => [
  { kind: 'heading', level: 2, text: 'Det som har hänt' },
  { kind: 'table', caption, columns: ['När', 'Vem', 'Vad'], rows: stepRows(steps) },
]

/** The plan under the guideline's headings, as it stands now. */
export function planDocument(view: ApplicationView, municipality: string): PrintedDocument {
  const { around, platform, application } = view
  const fields = fieldsFor(around.settings, platform)
  const chapters = (Object.keys(headings) as Part[]).flatMap((part): Block[] => [
    { kind: 'heading', level: 2, text: headings[part] ?? '' },
    {
      kind: 'facts',
      rows: fields
        .filter((field) => field.part === part)
        .map((field) => [field.label, shownText(view, field) || 'Inte ifyllt']),
    },
  ])
  const employee = tickedBy(application, 'employee')
  const manager = tickedBy(application, 'manager')
  const ticked = (step: LifeStep | undefined, id: string): string =>
    step && Array.isArray(step.detail['items']) && step.detail['items'].includes(id) ? dayOf(step.at) : '–'
  return {
    title: `Plan för ${nameOf(view)} på ${platform.name}`,
    from: `${municipality}, ansökan ${application.name}`,
    blocks: [
      aboutFacts(view),
      ...chapters,
      { kind: 'heading', level: 2, text: 'Checklista' },
      {
        kind: 'table',
        caption: 'Genomgången av',
        columns: ['Punkt', 'Medarbetaren', 'Chefen'],
        rows: checklistFor(around.settings).map(({ id, text }) => [
          text,
          ticked(employee, id),
          ticked(manager, id),
        ]),
      },
      ...stepTable(application.steps),
    ],
  }
}

/** The decision; undefined: there is none yet. */
export function decisionDocument(view: ApplicationView, municipality: string): PrintedDocument | undefined {
  const { application, platform } = view
  const step = latest(application.steps, 'decided')
  if (!step) return undefined
  const said = (name: string, otherwise: string): string => String(step.detail[name] || otherwise)
  const approved = step.detail['approved'] === true
  return {
    title: `Beslut om konto: ${nameOf(view)} på ${platform.name}`,
    from: `${municipality}, ansökan ${application.name}`,
    blocks: [
      { kind: 'heading', level: 2, text: 'Beslut' },
      {
        kind: 'paragraph',
        text: approved
          ? `Kontot ${nameOf(view)} på ${platform.name} får starta.`
          : `Ansökan om kontot ${nameOf(view)} på ${platform.name} avslås.`,
      },
      {
        kind: 'facts',
        rows: [
          ['Beslutat av', said('decidedBy', '')],
          ['Beslutsdag', said('on', '')],
          ['Delegation', said('delegation', 'Nej')],
          ['Diarienummer', said('diaryNumber', 'Inget')],
          ['Skäl', said('reason', 'Inget skrivet')],
        ],
      },
      { kind: 'heading', level: 2, text: 'Ansökan' },
      aboutFacts(view),
      ...stepTable(application.steps),
      {
        kind: 'paragraph',
        text: `Beslutet är förseglat i kommunens arkiv som handling ${step.stepId}. Infört av ${step.by}, ${isoInSweden(step.at)}.`,
      },
    ],
  }
}

/** The report of an account that is closed (R14), from what was sealed when it was; undefined: it is not closed. */
export function closingDocument(
  { account, facts }: ClosingView,
  platformName: string,
  municipality: string,
): PrintedDocument | undefined {
  const closed = latest(facts.steps, 'closed')
  const decided = closingDecision(facts.steps)
  if (!closed || !decided) return undefined
  const said = (name: string, otherwise: string): string => String(decided.detail[name] || otherwise)
  const items = closed.detail['items']
  const kept = items && typeof items === 'object' && !Array.isArray(items) ? Object.entries(items) : []
  return {
    title: `Slutrapport: ${account.name} på ${platformName}`,
    from: municipality,
    blocks: [
      {
        kind: 'facts',
        rows: [
          ['Konto', `${account.name}, ${platformName}`],
          ['Adress', account.url ?? 'Ingen'],
          ['Förvaltning', account.department],
          ['I registret sedan', dayOf(account.createdAt)],
          ['Stängt', dayOf(closed.at)],
        ],
      },
      { kind: 'heading', level: 2, text: 'Beslutet' },
      {
        kind: 'facts',
        rows: [
          ['Skäl', said('reason', 'Inget skrivet')],
          ['Beslutat av', said('decidedBy', '')],
          ['Beslutsdag', said('on', '')],
          ['Delegation', said('delegation', 'Nej')],
          ['Diarienummer', said('diaryNumber', 'Inget')],
        ],
      },
      { kind: 'heading', level: 2, text: 'Det som finns kvar i arkivet' },
      {
        kind: 'facts',
        rows:
          kept.length > 0
            ? kept.map(([kind, count]) => [kindText[kind] ?? kind, String(count)])
            : [['Handlingar', 'Inga']],
      },
      ...stepTable(closingSteps(facts.steps), 'Steg i stängningen'),
      {
        kind: 'paragraph',
        text: `Rapporten är förseglad i kommunens arkiv som handling ${closed.stepId}. Kontot stängdes av ${closed.by}, ${isoInSweden(closed.at)}.`,
      },
    ],
  }
}
