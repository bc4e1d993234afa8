import {
  Button,
  emptyForm,
  Field,
  FileField,
  type FormState,
  Panel,
  State,
  When,
} from '../../../web/index.ts'
import { type ReportProps, reportHref } from './words.ts'

/** Pictures of what was seen, each with its witness. */
export const Captures = ({ page, state, draft }: ReportProps & { draft: boolean }) => {
  const { opened, records, names } = page
  const { taskId } = opened.task
  const captures = records.filter(({ kind }) => kind === 'capture')
  return (
    <Panel id="h-bild" title="Skärmbilder">
      {captures.length === 0 && <p class="ink2">Ingen bild är tillagd.</p>}
      <ul class="stack-s plain">
        {captures.map(({ recordId, note, addedAt, witnessedAt, witnessStaffId }) => (
          <li>
            <p>
              <a href={`/handlingar/${recordId}`}>{note}</a>, <When at={addedAt} />
            </p>
            {witnessedAt ? (
              <State tone="ok" icon="check">
                {`${(witnessStaffId && names.get(witnessStaffId)) ?? 'En medarbetare'} har intygat `}
                <When at={witnessedAt} />
              </State>
            ) : (
              draft && (
                <Button
                  small
                  icon="eye"
                  name="bild"
                  value={recordId}
                  formaction={reportHref(taskId, '/intyga')}
                >
                  Jag såg det och intygar att bilden stämmer <span class="vh">{note}</span>
                </Button>
              )
            )}
            {draft && (
              <Button
                small
                icon="trash"
                name="bort"
                value={recordId}
                formaction={reportHref(taskId, '/ta-bort')}
              >
                Ta bort ur paketet <span class="vh">{note}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {draft && <NewCapture taskId={taskId} state={state ?? emptyForm()} />}
    </Panel>
  )
}

const NewCapture = ({ taskId, state }: { taskId: string; state: FormState }) => (
  <details class="data mt4" open={state.errors['bildfil'] !== undefined}>
    <summary>Lägg till en skärmbild</summary>
    <div class="stack mt2">
      <FileField
        name="bildfil"
        label="Bild"
        hint="PNG, JPEG eller WebP."
        accept="image/png,image/jpeg,image/webp"
        state={state}
      />
      <Field name="visar" label="Vad bilden visar" hint="Till exempel: kommentaren i tråden." state={state} />
      <Field name="adress" label="Adress i webbläsaren" optional state={state} />
      <p>
        <Button formaction={reportHref(taskId, '/bild')}>Lägg till och försegla bilden</Button>
      </p>
    </div>
  </details>
)
