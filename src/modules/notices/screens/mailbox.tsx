import {
  Button,
  Choices,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
} from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'

/** Which mailbox is told when somebody writes, and how often? */
export const MailboxScreen = ({
  account,
  state,
  mail,
}: {
  account: Account
  state: FormState
  mail: boolean
}) => (
  <>
    <Head
      title={`Brevlåda för ${account.name}`}
      sub="Funktionsbrevlådan får veta när någon skriver. I brevet står aldrig vad, eller vem."
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: account.name, href: `/register/${account.accountId}` },
        { text: 'Brevlåda' },
      ]}
    />
    {!mail && (
      <div class="stack read">
        <Note tone="warn">
          <p>
            <b>Uppsikt kan inte skicka e-post här.</b> Du kan spara valet. Breven börjar när driften har
            ställt in e-post.
          </p>
        </Note>
      </div>
    )}
    <Form action={`/register/${account.accountId}/brevlada`} class="panel read mt3">
      <div class="panel-head">
        <h2>När någon skriver</h2>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        <Choices
          kind="radio"
          name="takt"
          legend="Hur ofta?"
          choices={[
            { value: 'atOnce', text: 'Direkt', detail: 'Det som kommer på samma gång står i samma brev.' },
            { value: 'hourly', text: 'Varje timme', detail: 'Bara när något har kommit.' },
            { value: 'daily', text: 'Varje morgon', detail: 'Bara när något har kommit.' },
            { value: 'aldrig', text: 'Aldrig' },
          ]}
          state={state}
        />
        <Field
          name="adress"
          label="Brevlådans adress"
          type="email"
          hint="Den officiella brevlådan, till exempel kultur@kommun.se."
          state={state}
        />
        <Choices
          kind="checkbox"
          name="alla"
          legend="Fler konton"
          choices={[{ value: 'ja', text: `Gör likadant för alla konton på ${account.department}` }]}
          state={state}
        />
        <p class="row">
          <Button kind="primary">Spara brevlådan</Button>
          <LinkButton kind="quiet" href={`/register/${account.accountId}`}>
            Avbryt
          </LinkButton>
        </p>
      </div>
    </Form>
  </>
)
