import { systemActor } from '../../../../access/index.ts'
import { type AccountId, addDays, dayOf, instantOf } from '../../../../kernel/index.ts'
import { registerAccount } from '../../../../modules/accounts/index.ts'
import {
  closeAccount,
  confirmFinalCapture,
  confirmNotice,
  decideClosing,
  pauseAccount,
} from '../../../../modules/applications/index.ts'
import { tiktok } from '../../../../platforms/byhand/platform.ts'
import { randomFrom } from '../../random.ts'
import { picture } from '../../stage/picture.ts'
import { people } from '../../town.ts'
import type { Act } from '../act.ts'
import { drain } from '../past.ts'
import { aMinuteLater } from './within.ts'

const hour = 3_600_000
const reason = 'Kollot är slut för sommaren, och nästa års sommar berättar vi om på Kvarnens egna konton.'
const link = 'https://www.tiktok.com/@kollotstorlunda'

const shot = (seed: number) => ({
  name: 'capture',
  mediaType: 'image/png',
  bytes: picture('vatten', randomFrom(seed)),
})

/** An account that had its summer and was closed as the guideline says, and one that rests. */
export function lives(base: Date): readonly Act[] {
  const day = (back: number, hours: number): Date => instantOf(addDays(dayOf(base), -back), hours * hour)
  let closed = '' as AccountId
  return [
    {
      at: day(168, 9.5),
      async carryOut(past) {
        const { house, municipalityId, actors } = past
        closed = await registerAccount(house, systemActor(municipalityId, 'Driften'), tiktok, {
          platform: tiktok.id,
          name: 'Sommarkollot i Storlunda',
          department: people.disa.department ?? '',
          purpose: 'Visa föräldrar vad barnen gör på kollot.',
          settings: { url: link },
          secrets: {},
          url: link,
          ...(actors.olle.staffId && { ownerStaffId: actors.olle.staffId }),
          ...(actors.samira.staffId && { deputyStaffId: actors.samira.staffId }),
        })
        await drain(past)
      },
    },
    {
      at: day(74, 10.2),
      async carryOut(past) {
        const { house, actors } = past
        await decideClosing(house, actors.disa, closed, {
          plannedOn: addDays(dayOf(base), -70),
          reason,
          delegated: false,
          delegation: '',
          diaryNumber: '',
          decidedBy: actors.disa.name,
          on: dayOf(house.clock.now()),
        })
        const text = `Sommarkollot i Storlunda stänger. ${reason}`
        aMinuteLater(past)
        await confirmNotice(house, actors.disa, closed, { text, link, pictures: [shot(1)] })
        await drain(past)
      },
    },
    {
      at: day(70, 15.1),
      async carryOut(past) {
        const { house, actors } = past
        const seen = { note: '', uncollected: '', pictures: [shot(2)] }
        await confirmFinalCapture(house, actors.disa, closed, seen)
        aMinuteLater(past)
        await closeAccount(house, actors.disa, closed)
        await drain(past)
      },
    },
    {
      at: new Date(base.getTime() - 2 * hour),
      async carryOut(past) {
        const { house, actors, accounts } = past
        const why = 'Inloggningen har slutat gälla. Vi publicerar inget förrän den är förnyad.'
        await pauseAccount(house, actors.petra, accounts.tradarna, why)
        await drain(past)
      },
    },
  ]
}
