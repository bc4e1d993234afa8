import { withMunicipality } from '../../../../infra/db/index.ts'
import { addDays, dayOf, instantOf, type TaskId } from '../../../../kernel/index.ts'
import { answerFlags, type NewFlag, raiseFlag } from '../../../../modules/flags/index.ts'
import {
  addPolitician,
  changePublicPages,
  type PublicSettings,
} from '../../../../modules/publicPages/index.ts'
import type { PlaceKey } from '../../story.ts'
import type { Act } from '../act.ts'
import type { Said } from '../decisions.ts'
import { drain, type Past, recordOf } from '../past.ts'

const hour = 3_600_000

const politicians = [
  { name: 'Berit Stålnacke', seat: 'Kommunstyrelsens ordförande', channel: 'egen blogg', path: 'berit' },
  { name: 'Amir Kazemi', seat: 'Oppositionsråd', channel: 'Facebook', path: 'amir' },
  { name: 'Lotta Fransson', seat: 'Ledamot i kommunfullmäktige', channel: 'Instagram', path: 'lotta' },
]

const look = (base: Date): Act => ({
  at: instantOf(addDays(dayOf(base), -90), 14 * hour),
  async carryOut({ house, actors }) {
    const settings = {
      colour: '#1f4e79',
      telephone: '010-00 00 00',
      email: 'kommun@storlunda.example',
      website: 'https://www.storlunda.example',
      accessibility: 'https://www.storlunda.example/tillganglighet',
      framedBy: ['https://www.storlunda.example'],
      licence: 'cc0',
      legalBasis:
        'Kommunen behandlar det du skriver för att kunna svara dig, hålla reglerna och bevara allmänna handlingar. Det är en uppgift av allmänt intresse.',
      keptFor:
        'Det som hör till ett ärende bevaras. Annat gallras enligt kommunens beslut om gallring, som du kan be att få läsa.',
      recipients:
        'Den som begär ut allmänna handlingar, polisen när något anmäls, och den som driver Uppsikt åt kommunen. Inget av det kommunen sparar lämnar EU.',
      dataProtection: 'dataskydd@storlunda.example',
    } satisfies PublicSettings
    await changePublicPages(house, actors.petra, settings, undefined)
    for (const { name, seat, channel, path } of politicians)
      await addPolitician(house, actors.maja, { name, seat, channel, url: `https://${path}.example` })
  },
})

/** Somebody outside has seen a comment and tells us, with its address. */
async function raise(
  past: Past,
  account: PlaceKey,
  key: string,
  about: Pick<NewFlag, 'reason' | 'text' | 'email'>,
): Promise<TaskId> {
  const { house, municipalityId, accounts } = past
  const recordId = await recordOf(past, account, key)
  const item = await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .selectFrom('item')
      .select('permalink')
      .where('municipality_id', '=', municipalityId)
      .where('record_id', '=', recordId)
      .executeTakeFirstOrThrow(),
  )
  const link = item.permalink ?? ''
  const { number } = await raiseFlag(house, municipalityId, { ...about, link, accountId: accounts[account] })
  await drain(past)
  const flag = await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .selectFrom('flag')
      .select('task_id')
      .where('municipality_id', '=', municipalityId)
      .where('number', '=', number)
      .executeTakeFirstOrThrow(),
  )
  return flag.task_id
}

/** One notice waits; another has been answered: Maja had shown the comment again, and it stands. */
const notices = (said: Said): Act[] => {
  let answered = '' as TaskId
  const shownAgain = said('amatörerna').getTime() + 48 * hour
  return [
    {
      at: new Date(shownAgain),
      looks: 'gatan',
      async carryOut(past) {
        answered = await raise(past, 'gatan', 'amatörerna', {
          reason: 'other',
          text: 'Så här får man väl inte skriva till kommunen?',
          email: 'undrar@example.org',
        })
      },
    },
    {
      at: new Date(shownAgain + 16 * hour),
      async carryOut(past) {
        const text = 'Det är grovt skrivet, men det är en synpunkt på arbetet och får stå kvar.'
        await answerFlags(past.house, past.actors.maja, answered, { outcome: 'stands', text })
        await drain(past)
      },
    },
    {
      at: new Date(said('moa').getTime() + 1.1 * hour),
      looks: 'kvarnen',
      async carryOut(past) {
        const text = 'En elev hängs ut med namn och sjukdom. Ta bort det, hon går på vår skola.'
        await raise(past, 'kvarnen', 'moa', { reason: 'private', text })
      },
    },
  ]
}

/** What everyone may read and send. */
export const publicWords = (said: Said, base: Date): readonly Act[] => [look(base), ...notices(said)]
