import { byHand } from '../../../../gateways/diary/by-hand.ts'
import { addDays, dayOf, instantOf } from '../../../../kernel/index.ts'
import { enterInDiary, proposeEntry, registerEntry, saveSeries } from '../../../../modules/diary/index.ts'
import { type Act, byDay } from '../act.ts'
import type { Said } from '../decisions.ts'
import { drain, recordOf } from '../past.ts'
import { aMinuteLater } from './within.ts'

const hour = 3_600_000

/** Numbers for what comes from social media are given here; culture and leisure has its own diary. */
const series = (base: Date): Act => ({
  at: instantOf(addDays(dayOf(base), -90), 9.6 * hour),
  async carryOut({ house, actors }) {
    await saveSeries(house, actors.gunnel, {
      series: 'SM',
      committee: 'Kommunstyrelsen',
      numbering: 'own',
    })
    await saveSeries(house, actors.gunnel, {
      series: 'KFN',
      committee: 'Kultur- och fritidsnämnden',
      numbering: 'byHand',
    })
  },
})

/** A child's illness was taken away at Kvarnen: Samira put it before the registrar, who knew the provision. */
const illness = (said: Said): Act => ({
  // After it was hidden, which waits for the morning too.
  at: byDay(said('alva').getTime() + 1.4 * hour),
  async carryOut(past) {
    const { house, actors } = past
    const recordId = await recordOf(past, 'kvarnen', 'alva')
    const words = {
      direction: 'received',
      day: dayOf(said('alva')),
      counterpart: '',
      matter: 'Uppgift om ett barns hälsa',
      committee: '',
      series: 'KFN',
      secrecy: 'unknown',
      groundId: 'secret-health',
      groundWords: '',
    } as const
    const note = 'Dold direkt. Familjen är uppringd.'
    const entryId = await proposeEntry(house, actors.samira, { recordId, words, note })
    aMinuteLater(past)
    await registerEntry(house, actors.gunnel, byHand, entryId, {
      words: { ...words, secrecy: 'yes' },
      typed: `KFN ${dayOf(said('alva')).slice(0, 4)}/0071`,
    })
    await drain(past)
  },
})

/** The objection to the digging that was hidden and shown again stands in the diary, and all that was decided of it. */
const objection = (said: Said): Act => ({
  at: new Date(said('amatörerna').getTime() + 50 * hour),
  async carryOut(past) {
    const { house, actors } = past
    await enterInDiary(
      house,
      actors.gunnel,
      byHand,
      {
        recordId: await recordOf(past, 'gatan', 'amatörerna'),
        note: '',
        words: {
          direction: 'received',
          day: dayOf(said('amatörerna')),
          counterpart: '',
          matter: 'Synpunkt på grävningen, dold och visad igen',
          committee: '',
          series: 'SM',
          secrecy: 'no',
          groundId: '',
          groundWords: '',
        },
      },
      '',
    )
    await drain(past)
  },
})

/** Today's threat waits for Gunnel, with the report to the police that Maja has begun. */
const threat = (said: Said): Act => ({
  at: new Date(said('hotet').getTime() + 0.95 * hour),
  async carryOut(past) {
    const { house, actors } = past
    await proposeEntry(house, actors.maja, {
      recordId: await recordOf(past, 'bloggen', 'hotet'),
      note: 'Polisanmälan är påbörjad och behöver numret.',
      words: {
        direction: 'received',
        day: dayOf(said('hotet')),
        counterpart: '',
        matter: 'Hot mot en medarbetare i receptionen',
        committee: '',
        series: 'SM',
        secrecy: 'unknown',
        groundId: '',
        groundWords: '',
      },
    })
    await drain(past)
  },
})

/** What has been entered in the diary, and what waits for the registrar. */
export const diary = (said: Said, base: Date): readonly Act[] => [
  series(base),
  illness(said),
  objection(said),
  threat(said),
]
