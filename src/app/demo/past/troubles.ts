import { explainGap } from '../../../modules/collection/index.ts'
import type { Happening, PlaceKey } from '../story.ts'
import type { Past } from './past.ts'

const hour = 3_600_000

/** What went wrong on the platforms on the last day, in hours before the demo begins. */
const troubles: readonly {
  readonly account: PlaceKey
  readonly from: number
  readonly to: number
  readonly busy: boolean
}[] = [
  { account: 'raddning', from: 15.2, to: 14.7, busy: true },
  { account: 'nyheter', from: 9.2, to: 8.6, busy: true },
  // Not over when the demo begins: somebody has to let the account in anew.
  { account: 'kulturskolan', from: 3.4, to: 0, busy: false },
  { account: 'tradarna', from: 2.3, to: 0, busy: false },
]

/** The access that fails, and comes back, as happenings. */
export const troublesBefore = (base: Date): readonly Happening[] =>
  troubles.flatMap(({ account, from, to, busy }) => {
    const at = (hours: number): Date => new Date(base.getTime() - hours * hour)
    const works: Happening[] = to > 0 ? [{ at: at(to), account, what: { kind: 'access', works: true } }] : []
    return [{ at: at(from), account, what: { kind: 'access', works: false, busy } }, ...works]
  })

/** While an account fails it is tried again; each hour that nobody got in is a gap. */
export const triesAgain = (base: Date): readonly { readonly at: Date; readonly account: PlaceKey }[] =>
  troubles.flatMap(({ account, from, to }) => {
    const tries = []
    for (let left = from - 0.05; left > Math.max(to, 0.05); left -= 0.9)
      tries.push({ at: new Date(base.getTime() - left * hour), account })
    return tries
  })

/** One of the gaps has been explained by the account's owner; it stays a gap. */
export const explainOne = ({ house, accounts, actors }: Past, base: Date): Promise<void> =>
  explainGap(house, actors.karl, {
    accountId: accounts.raddning,
    from: new Date(base.getTime() - 24 * hour),
    to: base,
    text: 'Leverantören uppdaterade webbservern. Inget publicerades under tiden.',
  })
