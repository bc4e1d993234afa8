import type { ClosedDay } from '../../../kernel/index.ts'
import { countText, datedDay, sentence } from '../../../web/index.ts'
import type { ForbiddenGroup, GroundGroup, PolicySettings, SettingKey } from '../types.ts'

/** Swedish words for every setting: what it is called, and what the municipality's own value says in a sentence. */

export const weekdayNames = ['måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag', 'söndag'] as const

export const forbiddenNames: Readonly<Record<ForbiddenGroup, string>> = {
  personalAttacks: 'Förtal, personangrepp och förolämpningar',
  hateAndHarassment: 'Hets, sexism och trakasserier',
  violenceAndPornography: 'Våldsskildringar och pornografi',
  callsToCrime: 'Uppmaningar till brott och annan brottslighet',
  unlawfulUse: 'Olovlig användning av skyddade verk',
  swearing: 'Svordomar och obscena ord',
  personalData: 'Personuppgifter mot dataskyddsreglerna',
  confidential: 'Sekretessbelagda uppgifter',
  threats: 'Hot',
  hateAgainstGroup: 'Hets mot folkgrupp',
  incitement: 'Uppvigling',
  childAbuseImages: 'Barnpornografi',
  unlawfulViolence: 'Olaga våldsskildring',
  copyright: 'Intrång i upphovsrätt',
  criminalMaterial: 'Brottsligt material',
  sensitiveOrViolating: 'Känsliga eller kränkande uppgifter',
  spam: 'Reklam och skräp',
}

export const dueRuleNames = {
  same_day_latest_next_weekday: 'Samma dag, senast nästa vardag',
  within_24h: 'Inom 24 timmar',
  within_48h: 'Inom 48 timmar',
} as const

export const dueClockNames = {
  calendar: 'alla timmar räknas',
  working_days: 'bara vardagar räknas',
  office_hours: 'bara kontorstid räknas',
} as const

export const deciderNames = {
  sameAsOpening: 'Den som beslutade om att öppna',
  committee: 'Nämnden',
  department: 'Förvaltningen',
  manager: 'Chefen',
  unit: 'Enheten',
} as const

export const disposalNames = {
  mayBeAtOnce: 'får gallras genast',
  whenNoLongerNeeded: 'gallras när det inte längre behövs',
  registered: 'diarieförs',
} as const

export const afterwardsNames = {
  keptInOrder: 'hålls ordnat',
  disposedByClass: 'får gallras enligt klass a',
  byPlan: 'hanteras enligt informationshanteringsplanen',
} as const

export const keeperNames = {
  headOfCommunications: 'Kommunikationschefen',
  communications: 'Kommunikation',
  department: 'Varje förvaltning för sina konton',
} as const

export const namingNames = {
  municipalityAndUnit: 'Kommunens namn och enhetens',
  municipality: 'Kommunens namn',
  clearSender: 'Tydlig avsändare',
} as const

export const filterNames = { none: 'Ingen', medium: 'Medel', strong: 'Stark' } as const

export const signatureNames = {
  asEditorsAgreed: 'som redaktörerna har kommit överens om',
  firstName: 'förnamn',
  fullName: 'för- och efternamn',
  unit: 'enhetens namn',
} as const

export const groundGroupNames: Readonly<Record<GroundGroup, string>> = {
  must: 'Brott som ska bort',
  secret: 'Sekretess',
  data: 'Personuppgifter',
  house: 'Kommunens förhållningsregler',
}

export const reportNames = {
  publicProsecution: 'Polisanmäls när brottet faller under allmänt åtal',
  judgedEachTime: 'Om det ska polisanmälas bedöms varje gång',
} as const

/** A sentence from its parts; parts that do not hold are left out. */
const sentences = (...parts: readonly (string | false)[]): string => parts.filter(Boolean).join(' ')

function supervisionText({ supervision }: PolicySettings): string {
  const { days, perDay, perWorkingDay, perWeek, evenings, eveningEnds, deputyInAbsence } = supervision
  const names = days.map((day) => weekdayNames[day - 1] ?? '')
  return sentences(
    days.length === 7 && `Varje dag ${times(perDay)}.`,
    days.length > 0 && days.length < 7 && `${sentence(times(perDay))} varje ${listText(names)}.`,
    days.length > 0 && perWorkingDay > perDay && `På vardagar ${times(perWorkingDay)}.`,
    perWeek > 0 && `Minst ${times(perWeek)} i veckan.`,
    evenings && `En av gångerna efter kontorstid, senast ${eveningEnds.replace(':', '.')}.`,
    deputyInAbsence && 'Ersättaren tar över vid frånvaro.',
  )
}

function closedDaysTexts(all: readonly ClosedDay[]): string[] {
  const closed = all.filter(({ closes }) => closes === null).map(({ day }) => datedDay(day))
  const early = all.flatMap(({ day, closes }) =>
    closes === null ? [] : `${datedDay(day)} klockan ${closes.replace(':', '.')}`,
  )
  return [
    closed.length > 0 && `Stängt också ${listText(closed)}.`,
    early.length > 0 && `Stänger tidigt ${listText(early)}.`,
  ].filter((text) => text !== false)
}

const numerals = [
  'noll',
  'en',
  'två',
  'tre',
  'fyra',
  'fem',
  'sex',
  'sju',
  'åtta',
  'nio',
  'tio',
  'elva',
  'tolv',
]
const times = (count: number): string => (count === 1 ? 'en gång' : `${numerals[count] ?? count} gånger`)

const intervals: Readonly<Record<number, string>> = {
  1: 'varje månad',
  2: 'varannan månad',
  3: 'var tredje månad',
  4: 'var fjärde månad',
  6: 'varje halvår',
  12: 'varje år',
  24: 'vartannat år',
}

/** 'varje halvår', 'var 9:e månad'. */
export const everyText = (months: number): string =>
  intervals[months] ?? `var ${months}:${months === 21 || months === 22 ? 'a' : 'e'} månad`

/** 'måndag, onsdag och fredag'. */
const listText = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} och ${names.at(-1)}`

/** 'Namn', and what the value says. Ordered as the guidelines are compared. */
export const settingWords: Readonly<
  Record<SettingKey, { readonly title: string; readonly says: (settings: PolicySettings) => string }>
> = {
  supervision: { title: 'Uppsikt', says: supervisionText },
  publicHours: {
    title: 'Tider som allmänheten får veta',
    says: ({ publicHours: { hours, statedOnAccount } }) =>
      sentences(hours ? `${hours}.` : 'Inga.', statedOnAccount && 'Tiderna står på kontot.'),
  },
  responseTarget: {
    title: 'Svar senast',
    says: ({ responseTarget: { rule, clock, officeHours, answerPositiveToo } }) =>
      sentences(
        rule === 'same_day_latest_next_weekday'
          ? `${dueRuleNames[rule]}.`
          : `${dueRuleNames[rule]}, ${dueClockNames[clock]}.`,
        `Kontorstid ${officeHours.start.replace(':', '.')}–${officeHours.end.replace(':', '.')}.`,
        ...closedDaysTexts(officeHours.closedDays),
        answerPositiveToo && 'Positiva kommentarer besvaras också.',
      ),
  },
  opening: {
    title: 'Vem beslutar om ett nytt konto',
    says: ({ opening }) =>
      sentences(
        `${deciderNames[opening.decidedBy]}${opening.mayDelegate ? ', som får delegera' : ''}.`,
        opening.managersMandate && 'Chefens uppdrag krävs.',
        opening.writtenPlan && 'Skriftlig plan krävs.',
        opening.communicationsToldFirst && 'Kommunikation får veta först.',
        opening.communicationsAdministers && 'Kommunikation har administratörsrätt.',
      ),
  },
  closing: {
    title: 'Vem beslutar om att avsluta',
    says: ({ closing }) =>
      sentences(
        `${deciderNames[closing.decidedBy]}.`,
        closing.headOfCommunicationsTold && 'Kommunikationschefen får veta.',
        closing.noticeOnAccount && 'Det sägs på kontot, med skälet.',
        `Ett konto utan egna inlägg i ${countText(closing.staleDays, 'dag', 'dagar')} hålls inte levande.`,
      ),
  },
  houseRules: {
    title: 'Det här får besökare inte skriva',
    says: ({ houseRules }) => `${houseRules.forbidden.map((group) => forbiddenNames[group]).join(' · ')}.`,
  },
  beforeRemoval: {
    title: 'Innan något tas bort',
    says: ({ beforeRemoval }) =>
      sentences(
        'Innehållet förseglas alltid.',
        beforeRemoval.keepSendersDetails && 'Det som är känt om avsändaren sparas.',
        `Det borttagna ${afterwardsNames[beforeRemoval.afterwards]}.`,
      ),
  },
  criminalMaterial: {
    title: 'Brottsligt innehåll',
    says: ({ criminalMaterial }) =>
      sentences(
        `Sparas och tas bort. ${reportNames[criminalMaterial.policeReport]}.`,
        criminalMaterial.register && 'Diarieförs.',
      ),
  },
  confidentialFound: {
    title: 'Sekretess',
    says: ({ confidentialFound }) =>
      sentences(
        confidentialFound.removeAtOnce ? 'Tas bort genast.' : 'Publiceras inte.',
        confidentialFound.alwaysRegister && 'Diarieförs alltid.',
      ),
  },
  retention: {
    title: 'Gallring',
    says: ({ retention }) =>
      sentences(
        `${countText(retention.classes.length, 'klass', 'klasser')}: ${retention.classes
          .map((one) => `${one.id}) ${disposalNames[one.disposal]}`)
          .join(', ')}.`,
        retention.ownPostsToo && 'Gäller också egna inlägg.',
        retention.perDepartment && 'Varje förvaltning har sin egen plan.',
        retention.decision
          ? `Beslut ${retention.decision.diaryNumber}.`
          : 'Inget gallringsbeslut är inlagt: ingenting gallras.',
      ),
  },
  captures: {
    title: 'Skärmbild',
    says: ({ captures }) =>
      sentences(
        `${sentence(everyText(captures.everyMonths))}.`,
        captures.beforeLargeChanges && 'Före större ändringar.',
        captures.register && 'Diarieförs.',
        captures.annualReport && 'Årsrapport till kommunikationschefen.',
      ),
  },
  register: {
    title: 'Förteckning',
    says: ({ register }) =>
      sentences(
        `${keeperNames[register.keptBy]}.`,
        register.listedOnWebsite && 'Alla konton finns med länk på webbplatsen.',
      ),
  },
  naming: {
    title: 'Bild och namn på konto',
    says: ({ naming }) =>
      sentences(
        `${namingNames[naming.rule]}.`,
        naming.profileBand && 'Profilbilden har bandet som pekar på webbplatsen.',
        naming.logotypeAtFirst && 'Logotypen i början.',
      ),
  },
  wordFilter: {
    title: 'Ordfilter',
    says: ({ wordFilter }) =>
      sentences(
        `${filterNames[wordFilter.level]}.`,
        wordFilter.ownWords.length > 0 && `${countText(wordFilter.ownWords.length, 'eget ord', 'egna ord')}.`,
        wordFilter.level !== 'none' &&
          wordFilter.hideUntilApproved &&
          'Det som träffas döljs tills någon har godkänt det.',
      ),
  },
  signature: {
    title: 'Signatur',
    says: ({ signature }) =>
      signature.required ? `Alltid, ${signatureNames[signature.name]}.` : 'Inget krav.',
  },
  openness: {
    title: 'Öppenhet',
    says: ({ openness }) => (openness.allOpen ? 'Alla sidor och grupper är öppna.' : 'Inget krav.'),
  },
  platforms: {
    title: 'Plattformar',
    says: ({ platforms }) =>
      sentences(
        platforms.judgedFirst && 'Bedöms mot nytta och målgrupp.',
        platforms.noneSuspected && 'Inga som misstänks för olaglig insamling av uppgifter.',
        platforms.askSecurityInDoubt && 'Säkerhetsfunktionen tillfrågas vid tvekan.',
        platforms.ownBlogToolFirst && 'Kommunens eget bloggverktyg i första hand.',
      ) || 'Inget krav.',
  },
  alarms: {
    title: 'När ingen tar hand om ett larm',
    says: ({ alarms }) =>
      sentences(
        `Det som inte kan vänta går till nästa i tur efter ${countText(alarms.nextAfterMinutes, 'minut', 'minuter')} och till hela kommunikationsavdelningen efter ${countText(alarms.communicationsAfterMinutes, 'minut', 'minuter')}.`,
        `Har någon öppnat det men inte avslutat det på ${countText(alarms.undoneAfterMinutes, 'minut', 'minuter')} får kommunikationsavdelningen veta.`,
        `Ett konto som inte hämtas: ${alarms.failingNextAfterHours} och ${countText(alarms.failingCommunicationsAfterHours, 'timme', 'timmar')}.`,
      ),
  },
  vault: {
    title: 'Valvet',
    says: ({ vault }) =>
      `Lösenord byts efter ${countText(vault.changeAfterDays, 'dag', 'dagar')}. Det går högst ${countText(vault.drillAfterDays, 'dag', 'dagar')} mellan övningarna.`,
  },
  fourEyes: {
    title: 'Fyra ögon',
    says: ({ fourEyes: { groups, hidingToo, replies } }) =>
      sentences(
        groups.length === 0
          ? 'En person beslutar om åtgärder.'
          : `Två personer för att ta bort: ${listText(groups.map((group) => groundGroupNames[group].toLocaleLowerCase('sv')))}.`,
        groups.length > 0 && hidingToo && 'Också för att dölja, utom brott och sekretess.',
        replies && 'Två personer för svar.',
      ),
  },
  publishing: {
    title: 'Publicering',
    says: ({ publishing }) =>
      sentences(
        publishing.secondApproves
          ? 'Någon annan än den som har skrivit ett inlägg godkänner det.'
          : 'Den som har skrivit ett inlägg får publicera det.',
        publishing.licenceRequired && 'En bild utan tillstånd stoppar inlägget.',
        publishing.filmChannel !== null &&
          'Filmer går till kommunens gemensamma filmkanal, genom dem som får publicera på den.',
      ),
  },
  abuseCopies: {
    title: 'Kopior av misstänkt övergrepp mot barn',
    says: ({ abuseCopies }) =>
      abuseCopies
        ? `Behålls spärrade. Godkänt av ${abuseCopies.by} ${datedDay(abuseCopies.at)}${abuseCopies.diaryNumber ? `, ${abuseCopies.diaryNumber}` : ''}.`
        : 'Inga behålls. En jurist har inte godkänt det.',
  },
  importQuietDays: {
    title: 'Äldre innehåll som läses in',
    says: ({ importQuietDays }) =>
      `Det som är äldre än ${countText(importQuietDays, 'dag', 'dagar')} hamnar inte i kön.`,
  },
  sessionIdleMinutes: {
    title: 'Utloggning vid vila',
    says: ({ sessionIdleMinutes }) => `Efter ${countText(sessionIdleMinutes, 'minut', 'minuter')}.`,
  },
  reading: {
    title: 'Omsorg om den som läser',
    says: ({ reading: { sameTextFrom, breakAfterItems, breakAfterMinutes } }) => {
      const after = [
        breakAfterItems > 0 && countText(breakAfterItems, 'varnat inlägg', 'varnade inlägg'),
        breakAfterMinutes > 0 && countText(breakAfterMinutes, 'minut', 'minuter'),
      ].filter((words) => words !== false)
      const pause =
        after.length > 0 ? `Paus föreslås efter ${after.join(' eller ')}.` : 'Ingen paus föreslås.'
      return `${pause} Samma text sägs till om från ${sameTextFrom} gånger på ett dygn.`
    },
  },
  groundsAccepted: {
    title: 'Lagrum',
    says: ({ groundsAccepted }) =>
      groundsAccepted
        ? `Godtagna av ${groundsAccepted.by} ${datedDay(groundsAccepted.at)}${groundsAccepted.diaryNumber ? `, ${groundsAccepted.diaryNumber}` : ''}.`
        : 'Ingen i kommunen har godtagit de lagrum som följer med.',
  },
}

/** Settings that the program asks for and no guideline speaks of. */
export const ourOwn: readonly SettingKey[] = [
  'fourEyes',
  'publishing',
  'abuseCopies',
  'alarms',
  'vault',
  'importQuietDays',
  'sessionIdleMinutes',
  'reading',
  'groundsAccepted',
]
