import type { Child } from 'hono/jsx'
import type { WebContext } from '../context.ts'
import { insideDialog, isPartial } from '../htmx.ts'
import { fragment, page } from '../respond.tsx'
import { Button, Dialog, ErrorSummary, Form, type FormState, LinkButton } from '../ui/index.ts'

export interface SmallForm {
  readonly title: string
  readonly sub?: string | undefined
  /** The verb and the thing. */
  readonly button: string
  readonly action: string
  readonly back: string
  /** Key of the menu entry that it belongs under. */
  readonly current: string
  readonly state: FormState
  readonly files?: boolean
  readonly children: Child
}

/** A short form: a dialog where there is script, otherwise a page of its own. */
export function smallForm(c: WebContext, form: SmallForm): Response | Promise<Response> {
  const { title, sub, button, action, back, current, state, files, children } = form
  const screen = (
    <Dialog
      as={isPartial(c) ? 'part' : 'page'}
      title={title}
      sub={sub}
      back={back}
      footer={
        <>
          <Button kind="primary" form="lilla">
            {button}
          </Button>
          <LinkButton href={back} extra={{ 'data-close': '' }}>
            Avbryt
          </LinkButton>
        </>
      }
    >
      <Form
        action={action}
        id="lilla"
        class="stack"
        files={files}
        extra={{ ...insideDialog(c, action), ...(files && { 'hx-encoding': 'multipart/form-data' }) }}
      >
        <ErrorSummary state={state} />
        {children}
      </Form>
    </Dialog>
  )
  return isPartial(c) ? fragment(c, screen, state) : page(c, { title, current, state }, screen)
}
