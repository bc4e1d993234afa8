import { withMunicipality } from '../../../infra/db/index.ts'
import { addDays, dayOf, instantOf, type TaskId, wallTime } from '../../../kernel/index.ts'
import {
  approveReply,
  historyOf,
  type ModerationKind,
  requestMeasure,
} from '../../../modules/measures/index.ts'
import { changePolicy, readPolicy } from '../../../modules/policy/index.ts'
import { assign, saveNote } from '../../../modules/tasks/index.ts'
import { catalogue } from '../../../platforms/catalogue.ts'
import type { PlaceKey } from '../story.ts'
import type { PersonKey } from '../town.ts'
import { type Act, byDay } from './act.ts'
import { drain, type Past, recordOf } from './past.ts'

const hour = 3_600_000

/** When something was said, by its name. */
export type Said = (key: string) => Date

interface Measured {
  readonly key: string
  readonly account: PlaceKey
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
    key: 'snabblånet',
    account: 'sidan',
    who: 'jonas',
    after: 1.5,
    kind: 'hide',
    ground: 'house-spam',
    note: 'Reklam för lån.',
  },
  {
    key: 'ritaren',
    account: 'sidan',
    who: 'maja',
    after: 2,
    kind: 'hide',
    ground: 'house-personal-attacks',
    note: 'Påhopp på en enskild tjänsteperson.',
  },
  {
    key: 'trumpeten',
    account: 'musiken',
    who: 'disa',
    after: 3.5,
    kind: 'hide',
    ground: 'house-personal-attacks',
    note: 'Pekar ut en lärare. Läraren är informerad.',
  },
  {
    key: 'följarna',
    account: 'bilden',
    who: 'annika',
    after: 4,
    kind: 'hide',
    ground: 'house-spam',
    note: '',
  },
  {
    key: 'trollkarlen',
    account: 'filmen',
    who: 'jonas',
    after: 6,
    kind: 'hold',
    ground: 'house-spam',
    note: '',
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
  at: byDay(said(one.key).getTime() + one.after * hour),
  looks: one.account,
  seals: true,
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
  at: byDay(said('amatörerna').getTime() + 25 * hour),
  seals: true,
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
  readonly account: PlaceKey
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
  at: byDay(said(one.key).getTime() + one.after * hour),
  looks: one.account,
  seals: true,
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
          publishing: { ...settings.publishing, secondApproves: true },
          wordFilter: { ...settings.wordFilter, ownWords: ['lapplis*'] },
          groundsAccepted: {
            by: 'Henrik Norling, kommunjurist',
            at: dayOf(at),
            diaryNumber: `KS ${year}/0412`,
          },
        },
        note: `Kommunstyrelsens beslut KS ${year}/0412: frågor besvaras inom ett dygn, en runda om dagen räcker, reklam är inte tillåten, och någon annan än den som har skrivit ett inlägg godkänner det.`,
      })
    },
  }
}

/** A colleague has had a look: a note on the threat, and a question that has been given to somebody. */
const handed = (said: Said): Act[] => [
  {
    at: new Date(said('hotet').getTime() + 0.6 * hour),
    async carryOut(past) {
      const task = await taskOf(past, 'bloggen', 'hotet')
      const note =
        'Receptionen vet, och vaktmästaren följer med till bilen i dag. Maja tar beslutet om resten.'
      await saveNote(past.house, past.actors.jonas, task, note)
    },
  },
  {
    at: new Date(said('rullatorn').getTime() + 1.1 * hour),
    async carryOut(past) {
      const task = await taskOf(past, 'bloggen', 'rullatorn')
      await assign(past.house, past.actors.jonas, task, past.actors.maja.staffId ?? null)
    },
  },
]

/** The task of a comment on the stage. */
export async function taskOf(past: Past, account: PlaceKey, key: string): Promise<TaskId> {
  const { house, municipalityId } = past
  const recordId = await recordOf(past, account, key)
  const row = await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .selectFrom('task')
      .select('task_id')
      .where('municipality_id', '=', municipalityId)
      .where('record_id', '=', recordId)
      .executeTakeFirstOrThrow(),
  )
  return row.task_id
}

/** Measures, answers and the guideline: what somebody decided, each in its time. */
export const decisions = (said: Said, base: Date): readonly Act[] => [
  newPolicy(base),
  ...measured.map((one) => hide(one, said)),
  unhide(said),
  ...answered.map((one) => answer(one, said)),
  ...handed(said),
]
