import type { Platform as PlatformPart, Reached } from '../../../platforms/contract.ts'
import {
  Button,
  Choices,
  countText,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  Head,
  Icon,
  LinkButton,
  Note,
  Panel,
} from '../../../web/index.ts'
import { type App, reachedKey, type SignInReached } from '../../accounts/index.ts'
import { AppLink, SettingField } from './forms.tsx'
import { type AboutAccount, AccountFields } from './new-account.tsx'
import { settingText } from './words.tsx'

const stepTexts = ['Plattform', 'Kommunens app', 'Logga in', 'Välj och prova'] as const

/** Where somebody stands who connects an account by signing in. @param at from 1. */
const Steps = ({ at }: { at: 2 | 3 | 4 }) => (
  <ol class="row s mt3" aria-label={`Steg ${at} av ${stepTexts.length}`}>
    {stepTexts.map((text, index) => (
      <li class="row" aria-current={index + 1 === at ? 'step' : undefined}>
        {index + 1 < at ? <Icon name="check" /> : `${index + 1}.`}
        {index + 1 === at ? <b>{text}</b> : <span class="meta">{text}</span>}
        {index + 1 < at && <span class="vh">, klart</span>}
      </li>
    ))}
  </ol>
)

const crumbsTo = (platform: PlatformPart) => [
  { text: 'Konton', href: '/register' },
  { text: 'Nytt', href: '/register/nytt' },
  { text: platform.name },
]

interface SignInProps {
  platform: PlatformPart
  apps: readonly App[]
  mayMend: boolean
  /** The form is filled in with what was entered wrongly. */
  mending: boolean
  /** Another app is to be entered beside those that are here. */
  another: boolean
  /** Where the platform sends people back. */
  redirect: string
  state: FormState
}

/** A new account through the platform's own sign-in; the municipality's app there is entered once. */
export const SignInScreen = ({ platform, apps, mayMend, mending, another, redirect, state }: SignInProps) => {
  const typing = mending || another || Object.keys(state.errors).length > 0
  return (
    <>
      <Head
        title={`Lägg till ett konto på ${platform.name}`}
        sub="Du loggar in hos plattformen och väljer kontot. Uppsikt provar det innan det läggs till."
        crumbs={crumbsTo(platform)}
      />
      <Steps at={apps.length > 0 ? 3 : 2} />
      <div class="stack mt4 read">
        {apps.length > 0 && (
          <Panel id="logga-in" title={`Logga in hos ${platform.name}`}>
            <p>
              Du skickas till {platform.name}. Logga in som någon som sköter kommunens konto där, så kommer du
              tillbaka hit. Du har tio minuter på dig.
            </p>
            {apps.map((app) => (
              <AppLine app={app} platform={platform} several={apps.length > 1} mayMend={mayMend} />
            ))}
          </Panel>
        )}
        {apps.length > 0 ? (
          <details class="data" open={typing}>
            <summary id="appen">{mending ? 'Rätta appens uppgifter' : 'Lägg in en annan app'}</summary>
            <AppForm platform={platform} redirect={redirect} state={state} />
          </details>
        ) : (
          <Panel id="app" title={`Kommunens app hos ${platform.name}`}>
            <p>
              It-avdelningen registrerar appen en gång.{' '}
              <a href={`/installningar/plattformar/${platform.id}#anslut`}>Så gör ni det, steg för steg</a>
            </p>
            <AppForm platform={platform} redirect={redirect} state={state} />
          </Panel>
        )}
        <p>
          Har du redan kontots egna nycklar?{' '}
          <a href={`/register/nytt?plattform=${platform.id}&satt=nycklar`}>Fyll i dem i stället</a>
        </p>
      </div>
    </>
  )
}

interface AppLineProps {
  app: App
  platform: PlatformPart
  several: boolean
  mayMend: boolean
}

const AppLine = ({ app, platform, several, mayMend }: AppLineProps) => (
  <div class="stack-s">
    {several && (
      <p class="s">
        {Object.values(app.settings).join(', ')}
        {app.accounts > 0
          ? ` (${countText(app.accounts, 'konto', 'konton')})`
          : ' (inget konto går genom den ännu)'}
      </p>
    )}
    <p>
      <LinkButton kind="primary" icon="key" href={`/register/nytt/logga-in?app=${app.registrationId}`}>
        Logga in hos {platform.name}
      </LinkButton>
    </p>
    {mayMend &&
      (app.accounts === 0 ? (
        <Mend app={app} platform={platform} />
      ) : (
        <AppLink registrationId={app.registrationId} platform={platform} />
      ))}
  </div>
)

/** An app that no account goes through yet may have been entered wrongly. */
const Mend = ({ app, platform }: Pick<AppLineProps, 'app' | 'platform'>) => (
  <details class="data">
    <summary>Stämmer inte appens uppgifter?</summary>
    <div class="stack-s mt3">
      <ul class="s">
        {platform.settings
          .filter(({ name }) => app.settings[name])
          .map((spec) => (
            <li>
              {settingText(spec)}: <span class="mono">{app.settings[spec.name]}</span>
            </li>
          ))}
      </ul>
      <p class="s">Inget konto är anslutet genom appen, så den kan rättas eller tas bort.</p>
      <Form action="/register/nytt/app/ta-bort" class="row">
        <input type="hidden" name="app" value={app.registrationId} />
        <LinkButton
          icon="edit"
          href={`/register/nytt?plattform=${platform.id}&app=${app.registrationId}#appen`}
        >
          Rätta uppgifterna
        </LinkButton>
        <Button icon="trash">Ta bort appen</Button>
      </Form>
    </div>
  </details>
)

const AppForm = ({ platform, redirect, state }: Pick<SignInProps, 'platform' | 'redirect' | 'state'>) => (
  <Form action="/register/nytt/app" class="stack mt3">
    <input type="hidden" name="plattform" value={platform.id} />
    {typeof state.values['app'] === 'string' && (
      <>
        <input type="hidden" name="app" value={state.values['app']} />
        <p>
          Skriv rätt och fyll i hemligheterna på nytt. De som finns nu tas bort tillsammans med de gamla
          uppgifterna.
        </p>
      </>
    )}
    <ErrorSummary state={state} />
    {platform.settings
      .filter((spec) => spec.registration)
      .map((spec) => (
        <SettingField spec={spec} state={state} first />
      ))}
    <p class="hint">
      Den här adressen ska stå i appen hos {platform.name}, som återkoppling efter inloggning (redirect URI):{' '}
      <span class="mono">{redirect}</span>
    </p>
    <p class="row">
      <Button kind="primary">Spara appen</Button>
      <LinkButton kind="quiet" href="/register">
        Avbryt
      </LinkButton>
    </p>
  </Form>
)

interface ChooseProps {
  reached: SignInReached
  about: AboutAccount
  /** Accounts have just been moved to the app. */
  moved: boolean
  state: FormState
}

/** Which of the accounts that a sign-in reached; the one chosen is tried and entered, those that are here can move. */
export const ChooseScreen = ({ reached, about, moved, state }: ChooseProps) => {
  const { platform, registrationId, accounts, known } = reached
  const fresh = accounts.filter((one) => !known.has(reachedKey(one)))
  const here = accounts.filter((one) => known.get(reachedKey(one))?.registrationId === registrationId)
  const elsewhere = accounts.filter((one) => known.has(reachedKey(one)) && !here.includes(one))
  const moving = 'flytta' in state.errors || 'flytta' in state.values
  return (
    <>
      <Head
        title={`Välj konto på ${platform.name}`}
        sub={`Inloggningen gick bra. Den når ${countText(accounts.length, 'konto', 'konton')}.`}
        crumbs={crumbsTo(platform)}
      />
      <Steps at={4} />
      <div class="stack mt4 read">
        {moved && (
          <Note tone="ok">
            <p role="status">Provet gick bra. Det du valde går nu genom den här appen.</p>
          </Note>
        )}
        {here.length > 0 && (
          <Note tone="info">
            <p>Finns redan i registret: {here.map(described).join(', ')}.</p>
          </Note>
        )}
        {elsewhere.length > 0 && (
          <MoveForm platform={platform} accounts={elsewhere} state={moving ? state : emptyForm()} />
        )}
        {fresh.length > 0 && (
          <ChooseForm
            platform={platform}
            accounts={fresh}
            about={about}
            state={moving ? emptyForm() : state}
          />
        )}
        {fresh.length + elsewhere.length === 0 && (
          <p>
            Inget mer att lägga till.{' '}
            <a href={`/register/nytt?plattform=${platform.id}`}>Logga in som någon annan</a>
          </p>
        )}
      </div>
    </>
  )
}

interface FormProps {
  platform: PlatformPart
  accounts: readonly Reached[]
  state: FormState
}

const choicesOf = (accounts: readonly Reached[]) =>
  accounts.map((one) => ({ value: reachedKey(one), text: one.name, detail: one.handle }))

const ChooseForm = ({ platform, accounts, about, state }: FormProps & { about: AboutAccount }) => (
  <Form action="/register/nytt/konto" class="panel">
    <div class="panel-body stack mt5">
      <ErrorSummary state={state} />
      <Choices
        kind="radio"
        name="konto"
        legend="Vilket konto ska Uppsikt ha uppsikt över?"
        framed
        choices={choicesOf(accounts)}
        state={state}
      />
      <AccountFields platform={platform} about={about} state={state} />
      <p class="hint">Uppsikt provar kontot mot {platform.name} och börjar sedan hämta. Inget publiceras.</p>
      <p class="row">
        <Button kind="primary" icon="plug">
          Prova och lägg till kontot
        </Button>
        <LinkButton kind="quiet" href="/register">
          Avbryt
        </LinkButton>
      </p>
    </div>
  </Form>
)

/** Those in the register that go through another app of the municipality's. */
const MoveForm = ({ platform, accounts, state }: FormProps) => (
  <Form action="/register/nytt/konto/flytta" class="panel">
    <div class="panel-body stack mt5">
      <ErrorSummary state={state} />
      <Choices
        kind="checkbox"
        name="flytta"
        legend="Vilka konton ska gå genom den här appen i stället?"
        hint="De finns redan i registret och går genom en annan app hos kommunen."
        framed
        choices={choicesOf(accounts)}
        state={state}
      />
      <p class="hint">
        Varje konto provas mot {platform.name} innan det flyttas. Allt som är sparat är kvar. De gamla
        nycklarna glöms.
      </p>
      <p>
        <Button kind="primary" icon="plug">
          Prova och flytta
        </Button>
      </p>
    </div>
  </Form>
)

const described = ({ name, handle }: Reached): string => `${name} (${handle})`
