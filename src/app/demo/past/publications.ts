import type { Actor } from '../../../access/index.ts'
import { type AccountId, addDays, dayOf, instantOf, type PublicationId } from '../../../kernel/index.ts'
import { websiteHosts } from '../../../modules/compliance/index.ts'
import {
  approve,
  handOn,
  openPublication,
  saveDraft,
  sendTo,
  startWritten,
} from '../../../modules/publishing/index.ts'
import { catalogue } from '../../../platforms/catalogue.ts'
import { randomFrom } from '../random.ts'
import { picture } from '../stage/picture.ts'
import type { PlaceKey, Scene } from '../story.ts'
import type { PersonKey } from '../town.ts'
import type { Act } from './act.ts'
import { collect, drain, type Past } from './past.ts'
import { gameNights } from './rooms/licences.ts'

const hour = 3_600_000
/** What the verbs of publishing need from outside their module. */
export const around = { platforms: catalogue, websiteHosts }

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
  readonly picture?: {
    readonly scene: Scene
    readonly alt: string
    /** What the permission is for that it is shown under. */
    readonly under: string
  }
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
    picture: {
      scene: 'kväll',
      alt: 'Kvarnen en kväll, med ljus i alla fönster.',
      under: gameNights,
    },
  },
]

type Form = Parameters<typeof startWritten>[2]

/** The picture is added first, and then it is said which permission it is shown under. @returns id and version. */
async function write(
  { house }: Past,
  author: Actor,
  form: Omit<Form, 'alts' | 'licences' | 'removed' | 'added'>,
  shown: Written['picture'],
): Promise<readonly [id: PublicationId, version: number]> {
  const whole = { ...form, alts: new Map(), licences: new Map(), removed: [], added: [] }
  if (!shown) return [await startWritten(house, author, whole), 2]
  const { scene, alt, under } = shown
  const content = picture(scene, randomFrom(alt.length))
  const file = { kind: 'picture', name: 'kvarnen.png', mediaType: 'image/png', alt, content } as const
  const id = await startWritten(house, author, { ...whole, added: [file] })
  const opened = await openPublication(house, author, around, id)
  const licenceId = opened.licences.find(({ what }) => what === under)?.licenceId
  const [media] = opened.whole.media
  if (!licenceId || !media) throw new Error(`${under}: neither permission nor picture`)
  const licences = new Map([[media.mediaId, licenceId]])
  await saveDraft(house, author, id, { ...whole, licences, version: 2 })
  return [id, 3]
}

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
      const places = chosen.map((accountId) => ({ accountId, ownText: null }))
      const [id, version] = await write(past, author, { title, text, link, plannedAt, places }, one.picture)
      await handOn(house, author, around, id, version)
      if (one.approved) await approve(house, actors.petra, around, id, version)
      await drain(past)
      if (one.planned) return
      for (const accountId of chosen) await sendTo(house, municipalityId, around, id, accountId)
      for (const key of one.accounts) await collect(past, key, false)
      await drain(past)
    },
  }))
