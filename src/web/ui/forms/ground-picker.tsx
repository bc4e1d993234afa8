import { randomUUID } from 'node:crypto'
import type { Child } from 'hono/jsx'
import { Icon } from '../atoms/icon.tsx'
import type { IconName } from '../atoms/icons.ts'
import { lawText } from '../atoms/words.ts'
import { ChoiceLine } from './choices.tsx'
import { FieldError, type FormState, fieldId } from './form.tsx'

/** Crimes · secrecy · personal data · house rules: different legal weight looks different. */
export type GroundGroup = 'must' | 'secret' | 'data' | 'house'

interface GroundChoice {
  /** Id in rulebook/legal-grounds. */
  readonly id: string
  readonly text: string
  /** The paragraph, exactly as the rulebook has it. */
  readonly paragraph?: string | undefined
}

export interface Grounds {
  readonly group: GroundGroup
  /** What the law or the rules say of this group; from the rulebook. */
  readonly note: string
  /** What it asks for when the measure is taken. */
  readonly next?: string | undefined
  /** What to weigh before one of these is chosen. */
  readonly advice?: Child
  readonly grounds: readonly GroundChoice[]
  /** Source, date of the wording and who checked it. */
  readonly source?: Child
}

const looks: Readonly<Record<GroundGroup, { title: string; icon: IconName }>> = {
  must: { title: 'Brott som ska bort', icon: 'scale' },
  secret: { title: 'Sekretess', icon: 'lock' },
  data: { title: 'Personuppgifter', icon: 'user' },
  house: { title: 'Kommunens förhållningsregler', icon: 'hand' },
}

interface GroundPickerProps {
  name: string
  legend: Child
  groups: readonly Grounds[]
  state: FormState
}

/** One radio across four groups, of which one stands open. Nothing is chosen beforehand. */
export const GroundPicker = ({ name, legend, groups, state }: GroundPickerProps) => {
  const chosen = state.values[name]
  // A name of its own each time: while script swaps the form, old and new stand in the page together,
  // and a group of the same name would close the new one.
  const together = `grupp-${randomUUID()}`
  const opened = groups.find(({ grounds }) => grounds.some(({ id }) => id === chosen)) ?? groups[0]
  return (
    <fieldset id={fieldId(name)} tabindex={-1}>
      <legend>{legend}</legend>
      <p class="hint mt1">Välj en. Grupperna har olika tyngd, därför står de isär.</p>
      {state.errors[name] && <FieldError name={name} text={state.errors[name]} />}
      <div class="stack-s mt2">
        {groups.map((group) => (
          <details class={`ground ${group.group}`} name={together} open={group === opened}>
            <summary>
              <Icon name={looks[group.group].icon} />
              <span>
                <b>{looks[group.group].title}</b>
                <small>{group.note}</small>
              </span>
              <Icon name="right" tone="chev" />
            </summary>
            <div>
              {group.advice}
              <div class={group.advice ? 'opts tight mt2' : 'opts tight'}>
                {group.grounds.map(({ id, text, paragraph }) => (
                  <ChoiceLine
                    kind="radio"
                    name={name}
                    choice={{ value: id, text, detail: paragraph && lawText(paragraph) }}
                    state={state}
                  />
                ))}
              </div>
              {group.next && (
                <p class="mt2">
                  <b>Sedan:</b> {group.next}
                </p>
              )}
              {group.source && <p class="hint mt2">{group.source}</p>}
            </div>
          </details>
        ))}
      </div>
    </fieldset>
  )
}
