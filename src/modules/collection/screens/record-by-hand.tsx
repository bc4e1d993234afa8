import {
  Button,
  ErrorSummary,
  Field,
  FileField,
  Form,
  type FormState,
  Head,
  LinkButton,
  Select,
  sends,
  Textarea,
} from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'

interface RecordByHandProps {
  readonly account: Account
  /** Who is signed in, and so is the one who saw it. */
  readonly witness: string
  readonly state: FormState
}

/** What somebody saw on an account, with a picture of it. */
export const RecordByHandScreen = ({ account, witness, state }: RecordByHandProps) => (
  <>
    <Head
      title="Registrera för hand"
      sub={`${account.name}. För det som Uppsikt inte kan hämta. Det förseglas, granskas och går att söka som allt annat.`}
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: account.name, href: `/register/${account.accountId}` },
        { text: 'För hand' },
      ]}
    />
    <Form action={`/register/${account.accountId}/for-hand`} class="panel read" files extra={sends}>
      <div class="panel-head">
        <h2>Det du såg</h2>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        <What state={state} />
        <Pictures state={state} />
        <Who witness={witness} state={state} />
        <p class="row">
          <Button kind="primary">Registrera handlingen</Button>
          <LinkButton kind="quiet" href={`/register/${account.accountId}`}>
            Avbryt
          </LinkButton>
        </p>
      </div>
    </Form>
  </>
)

const What = ({ state }: { state: FormState }) => (
  <>
    <Select
      name="var"
      label="Var stod det?"
      hint="Det en anställd får eller skriver i eget namn i tjänsten är också kommunens handling, liksom det vi själva skriver hos någon annan. Det andra har på sina egna konton är det inte."
      options={[
        { value: 'account', text: 'På kontot' },
        { value: 'ownName', text: 'Hos en anställd, i eget namn och i tjänsten' },
        { value: 'elsewhere', text: 'Hos någon annan: vi skrev det där' },
      ]}
      state={state}
    />
    <Field
      name="anstalld"
      label="Den anställda"
      hint="Bara när det stod hos en anställd."
      optional
      state={state}
    />
    <Select
      name="slag"
      label="Slag"
      options={[
        { value: 'comment', text: 'Kommentar' },
        { value: 'post', text: 'Inlägg' },
        { value: 'message', text: 'Meddelande' },
      ]}
      state={state}
    />
    <Select
      name="riktning"
      label="Riktning"
      hint="Inkommen har någon annan skrivit. Upprättad har kommunen skrivit."
      options={[
        { value: 'received', text: 'Inkommen' },
        { value: 'drawnUp', text: 'Upprättad' },
      ]}
      state={state}
    />
    <Field
      name="avsandare"
      label="Avsändare"
      hint="Namnet som visas på plattformen."
      optional
      state={state}
    />
    <Textarea
      name="text"
      label="Text"
      hint="Ordagrant, också stavfel. Har det ingen text: skriv vad bilden eller filmen visar."
      state={state}
    />
    <Field name="lank" label="Länk" type="url" optional state={state} />
    <Field name="dag" label="Dag då det publicerades" type="date" state={state} />
    <Field
      name="tid"
      label="Tid då det publicerades"
      type="time"
      hint="Visar plattformen ingen tid: skriv när du såg det."
      state={state}
    />
  </>
)

const Pictures = ({ state }: { state: FormState }) => (
  <FileField
    name="bilder"
    label="Bilder som visar det"
    hint="Minst en. PNG, JPEG eller WebP, tillsammans högst 12&nbsp;MB. Ta med adressen, avsändaren och tiden i bilden. Visas sidan igen behöver du välja bilderna på nytt."
    accept="image/png,image/jpeg,image/webp"
    multiple
    state={state}
  />
)

const Who = ({ witness, state }: { witness: string; state: FormState }) => (
  <>
    <Textarea
      name="skal"
      label="Varför registreras det för hand?"
      hint="Till exempel: Plattformen har inget sätt att hämta det, och kommentaren innehåller ett hot."
      rows={2}
      state={state}
    />
    <p>
      Du, {witness}, står som den som såg det. Ditt namn och tiden sparas i handlingen och går inte att ändra.
    </p>
    <Field
      name="vittne"
      label="Någon mer som såg det"
      hint="Namn på en person till. Det gör beviset starkare."
      optional
      state={state}
    />
  </>
)
