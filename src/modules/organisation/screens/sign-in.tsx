import { Button, Field, Form, type FormState, LinkButton, Note } from '../../../web/index.ts'
import type { SignInFault } from '../service/identity/sign-in.ts'
import type { IdentityProvider } from '../types.ts'

interface SignInProps {
  state: FormState
  /** Where the person was going. */
  to: string
  /** Whether letters leave this installation. */
  mail: boolean
  provider: IdentityProvider | undefined
  /** The person has just signed out here, and may still be signed in at the provider. */
  out: boolean
}

/** Which way in is mine, and whom do I ask? */
export const SignIn = ({ state, to, mail, provider, out }: SignInProps) => (
  <>
    <h1>Logga in</h1>
    {out && <SignedOut />}
    {provider && <ProviderLink to={to} />}
    {provider?.only ? (
      <details>
        <summary>Reservinloggning</summary>
        <div class="stack-s mt2">
          <p>
            För den som driften har gett en reservinloggning, när kommunens inloggning inte svarar. Varje
            sådan inloggning meddelas kommunikationschefen.
          </p>
          <KeyForm state={state} to={to} />
        </div>
      </details>
    ) : (
      <>
        {provider && <p class="hint">Eller på ett annat sätt:</p>}
        <KeyForm state={state} to={to} isFirst={!provider} />
        {mail ? <MailForm state={state} /> : <NoMail />}
      </>
    )}
    <p class="meta">Kommer du inte in? Kontakta den som lade till dig, eller kommunikationsavdelningen.</p>
  </>
)

/** A link, not a form: a form may not lead to another site (content policy). */
const ProviderLink = ({ to }: { to: string }) => (
  <p>
    <LinkButton
      kind="primary"
      block
      href={`/logga-in/kommun${to ? `?${new URLSearchParams({ till: to })}` : ''}`}
    >
      Logga in med kommunens inloggning
    </LinkButton>
  </p>
)

const SignedOut = () => (
  <Note tone="info">
    <p>
      Du är utloggad ur Uppsikt. Delar du datorn med andra,{' '}
      <a href="/logga-ut/kommun">logga ut från kommunens inloggning också</a>.
    </p>
  </Note>
)

const KeyForm = ({ state, to, isFirst }: { state: FormState; to: string; isFirst?: boolean }) => (
  <Form
    action="/logga-in/nyckel"
    class="stack-s"
    label="Inloggning med nyckel"
    extra={{ 'data-passkey': 'authenticate', 'data-options': '/logga-in/nyckel/fraga' }}
  >
    <input type="hidden" name="till" value={to} />
    <Button kind={isFirst ? 'primary' : undefined} block icon="key">
      Använd nyckel i mobilen eller datorn
    </Button>
    <p class="err-msg" role="alert" data-passkey-fel="">
      {state.errors['svar']}
    </p>
    <noscript>
      <p class="hint">En nyckel kräver att webbläsaren får köra skript. Använd en länk i stället.</p>
    </noscript>
  </Form>
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

export const OnlyProvider = () => (
  <>
    <h1>Logga in med kommunens inloggning</h1>
    <p>
      Kommunen har bestämt att alla loggar in i Uppsikt med kommunens inloggning. Länkar och nycklar gäller
      inte.
    </p>
    <ProviderLink to="" />
    <p class="meta">
      Svarar inte kommunens inloggning? Kontakta den som har reservinloggning, eller driften.
    </p>
  </>
)

/** Why somebody whom the provider sent back does not come in, and what to do. */
const faults: Readonly<Record<SignInFault, readonly [title: string, text: string]>> = {
  noProvider: [
    'Kommunens inloggning går inte att använda här',
    'Uppsikt är inte inställt för kommunens inloggning. Logga in på ett annat sätt, eller fråga driften.',
  ],
  spent: [
    'Inloggningen gäller inte längre',
    'Den är redan använd, äldre än tio minuter eller påbörjad i en annan webbläsare. Börja om härifrån.',
  ],
  unreachable: [
    'Kommunens inloggning svarar inte',
    'Uppsikt nådde inte kommunens inloggningstjänst. Vänta en stund och försök igen. Är det bråttom, kontakta den som har reservinloggning, eller it-avdelningen.',
  ],
  refused: [
    'Inloggningen godtogs inte',
    'Kommunens inloggning avbröts, eller svarade på ett sätt som inte går att lita på. Försök igen. Händer det på nytt, kontakta it-avdelningen.',
  ],
  unknown: [
    'Du finns inte bland medarbetarna i Uppsikt',
    'Kommunens inloggning känner igen dig, men du är inte inlagd i Uppsikt och inte med i någon grupp som ger tillträde. Be din chef eller kommunikationsavdelningen att lägga till dig.',
  ],
  noGroup: [
    'Du är inte med i någon grupp som ger tillträde',
    'Kommunens inloggning känner igen dig, men ingen av dina grupper ger en roll i Uppsikt. Be din chef eller it-avdelningen att lägga dig i rätt grupp, och logga sedan in igen.',
  ],
  ended: [
    'Du är avslutad i Uppsikt',
    'Enligt Uppsikt arbetar du inte längre med kommunens sociala medier. Stämmer det inte, kontakta kommunikationsavdelningen.',
  ],
  emailTaken: [
    'Din inloggning behöver knytas ihop först',
    'Din e-postadress finns i Uppsikt, men är inte knuten till den här inloggningen. Be driften att tillåta att den knyts dit genom e-post, eller logga in på ett annat sätt.',
  ],
}

export const faultTitle = (fault: SignInFault): string => faults[fault][0]

export const ProviderFault = ({ fault }: { fault: SignInFault }) => (
  <>
    <h1>{faults[fault][0]}</h1>
    <p>{faults[fault][1]}</p>
    <p>
      <a href="/logga-in">Till inloggningen</a>
    </p>
  </>
)
