import { Button, ErrorSummary, Field, Form, type FormState, Head, Panel, sends } from '../../../web/index.ts'
import type { Ground } from '../../policy/index.ts'
import type { DiaryEntry } from '../types.ts'
import { EntryFields } from './fields.tsx'

/** A new version of an entry; what it read before is kept. */
export const CorrectScreen = ({
  entry,
  state,
  grounds,
}: {
  entry: DiaryEntry
  state: FormState
  grounds: readonly Ground[]
}) => (
  <>
    <Head
      title={`Rätta ${entry.number}`}
      sub="Det blir en ny version. Det som stod förut finns kvar, förseglat."
      crumbs={[
        { href: '/diarium', text: 'Diarium' },
        { href: `/diarium/${entry.entryId}`, text: entry.number ?? '' },
      ]}
    />
    <ErrorSummary state={state} />
    <div class="read mt4">
      <Panel id="h-post" title="Det som ska stå">
        <Form action={`/diarium/${entry.entryId}/ratta`} class="stack" extra={sends}>
          <EntryFields state={state} series={[]} grounds={grounds} typed={entry.serial === null} />
          <Field
            name="varfor"
            label="Varför den rättas"
            hint="Till exempel: sekretessen är prövad."
            state={state}
          />
          <p>
            <Button kind="primary" icon="seal">
              Spara rättelsen
            </Button>
          </p>
        </Form>
      </Panel>
    </div>
  </>
)
