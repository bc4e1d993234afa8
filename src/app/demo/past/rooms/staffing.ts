import { addDays, dayOf, instantOf, weekday } from '../../../../kernel/index.ts'
import { chooseMailbox } from '../../../../modules/notices/index.ts'
import {
  addShifts,
  enterAbsence,
  recordTraining,
  setAccountPeople,
} from '../../../../modules/staffing/index.ts'
import { keepDetails } from '../../../../modules/vault/index.ts'
import type { AccountKey } from '../../story.ts'
import type { PersonKey } from '../../town.ts'
import type { Act } from '../act.ts'
import { drain, type Past } from '../past.ts'

const hour = 3_600_000

interface Sharing {
  readonly account: AccountKey
  /** Further deputies, in the order in which they are asked. */
  readonly deputies: readonly PersonKey[]
  readonly speakers: readonly PersonKey[]
}

const sharing: readonly Sharing[] = [
  { account: 'bloggen', deputies: ['petra'], speakers: ['maja', 'jonas', 'petra'] },
  { account: 'sidan', deputies: ['petra'], speakers: ['maja', 'jonas'] },
  { account: 'kvarnen', deputies: ['annika', 'disa'], speakers: ['samira', 'olle'] },
  { account: 'bilden', deputies: ['olle'], speakers: ['annika', 'samira'] },
  { account: 'gatan', deputies: ['jonas'], speakers: ['erik', 'maja'] },
]

const trained: readonly PersonKey[] = ['maja', 'jonas', 'samira', 'olle', 'annika', 'erik', 'karl']

const staffIdOf = ({ actors }: Past, who: PersonKey) => {
  const { staffId } = actors[who]
  if (!staffId) throw new Error(`${who} does not work in Storlunda`)
  return staffId
}

const shared = (base: Date): Act => ({
  at: instantOf(addDays(dayOf(base), -100), 10 * hour),
  async carryOut(past) {
    const { house, actors, accounts } = past
    for (const { account, deputies, speakers } of sharing)
      await setAccountPeople(house, actors.petra, accounts[account], {
        deputies: deputies.map((who) => staffIdOf(past, who)),
        speakers: speakers.map((who) => staffIdOf(past, who)),
      })
    for (const who of trained)
      await recordTraining(house, actors.petra, {
        staffId: staffIdOf(past, who),
        name: 'Allmänna handlingar i sociala medier',
        day: addDays(dayOf(base), -101),
      })
    await drain(past)
  },
})

/** Day of the week (Monday 1) → who has the evening; the Saturday that nobody has taken is a hole. */
const evenings: Readonly<Record<number, PersonKey | null>> = {
  1: 'jonas',
  2: 'maja',
  3: 'jonas',
  4: 'maja',
  5: 'jonas',
  6: null,
  7: 'petra',
}

const rota = (base: Date): Act => ({
  at: new Date(base.getTime() - 21 * hour),
  async carryOut(past) {
    const { house, actors } = past
    for (let ahead = 0; ahead < 7; ahead++) {
      const day = addDays(dayOf(base), ahead)
      const who = evenings[weekday(day)] ?? null
      await addShifts(house, actors.petra, {
        staffId: who && staffIdOf(past, who),
        accountId: null,
        departmentId: null,
        day,
        from: 17 * hour,
        to: 21 * hour,
        // The hole is one: the Saturdays after it are not planned yet.
        weeks: who ? 4 : 1,
      })
    }
    await drain(past)
  },
})

/** Erik is away from tomorrow: Maja answers for the roads and the parks meanwhile. */
const away = (base: Date): Act => ({
  at: new Date(base.getTime() - 2.2 * hour),
  async carryOut(past) {
    const tomorrow = addDays(dayOf(base), 1)
    await enterAbsence(past.house, past.actors.petra, {
      staffId: staffIdOf(past, 'erik'),
      from: tomorrow,
      to: addDays(tomorrow, 4),
    })
    await drain(past)
  },
})

/** One log-in in the vault (none of it opens anything), and the mailbox that hears of what is new. */
const kept = (base: Date): Act => ({
  at: new Date(base.getTime() - 25 * hour),
  async carryOut(past) {
    const { house, actors, accounts } = past
    await keepDetails(house, actors.petra, accounts.sidan, {
      ownerAddress: 'kommunikation@storlunda.example',
      details: {
        userName: 'kommunikation@storlunda.example',
        password: 'påhittat och öppnar ingenting',
        recoveryCodes: '1111-2222\n3333-4444\n5555-6666',
      },
    })
    const mailbox = { address: 'kommun@storlunda.example', pace: 'daily' } as const
    await chooseMailbox(house, actors.petra, accounts.bloggen, mailbox, true)
    await drain(past)
  },
})

/** Who shares the accounts, who is away, and who has the evenings. */
export const staffing = (base: Date): readonly Act[] => [shared(base), kept(base), rota(base), away(base)]
