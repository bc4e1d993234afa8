import {
  Button,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Select,
} from '../../../web/index.ts'
import type { Account } from '../types.ts'

interface SigningProps {
  readonly account: Account
  /** The policy leaves the name to the editors. */
  readonly agreed: boolean
  /** How the one who looks signs today; undefined where the policy asks for no signature. */
  readonly now: string | undefined
  readonly state: FormState
}

/** How do we sign here, so that whoever reads can reach the one who wrote? */
export const SigningScreen = ({ account, agreed, now, state }: SigningProps) => (
  <>
    <Head
      title="Så undertecknas svar"
      sub={
        now
          ? `Ditt svar undertecknas nu ${now}. Den som läser ska kunna nå den som skrev.`
          : 'Riktlinjen kräver ingen underskrift, så svar skickas utan.'
      }
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: account.name, href: `/register/${account.accountId}` },
        { text: 'Underskrift' },
      ]}
    />
    <Form action={`/register/${account.accountId}/underskrift`} class="panel read">
      <div class="panel-body stack mt5">
        <ErrorSummary state={state} />
        {agreed && (
          <Select
            name="namn"
            label="Namn som kontots redaktörer har kommit överens om"
            options={[
              { value: '', text: 'Inget sagt, förnamn används' },
              { value: 'firstName', text: 'Förnamn' },
              { value: 'fullName', text: 'För- och efternamn' },
            ]}
            state={state}
          />
        )}
        <Field
          name="arbetsplats"
          label="Arbetsplats"
          hint={`Till exempel Kulturskolan. Lämna tomt för kontots namn, ${account.name}.`}
          optional
          state={state}
        />
        <p class="row">
          <Button kind="primary">Spara</Button>
          <LinkButton href={`/register/${account.accountId}`}>Avbryt</LinkButton>
        </p>
      </div>
    </Form>
  </>
)
