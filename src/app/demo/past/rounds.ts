import { withMunicipality } from '../../../infra/db/index.ts'
import { addDays, dayOf, instantOf, type RecordId, type TaskId } from '../../../kernel/index.ts'
import { confirmRound, explainMissedDay } from '../../../modules/supervision/index.ts'
import { leave } from '../../../modules/tasks/index.ts'
import { randomFrom } from '../random.ts'
import { type AccountKey, accountKeys } from '../story.ts'
import { demoAccounts, type PersonKey } from '../town.ts'
import type { Act } from './act.ts'
import type { Past } from './past.ts'

const minute = 60_000
const hour = 60 * minute

/** The newest item of an account, and the questions and complaints that have been lying since before a moment. */
async function standing(
  { house, municipalityId, accounts }: Past,
  account: AccountKey,
  before: Date,
): Promise<{ readonly newest: RecordId | undefined; readonly lying: readonly TaskId[] }> {
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const item = await tx
      .selectFrom('item')
      .select('record_id')
      .where('municipality_id', '=', municipalityId)
      .where('account_id', '=', accounts[account])
      .orderBy('collected_at', 'desc')
      .orderBy('published_at', 'desc')
      .orderBy('record_id', 'desc')
      .executeTakeFirst()
    const tasks = await tx
      .selectFrom('task')
      .select('task_id')
      .where('municipality_id', '=', municipalityId)
      .where('account_id', '=', accounts[account])
      .where('done_at', 'is', null)
      .where('kind', '=', 'item')
      .where('urgency', '<', 3)
      .where('created_at', '<', before)
      .execute()
    return {
      newest: item?.record_id,
      lying: tasks.map((task) => task.task_id),
    }
  })
}

interface Look {
  readonly at: Date
  readonly account: AccountKey
  readonly who: PersonKey
  /** What has been lying for so many hours is let be: it has been answered on the platform. */
  readonly lying: number
  readonly note: string
}

/** One person looks through one account, up to the newest there is, and sees to what has been lying. */
const round = ({ at, account, who, lying: hours, note }: Look): Act => ({
  at,
  async carryOut(past) {
    const { house, accounts, actors } = past
    const { newest, lying } = await standing(past, account, new Date(at.getTime() - hours * hour))
    if (!newest) return
    await confirmRound(house, actors[who], { accountId: accounts[account], lastRecordId: newest, note })
    for (const task of lying) await leave(house, actors[who], task)
  },
})

/** Days back → who looked instead of the owner; null: nobody. */
const otherwise: Readonly<Partial<Record<AccountKey, Readonly<Record<number, PersonKey | null>>>>> = {
  bloggen: { 11: 'jonas', 12: 'jonas' },
  kvarnen: { 2: 'olle', 3: 'olle', 9: null },
  biblioteket: { 1: null, 4: null, 5: null, 16: null },
  gatan: { 2: null, 6: null, 7: 'maja' },
  kulturskolan: { 1: null, 2: null, 3: null, 6: null, 8: 'olle', 10: null, 21: null },
  nyheter: { 3: null, 4: null, 8: 'maja' },
  raddning: { 5: 'petra' },
  musiken: { 9: 'olle', 10: 'olle' },
  bilden: { 1: null, 4: null, 12: 'samira' },
  jobben: { 2: null, 3: 'maja', 17: null },
  filmen: { 13: 'maja' },
  parken: { 7: 'maja', 15: null },
  klippen: { 5: null, 11: 'olle' },
}
/** Those who are not yet there on the day that the demo begins. */
const laterToday: readonly AccountKey[] = [
  'biblioteket',
  'gatan',
  'kulturskolan',
  'nyheter',
  'bilden',
  'jobben',
]
/** Days that are looked through daily; before that Storlunda was still learning. */
const watchedDays = 29

const notes: Readonly<Partial<Record<AccountKey, Readonly<Record<number, string>>>>> = {
  kvarnen: { 6: 'Dolde en kommentar om ett barns sjukdom. Ringde hem till familjen.', 18: 'Lugn helg.' },
  gatan: {
    8: 'Mycket om vägarna i natt. De flesta är nöjda.',
    5: 'Två frågor om Kvarngatan väntar på svar.',
  },
  bloggen: { 3: 'Parkeringsavgiften väcker frågor, Jonas svarar.' },
  sidan: { 2: 'Luciatåget. Lugn ton hittills.', 24: 'Dolde reklam för lån.' },
  klippen: { 20: 'Nytt klipp. Registrerade det för hand.' },
  raddning: { 1: 'Frågor om övningen. Hänvisade till sjukhusets växel.' },
}

function rounds(base: Date): Act[] {
  const today = dayOf(base)
  const random = randomFrom(base.getTime() / 1000)
  /** People do not come at the same minute every morning. */
  const morning = (day: number, n: number): Date =>
    new Date(instantOf(addDays(today, -day), (7.4 + n / 8) * hour).getTime() + random() * 25 * minute)
  const acts: Act[] = []
  for (const [n, account] of accountKeys.entries()) {
    const { owner, deputy } = demoAccounts[account]
    for (let day = 170 - n; day > watchedDays; day -= 18)
      acts.push(round({ at: morning(day, n), account, who: owner, lying: 20, note: '' }))
    for (let day = watchedDays; day >= 0; day--) {
      const instead = otherwise[account]?.[day]
      if (instead === null || (day === 0 && laterToday.includes(account))) continue
      const standIn = instead !== undefined && instead === deputy ? 'Hoppar in i dag.' : ''
      const note = notes[account]?.[day] ?? standIn
      acts.push(round({ at: morning(day, n), account, who: instead ?? owner, lying: 26, note }))
    }
  }
  return acts
}

const explanation = (base: Date, account: AccountKey, who: PersonKey, back: number, text: string): Act => ({
  at: instantOf(addDays(dayOf(base), 1 - back), 9.5 * hour),
  carryOut: ({ house, actors, accounts }) =>
    explainMissedDay(house, actors[who], {
      accountId: accounts[account],
      day: addDays(dayOf(base), -back),
      text,
    }),
})

/** What is older than a day is answered, or has been let be; what is younger waits. */
const tidy = (base: Date): Act[] =>
  accountKeys.map((account) => ({
    at: new Date(base.getTime() - 23.6 * hour),
    async carryOut(past) {
      const { house, actors } = past
      const { lying } = await standing(past, account, house.clock.now())
      for (const task of lying) await leave(house, actors[demoAccounts[account].owner], task)
    },
  }))

/** Who looked, when; where nobody did, and why. */
export const watching = (base: Date): readonly Act[] => [
  ...rounds(base),
  ...tidy(base),
  explanation(base, 'biblioteket', 'annika', 4, 'Jag var sjuk, och biblioteket saknar ersättare.'),
  explanation(base, 'gatan', 'erik', 6, 'Alla var ute på vägarna, och jag glömde be Maja.'),
]
