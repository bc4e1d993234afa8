import type { Option } from '../../../web/index.ts'
import {
  Button,
  ErrorSummary,
  Facts,
  Field,
  Form,
  type FormState,
  Note,
  Panel,
  Select,
  sends,
  Textarea,
  When,
} from '../../../web/index.ts'
import { fieldsFor, headings, isRequired, type PlanField } from '../plan.ts'
import { shownText, textIn } from '../rules.ts'
import type { Clash } from '../service/plan.ts'
import type { ApplicationView } from '../service/read.ts'
import type { Part } from '../types.ts'
import { Frame, pathOf } from './frame.tsx'
import { partText } from './words.tsx'

interface PlanProps {
  view: ApplicationView
  part: Part
  state: FormState
  /** Fields that a colleague has written in meanwhile. */
  clashes: readonly Clash[]
  /** Whether the person may write, and the application is not sent. */
  writes: boolean
  said: string | undefined
}

/** A part of the written plan, under the guideline's own heading. */
export const PlanScreen = (props: PlanProps) => {
  const { view, part, state, writes, said } = props
  const fields = fieldsFor(view.around.settings, view.platform).filter((field) => field.part === part)
  return (
    <Frame view={view} part={part} said={said}>
      {writes ? (
        <Form action={pathOf(view, part)} class="panel" label={partText[part]} extra={sends}>
          <div class="panel-head">
            <h2>{partText[part]}</h2>
            <span class="meta">Rubriken i planen: {headings[part]}</span>
          </div>
          <div class="panel-body form-help">
            <div class="stack">
              <ErrorSummary state={state} />
              {fields.map((field) => (
                <PlanInput {...props} field={field} />
              ))}
              <div class="row">
                <Button kind="primary" name="gor" value="fortsatt">
                  Spara och fortsätt
                </Button>
                <Button name="gor" value="spara">
                  Spara
                </Button>
              </div>
            </div>
            <aside class="stack-s" aria-label="Om planen">
              <h3>Om planen</h3>
              <div class="note">
                <span />
                <div class="s">
                  <p>
                    {view.around.settings.opening.writtenPlan
                      ? 'Riktlinjen kräver en skriftlig plan med de här rubrikerna. Den följs upp en gång om året.'
                      : 'Riktlinjen kräver ingen skriftlig plan. Det som är frivilligt kan stå tomt.'}
                  </p>
                  <p class="mt2">
                    Kollegorna i förvaltningen och kommunikation kan läsa det du har sparat. Skriver ni i
                    samma fält samtidigt får den som sparar sist se båda texterna.
                  </p>
                </div>
              </div>
            </aside>
          </div>
        </Form>
      ) : (
        <>
          <Unsaved fields={fields} state={state} />
          <Panel id="plandel" title={partText[part]}>
            <Facts
              layout="stacked"
              facts={fields.map((field) => [
                field.label,
                <span class="prewrap">{shownText(view, field) || 'Inte ifyllt'}</span>,
              ])}
            />
          </Panel>
        </>
      )}
    </Frame>
  )
}

/** What somebody wrote while the application was sent: not kept, and shown so that it can be copied. */
const Unsaved = ({ fields, state }: { fields: readonly PlanField[]; state: FormState }) => {
  if (Object.keys(state.errors).length === 0) return null
  const typed = fields.flatMap(({ name, label, kind }) => {
    const text = state.values[name]
    return typeof text === 'string' && text && kind !== 'person' ? [[label, text] as const] : []
  })
  return (
    <>
      <ErrorSummary state={state} />
      <Panel id="osparat" title="Det du skrev, och som inte sparades">
        <Facts
          layout="stacked"
          facts={typed.map(([label, text]) => [label, <span class="prewrap">{text}</span>])}
        />
      </Panel>
    </>
  )
}

const PlanInput = ({ view, state, clashes, field }: PlanProps & { field: PlanField }) => {
  const now = view.application.texts.get(field.name)
  const clash = clashes.find((one) => one.field.name === field.name)
  const given = {
    name: field.name,
    label: field.label,
    hint: field.help,
    optional: !isRequired(view.around.settings, field, (name) => textIn(view.application, name)),
    state,
  }
  return (
    <div>
      <input
        type="hidden"
        name={`fran.${field.name}`}
        value={String(clash?.theirs.version ?? now?.version ?? 0)}
      />
      {field.kind === 'person' ? (
        <Select {...given} options={peopleOptions(view)} />
      ) : field.choices ? (
        <Select {...given} options={optionsOf(field.choices)} />
      ) : field.kind === 'line' ? (
        <Field {...given} autocomplete="off" />
      ) : (
        <Textarea {...given} rows={field.kind === 'lines' ? 2 : 4} />
      )}
      {clash ? (
        <Theirs view={view} clash={clash} />
      ) : (
        now && (
          <p class="meta mt1">
            Sparat av {now.by}, <When at={now.at} />
          </p>
        )
      )}
    </div>
  )
}

/** Both texts at once: what the person wrote stands in the field, the colleague's under it. */
const Theirs = ({ view, clash }: { view: ApplicationView; clash: Clash }) => {
  const { theirs, field } = clash
  const id = `behall-${field.name}`
  const text =
    field.kind === 'person' ? view.people.find(({ staffId }) => staffId === theirs.text)?.name : theirs.text
  return (
    <div class="mt2">
      <Note tone="warn">
        <p>
          <b>
            {theirs.by} skrev det här i fältet, <When at={theirs.at} />:
          </b>
        </p>
        <p class="prewrap">{text || '(tomt)'}</p>
        <p class="choice">
          <input type="checkbox" name={`behall.${field.name}`} value="1" id={id} />
          <label for={id}>Behåll den texten i stället för min</label>
        </p>
      </Note>
    </div>
  )
}

const optionsOf = (choices: Readonly<Record<string, string>>): Option[] => [
  { value: '', text: 'Välj' },
  ...Object.entries(choices).map(([value, text]) => ({ value, text })),
]

const peopleOptions = ({ people }: ApplicationView): Option[] => [
  { value: '', text: 'Välj en person' },
  ...people.map(({ staffId, name }) => ({ value: staffId, text: name })),
]
