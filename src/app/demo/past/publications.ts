import { type AccountId, addDays, dayOf, instantOf } from '../../../kernel/index.ts'
import { websiteHosts } from '../../../modules/compliance/index.ts'
import { approve, handOn, sendTo, startWritten } from '../../../modules/publishing/index.ts'
import { catalogue } from '../../../platforms/catalogue.ts'
import type { PlaceKey } from '../story.ts'
import type { PersonKey } from '../town.ts'
import type { Act } from './act.ts'
import { collect, drain } from './past.ts'

const hour = 3_600_000
const around = { platforms: catalogue, websiteHosts }

interface Written {
  readonly who: PersonKey
  readonly accounts: readonly PlaceKey[]
  readonly title: string
  readonly text: string
  readonly link: string
  /** When it was written, in hours before the demo begins. */
  readonly ago: number
  /** Day from the demo's own, and hours past midnight; null: at once. */
  readonly planned: readonly [day: number, hours: number] | null
  /** Petra has approved it. */
  readonly approved: boolean
}

const written: readonly Written[] = [
  {
    ...{ who: 'maja', accounts: ['sidan', 'kommunen'], ago: 22, planned: null, approved: true },
    title: 'Öppet hus i kommunhuset',
    text: 'Nästa lördag är det öppet hus i kommunhuset mellan 10 och 14. Fråga om bygglov, förskola och vatten, eller bara titta in.',
    link: 'https://storlunda.example/oppet-hus',
  },
  {
    ...{ who: 'maja', accounts: ['sidan', 'kommunen', 'bloggen'], ago: 5, planned: [1, 10], approved: true },
    title: 'Vattnet stängs av på Ringvägen',
    text: 'I natt mellan 22 och 05 är vattnet avstängt på Ringvägen 2 till 40. Tappa upp vatten i god tid.',
    link: 'https://storlunda.example/vatten',
  },
  {
    ...{ who: 'erik', accounts: ['gatan', 'parken'], ago: 4, planned: [3, 16], approved: true },
    title: 'Lövsopningen börjar',
    text: 'Nästa vecka börjar vi sopa löv längs gångvägarna. Flytta gärna cyklar som står i vägen.',
    link: 'https://storlunda.example/lov',
  },
  {
    ...{ who: 'samira', accounts: ['kvarnen'], ago: 2, planned: [2, 15], approved: false },
    title: 'Spelkväll på Kvarnen',
    text: 'I kväll klockan 18 är det spelkväll för alla mellan 13 och 18 år. Det kostar inget.',
    link: 'https://storlunda.example/kvarnen',
  },
]

/** What the municipality writes itself: two that are planned, one that is out, one that waits for Petra. */
export const publications = (base: Date): readonly Act[] =>
  written.map((one) => ({
    at: new Date(base.getTime() - one.ago * hour),
    async carryOut(past) {
      const { house, actors, accounts, municipalityId } = past
      const { title, text, link } = one
      const chosen: readonly AccountId[] = one.accounts.map((key) => accounts[key])
      const author = actors[one.who]
      const plannedAt = one.planned && instantOf(addDays(dayOf(base), one.planned[0]), one.planned[1] * hour)
      const id = await startWritten(house, author, {
        ...{ title, text, link, plannedAt },
        places: chosen.map((accountId) => ({ accountId, ownText: null })),
        ...{ alts: new Map(), licences: new Map(), removed: [], added: [] },
      })
      await handOn(house, author, around, id, 2)
      if (one.approved) await approve(house, actors.petra, around, id, 2)
      await drain(past)
      if (one.planned) return
      for (const accountId of chosen) await sendTo(house, municipalityId, around, id, accountId)
      for (const key of one.accounts) await collect(past, key, false)
      await drain(past)
    },
  }))
