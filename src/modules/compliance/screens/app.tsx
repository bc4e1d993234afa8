import {
  Button,
  countText,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  Head,
  Note,
  Panel,
} from '../../../web/index.ts'
import type { AppInUse } from '../../accounts/index.ts'
import { SettingField } from './forms.tsx'
import { settingText } from './words.tsx'

interface AppProps {
  app: AppInUse
  /** Where the platform sends people back after signing in. */
  redirect: string
  done: boolean
  state: FormState
}

/** The municipality's app at a platform, once accounts go through it: what it is, a new secret, the way to another app. */
export const AppScreen = ({ app, redirect, done, state }: AppProps) => {
  const { platform, accounts } = app
  return (
    <>
      <Head
        title={`Kommunens app hos ${platform.name}`}
        sub={`${countText(accounts.length, 'konto', 'konton')} går genom den.`}
        crumbs={[
          { text: 'Konton', href: '/register' },
          { text: platform.name, href: `/register/nytt?plattform=${platform.id}` },
          { text: 'Appen' },
        ]}
      />
      <div class="stack mt4 read">
        {done && (
          <Note tone="ok">
            <p role="status">Provet gick bra. Det nya gäller nu för alla konton som går genom appen.</p>
          </Note>
        )}
        <Panel id="uppgifter" title="Appens uppgifter">
          <Facts layout="stacked" facts={factsOf(app, redirect)} />
        </Panel>
        <NewSecret app={app} state={state} />
        <AnotherApp app={app} />
      </div>
    </>
  )
}

function factsOf({ platform, settings, secretNames, callback }: AppInUse, redirect: string) {
  const own = platform.settings.filter((spec) => spec.registration)
  return [
    ...own.flatMap((spec): [string, string][] => {
      if (spec.secret)
        return [[settingText(spec), secretNames.includes(spec.name) ? 'Sparad, visas aldrig' : 'Saknas']]
      const value = settings[spec.name]
      return value ? [[settingText(spec), value]] : []
    }),
    ...(callback ? [['Adress för aviseringar (webhook)', callback] as const] : []),
    ...(platform.access ? [['Adress för inloggning (redirect URI)', redirect] as const] : []),
  ]
}

const NewSecret = ({ app, state }: Pick<AppProps, 'app' | 'state'>) => (
  <Panel id="hemlighet" title="Byt hemlighet">
    <Form action="/register/nytt/app/byt" class="stack">
      <input type="hidden" name="app" value={app.registrationId} />
      <p>
        När hemligheten är utbytt hos {app.platform.name}: skriv den nya här. Uppsikt provar den mot
        plattformen med ett av kontona, och först om det går gäller den. Annars är allt som det var.
      </p>
      <ErrorSummary state={state} />
      {app.platform.settings
        .filter((spec) => spec.registration && spec.secret)
        .map((spec) => (
          <SettingField spec={{ ...spec, required: false }} state={state} first />
        ))}
      <p class="hint">Det du lämnar tomt är kvar som det är.</p>
      <p>
        <Button kind="primary" icon="plug">
          Prova och byt
        </Button>
      </p>
    </Form>
  </Panel>
)

/** What is kept is never sent anywhere but where it was given for: hence another app is entered beside the old one. */
const AnotherApp = ({ app }: Pick<AppProps, 'app'>) => {
  const { platform, accounts, callback } = app
  const beside = `/register/nytt?plattform=${platform.id}&ny=1#appen`
  return (
    <Panel id="annan" title="Kommunen har en ny app, eller appen har fått andra uppgifter">
      <ol class="read stack-s">
        <li>
          1. <a href={beside}>Lägg in den nya appens uppgifter</a>. Den gamla är kvar så länge.
        </li>
        <li>
          2. Logga in genom den nya appen. De konton som inloggningen når och som redan finns här kan du
          flytta, flera på en gång.
        </li>
        {callback && (
          <li>
            3. Lägg in den nya appens adress för aviseringar hos {platform.name}. Den är en annan än den
            gamla, och står på den nya appens sida här så snart ett konto går genom den.
          </li>
        )}
        <li>{callback ? '4' : '3'}. När inget konto går genom den gamla appen kan den tas bort.</li>
      </ol>
      {accounts.length > 0 && (
        <>
          <h3>Med nycklar i stället för inloggning</h3>
          <p>Varje konto flyttas för sig. Gamla nycklar följer inte med, så de nya fylls i.</p>
          <ul class="stack-s">
            {accounts.map(({ accountId, name }) => (
              <li>
                <a href={`/register/${accountId}/forsta-anslutning`}>Flytta {name}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}
