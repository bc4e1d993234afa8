import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { initials } from './words.ts'

export type Tone = 'bad' | 'warn' | 'ok' | 'info' | 'seal' | 'quiet'

/** Shape first: each tone has its own outline, so that colour is never the only sign. */
const shapes: Readonly<Record<Tone, IconName>> = {
  bad: 'stop',
  warn: 'warn',
  ok: 'okc',
  info: 'info',
  seal: 'seal',
  quiet: 'dash',
}

interface StatusProps {
  tone: Tone
  /** Instead of the shape of the tone, where another says more. */
  icon?: IconName | undefined
  children: Child
}

export const shapeOf = (tone: Tone, icon?: IconName): IconName => icon ?? shapes[tone]

/** A property of a thing. */
export const Badge = ({ tone, icon, children }: StatusProps) => (
  <span class={`badge ${tone}`}>
    <Icon name={shapeOf(tone, icon)} size="s" />
    {children}
  </span>
)

/** The condition of a thing in a table or list. Its words, times among them, are one text that may break its line. */
export const State = ({ tone, icon, children }: StatusProps) => (
  <span class={`state ${tone}`}>
    <Icon name={shapeOf(tone, icon)} />
    <span>{children}</span>
  </span>
)

/** Two letters for a platform, with its name for those who do not see them. */
export const Platform = ({ letters, name }: { letters: string; name: string }) => (
  <>
    <span class="plat" aria-hidden="true">
      {letters}
    </span>
    <span class="vh">{name}, </span>
  </>
)

/** A person by initials, and by name for those who do not see them. */
export const Avatar = ({ name }: { name: string }) => (
  <>
    <span class="avatar">{initials(name)}</span>
    <span class="vh">, {name}</span>
  </>
)

/** A number in a round field. `of` says what is counted: '23 ärenden'. */
export const Count = ({ value, of, hot }: { value: number; of: string; hot?: boolean | undefined }) => (
  <span class={hot ? 'count hot' : 'count'}>
    <span aria-hidden="true">{value}</span>
    <span class="vh">, {of}</span>
  </span>
)

interface MeterProps {
  value: number
  max: number
  /** Name for screen readers; left out where the same figures stand in words beside it. */
  label?: string | undefined
  wide?: boolean | undefined
  tone?: 'warn' | undefined
}

/** How far something has come. The bar is drawn, because our policy allows no style attributes. */
export const Meter = ({ value, max, label, wide, tone }: MeterProps) => {
  const share = max > 0 ? Math.min(100, Math.max(0, Math.round((value / max) * 100))) : 0
  const name = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' }
  return (
    <span class={['meter', wide && 'wide', tone].filter(Boolean).join(' ')} {...name}>
      <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">
        <rect width={share} height="1" />
      </svg>
    </span>
  )
}
