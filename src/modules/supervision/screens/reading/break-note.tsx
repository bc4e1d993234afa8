import { Button, countText, Form, Note } from '../../../../web/index.ts'
import type { breakFor } from '../../service/reading.ts'
import { type QueueAddress, queryText } from '../address.ts'

export interface BreakNoteProps {
  readonly pause: Awaited<ReturnType<typeof breakFor>>
  readonly address: QueueAddress
}

/** Shown to the one who reads and to nobody else. */
export const BreakNote = ({ pause, address }: BreakNoteProps) =>
  pause ? (
    <Note tone="info" icon="clock">
      <p>
        <b>Dags för en paus.</b>{' '}
        {`Du har öppnat ${countText(pause.items, 'ärende', 'ärenden')} med varning på ${
          pause.minutes === 0 ? 'mindre än en minut' : countText(pause.minutes, 'minut', 'minuter')
        }. Lämna skärmen en kvart, eller be en kollega ta över.`}
      </p>
      <Form action={`/ko/paus${queryText(address)}`}>
        <p class="row mt2">
          <Button small name="paus" value="senare">
            Påminn mig senare
          </Button>
          <span class="meta">Bara du ser det här, och det sparas inte.</span>
        </p>
      </Form>
    </Note>
  ) : null
