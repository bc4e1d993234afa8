import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

/** htmx and data attributes that a screen adds. */
export type Extra = Readonly<Record<`hx-${string}` | `data-${string}` | `aria-${string}`, string | undefined>>

interface Look {
  kind?: 'primary' | 'quiet' | 'danger' | undefined
  small?: boolean | undefined
  block?: boolean | undefined
  icon?: IconName | undefined
  /** Name for screen readers of a button that shows only its icon. */
  label?: string | undefined
  /** One letter, or 'Control+Enter'. The keyboard map finds the button by it (client/keys.ts). */
  shortcut?: string | undefined
  extra?: Extra | undefined
  class?: string | undefined
  children?: Child
}

interface ButtonProps extends Look {
  type?: 'submit' | 'button' | undefined
  name?: string | undefined
  value?: string | undefined
  /** Id of the form, when the button stands outside it. */
  form?: string | undefined
  formaction?: string | undefined
  pressed?: boolean | undefined
  busy?: boolean | undefined
  /** Id of the sentence that says why it cannot be used. The button can be reached but does nothing. */
  blockedBy?: string | undefined
}

const classes = (look: Look): string =>
  [
    'btn',
    look.kind && `btn-${look.kind}`,
    look.small && 'btn-s',
    look.block && 'btn-block',
    look.children === undefined && look.icon && 'btn-icon',
    look.class,
  ]
    .filter(Boolean)
    .join(' ')

const shown = (shortcut: string): string =>
  shortcut.replace('Control+', 'Ctrl ').replace(/^[a-z]$/u, (letter) => letter.toUpperCase())

/** For the eye; aria-keyshortcuts tells it to the rest. */
const Key = ({ children }: { children: string }) => (
  <span aria-hidden="true">
    <kbd>{children}</kbd>
  </span>
)

const Inside = ({ icon, small, shortcut, children }: Look) => (
  <>
    {icon && <Icon name={icon} {...(small ? { size: 's' as const } : {})} />}
    {children}
    {shortcut && children !== undefined && <Key>{shown(shortcut)}</Key>}
  </>
)

/** A button in a form. What changes something is never a link. */
export const Button = (props: ButtonProps) => (
  <button
    class={classes(props)}
    type={props.blockedBy ? 'button' : (props.type ?? 'submit')}
    name={props.name}
    value={props.value}
    form={props.form}
    formaction={props.formaction}
    aria-label={props.label}
    aria-keyshortcuts={props.shortcut}
    aria-pressed={props.pressed === undefined ? undefined : String(props.pressed)}
    aria-busy={props.busy ? 'true' : undefined}
    aria-disabled={props.blockedBy ? 'true' : undefined}
    aria-describedby={props.blockedBy}
    {...props.extra}
  >
    <Inside {...props} />
  </button>
)

interface LinkButtonProps extends Look {
  href: string
  /** The page behind the link is also shown as a dialog where there is script (client/dialog.ts). */
  dialog?: boolean | undefined
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export const LinkButton = (props: LinkButtonProps) => (
  <a
    class={classes(props)}
    href={props.href}
    aria-label={props.label}
    aria-keyshortcuts={props.shortcut}
    data-dialog={props.dialog ? '' : undefined}
    {...props.extra}
  >
    <Inside {...props} />
  </a>
)

/** A row of keys and what they do: keys([['J', 'K'], 'nästa, förra']). Shown with a fine pointer only. */
export const Keys = ({ keys }: { keys: readonly (readonly [readonly string[], string])[] }) => (
  <p class="keys">
    {keys.map(([letters, does]) => (
      <span>
        {letters.map((letter) => (
          <Key>{letter}</Key>
        ))}{' '}
        {does}
      </span>
    ))}
  </p>
)
