import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import { Button, ErrorSummary, Form, type FormState, Head, LinkButton } from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import { SettingField } from './forms.tsx'

interface FirstConnectionProps {
  account: Account
  platform: PlatformPart
  title: string
  state: FormState
}

/**
 * The whole of an account's settings, for one that stands in the register without them; for one that moves to another
 * app, all but what it is called at the platform.
 */
export const FirstConnectionScreen = ({ account, platform, title, state }: FirstConnectionProps) => (
  <>
    <Head
      title={title}
      sub={`${platform.name}. Uppgifterna prövas mot plattformen innan de sparas. Sedan börjar hämtningen.`}
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: account.name, href: `/register/${account.accountId}` },
        { text: account.connected ? 'Flytta' : 'Anslut' },
      ]}
    />
    <Form action={`/register/${account.accountId}/forsta-anslutning`} class="panel read">
      <div class="panel-body stack mt5">
        <ErrorSummary state={state} />
        {account.connected && (
          <p>
            Gamla nycklar skickas aldrig till en annan app eller adress, så fyll i de nya. Allt som är hämtat
            är kvar, och kontot är detsamma.
          </p>
        )}
        {platform.settings
          .filter((spec) => !account.connected || spec.secret || spec.registration)
          .map((spec) => (
            <SettingField spec={spec} state={state} first={!account.connected} />
          ))}
        <p class="hint">Lösenord krypteras och visas aldrig igen.</p>
        <p class="row">
          <Button kind="primary" icon="plug">
            {account.connected ? 'Prova och flytta' : 'Prova och anslut'}
          </Button>
          <LinkButton kind="quiet" href={`/register/${account.accountId}`}>
            Inte nu
          </LinkButton>
        </p>
      </div>
    </Form>
  </>
)
