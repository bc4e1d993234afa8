import type { Child } from 'hono/jsx'
import { LinkButton } from '../atoms/button.tsx'

interface DialogProps {
  /**
   * page: its own page, also without script · part: inside the <dialog> that client/dialog.ts opened.
   * Screens give isPartial(c) ? 'part' : 'page'.
   */
  as: 'page' | 'part'
  title: string
  sub?: Child
  /** Where × goes, and where "Avbryt" in the footer should go. */
  back: string
  aside?: Child
  /** Beside each other at the bottom; the form's buttons name the form by its id. */
  footer: Child
  children: Child
}

/** One decision: head, body that scrolls, foot. Esc and × do nothing but close. */
export const Dialog = ({ as, title, sub, back, aside, footer, children }: DialogProps) => {
  const inside = (
    <>
      <header>
        <div>
          {as === 'page' ? (
            <h1 id="d-h">{title}</h1>
          ) : (
            <h2 id="d-h" tabindex={-1} autofocus>
              {title}
            </h2>
          )}
          {sub && <p class="ink2 mt1">{sub}</p>}
        </div>
        <LinkButton
          kind="quiet"
          icon="close"
          href={back}
          label="Stäng utan att göra något"
          extra={{ 'data-close': '' }}
        />
      </header>
      <div class={aside ? 'dialog-body' : 'dialog-body one'}>
        <div class="stack">{children}</div>
        {aside}
      </div>
      <footer>{footer}</footer>
    </>
  )
  return as === 'part' ? inside : <div class="dialog as-page">{inside}</div>
}

/** What stands beside the decision: the steps that follow from it. */
export const DialogAside = ({ title, children }: { title: string; children: Child }) => (
  <aside class="stack-s" aria-label={title}>
    <h3>{title}</h3>
    {children}
  </aside>
)
