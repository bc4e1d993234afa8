import { addDays, dayOf, instantOf } from '../../../../kernel/index.ts'
import {
  answerReferral,
  refer,
  referralLink,
  saveDialogueRound,
  saveReply,
} from '../../../../modules/dialogue/index.ts'
import { addCapture, saveReport } from '../../../../modules/policeReports/index.ts'
import { randomFrom } from '../../random.ts'
import { picture } from '../../stage/picture.ts'
import type { Act } from '../act.ts'
import { type Said, taskOf } from '../decisions.ts'
import { drain } from '../past.ts'

const hour = 3_600_000

const referred = (said: Said): Act[] => [
  {
    at: new Date(said('rullatorn').getTime() + 1.6 * hour),
    async carryOut(past) {
      await refer(past.house, past.actors.maja, await taskOf(past, 'bloggen', 'rullatorn'), {
        unit: 'Gata och park',
        email: 'gataochpark@storlunda.example',
        question: 'Är ingången från Storgatan öppen för den som har rullator, och hur länge till?',
      })
      await drain(past)
    },
  },
  {
    at: new Date(said('rampen').getTime() + 1.2 * hour),
    looks: 'gatan',
    async carryOut(past) {
      const { house, actors, municipalityId } = past
      const referralId = await refer(house, actors.erik, await taskOf(past, 'gatan', 'rampen'), {
        unit: 'Driften på Gata och park',
        email: 'driften@storlunda.example',
        question: 'När blir rampen vid apoteket lagad?',
      })
      await drain(past)
      const token = (await referralLink(house, actors.erik, referralId)).split('/').at(-1) ?? ''
      await answerReferral(house, municipalityId, token, {
        name: 'Mirja Aho',
        text: 'Den nya rampen är på plats i morgon före lunch. Fram till dess hjälper apoteket till vid bakdörren, ring på klockan.',
      })
      await drain(past)
    },
  },
]

const library = (base: Date): Act => ({
  at: instantOf(addDays(dayOf(base), -44), 11 * hour),
  async carryOut({ house, actors }) {
    await saveReply(house, actors.maja, {
      title: 'Felanmälan',
      text: 'Hej {namn}! Tack, vi har lämnat det vidare till dem som lagar. Vill du följa ärendet kan du anmäla det på storlunda.example/felanmalan.',
    })
    await saveReply(house, actors.maja, {
      title: 'Öppettider',
      text: 'Hej {namn}! Alla öppettider finns på storlunda.example/oppet. Säg till om något inte stämmer.',
    })
    const round = { link: 'https://www.storlunda.example/dialog', said: '', outcome: '' }
    await saveDialogueRound(house, actors.petra, {
      ...round,
      matter: 'Lekplatsen i Åparken',
      how: 'Rösta på ett av tre förslag, eller skriv ett eget under inlägget.',
      fromDay: addDays(dayOf(base), -43),
      toDay: addDays(dayOf(base), -22),
      said: '214 röstade. De flesta ville ha klätterställningen, och många skrev om skugga.',
      outcome: 'Klätterställningen byggs i vår, och fyra träd planteras på södra sidan.',
    })
  },
})

const invitation = (base: Date): Act => ({
  at: instantOf(addDays(dayOf(base), -5), 9.4 * hour),
  async carryOut({ house, actors }) {
    await saveDialogueRound(house, actors.petra, {
      matter: 'Vad ska hända på sportlovet?',
      how: 'Skriv under Kvarnens inlägg, eller lägg en lapp i lådan på Kvarnen.',
      link: 'https://www.storlunda.example/lovet',
      fromDay: addDays(dayOf(base), -5),
      toDay: addDays(dayOf(base), 14),
      said: '',
      outcome: '',
    })
  },
})

/** Maja has begun a report to the police of the threat; nothing is sent yet. */
const report = (said: Said): Act => ({
  at: new Date(said('hotet').getTime() + 0.9 * hour),
  async carryOut(past) {
    const { house, actors } = past
    const taskId = await taskOf(past, 'bloggen', 'hotet')
    await saveReport(house, actors.maja, taskId, {
      context:
        'Kommentaren står under ett inlägg om entrén till kommunhuset. Den som arbetar i receptionen känner igen namnet från ett bråk om ett parkeringstillstånd i våras.',
      classification: '',
      diaryNumber: '',
    })
    await addCapture(house, actors.maja, taskId, {
      bytes: picture('hus', randomFrom(3)),
      mediaType: 'image/png',
      url: 'https://bloggen.storlunda.example/entren',
      note: 'Kommentaren som den syntes när den upptäcktes.',
    })
    await drain(past)
  },
})

/** Questions that a unit is asked, answers that are kept, invitations, and a report that has been begun. */
export const dialogue = (said: Said, base: Date): readonly Act[] => [
  library(base),
  invitation(base),
  ...referred(said),
  report(said),
]
