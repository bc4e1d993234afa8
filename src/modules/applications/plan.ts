import type { Platform } from '../../platforms/contract.ts'
import type { Audience } from '../accounts/index.ts'
import { everyText, type PolicySettings } from '../policy/index.ts'
import type { Part } from './types.ts'

/** plan: the fixed headings of the written plan (R4), with what R5, R15 and R18 ask for under them. */

/** Whom an account is for, as it is shown. */
export const audienceText: Readonly<Record<Audience, string>> = {
  public: 'Alla',
  internal: 'Bara medarbetare (internt)',
}

export interface PlanField {
  /** Stored, and the name of the form's field. */
  readonly name: string
  readonly part: Part
  readonly label: string
  readonly help: string
  readonly kind: 'line' | 'lines' | 'text' | 'person' | 'choice'
  /** Of a choice: stored value → what is shown. */
  readonly choices?: Readonly<Record<string, string>>
  /** Left empty without being a lack. */
  readonly optional?: true
  /** Only where there can be a blog. */
  readonly blog?: true
}

/** The headings of the plan, as the guideline has them. */
export const headings: Readonly<Partial<Record<Part, string>>> = {
  plattform: 'Inledning',
  syfte: 'Syfte och mål',
  anvandning: 'Åtgärder',
  ansvar: 'Ansvar och struktur',
  uppfoljning: 'Uppföljning',
}

export const planFields: readonly PlanField[] = [
  {
    name: 'kontonamn',
    part: 'plattform',
    label: 'Kontots namn',
    help: 'Så att det syns vilken verksamhet det är, till exempel Storlunda stadsbibliotek.',
    kind: 'line',
  },
  {
    name: 'kortnamn',
    part: 'plattform',
    label: 'Kortnamn',
    help: 'Det som står efter snabel-a eller i adressen, till exempel storlundabibliotek.',
    kind: 'line',
    optional: true,
  },
  {
    name: 'enheter',
    part: 'plattform',
    label: 'Enhet eller enheter bakom kontot',
    help: 'En på varje rad om flera delar på kontot.',
    kind: 'lines',
  },
  {
    name: 'skal',
    part: 'plattform',
    label: 'Varför den här plattformen och ingen annan?',
    help: 'Vad ger den som webbplatsen och konton som redan finns inte ger?',
    kind: 'text',
  },
  {
    name: 'lasare',
    part: 'plattform',
    label: 'Vilka är kontot till för?',
    help: 'Ett internt konto läses av medarbetare, och står inte i den offentliga listan.',
    kind: 'choice',
    choices: audienceText,
  },
  {
    name: 'blogg',
    part: 'plattform',
    label: 'Är det en blogg?',
    help: 'En blogg berättar vem som skriver och varför, hur man når den och hur kommentarer följs upp.',
    kind: 'choice',
    choices: { ja: 'Ja', nej: 'Nej' },
    blog: true,
  },
  {
    name: 'bloggare',
    part: 'plattform',
    label: 'Vem skriver bloggen, och varför?',
    help: 'Står på bloggen. Namn och arbetsplats.',
    kind: 'text',
    blog: true,
  },
  {
    name: 'bloggkontakt',
    part: 'plattform',
    label: 'Kontaktuppgifter på bloggen',
    help: 'E-post och telefon till dem som skriver. Står på bloggen. Behövs inte på en intern blogg.',
    kind: 'text',
    blog: true,
  },
  {
    name: 'bloggkommentarer',
    part: 'plattform',
    label: 'Hur följs kommentarer på bloggen upp?',
    help: 'Står på bloggen: vem läser, hur ofta, och när den som skriver får svar.',
    kind: 'text',
    blog: true,
  },
  {
    name: 'bloggverktyg',
    part: 'plattform',
    label: 'Är det kommunens eget bloggverktyg?',
    help: 'Det egna verktyget väljs först, och en intern blogg har alltid det. Är det ett annat: skriv varför det egna inte räcker.',
    kind: 'text',
    blog: true,
  },
  {
    name: 'syfte',
    part: 'syfte',
    label: 'Syfte',
    help: 'Vad kontot ska göra för verksamhetens uppdrag. Visas för alla i den offentliga listan.',
    kind: 'text',
  },
  {
    name: 'mal',
    part: 'syfte',
    label: 'Mål',
    help: 'Något som går att se om det blev av, till exempel att svara på alla frågor om öppettider samma dag.',
    kind: 'text',
  },
  {
    name: 'malgrupp',
    part: 'syfte',
    label: 'Målgrupper',
    help: 'Vilka ni vill nå.',
    kind: 'text',
  },
  {
    name: 'narvaro',
    part: 'syfte',
    label: 'Finns målgrupperna på plattformen?',
    help: 'Vad ni vet om det, och hur kontot når dem bättre än på annat sätt.',
    kind: 'text',
  },
  {
    name: 'start',
    part: 'anvandning',
    label: 'När kontot startar',
    help: 'Till exempel 1 februari 2027.',
    kind: 'line',
  },
  {
    name: 'takt',
    part: 'anvandning',
    label: 'Hur ofta kontot uppdateras',
    help: 'Till exempel två inlägg i veckan under terminerna.',
    kind: 'text',
  },
  {
    name: 'anvandning',
    part: 'anvandning',
    label: 'Vad kontot används till',
    help: 'Vad ni skriver om, och vad ni inte skriver om.',
    kind: 'text',
  },
  {
    name: 'ansvarig',
    part: 'ansvar',
    label: 'Ansvarig',
    help: 'Svarar för planering, aktuellt innehåll, uppföljning, bevakning och moderering.',
    kind: 'person',
  },
  {
    name: 'ersattare',
    part: 'ansvar',
    label: 'Ersättare',
    help: 'Tar över vid ledighet och sjukdom. En annan person än den ansvariga.',
    kind: 'person',
  },
  {
    name: 'roller',
    part: 'ansvar',
    label: 'Vilka som får tala för kommunen på kontot',
    help: 'Namnge alla, med vad de gör: publicerar, svarar, bevakar.',
    kind: 'text',
  },
  {
    name: 'ledighet',
    part: 'ansvar',
    label: 'Publicering, svar och bevakning vid ledighet',
    help: 'Vem gör vad under lov, semester och helger?',
    kind: 'text',
  },
  {
    name: 'bevakning',
    part: 'ansvar',
    label: 'Tider då kontot bevakas',
    help: 'Dagar och klockslag som står på kontot, till exempel vardagar 8.00–16.30.',
    kind: 'line',
  },
  {
    name: 'administration',
    part: 'ansvar',
    label: 'Funktionsadress och administratörer',
    help: 'En delad e-postadress som äger kontot, inte någons egen, och vilka som är administratörer.',
    kind: 'text',
  },
  {
    name: 'resurser',
    part: 'ansvar',
    label: 'Resurser och kompetens',
    help: 'Tid i veckan, och vilka utbildningar de som arbetar med kontot har gått.',
    kind: 'text',
  },
  {
    name: 'matning',
    part: 'ansvar',
    label: 'Vem mäter och dokumenterar',
    help: 'Den som tar skärmbilderna och skriver årsrapporten.',
    kind: 'line',
  },
  {
    name: 'uppfoljning',
    part: 'uppfoljning',
    label: 'Hur planen följs upp',
    help: 'Minst en gång om året. Vad ni tittar på och vem som gör det.',
    kind: 'text',
  },
  {
    name: 'malgruppsanalys',
    part: 'uppfoljning',
    label: 'Hur ni ser om målgrupperna nås',
    help: 'Vilka siffror och frågor ni använder, och vad som får er att sluta.',
    kind: 'text',
  },
]

/** Labels of what a plan says of whom the account is for and how that is seen: what a follow-up weighs (R15). */
export const targetFields: readonly string[] = planFields
  .filter(({ name }) => ['mal', 'malgrupp', 'malgruppsanalys'].includes(name))
  .map(({ label }) => label)

/** The fields that an application has: where there can be a blog there are more, and the municipality's own blog tool is asked about by policy. */
export const fieldsFor = (
  settings: PolicySettings,
  platform: Pick<Platform, 'blog'> | undefined,
): readonly PlanField[] =>
  planFields.filter(
    ({ name, blog }) =>
      !blog ||
      (platform?.blog !== undefined && (name !== 'bloggverktyg' || settings.platforms.ownBlogToolFirst)),
  )

/** What is asked for even where the guideline asks for no written plan: without it there is no account to decide on. */
const always = ['kontonamn', 'syfte', 'ansvarig', 'ersattare']

/** @param textOf what stands in a field of the same plan. */
export function isRequired(
  settings: PolicySettings,
  field: PlanField,
  textOf: (field: string) => string,
): boolean {
  if (field.optional || !(settings.opening.writtenPlan || always.includes(field.name))) return false
  if (!field.blog || field.name === 'blogg') return true
  if (textOf('blogg') !== 'ja') return false
  return field.name !== 'bloggkontakt' || textOf('lasare') !== 'internal'
}

export const longest = (field: PlanField): number => (field.kind === 'line' ? 200 : 8_000)

export interface ChecklistItem {
  readonly id: string
  readonly text: string
}

/** The checklist (R7), with what this guideline adds (R10, R17). The employee and the manager each tick all of it. */
export const checklistFor = ({ opening, openness, captures, naming }: PolicySettings): ChecklistItem[] => [
  { id: 'uppdrag', text: 'Chefen har gett uppdraget, och tiden finns.' },
  { id: 'plan', text: 'Planen är skriven och känd av alla som ska arbeta med kontot.' },
  { id: 'ersattare', text: 'Det finns en ersättare som kan och får ta över.' },
  {
    id: 'profil',
    text: naming.profileBand
      ? 'Grafisk profil: profilbilden görs av kommunikation och har bandet som pekar på webbplatsen.'
      : 'Grafisk profil: namn och bild följer kommunens regler.',
  },
  { id: 'avsandare', text: 'Det syns att det är kommunen som är avsändare, och hur man når oss.' },
  { id: 'saklig', text: 'Vi är sakliga och opartiska, och skriver inget som är reklam.' },
  {
    id: 'uppsikt',
    text: 'Kommunen har uppsiktsplikt: någon tittar igenom kontot så ofta som riktlinjen säger.',
  },
  { id: 'handlingar', text: 'Det som skrivs på kontot är allmänna handlingar och sparas.' },
  {
    id: 'skarmbilder',
    text: `Skärmbild av kontot tas ${everyText(captures.everyMonths)}.`,
  },
  ...(captures.annualReport
    ? [{ id: 'arsrapport', text: 'En årsrapport lämnas till kommunikationschefen.' }]
    : []),
  ...(opening.communicationsAdministers
    ? [{ id: 'administrator', text: 'Kommunikation får administratörsrätt på kontot från början.' }]
    : []),
  ...(openness.allOpen ? [{ id: 'oppet', text: 'Kontot är öppet för alla, inte en sluten grupp.' }] : []),
]
