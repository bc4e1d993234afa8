import { type Child, createContext, useContext } from 'hono/jsx'
import { LinkButton } from '../atoms/button.tsx'

/** Headings inside follow the dialog's own: h2 on its own page, h3 over another. */
const LevelContext = createContext<2 | 3>(3)

/** Heading of a part of a dialog: '1. Beviset'. */
export const DialogHeading = ({ children }: { children: Child }) =>
  useContext(LevelContext) === 2 ? <h2 class="step">{children}</h2> : <h3 class="step">{children}</h3>

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
        <div class="stack">
          {as === 'part' && <div data-besked="" role="alert" />}
          {children}
        </div>
        {aside}
      </div>
      <footer>{footer}</footer>
    </>
  )
  return (
    <LevelContext.Provider value={as === 'part' ? 3 : 2}>
      {as === 'part' ? inside : <div class="dialog as-page">{inside}</div>}
    </LevelContext.Provider>
  )
}

/** What stands beside the decision: the steps that follow from it. */
export const DialogAside = ({ title, children }: { title: string; children: Child }) => (
  <aside class="stack-s" aria-label={title}>
    <DialogHeading>{title}</DialogHeading>
    {children}
  </aside>
)
