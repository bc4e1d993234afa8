import type { Child } from 'hono/jsx'
import { FieldError, type FormState, faultId, fieldId } from './form.tsx'

export interface Choice {
  readonly value: string
  readonly text: Child
  /** What follows from it: what is shown, whether it can be undone. */
  readonly detail?: Child
}

const isChosen = (state: FormState, name: string, value: string): boolean => {
  const held = state.values[name]
  return typeof held === 'string' ? held === value : (held?.includes(value) ?? false)
}

interface ChoiceLineProps {
  kind: 'radio' | 'checkbox'
  name: string
  choice: Choice
  state: FormState
}

/** One radio or checkbox with its words. Nothing is chosen beforehand unless `state` says so. */
export const ChoiceLine = ({ kind, name, choice, state }: ChoiceLineProps) => {
  const id = fieldId(name, choice.value)
  return (
    <div class="choice">
      <input
        type={kind}
        name={name}
        value={choice.value}
        id={id}
        checked={isChosen(state, name, choice.value)}
        aria-invalid={state.errors[name] ? 'true' : undefined}
        aria-describedby={state.errors[name] ? faultId(name) : undefined}
      />
      <label for={id}>
        {choice.text}
        {choice.detail && <small>{choice.detail}</small>}
      </label>
    </div>
  )
}

interface ChoicesProps {
  kind: 'radio' | 'checkbox'
  name: string
  legend: Child
  hint?: Child
  choices: readonly Choice[]
  state: FormState
  /** In a frame, for choices that weigh. */
  framed?: boolean | undefined
}

/** A question with its answers; the group's id is fieldId(name), so that the error summary finds it. */
export const Choices = ({ kind, name, legend, hint, choices, state, framed }: ChoicesProps) => (
  <fieldset id={fieldId(name)} tabindex={-1}>
    <legend>{legend}</legend>
    {hint && <p class="hint mt1">{hint}</p>}
    {state.errors[name] && <FieldError name={name} text={state.errors[name]} />}
    <div class={framed ? 'opts mt2' : 'mt1'}>
      {choices.map((choice) => (
        <ChoiceLine kind={kind} name={name} choice={choice} state={state} />
      ))}
    </div>
  </fieldset>
)
