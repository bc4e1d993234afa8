import {
  Button,
  Dialog,
  ErrorSummary,
  Form,
  type FormState,
  fragment,
  insideDialog,
  isPartial,
  LinkButton,
  page,
  type WebContext,
} from '../../../../web/index.ts'

type Child = Parameters<typeof fragment>[1]

export interface SmallForm {
  readonly title: string
  readonly sub?: string | undefined
  /** The verb and the thing. */
  readonly button: string
  readonly action: string
  readonly back: string
  readonly state: FormState
  readonly files?: boolean
  readonly children: Child
}

/** A short form: a dialog where there is script, otherwise a page of its own. */
export function smallForm(c: WebContext, form: SmallForm): Response | Promise<Response> {
  const { title, sub, button, action, back, state, files, children } = form
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
  return isPartial(c) ? fragment(c, screen, state) : page(c, { title, current: 'ko', state }, screen)
}
