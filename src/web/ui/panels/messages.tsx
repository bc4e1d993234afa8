import type { Child } from 'hono/jsx'
import { Icon } from '../atoms/icon.tsx'
import type { IconName } from '../atoms/icons.ts'
import { shapeOf, type Tone } from '../atoms/status.tsx'

interface NoteProps {
  tone: Exclude<Tone, 'quiet'>
  icon?: IconName | undefined
  children: Child
}

/** A notice in the page: what happened, what it means, what to do. At most two per page. */
export const Note = ({ tone, icon, children }: NoteProps) => (
  <div class={`note ${tone}`}>
    <Icon name={shapeOf(tone, icon)} />
    <div>{children}</div>
  </div>
)

/** Something that succeeded. Stays until closed or until the next act; `children` holds 'Ångra' as a form. */
export const Toast = ({
  icon = 'okc',
  text,
  children,
}: {
  icon?: IconName
  text: Child
  children?: Child
}) => (
  <div class="toast" role="status">
    <Icon name={icon} />
    <span>{text}</span>
    {children}
  </div>
)

interface EmptyProps {
  /**
   * done: nothing is left (say when we last looked) · noHits: say how to widen · notBegun: the first step.
   * An interruption is none of these: it is a Note.
   */
  kind: 'done' | 'noHits' | 'notBegun'
  title: string
  level?: 2 | 3 | undefined
  children?: Child
}

const emptyIcons: Readonly<Record<EmptyProps['kind'], IconName>> = {
  done: 'okc',
  noHits: 'search',
  notBegun: 'plus',
}

export const Empty = ({ kind, title, level = 2, children }: EmptyProps) => (
  <div class="empty">
    <Icon name={emptyIcons[kind]} />
    {level === 2 ? <h2>{title}</h2> : <h3>{title}</h3>}
    {children}
  </div>
)
