import { addDays, dayOf, instantOf } from '../../../../kernel/index.ts'
import {
  answerMandate,
  askMandate,
  beginApplication,
  comment,
  judgeTerms,
  savePlan,
  sendApplication,
  tick,
} from '../../../../modules/applications/index.ts'
import { catalogue } from '../../../../platforms/catalogue.ts'
import { people } from '../../town.ts'
import type { Act } from '../act.ts'
import { drain, type Past } from '../past.ts'
import { aMinuteLater, departmentOf } from './within.ts'

const hour = 3_600_000

/** Field of the plan → what Annika has written so far: half of it. */
const half: Readonly<Record<string, string>> = {
  kortnamn: 'storlundabibliotek',
  enheter: 'Storlunda bibliotek',
  skal: 'Många som läser och skriver om böcker har lämnat andra plattformar för den här. Bloggen når dem inte.',
  syfte: 'Boksamtal och tips från biblioteken, för vuxna läsare.',
  mal: 'Ett boksamtal i veckan, och svar på alla frågor om öppettider samma dag.',
  malgrupp: 'Vuxna i Storlunda som läser, också de som sällan kommer till biblioteket.',
}

const whole: Readonly<Record<string, string>> = {
  lasare: 'public',
  kortnamn: 'kvarnenstorlunda',
  enheter: 'Ungdomens hus Kvarnen',
  skal: 'De unga på Kvarnen är där varje dag. Bloggen läses mest av deras föräldrar.',
  syfte: 'Visa unga mellan 13 och 19 vad som händer på Kvarnen, med bilder som de tar själva.',
  mal: 'Varje kväll som huset har öppet syns dagen innan. Frågor får svar samma dag.',
  malgrupp: 'Unga mellan 13 och 19 år i Storlunda.',
  narvaro: 'I höstens enkät svarade 81 av 96 besökare att de använder plattformen varje dag.',
  start: 'I början av nästa termin',
  takt: 'Tre inlägg i veckan under terminerna, ett i veckan på loven.',
  anvandning:
    'Program, bilder från huset och svar på frågor. Inget om enskilda besökare, och inga ansikten utan ja.',
  roller: 'Samira Haddad publicerar och svarar. Olle Brandt bevakar och svarar när Samira är ledig.',
  ledighet: 'Under lov och semester bevakar Olle. I juli är huset stängt, och det står på kontot.',
  bevakning: 'Vardagar 10.00–20.00',
  administration: 'kvarnen@storlunda.example äger kontot. Samira, Olle och kommunikation är administratörer.',
  resurser: 'Tre timmar i veckan. Båda har gått kommunens utbildning om allmänna handlingar.',
  matning: 'Samira Haddad',
  uppfoljning: 'I juni varje år, tillsammans med husrådet: når vi fler, och är det värt tiden?',
  malgruppsanalys:
    'Hur många som kommer för att de har sett ett inlägg. Frågas i kassan en vecka varje termin.',
}

const checklist = [
  'uppdrag',
  'plan',
  'ersattare',
  'profil',
  'avsandare',
  'saklig',
  'uppsikt',
  'handlingar',
  'skarmbilder',
  'arsrapport',
  'administrator',
  'oppet',
]

const written = (texts: Readonly<Record<string, string>>) =>
  new Map(Object.entries(texts).map(([field, text]) => [field, { text, from: 0 }]))

const begin = async (past: Past, who: 'annika' | 'samira', platform: string, name: string) => {
  const { house, actors } = past
  const departmentId = await departmentOf(past, people[who].department)
  return beginApplication(house, actors[who], catalogue, { platform, departmentId, name })
}

/** The library has come half-way; the youth house has sent its own, and waits for its manager's decision. */
export function applications(base: Date): readonly Act[] {
  const day = (back: number, hours: number): Date => instantOf(addDays(dayOf(base), -back), hours * hour)
  let waiting = ''
  const ofKvarnen = (at: Date, carryOut: (past: Past, id: string) => Promise<void>): Act => ({
    at,
    async carryOut(past) {
      await carryOut(past, waiting)
      await drain(past)
    },
  })
  return [
    {
      at: day(15, 13.2),
      async carryOut(past) {
        waiting = await begin(past, 'samira', 'instagram', 'Kvarnen i Storlunda')
        const { house, actors } = past
        const staff = {
          ansvarig: String(actors.samira.staffId),
          ersattare: String(actors.olle.staffId),
        }
        aMinuteLater(past)
        await savePlan(house, actors.samira, catalogue, waiting, written({ ...whole, ...staff }))
        aMinuteLater(past)
        await askMandate(house, actors.samira, catalogue, waiting, actors.disa.staffId)
        await drain(past)
      },
    },
    ofKvarnen(day(13, 9.1), async (past, id) => {
      const { house, actors } = past
      await answerMandate(house, actors.disa, catalogue, id, { given: true, reason: '' })
      aMinuteLater(past)
      await tick(house, actors.disa, catalogue, id, 'manager', checklist)
    }),
    ofKvarnen(day(12, 14.4), async (past, id) => {
      const { house, actors } = past
      await judgeTerms(house, actors.samira, catalogue, id, {
        usable: true,
        suspected: 'doubt',
        security: 'Johanna Ek på IT: går bra så länge inga uppgifter om besökare läggs in i appen.',
        reason: 'Kommunen har redan ett konto här, och nyttan för målgruppen är stor.',
      })
      aMinuteLater(past)
      await tick(house, actors.samira, catalogue, id, 'employee', checklist)
      aMinuteLater(past)
      await sendApplication(house, actors.samira, catalogue, id)
    }),
    ofKvarnen(day(8, 10.6), async ({ house, actors }, id) => {
      const text = 'Tydlig plan. Profilbilden gör vi hos oss, med bandet. Säg till när ni vet startdagen.'
      await comment(house, actors.maja, catalogue, id, { goOn: true, text })
    }),
    {
      at: day(3, 15.3),
      async carryOut(past) {
        const id = await begin(past, 'annika', 'mastodon', 'Storlunda bibliotek')
        const { house, actors } = past
        aMinuteLater(past)
        await savePlan(house, actors.annika, catalogue, id, written(half))
        aMinuteLater(past)
        await askMandate(house, actors.annika, catalogue, id, actors.disa.staffId)
        await drain(past)
      },
    },
  ]
}
