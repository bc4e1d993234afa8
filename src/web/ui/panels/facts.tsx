import type { Child } from 'hono/jsx'
import { Icon } from '../atoms/icon.tsx'
import type { IconName } from '../atoms/icons.ts'
import { State, type Tone } from '../atoms/status.tsx'

interface FactsProps {
  /** A missing value is said ('Saknas sedan 30 sep'), never left out. */
  facts: readonly (readonly [term: Child, value: Child])[]
  layout?: 'narrow' | 'stacked' | undefined
}

export const Facts = ({ facts, layout }: FactsProps) => (
  <dl class={layout ? `facts ${layout}` : 'facts'}>
    {facts.map(([term, value]) => (
      <div>
        <dt>{term}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

export interface Figure {
  readonly name: string
  readonly value: string
  /** What the figure is out of, or part of it: 'av 14 konton'. */
  readonly unit?: string | undefined
  readonly meaning: { readonly tone: Tone; readonly icon?: IconName | undefined; readonly text: string }
  /** Its rows: every figure can be opened. */
  readonly href: string
}

/** At most four key figures. */
export const Figures = ({ figures }: { figures: readonly Figure[] }) => (
  <div class={`figures n${Math.min(4, figures.length)}`}>
    {figures.slice(0, 4).map((figure) => (
      <a href={figure.href}>
        <span class="k">{figure.name}</span>
        <span class="v">
          {figure.value} {figure.unit && <small>{figure.unit}</small>}
        </span>
        <span class="d">
          <State tone={figure.meaning.tone} icon={figure.meaning.icon}>
            {figure.meaning.text}
          </State>
        </span>
      </a>
    ))}
  </div>
)

export interface TaskLine {
  readonly href: string
  readonly title: string
  readonly detail?: Child
  readonly tone: Tone
  readonly icon: IconName
  readonly due?: Child
}

/** What needs somebody, in order of deadline. The whole row is the link. narrow: in a side column. */
export const Tasks = ({ tasks, narrow }: { tasks: readonly TaskLine[]; narrow?: boolean }) => (
  <ul class={narrow ? 'tasks narrow' : 'tasks'}>
    {tasks.map((task) => (
      <li>
        <span class={`glyph ${task.tone}`}>
          <Icon name={task.icon} />
        </span>
        <div>
          <a class="t" href={task.href}>
            {task.title}
          </a>
          {task.detail && <p class="meta">{task.detail}</p>}
        </div>
        {task.due && <div class="due">{task.due}</div>}
      </li>
    ))}
  </ul>
)
