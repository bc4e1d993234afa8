import { daysText, LinkButton, Panel, useRendering } from '../../../web/index.ts'
import { roundState } from '../rules.ts'
import type { DialogueRound } from '../types.ts'

const stateText = {
  coming: 'Kommer',
  open: 'Pågår nu',
  closed: 'Avslutad, det som sades sammanställs',
  told: 'Avslutad, med besked',
} as const

/** An invitation to dialogue, as staff and everyone see it. */
export const Round = ({ round, today, edit }: { round: DialogueRound; today: string; edit: boolean }) => (
  <Panel id={`h-${round.dialogueRoundId}`} title={round.matter} class="mt4">
    <p>
      <b>{stateText[roundState(round, today)]}</b>, {daysText(round.fromDay, round.toDay, useRendering().now)}
    </p>
    <p class="written">{round.how}</p>
    {round.link && (
      <p>
        <a href={round.link} rel="noreferrer external">
          {round.link}
        </a>
      </p>
    )}
    {round.said && (
      <>
        <h3>Det här sades</h3>
        <p class="written">{round.said}</p>
      </>
    )}
    {round.outcome && (
      <>
        <h3>Det här ledde det till</h3>
        <p class="written">{round.outcome}</p>
      </>
    )}
    {edit && (
      <p class="mt4">
        <LinkButton small icon="edit" href={`/dialog/rundor/${round.dialogueRoundId}`}>
          Ändra, eller berätta hur det gick
        </LinkButton>
      </p>
    )}
  </Panel>
)
