import type { Day } from '../../../kernel/index.ts'
import { type DialogueRound, Round } from '../../dialogue/index.ts'

/** In which matters, when and how people can influence, and what came of it (D5). */
export const InvitationsScreen = ({ rounds, today }: { rounds: readonly DialogueRound[]; today: Day }) => (
  <>
    <h1>Det här kan du påverka</h1>
    {rounds.length === 0 && <p>Just nu finns ingen fråga att tycka till om. Titta gärna in igen.</p>}
    {rounds.map((round) => (
      <Round round={round} today={today} edit={false} />
    ))}
  </>
)
