import { withMunicipality } from '../../../infra/db/index.ts'
import { addDays, dayOf, instantOf, type RecordId, type TaskId, wallTime } from '../../../kernel/index.ts'
import {
  approveReply,
  historyOf,
  type ModerationKind,
  requestMeasure,
} from '../../../modules/measures/index.ts'
import { changePolicy, readPolicy } from '../../../modules/policy/index.ts'
import { confirmRound, explainMissedDay } from '../../../modules/supervision/index.ts'
import { leave } from '../../../modules/tasks/index.ts'
import { catalogue } from '../../../platforms/catalogue.ts'
import { type AccountKey, accountKeys, type Happening } from '../story.ts'
import { demoAccounts, type PersonKey } from '../town.ts'
import { drain, type Past, recordOf } from './past.ts'

/** Something that somebody at the municipality did, at a time. */
export interface Act {
  readonly at: Date
  /** The account is collected first. */
  readonly looks?: AccountKey
  carryOut(past: Past): Promise<void>
}

const hour = 3_600_000

/** When something was said, by its name. */
type Said = (key: string) => Date

interface Measured {
  readonly key: string
  readonly account: AccountKey
  readonly who: PersonKey
  /** Hours after it was said. */
  readonly after: number
  readonly kind: ModerationKind
  readonly ground: string
  readonly note: string
}

const measured: readonly Measured[] = [
  {
    key: 'linnea',
    account: 'kvarnen',
    who: 'samira',
    after: 0.9,
    kind: 'hide',
    ground: 'house-harassment',
    note: 'Angrepp på en namngiven elev. Kuratorn är kontaktad.',
  },
  {
    key: 'lapplisan',
    account: 'bloggen',
    who: 'maja',
    after: 2.2,
    kind: 'hide',
    ground: 'house-personal-attacks',
    note: 'Påhopp på en namngiven medarbetare.',
  },
  {
    key: 'klockorna',
    account: 'bloggen',
    who: 'jonas',
    after: 9.5,
    kind: 'removeAsSpam',
    ground: 'house-spam',
    note: '',
  },
  {
    key: 'amatörerna',
    account: 'gatan',
    who: 'erik',
    after: 1.4,
    kind: 'hide',
    ground: 'house-swearing',
    note: 'Svordomar mot dem som gräver.',
  },
  {
    key: 'kryptokungen',
    account: 'kommunen',
    who: 'jonas',
    after: 3,
    kind: 'hide',
    ground: 'house-spam',
    note: 'Reklam för krypto, inte ett svar på inlägget.',
  },
  {
    key: 'alva',
    account: 'kvarnen',
    who: 'samira',
    after: 0.6,
    kind: 'hide',
    ground: 'secret-health',
    note: 'Ett barns sjukdom och adress. Familjen är uppringd, dataskyddsombudet vet.',
  },
]

const hide = (one: Measured, said: Said): Act => ({
  at: new Date(said(one.key).getTime() + one.after * hour),
  looks: one.account,
  async carryOut(past) {
    const { house, actors } = past
    const recordId = await recordOf(past, one.account, one.key)
    const { kind, ground: groundId, note } = one
    await requestMeasure(house, actors[one.who], catalogue, { recordId, kind, groundId, note })
    await drain(past)
  },
})

/** Erik hid it; Maja thought it over. */
const unhide = (said: Said): Act => ({
  at: new Date(said('amatörerna').getTime() + 25 * hour),
  async carryOut(past) {
    const { house, actors } = past
    const recordId = await recordOf(past, 'gatan', 'amatörerna')
    const [history] = await historyOf(house, actors.maja, recordId)
    await requestMeasure(house, actors.maja, catalogue, {
      recordId,
      kind: 'unhide',
      note: 'Grovt språk, men det är en synpunkt på grävningen och riktar sig inte mot någon enskild.',
      ...(history && { undoes: history.measure.measureId }),
    })
    await drain(past)
  },
})

interface Answered {
  readonly key: string
  readonly account: AccountKey
  readonly who: PersonKey
  readonly after: number
  readonly text: string
}

/** Answers through Uppsikt itself; older ones were written on the platforms and stand in the stories. */
const answered: readonly Answered[] = [
  {
    key: 'rådet',
    account: 'kvarnen',
    who: 'samira',
    after: 5,
    text: 'Rådet röstade med 9 mot 0, så du är inte ensam.',
  },
  {
    key: 'tunneln',
    account: 'gatan',
    who: 'erik',
    after: 4,
    text: 'Mirja blir glad när hon hör det. Hon sjöng också, fast när ingen var där.',
  },
]

const answer = (one: Answered, said: Said): Act => ({
  at: new Date(said(one.key).getTime() + one.after * hour),
  looks: one.account,
  async carryOut(past) {
    const recordId = await recordOf(past, one.account, one.key)
    await approveReply(past.house, past.actors[one.who], catalogue, { recordId, text: one.text })
    await drain(past)
  },
})

/** The guideline as Petra had it changed when Uppsikt had been tried for a while. */
const newPolicy = (base: Date): Act => {
  const at = instantOf(addDays(dayOf(base), -176), 13.5 * hour)
  return {
    at,
    async carryOut({ house, actors }) {
      const { version, settings } = await readPolicy(house, actors.petra)
      const { year } = wallTime(at)
      await changePolicy(house, actors.petra, {
        from: version,
        settings: {
          ...settings,
          supervision: { ...settings.supervision, perWorkingDay: 1 },
          responseTarget: { ...settings.responseTarget, rule: 'within_24h', clock: 'calendar' },
          houseRules: { forbidden: [...settings.houseRules.forbidden, 'spam'] },
          wordFilter: { ...settings.wordFilter, ownWords: ['lapplis*'] },
          groundsAccepted: {
            by: 'Henrik Norling, kommunjurist',
            at: dayOf(at),
            diaryNumber: `KS ${year}/0412`,
          },
        },
        note: `Kommunstyrelsens beslut KS ${year}/0412: frågor besvaras inom ett dygn, en runda om dagen räcker, och reklam är inte tillåten.`,
      })
    },
  }
}

/** Questions and complaints that have been lying for some hours are answered on the platform, or let be. */
async function leaveLying(past: Past, account: AccountKey, who: PersonKey, hours: number): Promise<void> {
  const { house, municipalityId, accounts, actors } = past
  const before = new Date(house.clock.now().getTime() - hours * hour)
  const lying = await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .selectFrom('task')
      .select('task_id')
      .where('municipality_id', '=', municipalityId)
      .where('account_id', '=', accounts[account])
      .where('done_at', 'is', null)
      .where('kind', '=', 'item')
      .where('urgency', '<', 3)
      .where('created_at', '<', before)
      .execute(),
  )
  for (const { task_id } of lying) await leave(house, actors[who], task_id as TaskId)
}

/** One person looks through one account, up to the newest there is, and sees to what has been lying. */
const round = (at: Date, account: AccountKey, who: PersonKey, lying: number, note = ''): Act => ({
  at,
  async carryOut(past) {
    const { house, municipalityId, accounts, actors } = past
    const accountId = accounts[account]
    const last = await withMunicipality(house.db, municipalityId, (tx) =>
      tx
        .selectFrom('item')
        .select('record_id')
        .where('municipality_id', '=', municipalityId)
        .where('account_id', '=', accountId)
        .orderBy('collected_at', 'desc')
        .orderBy('published_at', 'desc')
        .orderBy('record_id', 'desc')
        .executeTakeFirst(),
    )
    if (!last) return
    await confirmRound(house, actors[who], { accountId, lastRecordId: last.record_id as RecordId, note })
    await leaveLying(past, account, who, lying)
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
}
/** Those who are not yet there on the day that the demo begins. */
const laterToday: readonly AccountKey[] = ['biblioteket', 'gatan', 'kulturskolan', 'nyheter']
/** Days that are looked through daily; before that Storlunda was still learning. */
const watchedDays = 29

function rounds(base: Date): Act[] {
  const today = dayOf(base)
  const acts: Act[] = []
  for (const [n, account] of accountKeys.entries()) {
    const { owner } = demoAccounts[account]
    for (let day = 170 - n; day > watchedDays; day -= 18)
      acts.push(round(instantOf(addDays(today, -day), (8.2 + n / 10) * hour), account, owner, 20))
    for (let day = watchedDays; day >= 0; day--) {
      const instead = otherwise[account]?.[day]
      if (instead === null || (day === 0 && laterToday.includes(account))) continue
      const at = instantOf(addDays(today, -day), (7.6 + n / 8) * hour)
      const deputy = instead !== undefined && instead === demoAccounts[account].deputy
      acts.push(round(at, account, instead ?? owner, 26, deputy ? 'Hoppar in i dag.' : ''))
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
    carryOut: (past) => leaveLying(past, account, demoAccounts[account].owner, 0.1),
  }))

/** All that was done in Storlunda before the demo begins. */
export function actsOf(past: readonly Happening[], base: Date): Act[] {
  const times = new Map(
    past.flatMap(({ at, what }) => (what.kind === 'comment' ? [[what.key, at] as const] : [])),
  )
  const said: Said = (key) => {
    const at = times.get(key)
    if (!at) throw new Error(`nobody has said ${key}`)
    return at
  }
  return [
    newPolicy(base),
    ...measured.map((one) => hide(one, said)),
    unhide(said),
    ...answered.map((one) => answer(one, said)),
    ...rounds(base),
    ...tidy(base),
    explanation(base, 'biblioteket', 'annika', 4, 'Jag var sjuk, och biblioteket saknar ersättare.'),
    explanation(base, 'gatan', 'erik', 6, 'Alla var ute på vägarna. Maja bevakade i stället från kvällen.'),
  ].filter(({ at }) => at < base)
}
