import { Button, Field, Form, type FormState, Note } from '../../../web/index.ts'

interface SignInProps {
  state: FormState
  /** Where the person was going. */
  to: string
  /** Whether letters leave this installation. */
  mail: boolean
}

/** Which way in is mine, and whom do I ask? */
export const SignIn = ({ state, to, mail }: SignInProps) => (
  <>
    <h1>Logga in</h1>
    <Form
      action="/logga-in/nyckel"
      class="stack-s"
      label="Inloggning med nyckel"
      extra={{ 'data-passkey': 'authenticate', 'data-options': '/logga-in/nyckel/fraga' }}
    >
      <input type="hidden" name="till" value={to} />
      <Button kind="primary" block icon="key">
        Använd nyckel i mobilen eller datorn
      </Button>
      <p class="err-msg" role="alert" data-passkey-fel="">
        {state.errors['svar']}
      </p>
      <noscript>
        <p class="hint">En nyckel kräver att webbläsaren får köra skript. Använd en länk i stället.</p>
      </noscript>
    </Form>
    {mail ? <MailForm state={state} /> : <NoMail />}
    <p class="meta">Kommer du inte in? Kontakta den som lade till dig, eller kommunikationsavdelningen.</p>
  </>
)

const MailForm = ({ state }: { state: FormState }) => (
  <Form action="/logga-in" class="stack-s" label="Inloggningslänk">
    <Field
      name="epost"
      type="email"
      autocomplete="email"
      label="Saknar du nyckel? Få en länk till din e-post"
      hint="Länken gäller i 15 minuter och en gång. Din e-post måste vara inlagd bland medarbetarna."
      state={state}
    />
    <Button icon="mail">Skicka länk</Button>
  </Form>
)

const NoMail = () => (
  <Note tone="info">
    <p>Den här installationen skickar inte e-post. Saknar du nyckel, be den som lade till dig om en länk.</p>
  </Note>
)

/** The same words whether the address exists or not. */
export const LinkSent = ({ email }: { email: string }) => (
  <>
    <h1>Titta i din e-post</h1>
    <p>
      Finns <b>{email}</b> bland medarbetarna har vi skickat en länk dit. Den gäller i 15 minuter och en gång.
    </p>
    <p>
      Kommer den inte? Titta bland skräpposten, kontrollera adressen och <a href="/logga-in">försök igen</a>.
    </p>
  </>
)

/** A person confirms; a mail scanner that opens the link does not. */
export const ConfirmLink = ({ token }: { token: string }) => (
  <>
    <h1>Logga in</h1>
    <p>Du har öppnat din inloggningslänk. Den gäller en gång.</p>
    <Form action={`/logga-in/lank/${token}`}>
      <Button kind="primary" block>
        Logga in i Uppsikt
      </Button>
    </Form>
  </>
)

export const LinkDoesNotHold = () => (
  <>
    <h1>Länken gäller inte längre</h1>
    <p>
      Den har använts eller är för gammal. <a href="/logga-in">Begär en ny länk</a>, eller be den som lade
      till dig.
    </p>
  </>
)
