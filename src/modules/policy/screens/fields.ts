import { type ForbiddenGroup, forbiddenGroups, type PolicySettings, type SettingKey } from '../types.ts'
import {
  afterwardsNames,
  deciderNames,
  disposalNames,
  dueClockNames,
  dueRuleNames,
  filterNames,
  forbiddenNames,
  groundGroupNames,
  keeperNames,
  namingNames,
  reportNames,
  signatureNames,
  weekdayNames,
} from './words.ts'

export interface Choice {
  readonly value: string
  readonly text: string
}

/** A field of the change form. `path` leads to its value within the setting; '' is the setting itself. */
export type FieldSpec = { readonly path: string; readonly label: string; readonly hint?: string } & (
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'yes' | 'text' | 'time' | 'date' | 'words' | 'closedDays' | 'filmChannel' }
  | { readonly kind: 'choice' | 'days' | 'several'; readonly choices: readonly Choice[] }
)

const named = (names: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(names).map(([value, text]) => ({
    value,
    text: text.charAt(0).toUpperCase() + text.slice(1),
  }))

const number = (path: string, label: string, least: number, most: number): FieldSpec => ({
  path,
  label,
  kind: 'number',
  least,
  most,
})
const yes = (path: string, label: string): FieldSpec => ({ path, label, kind: 'yes' })
const text = (path: string, label: string, hint?: string): FieldSpec => ({
  path,
  label,
  kind: 'text',
  ...(hint && { hint }),
})
const choice = (path: string, label: string, names: Readonly<Record<string, string>>): FieldSpec => ({
  path,
  label,
  kind: 'choice',
  choices: named(names),
})
const words = (path: string, label: string, hint: string): FieldSpec => ({ path, label, kind: 'words', hint })

const { sameAsOpening: _only, ...openingDeciders } = deciderNames

const days: Choice[] = weekdayNames.map((name, at) => ({
  value: String(at + 1),
  text: name.charAt(0).toUpperCase() + name.slice(1),
}))

/** Which fields a setting's form has. The classes of the retention schedule are as many as they are now. */
export function fieldsOf(setting: SettingKey, settings: PolicySettings): readonly FieldSpec[] {
  if (setting === 'retention') return [...retentionClasses(settings), ...fixed.retention]
  return fixed[setting]
}

const retentionClasses = ({ retention }: PolicySettings): FieldSpec[] =>
  retention.classes.flatMap((one, at) => [
    text(`classes.${at}.description`, `Klass ${one.id}: vad som hör dit`),
    choice(`classes.${at}.disposal`, `Klass ${one.id}: vad som händer`, disposalNames),
  ])

const fixed: Readonly<Record<SettingKey, readonly FieldSpec[]>> = {
  supervision: [
    { path: 'days', label: 'Dagar då varje konto ska ses igenom', kind: 'days', choices: days },
    number('perDay', 'Gånger var och en av dagarna', 1, 12),
    number('perWorkingDay', 'Gånger på vardagar', 1, 12),
    {
      ...number('perWeek', 'Gånger i veckan, vilka dagar som helst', 0, 50),
      hint: 'Skriv 0 om dagarna ovan säger allt.',
    },
    yes('evenings', 'En av gångerna ska vara efter kontorstid'),
    {
      path: 'eveningEnds',
      label: 'Kvällen slutar',
      kind: 'time',
      hint: 'Så länge får någon påminnas om kvällens runda. Till exempel 22.00.',
    },
    yes('deputyInAbsence', 'Ersättaren tar över vid frånvaro'),
  ],
  publicHours: [
    text('hours', 'Tider som allmänheten får veta', 'Till exempel: Vardagar 8–16.30.'),
    yes('statedOnAccount', 'Tiderna ska stå på kontot'),
  ],
  responseTarget: [
    choice('rule', 'Svar senast', dueRuleNames),
    {
      ...choice('clock', 'Vilka timmar räknas', dueClockNames),
      hint: 'Gäller bara 24 och 48 timmar.',
    },
    { path: 'officeHours.start', label: 'Kontorstid från', kind: 'time', hint: 'Till exempel 08.00.' },
    { path: 'officeHours.end', label: 'Kontorstid till', kind: 'time', hint: 'Till exempel 16.30.' },
    {
      path: 'officeHours.closedDays',
      label: 'Dagar då kommunen själv håller stängt',
      kind: 'closedDays',
      hint: 'Klämdagar och halva dagar, en på varje rad. 2027-05-07 är stängd hela dagen, 2026-12-23 12.00 stänger klockan 12. Helgdagar är redan med. Svarstider, tillsyn, besked och diariet följer dem.',
    },
    yes('answerPositiveToo', 'Positiva kommentarer besvaras också'),
  ],
  opening: [
    choice('decidedBy', 'Beslutar', openingDeciders),
    yes('mayDelegate', 'Får delegera'),
    yes('managersMandate', 'Chefens uppdrag krävs'),
    yes('writtenPlan', 'Skriftlig plan krävs'),
    yes('communicationsToldFirst', 'Kommunikation får veta först'),
    yes('communicationsAdministers', 'Kommunikation har administratörsrätt'),
  ],
  closing: [
    choice('decidedBy', 'Beslutar', deciderNames),
    yes('headOfCommunicationsTold', 'Kommunikationschefen får veta'),
    yes('noticeOnAccount', 'Det sägs på kontot, med skälet'),
    number('staleDays', 'Dagar utan egna inlägg innan ett konto bör avslutas', 7, 730),
  ],
  houseRules: [
    {
      path: 'forbidden',
      label: 'Det här får besökare inte skriva',
      kind: 'several',
      choices: forbiddenGroups.map((value: ForbiddenGroup) => ({ value, text: forbiddenNames[value] })),
      hint: 'En förhållningsregel måste vara skriven och känd i förväg för att någon ska kunna ta bort något med stöd av den.',
    },
  ],
  beforeRemoval: [
    yes('keepSendersDetails', 'Det som är känt om avsändaren sparas'),
    choice('afterwards', 'Det borttagna', afterwardsNames),
  ],
  criminalMaterial: [choice('policeReport', 'Polisanmälan', reportNames), yes('register', 'Diarieförs')],
  confidentialFound: [yes('removeAtOnce', 'Tas bort genast'), yes('alwaysRegister', 'Diarieförs alltid')],
  retention: [
    yes('ownPostsToo', 'Gäller också egna inlägg'),
    yes('perDepartment', 'Varje förvaltning har sin egen plan'),
    text(
      'decision.diaryNumber',
      'Gallringsbeslutets diarienummer',
      'Lämna tomt tills beslutet finns: utan beslut gallras ingenting.',
    ),
    { path: 'decision.date', label: 'Beslutsdatum', kind: 'date' },
  ],
  captures: [
    number('everyMonths', 'Månader mellan skärmbilderna', 1, 24),
    yes('beforeLargeChanges', 'Också före större ändringar'),
    yes('register', 'Diarieförs'),
    yes('annualReport', 'Årsrapport till kommunikationschefen'),
  ],
  register: [
    choice('keptBy', 'För förteckningen', keeperNames),
    yes('listedOnWebsite', 'Alla konton finns med länk på webbplatsen'),
  ],
  naming: [
    choice('rule', 'Kontots namn', namingNames),
    yes('profileBand', 'Profilbilden har bandet som pekar på webbplatsen'),
    yes('logotypeAtFirst', 'Logotypen i början'),
  ],
  wordFilter: [
    choice('level', 'Nivå', filterNames),
    words('ownWords', 'Egna ord', 'Skilj med komma. Stjärna sist tar med böjningar och sammansättningar.'),
    words('exceptions', 'Undantag', 'Träffas aldrig, även om ett ord i listan finns inuti.'),
    yes('hideUntilApproved', 'Det som träffas döljs tills någon har godkänt det'),
  ],
  signature: [yes('required', 'Svar signeras alltid'), choice('name', 'Med', signatureNames)],
  openness: [yes('allOpen', 'Alla sidor och grupper är öppna')],
  platforms: [
    yes('judgedFirst', 'Bedöms mot nytta och målgrupp'),
    yes('noneSuspected', 'Inga som misstänks för olaglig insamling av uppgifter'),
    yes('askSecurityInDoubt', 'Säkerhetsfunktionen tillfrågas vid tvekan'),
    yes('ownBlogToolFirst', 'Kommunens eget bloggverktyg i första hand'),
  ],
  alarms: [
    {
      ...number('nextAfterMinutes', 'Minuter innan nästa i tur får larmet', 5, 720),
      hint: 'Gäller det som inte kan vänta, till exempel ett hot, när ingen har öppnat det.',
    },
    number('communicationsAfterMinutes', 'Minuter innan hela kommunikationsavdelningen får det', 10, 1440),
    {
      ...number('undoneAfterMinutes', 'Minuter som det får ligga öppnat', 15, 2880),
      hint: 'Någon har öppnat det men inte avslutat det. Då får kommunikationsavdelningen veta.',
    },
    {
      ...number(
        'failingNextAfterHours',
        'Timmar innan nästa i tur får veta att ett konto inte hämtas',
        1,
        72,
      ),
      hint: 'När ingen har öppnat ärendet om det.',
    },
    number('failingCommunicationsAfterHours', 'Timmar innan hela kommunikationsavdelningen får veta', 1, 168),
  ],
  vault: [
    number('changeAfterDays', 'Dagar innan lösenordet ska bytas', 30, 1095),
    number('drillAfterDays', 'Dagar mellan övningarna', 30, 1095),
  ],
  fourEyes: [
    {
      path: 'groups',
      label: 'Grunder där två personer behövs för att ta bort',
      kind: 'several',
      choices: named(groundGroupNames),
      hint: 'Den andra personen godkänner eller säger nej med ett skäl. Brott och sekretess får alltid döljas genast av en person, eftersom det inte får vänta. Kan plattformen inte dölja får en person också ta bort det.',
    },
    {
      ...yes('hidingToo', 'Två personer också för att dölja'),
      hint: 'Gäller personuppgifter och kommunens egna regler.',
    },
    {
      ...yes('replies', 'Två personer också för svar'),
      hint: 'Någon annan läser svaret innan det skickas. Svarstiden räknas tills det är skickat.',
    },
  ],
  publishing: [
    {
      ...yes('secondApproves', 'Någon annan godkänner inlägg innan de publiceras'),
      hint: 'Den andra personen måste själv få publicera på samma konton.',
    },
    {
      ...yes('licenceRequired', 'En bild utan tillstånd stoppar inlägget'),
      hint: 'Annars blir det en påminnelse. Ett tillstånd är fotografens licens, eller samtycke från dem som syns.',
    },
    {
      path: 'filmChannel',
      label: 'Kommunens gemensamma filmkanal',
      kind: 'filmChannel',
      hint: 'Alla som får publicera kan lämna en film till den. Den läggs ut när någon som får publicera på kanalen har godkänt den.',
    },
  ],
  abuseCopies: [
    text(
      'by',
      'Juristen som har godkänt att kopior behålls',
      'Riktlinjerna säger olika: en säger att det ska sparas, men en kopia kan själv vara ett brott. Lämna tomt om ingen jurist har godkänt det. Då förstörs de bilder och filmer vi har när någon markerar ett misstänkt övergrepp mot barn. Deras kontrollsummor sparas.',
    ),
    { path: 'at', label: 'Datum', kind: 'date' },
    { ...text('diaryNumber', 'Diarienummer'), hint: 'Om det finns ett.' },
  ],
  importQuietDays: [number('', 'Dagar', 0, 3650)],
  sessionIdleMinutes: [number('', 'Minuter', 5, 480)],
  reading: [
    {
      ...number('breakAfterItems', 'Föreslå en paus efter så många varnade inlägg', 0, 500),
      hint: 'Inlägg med hot, hat, sexuellt innehåll eller våld som någon har öppnat utan uppehåll. 0: aldrig.',
    },
    {
      ...number('breakAfterMinutes', 'Föreslå en paus efter så många minuter med sådana inlägg', 0, 480),
      hint: '0: aldrig.',
    },
    {
      ...number('sameTextFrom', 'Säg till när samma text har kommit så många gånger på ett dygn', 2, 1000),
      hint: 'Räknas över alla konton. Mycket korta texter räknas inte.',
    },
  ],
  groundsAccepted: [
    text(
      'by',
      'Godtagna av',
      'Till exempel: Linnea Gran, kommunjurist. Lämna tomt om ingen har godtagit dem.',
    ),
    { path: 'at', label: 'Datum', kind: 'date' },
    { ...text('diaryNumber', 'Diarienummer'), hint: 'Om det finns ett.' },
  ],
}
