import type { Child } from 'hono/jsx'
import { FieldError, type FormState, faultId, fieldId, firstOf } from './form.tsx'

interface FieldProps {
  name: string
  label: Child
  state: FormState
  hint?: Child
  /** Required is the rule and is not written; this writes "(frivilligt)". */
  optional?: boolean | undefined
  lang?: string | undefined
  /** The label is read out but not shown; for a field whose heading says the same. */
  quietLabel?: boolean | undefined
}

const textOf = (state: FormState, name: string): string => firstOf(state.values[name])

/** id, name, and the ties to hint and fault that every control needs. */
function control({ name, state, hint, lang }: FieldProps) {
  const id = fieldId(name)
  const fault = state.errors[name]
  const described = [hint && `${id}-hint`, fault && faultId(name)].filter(Boolean).join(' ')
  return {
    id,
    name,
    lang,
    'aria-invalid': fault ? 'true' : undefined,
    'aria-describedby': described || undefined,
  } as const
}

const Around = ({ children, ...field }: FieldProps & { children: Child }) => {
  const id = fieldId(field.name)
  const fault = field.state.errors[field.name]
  return (
    <div class={fault ? 'field err' : 'field'}>
      <label for={id} class={field.quietLabel ? 'vh' : undefined}>
        {field.label} {field.optional && <span class="hint">(frivilligt)</span>}
      </label>
      {field.hint && (
        <p class="hint" id={`${id}-hint`}>
          {field.hint}
        </p>
      )}
      {children}
      {fault && <FieldError name={field.name} text={fault} />}
    </div>
  )
}

interface InputProps extends FieldProps {
  type?: 'text' | 'email' | 'url' | 'tel' | 'password' | 'date' | 'time' | undefined
  autocomplete?: string | undefined
  inputmode?: 'numeric' | 'email' | 'url' | 'tel' | undefined
  placeholder?: string | undefined
}

export const Field = (props: InputProps) => (
  <Around {...props}>
    <input
      class="input"
      type={props.type ?? 'text'}
      value={props.type === 'password' ? undefined : textOf(props.state, props.name)}
      autocomplete={props.autocomplete}
      inputmode={props.inputmode}
      placeholder={props.placeholder}
      {...control(props)}
    />
  </Around>
)

export const Textarea = (props: FieldProps & { rows?: number; placeholder?: string }) => (
  <Around {...props}>
    <textarea
      class={props.rows ? 'textarea auto' : 'textarea'}
      rows={props.rows}
      placeholder={props.placeholder}
      {...control(props)}
    >
      {`\n${textOf(props.state, props.name)}`}
    </textarea>
  </Around>
)

/** A file cannot be given back to the field when the form comes again: the hint says what is taken, and that. */
export const FileField = (props: FieldProps & { accept: string; multiple?: boolean | undefined }) => (
  <Around {...props}>
    <input class="input" type="file" multiple={props.multiple} accept={props.accept} {...control(props)} />
  </Around>
)

export interface Option {
  readonly value: string
  readonly text: string
}

export const Select = (props: FieldProps & { options: readonly Option[] }) => {
  const chosen = textOf(props.state, props.name)
  return (
    <Around {...props}>
      <select class="select" {...control(props)}>
        {props.options.map(({ value, text }) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </Around>
  )
}
