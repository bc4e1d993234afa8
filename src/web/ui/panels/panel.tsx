import type { Child } from 'hono/jsx'
import { Icon } from '../atoms/icon.tsx'

export interface Crumb {
  readonly text: string
  readonly href?: string | undefined
}

interface HeadProps {
  /** What the person came for, not the name of a module. The only h1 of the page. */
  title: string
  /** One sentence: how things are. */
  sub?: Child
  crumbs?: readonly Crumb[] | undefined
  children?: Child
}

/** Head of a screen; the children are its actions. */
export const Head = ({ title, sub, crumbs, children }: HeadProps) => (
  <div class="head">
    <div>
      {crumbs && (
        <nav class="crumbs" aria-label="Du är här">
          {crumbs.map((crumb, at) => (
            <>
              {at > 0 && <Icon name="right" />}
              {crumb.href ? <a href={crumb.href}>{crumb.text}</a> : <span>{crumb.text}</span>}
            </>
          ))}
        </nav>
      )}
      <h1>{title}</h1>
      {sub && <p class="sub">{sub}</p>}
    </div>
    {children && <div class="acts">{children}</div>}
  </div>
)

interface PanelProps {
  /** Unique in the page: the heading gets this id and names the region. */
  id: string
  title: Child
  level?: 2 | 3 | undefined
  /** Beside the heading. */
  aside?: Child
  footer?: Child
  /** Lists and tables that reach the edges. */
  flush?: boolean | undefined
  class?: string | undefined
  children?: Child
}

export const Panel = ({ id, title, level = 2, aside, footer, flush, class: more, children }: PanelProps) => (
  <section class={more ? `panel ${more}` : 'panel'} aria-labelledby={id}>
    <header>
      {level === 2 ? <h2 id={id}>{title}</h2> : <h3 id={id}>{title}</h3>}
      {aside}
    </header>
    {flush ? (
      <div class="panel-body flush">{children}</div>
    ) : (
      <div class="panel-body stack-s">{children}</div>
    )}
    {footer && <footer>{footer}</footer>}
  </section>
)
