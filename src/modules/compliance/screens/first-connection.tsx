import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import { Button, ErrorSummary, Field, Form, type FormState, Head, LinkButton } from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import { settingText } from './words.tsx'

/** The whole of an account's settings, for one that stands in the register without them. */
export const FirstConnectionScreen = ({
  account,
  platform,
  state,
}: {
  account: Account
  platform: PlatformPart
  state: FormState
}) => (
  <>
    <Head
      title={`Anslut ${account.name}`}
      sub={`${platform.name}. Uppgifterna prövas mot plattformen innan de sparas. Sedan börjar hämtningen.`}
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: account.name, href: `/register/${account.accountId}` },
        { text: 'Anslut' },
      ]}
    />
    <Form action={`/register/${account.accountId}/forsta-anslutning`} class="panel read">
      <div class="panel-body stack mt5">
        <ErrorSummary state={state} />
        {platform.settings.map((spec) => (
          <Field
            name={spec.name}
            label={settingText(spec)}
            hint={spec.help}
            type={spec.secret ? 'password' : 'text'}
            autocomplete={spec.secret ? 'new-password' : 'off'}
            optional={!spec.required}
            state={state}
          />
        ))}
        <p class="hint">Lösenord krypteras och visas aldrig igen.</p>
        <p class="row">
          <Button kind="primary" icon="plug">
            Prova och anslut
          </Button>
          <LinkButton kind="quiet" href={`/register/${account.accountId}`}>
            Inte nu
          </LinkButton>
        </p>
      </div>
    </Form>
  </>
)
