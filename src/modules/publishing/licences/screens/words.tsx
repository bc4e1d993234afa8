import { dayOf, instantOf } from '../../../../kernel/index.ts'
import { State, useRendering, When } from '../../../../web/index.ts'
import { stageOf } from '../rules.ts'
import type { Licence } from '../types.ts'

export const here = '/publicering/tillstand'

/** Whether pictures may be shown under it, in words. */
export const Stage = ({ licence }: { licence: Licence }) => {
  const { validUntil, withdrawn } = licence
  const until = validUntil && <When at={instantOf(validUntil)} time={false} />
  switch (stageOf(licence, dayOf(useRendering().now))) {
    case 'withdrawn':
      return (
        <State tone="bad">
          Återkallat <When at={instantOf(withdrawn?.on ?? '')} time={false} />
        </State>
      )
    case 'ended':
      return <State tone="bad">Gick ut {until}</State>
    case 'endsSoon':
      return <State tone="warn">Går ut {until}</State>
    case 'active':
      return <State tone="ok">{until ? <>Gäller till {until}</> : 'Gäller tills vidare'}</State>
  }
}

/** Whom it is about, without a name. */
export const peopleText = ({ persons, minors }: Pick<Licence, 'persons' | 'minors'>): string => {
  if (persons === 0) return 'Ingen som kan kännas igen'
  const count = persons === 1 ? '1 person har sagt ja' : `${persons} personer har sagt ja`
  return minors ? `${count}, också vårdnadshavare för dem under 18` : count
}
