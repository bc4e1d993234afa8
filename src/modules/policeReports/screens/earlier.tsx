import { Button, Choices, countText, emptyForm, Field, Panel, When } from '../../../web/index.ts'
import type { Item } from '../../archive/index.ts'
import { excerpt, isVeiled } from '../../supervision/index.ts'
import { type ReportProps, reportHref } from './words.ts'

/** What the same sender has written before: searched for with a reason, and veiled where screening warns. */
export const Earlier = (props: ReportProps & { draft: boolean }) => {
  const { opened, earlier, searches, names } = props.page
  const { item } = opened.item
  return (
    <Panel id="h-tidigare" title="Tidigare av samma avsändare">
      <p class="ink2">
        Sökningen öppnas bara i en anmälan. Den loggas med ditt skäl, och varje läsning loggas. Träffarna
        väljs efter avsändarens id på plattformen, aldrig efter åsikt.
      </p>
      {searches.map(({ reason, at, staffId, found }) => (
        <p class="meta">
          {`${names.get(staffId) ?? 'En medarbetare'} sökte `}
          <When at={at} />
          {`, ${countText(found, 'träff', 'träffar')}. Skäl: ${reason}`}
        </p>
      ))}
      {props.draft && searches.length === 0 && item.authorId && <Ask {...props} />}
      {props.draft && searches.length === 0 && !item.authorId && (
        <p>Plattformen ger inget id för avsändaren, så det går inte att söka säkert.</p>
      )}
      {earlier.length > 0 && <Found {...props} />}
      {props.draft && searches.length > 0 && earlier.length === 0 && <p>Inget tidigare finns.</p>}
    </Panel>
  )
}

const Ask = ({ page, state }: ReportProps) => (
  <div class="stack mt2">
    <Field name="skal" label="Varför behövs det?" state={state ?? emptyForm()} />
    <p>
      <Button icon="search" formaction={reportHref(page.opened.task.taskId, '/sok')}>
        Sök i kommunens konton
      </Button>
    </p>
  </div>
)

const Found = ({ page, state, shown }: ReportProps) => {
  const { opened, earlier, labels, records } = page
  const { taskId } = opened.task
  const isHidden = (one: Item): boolean => !shown && isVeiled(labels.get(one.recordId) ?? [])
  return (
    <div class="stack mt2">
      <Choices
        kind="checkbox"
        name="handling"
        legend="Ta med i anmälan"
        state={state ?? emptyForm({ handling: records.map(({ recordId }) => recordId) })}
        choices={earlier.map((one) => ({
          value: one.recordId,
          text: isHidden(one) ? <span class="ink2">Texten är dold.</span> : excerpt(one.text),
          detail: <When at={one.publishedAt} first />,
        }))}
      />
      {earlier.some(isHidden) && (
        <p>
          <Button small icon="eye" name="gor" value="visa">
            Visa texterna
          </Button>
        </p>
      )}
      <p>
        <Button formaction={reportHref(taskId, '/ta-med')}>Ta med de valda</Button>
      </p>
    </div>
  )
}
