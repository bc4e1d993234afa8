import type { Child } from 'hono/jsx'
import type { Extra } from '../atoms/button.tsx'
import { Icon } from '../atoms/icon.tsx'
import { useRendering } from '../atoms/rendering.ts'

/** What was typed and what is wrong with it: forms.ts makes it, fields show it. */
export interface FormState {
  /** Field name → what was typed; several where the field may be repeated. */
  readonly values: Readonly<Record<string, string | readonly string[]>>
  /** Field name → an instruction with an example. '' is about the form as a whole. */
  readonly errors: Readonly<Record<string, string>>
}

/** Of a field that may be repeated, the first; '' where there is none. */
export const firstOf = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value?.[0] ?? '')

/** A form that nobody has filled in yet, with what the fields hold from the start. */
export const emptyForm = (values: FormState['values'] = {}): FormState => ({ values, errors: {} })

/** Ids are made from names, so that the summary finds the field. */
export const fieldId = (name: string, value?: string): string =>
  `f-${name}${value === undefined ? '' : `-${value}`}`.replace(/[^\w-]/gu, '_')

/** Of what is said to be wrong with a field; no choice of the field's can have it, whatever its value is. */
export const faultId = (name: string): string => `${fieldId(name)}--fel`

interface FormProps {
  action: string
  id?: string | undefined
  label?: string | undefined
  class?: string | undefined
  extra?: Extra | undefined
  /** Pictures and files are sent. */
  files?: boolean | undefined
  /** Shown by script. */
  hidden?: boolean | undefined
  children: Child
}

/** A form that script sends from within the page, so that a lost line loses nothing (client/send.ts). */
export const sends: Extra = { 'data-send': '' }

/** A form that changes something. It carries the token that csrf.ts asks for. */
export const Form = ({ action, id, label, class: css, extra, files, hidden, children }: FormProps) => (
  <form
    method="post"
    action={action}
    id={id}
    aria-label={label}
    class={css}
    enctype={files ? 'multipart/form-data' : undefined}
    novalidate
    hidden={hidden ?? false}
    {...extra}
  >
    <input type="hidden" name="_csrf" value={useRendering().csrf} />
    {children}
  </form>
)

interface ErrorSummaryProps {
  state: FormState
  /** Fields whose id is not fieldId(name): the first choice of a group, for instance. */
  targets?: Readonly<Record<string, string>> | undefined
}

/** A text after its first sentence: 'Maja dolde det i dag 09.14', 'Läs hur det är nu.' */
function firstSentence(text: string): readonly [string, string] {
  const [, first = text, rest = ''] = /^(.+?)[.]\s+(?=\p{Lu})(.+)$/su.exec(text) ?? []
  return [first.replace(/[.]$/, ''), rest]
}

/**
 * First in a form with faults: how many, and a link to each. What is about the form as a whole (somebody was first) is no
 * fault of the reader's: the heading says what happened. Takes focus where there is script.
 */
export const ErrorSummary = ({ state, targets = {} }: ErrorSummaryProps) => {
  const faults = Object.entries(state.errors)
  if (faults.length === 0) return null
  const whole = faults.length === 1 ? state.errors[''] : undefined
  const [happened, next] = whole === undefined ? [] : firstSentence(whole)
  const count = faults.length === 1 ? 'En sak behöver rättas' : `${faults.length} saker behöver rättas`
  return (
    <section class="err-sum" tabindex={-1} aria-labelledby="err-h" autofocus>
      <h2 id="err-h">
        <Icon name="stop" />
        {happened ?? count}
      </h2>
      {happened === undefined ? (
        <ul>
          {faults.map(([name, text]) => (
            <li>
              {name === '' ? ended(text) : <a href={`#${targets[name] ?? fieldId(name)}`}>{ended(text)}</a>}
            </li>
          ))}
        </ul>
      ) : (
        next && <p>{next}</p>
      )}
    </section>
  )
}

/** Faults are sentences, whoever wrote them. */
const ended = (text: string): string => (/[.?…]$/.test(text) ? text : `${text}.`)

/** The fault of one field, under it. */
export const FieldError = ({ name, text }: { name: string; text: string }) => (
  <p class="err-msg" id={faultId(name)}>
    <Icon name="stop" size="s" />
    {ended(text)}
  </p>
)
