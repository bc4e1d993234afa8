import { addDays, dayOf } from '../../../kernel/index.ts'
import { type Check, type Facts, met, notDemanded, notMet, unknown } from './check.ts'
import {
  answerIn,
  contactIn,
  hoursIn,
  judgeFound,
  municipalityWord,
  namesUnit,
  plain,
  privacyIn,
  rulesIn,
  websiteIn,
} from './reading.ts'

/** For so long an account is being established and carries the logotype. No guideline gives a figure. */
const establishingDays = 365

const isEstablishing = ({ createdAt }: Facts['account'], today: Facts['today']): boolean =>
  addDays(dayOf(createdAt), establishingDays) > today

/** What the account shows to everyone (R8, R9, R13, R17). */
export const profileChecks: readonly Check[] = [
  {
    id: 'official',
    demand: 'R8',
    title: 'Kontot säger att det är officiellt',
    mender: 'owner',
    todo: 'Skriv i presentationen att det är kommunens officiella konto.',
    attestedBy: 'editor',
    judge: (facts) =>
      judgeFound(
        facts,
        ({ description }) => /officiell\w*/iu.exec(description)?.[0],
        'Ordet officiell finns inte i presentationen.',
      ),
  },
  {
    id: 'municipalityNamed',
    demand: 'R8',
    title: 'Kontot säger vilken kommun det tillhör',
    mender: 'owner',
    todo: 'Skriv kommunens namn i presentationen.',
    attestedBy: 'editor',
    judge: (facts) => {
      const word = municipalityWord(facts.municipality)
      return judgeFound(
        facts,
        ({ name, description }) =>
          [name, description].find((text) => text.toLocaleLowerCase('sv').includes(word)),
        `${facts.municipality} nämns varken i namnet eller i presentationen.`,
      )
    },
  },
  {
    id: 'unitNamed',
    demand: 'R8',
    title: 'Kontot säger vilken enhet som står bakom',
    mender: 'owner',
    todo: 'Skriv enhetens namn i presentationen.',
    attestedBy: 'editor',
    judge: (facts) => {
      const { units, municipality } = facts
      if (units.length === 0) return notMet('Registret säger inte vilken enhet kontot är till för.')
      return judgeFound(
        facts,
        ({ name, description }) =>
          units.find((unit) => namesUnit(`${name} ${description}`, unit, municipality)),
        `Profilen nämner inte ${units.join(' eller ')}.`,
      )
    },
  },
  {
    id: 'websiteLinked',
    demand: 'R8',
    title: 'Kontot länkar till kommunens webbplats',
    mender: 'owner',
    todo: 'Lägg in länken till kommunens webbplats på kontot.',
    attestedBy: 'editor',
    judge: (facts) =>
      facts.website === ''
        ? unknown('Ingen har skrivit in kommunens webbplats i Uppsikt, så länken går inte att känna igen.')
        : judgeFound(
            facts,
            (profile) => websiteIn(profile, facts.website),
            `Ingen länk till ${facts.website} finns på kontot.`,
          ),
  },
  {
    id: 'contact',
    demand: 'R8',
    title: 'Kontot visar hur man når dem som sköter det',
    mender: 'owner',
    todo: 'Skriv en e-postadress eller ett telefonnummer på kontot.',
    attestedBy: 'editor',
    judge: (facts) =>
      facts.account.audience === 'internal'
        ? notDemanded('Kontot är internt och behöver inga kontaktuppgifter.')
        : judgeFound(facts, contactIn, 'Det finns varken e-postadress eller telefonnummer på kontot.'),
  },
  {
    id: 'houseRules',
    demand: 'R8',
    title: 'Husreglerna går att läsa från kontot',
    mender: 'owner',
    todo: 'Skriv husreglerna på kontot, eller länka till dem.',
    attestedBy: 'editor',
    judge: (facts) =>
      judgeFound(facts, rulesIn, 'Det finns inga regler, och ingen länk till några, på kontot.'),
  },
  {
    id: 'privacyLinked',
    demand: 'A9',
    title: 'Den som skriver kan läsa hur personuppgifter hanteras',
    mender: 'owner',
    todo: 'Länka från kontot till sidan om personuppgifter, eller till den offentliga listan där den finns.',
    attestedBy: 'editor',
    judge: (facts) => judgeFound(facts, privacyIn, 'Det finns ingen länk till hur personuppgifter hanteras.'),
  },
  {
    id: 'hoursStated',
    demand: 'R8',
    title: 'Kontot säger när det bevakas',
    mender: 'owner',
    todo: 'Skriv på kontot när det bevakas.',
    attestedBy: 'editor',
    judge: (facts) =>
      facts.policy.publicHours.statedOnAccount
        ? judgeFound(
            facts,
            (profile) => hoursIn(profile, facts.policy.publicHours.hours),
            'Kontot säger inte när det bevakas.',
          )
        : notDemanded(),
  },
  {
    id: 'answerStated',
    demand: 'R8',
    title: 'Kontot säger hur snart det svarar',
    mender: 'owner',
    todo: 'Skriv på kontot hur snart ni svarar.',
    attestedBy: 'editor',
    judge: (facts) =>
      facts.policy.publicHours.statedOnAccount
        ? judgeFound(facts, answerIn, 'Kontot säger inte hur snart det svarar.')
        : notDemanded(),
  },
  {
    id: 'naming',
    demand: 'R9',
    title: 'Namn och kortnamn följer namnregeln',
    mender: 'communications',
    todo: 'Byt namn och kortnamn så att de säger vem som står bakom.',
    attestedBy: 'communications',
    judge: ({ policy, profile, municipality, units, profileFailure }) => {
      const { rule } = policy.naming
      if (!profile)
        return unknown(profileFailure ?? 'Plattformen lämnar inte ut namnet, så någon behöver titta.')
      const shown = [profile.name, ...(profile.handle ? [profile.handle] : [])]
      const own = plain(municipalityWord(municipality))
      const names = (text: string) => ({
        municipality: plain(text).includes(own),
        unit: units.some((unit) => namesUnit(text, unit, municipality)),
      })
      const wrong = shown.filter((text) => {
        const named = names(text)
        if (rule === 'municipality') return !named.municipality
        if (rule === 'clearSender') return !named.municipality && !named.unit
        return !named.municipality || !named.unit
      })
      if (rule === 'municipalityAndUnit' && units.length === 0)
        return notMet('Registret säger inte vilken enhet kontot är till för, så namnet går inte att pröva.')
      const wanted = {
        municipalityAndUnit: 'både kommunen och enheten',
        municipality: 'kommunen',
        clearSender: 'kommunen eller enheten',
      }[rule]
      return wrong.length === 0
        ? met(`Namnet är ${shown.join(', ')}.`)
        : notMet(`${wrong.join(' och ')} nämner inte ${wanted}.`)
    },
  },
  {
    id: 'profileBand',
    demand: 'R9',
    title: 'Profilbilden har bandet som pekar på webbplatsen',
    mender: 'communications',
    todo: 'Be kommunikation om en profilbild med bandet, och byt bilden på kontot.',
    attestedBy: 'communications',
    months: () => 12,
    judge: ({ policy, profile }) => {
      if (!policy.naming.profileBand) return notDemanded()
      if (profile?.picture === '') return notMet('Kontot har ingen profilbild.')
      return unknown('Om bandet finns på bilden kan bara en människa se.')
    },
  },
  {
    id: 'logotype',
    demand: 'R9',
    title: 'Ett nytt konto har kommunens logotyp som profilbild',
    mender: 'owner',
    todo: 'Byt profilbild till kommunens logotyp, tills kontot har blivit känt.',
    attestedBy: 'communications',
    months: () => 12,
    judge: ({ policy, profile, account, today }) => {
      if (!policy.naming.logotypeAtFirst) return notDemanded()
      if (!isEstablishing(account, today))
        return notDemanded('Kontot har stått i registret i mer än ett år och räknas som etablerat.')
      if (profile?.picture === '') return notMet('Kontot har ingen profilbild.')
      return unknown('Om profilbilden är kommunens logotyp kan bara en människa se.')
    },
  },
  {
    id: 'picture',
    demand: 'R9',
    title: 'Profilbilden hör tydligt till enheten',
    mender: 'owner',
    todo: 'Välj en profilbild där det syns vilken enhet kontot hör till.',
    attestedBy: 'editor',
    months: () => 12,
    judge: ({ policy, profile, account, today }) => {
      if (policy.naming.logotypeAtFirst && isEstablishing(account, today))
        return notDemanded('Kontot har logotypen som bild det första året.')
      if (profile?.picture === '') return notMet('Kontot har ingen profilbild.')
      return unknown('Om bilden hör till enheten kan bara en människa se.')
    },
  },
  {
    id: 'restraint',
    demand: 'R13',
    title: 'Kontot är återhållsamt med att följa och gilla andra',
    mender: 'owner',
    todo: 'Gå igenom vilka kontot följer och vad det gillar, och ta bort det som inte behövs för uppdraget.',
    attestedBy: 'editor',
    months: () => 12,
    judge: ({ profile }) => {
      if (profile?.follows === undefined)
        return unknown('Plattformen säger varken hur många kontot följer eller vad det gillar.')
      // No platform tells what an account likes, so that a person looks even where nobody is followed.
      const follows = profile.follows === 0 ? 'ingen' : String(profile.follows)
      return unknown(`Kontot följer ${follows}. Någon behöver gå igenom vilka det följer och vad det gillar.`)
    },
  },
  {
    id: 'open',
    demand: 'R17',
    title: 'Kontot är öppet för alla att läsa',
    mender: 'owner',
    todo: 'Öppna kontot i plattformens inställningar, så att ingen behöver släppas in.',
    attestedBy: 'editor',
    months: () => 12,
    judge: ({ policy, profile, account }) => {
      if (!policy.openness.allOpen) return notDemanded()
      if (account.audience === 'internal') return notDemanded('Kontot är bara till för medarbetare.')
      if (profile?.isOpen === undefined) return unknown('Plattformen säger inte om kontot är öppet.')
      return profile.isOpen
        ? met('Plattformen visar kontot för alla.')
        : notMet('Bara de som kontot har släppt in, eller ingen, kan läsa det.')
    },
  },
]
