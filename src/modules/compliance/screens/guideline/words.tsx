import { countText, State, type Tone, When } from '../../../../web/index.ts'
import type { Mender, Outcome } from '../../checks/index.ts'
import type { Counts, Standing } from '../../guideline/types.ts'

/** Swedish for how a demand stands. */

export const outcomeText: Readonly<Record<Outcome, { readonly text: string; readonly tone: Tone }>> = {
  met: { text: 'Uppfylls', tone: 'ok' },
  notMet: { text: 'Brist', tone: 'bad' },
  unknown: { text: 'Behöver intygas', tone: 'warn' },
  notDemanded: { text: 'Krävs inte', tone: 'quiet' },
}

export const menderText: Readonly<Record<Mender, string>> = {
  owner: 'Den ansvariga',
  manager: 'Chefen',
  communications: 'Kommunikation',
  headOfCommunications: 'Kommunikationschefen',
}

/** '3 brister, 5 att intyga, 14 uppfylls': counts, never a share. */
export const countsText = ({ notMet, unknown, met }: Counts): string =>
  [countText(notMet, 'brist', 'brister'), `${unknown} att intyga`, `${met} uppfylls`].join(', ')

export const Outcomes = ({ outcome }: { outcome: Outcome }) => (
  <span class="nb">
    <State tone={outcomeText[outcome].tone}>{outcomeText[outcome].text}</State>
  </span>
)

/** Since when it has been so. */
export const Since = ({ standing }: { standing: Standing }) => (
  <span class="meta nb">
    Sedan <When at={standing.since} time={false} />
  </span>
)
