import { addDays, dayOf, instantOf } from '../../../../kernel/index.ts'
import { readLicences, registerLicence, withdrawLicence } from '../../../../modules/publishing/index.ts'
import type { PersonKey } from '../../town.ts'
import type { Act } from '../act.ts'

const hour = 3_600_000

/** What the picture of Kvarnen's evening may be shown under. */
export const gameNights = 'Spelkvällar på Kvarnen, 25 bilder'

interface Permission {
  readonly who: PersonKey
  /** Days before the demo begins. */
  readonly ago: number
  readonly what: string
  readonly holder: string
  readonly persons: number
  readonly minors: boolean
  readonly purpose: string
  readonly channels: string
  /** Days from the demo's own; null: until it is withdrawn. */
  readonly until: number | null
}

const permissions: readonly Permission[] = [
  {
    ...{ who: 'maja', ago: 120, holder: 'Åsa Lindgren', persons: 0, minors: false, until: null },
    what: 'Kommunhuset och torget, 40 bilder',
    purpose: 'Berätta om kommunen',
    channels: 'Webbplatsen och alla konton',
  },
  {
    ...{ who: 'samira', ago: 75, holder: '', persons: 6, minors: true, until: 20 },
    what: gameNights,
    purpose: 'Visa vad som händer på Kvarnen',
    channels: 'Kvarnens konton',
  },
  {
    ...{ who: 'annika', ago: 50, holder: 'Jens Ekdahl', persons: 3, minors: false, until: 200 },
    what: 'Författarkvällen på biblioteket, 12 bilder',
    purpose: 'Berätta om bibliotekets program',
    channels: 'Bibliotekets konton',
  },
  {
    ...{ who: 'maja', ago: 45, holder: '', persons: 5, minors: false, until: null },
    what: 'Porträtt av fem medarbetare',
    purpose: 'Söka nya medarbetare',
    channels: 'Jobba i Storlunda på LinkedIn',
  },
]

const withdrawn = 'Porträtt av fem medarbetare'

/** The permissions for pictures: one ends soon, and one has been taken back. */
export function licences(base: Date): readonly Act[] {
  const today = dayOf(base)
  const day = (back: number, hours: number): Date => instantOf(addDays(today, -back), hours * hour)
  return [
    ...permissions.map(
      ({ who, ago, until, ...about }) =>
        ({
          at: day(ago, 13.4),
          async carryOut({ house, actors }) {
            const validUntil = until === null ? null : addDays(today, until)
            const named = about.holder !== ''
            await registerLicence(house, actors[who], { ...about, named, validUntil }, undefined)
          },
        }) satisfies Act,
    ),
    {
      at: day(6, 10.1),
      async carryOut({ house, actors }) {
        const { licences: all } = await readLicences(house, actors.maja)
        const found = all.find(({ what }) => what === withdrawn)
        if (!found) throw new Error(`${withdrawn} has no permission`)
        const why = 'En av de fem har slutat och vill inte vara med längre.'
        await withdrawLicence(house, actors.maja, found.licenceId, { on: addDays(today, -6), why })
      },
    },
  ]
}
